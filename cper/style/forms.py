"""Forms without a purpose, to show how each kind of field looks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField, GridMoneyInput, MoneyField

YES_NO = [("yes", _("Oui")), ("no", _("Non"))]
CRITERIA = [
    _("Le projet est prévu dans le PDESC de la collectivité signataire"),
    _("Le projet est un investissement structurant"),
    _("Le projet crée des emplois ou des richesses pour la population de toute la région"),
    _("Le projet respecte les exigences de forme et comprend toutes les pièces justificatives"),
]
YEARS = (2019, 2020, 2021)
SOURCES = [
    (_("Conseil régional de Kayes"), "region", (60_571_721, 60_571_721, 60_571_721)),
    (_("État"), "state", (552_862_587, 552_862_588, 552_862_588)),
]
COST = 1_781_715_164


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("Intitulé du projet"), help_text=_("Tel qu’il figure dans le PDESC."))
    nature = forms.ChoiceField(
        label=_("Nature du projet"),
        choices=[
            ("economic", _("Économique")),
            ("infrastructure", _("Infrastructures")),
            ("social", _("Social")),
        ],
        widget=forms.RadioSelect,
    )
    domain = forms.ChoiceField(
        label=_("Ministère sectoriel"),
        choices=[("", _("Choisir un ministère")), ("livestock", _("Ministère chargé de l’élevage et de la pêche"))],
    )
    cost = MoneyField(label=_("Coût déclaré"), help_text=_("En francs CFA, toutes taxes comprises."))
    starts_on = DayField(label=_("Début des travaux"))
    sites = forms.MultipleChoiceField(
        label=_("Cercles concernés"),
        choices=[("bafoulabe", "Bafoulabé"), ("dieema", "Diéma"), ("oussou", "Oussoubidiagna")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remarks = forms.CharField(label=_("Observations"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    study = forms.FileField(
        label=_("Étude de faisabilité"),
        help_text=_("PDF, 20 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".pdf", "data-max-bytes": 20_000_000}),
    )
    certified = forms.BooleanField(label=_("Je certifie que le Conseil régional a délibéré sur le choix de ce projet"))


class FaultyForm(ExampleForm):
    """Enough fields to show what a refused form looks like."""

    domain = remarks = sites = study = certified = None


class GridForm(forms.Form):
    """Amounts by source and year."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row, (source, _tone, amounts) in enumerate(SOURCES):
            for year, amount in zip(YEARS, amounts, strict=True):
                self.fields[f"{row}-{year}"] = MoneyField(
                    label=f"{source}, {year}", widget=GridMoneyInput, initial=amount, required=False
                )

    def as_grid(self):
        """What the grid's fragment reads."""
        columns = list(zip(*(amounts for _source, _tone, amounts in SOURCES), strict=True))
        total = sum(map(sum, columns))
        return {
            "caption": _("Plan de financement du projet 1"),
            "years": YEARS,
            "rows": [
                {
                    "label": source,
                    "tone": tone,
                    "cells": [self[f"{row}-{year}"] for year in YEARS],
                    "total": sum(amounts),
                }
                for row, (source, tone, amounts) in enumerate(SOURCES)
            ],
            "column_totals": [sum(column) for column in columns],
            "total": total,
            "cost": COST,
            "gap": total - COST,
        }


class CriteriaForm(forms.Form):
    """The four criteria of one project."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(len(CRITERIA)):
            self.fields[f"verdict-{number}"] = forms.ChoiceField(
                choices=YES_NO, widget=forms.RadioSelect(attrs={"class": "radios--inline"}), initial="yes"
            )
            self.fields[f"remark-{number}"] = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def as_rows(self):
        """What the criteria's fragment reads."""
        cells = [
            {"label": label, "hint": "", "verdict": self[f"verdict-{number}"], "remark": self[f"remark-{number}"]}
            for number, label in enumerate(CRITERIA)
        ]
        project = _("Aménagement de 4 espaces et 2 puits pastoraux")
        return [{"project": project, "note": _("Conseil régional de Kayes, élevage"), "cells": cells}]
