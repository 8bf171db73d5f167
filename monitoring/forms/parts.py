"""What is written into a quarter's report: the parts of the region and of the ANICT, the DRPSIAP's synthesis."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.forms.acts import ActForm, Case, text_field
from monitoring.models import Recommendation
from negotiation.widgets import DayField, PercentField

LONGEST = 1000
EMPTY_ROWS, MOST_ROWS = 3, 40
MORE = "recommendations"
# The labels to read under the name of a project or in the row of a recommendation; the whole label is read aloud.
SHORT = {
    "physical": _("Taux d’exécution physique"),
    "works": _("Passation et état des marchés"),
    "difficulties": _("Difficultés"),
    "anict_note": _("Observation"),
    "text": _("Recommandation"),
    "responsible": _("Responsable"),
    "due_on": _("Échéance"),
    "state": _("Où elle en est"),
    "note": _("Suite donnée"),
}


class PartForm(ActForm):
    """A part of the report: some entries for each project, and a note on the whole."""

    asked: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        numbers = {project.pk: project.number for project in self.case.contract.retained}
        self.lines = [line for line in self.case.subject.lines.all() if line.project_id in numbers]
        for line in self.lines:
            for name in self.asked:
                field = self.entry(name, numbers[line.project_id])
                field.initial = getattr(line, name)
                self.fields[f"{name}-{line.project_id}"] = field

    def entry(self, name: str, number: int) -> forms.Field:
        raise NotImplementedError

    def said(self, project_id: int) -> dict[str, Any]:
        """What is said of one project."""
        return {name: self.cleaned_data[f"{name}-{project_id}"] for name in self.asked}

    @property
    def project_ids(self) -> list[int]:
        return [line.project_id for line in self.lines]

    def entries(self, project_id: int) -> list[dict]:
        """The entries on one project, each with the label that is enough under the name of the project."""
        return [{"label": SHORT[name], "field": self[f"{name}-{project_id}"]} for name in self.asked]


class RegionPartForm(PartForm):
    """How far the works are, the state of the contracts, the difficulties."""

    asked = ("physical", "works", "difficulties")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"] = text_field(
            _("Difficultés d’ensemble"), _("Ce qui touche tout le contrat-plan ; le rapport le reprend.")
        )
        self.initial["note"] = self.case.subject.region_note

    def entry(self, name: str, number: int) -> forms.Field:
        words = {"number": number}
        if name == "physical":
            return PercentField(
                label=gettext("Taux d’exécution physique du projet %(number)s") % words,
                help_text=_("La part des travaux faite à ce jour, par exemple 45 ou 45,5."),
                error_messages={"required": _("Indiquez le taux, zéro si les travaux n’ont pas commencé.")},
            )
        if name == "works":
            label = gettext("Passation et état des marchés du projet %(number)s") % words
            return text_field(label, rows=2, most=500)
        return text_field(gettext("Difficultés du projet %(number)s") % words, rows=2, most=LONGEST)


class AnictPartForm(PartForm):
    """Where the money of each project stands, and why."""

    asked = ("anict_note",)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"] = text_field(_("Observations d’ensemble"), _("Sur la mobilisation de la part de l’État."))
        self.initial["note"] = self.case.subject.anict_note

    def entry(self, name: str, number: int) -> forms.Field:
        return text_field(gettext("Observation sur le projet %s") % number, rows=2, most=LONGEST)


class SynthesisForm(ActForm):
    """Difficulties and outlook, this session's recommendations a row each, what became of the earlier ones.

    An emptied row takes its recommendation out. Sent with `more`, the form only grows: nothing is judged nor written.
    """

    def __init__(self, data: Any = None, files: Any = None, *, case: Case):
        self.grows = bool(data and data.get("more") == MORE)
        self.typed = data or {}
        super().__init__(*((None, None) if self.grows else (data, files)), case=case)
        report = self.case.subject
        self.fields["difficulties"] = text_field(
            _("Difficultés rencontrées"),
            _("Le Gouverneur ne peut pas adopter le rapport sans elles ; écrivez « Néant » s’il n’y en a pas."),
            required=_("Écrivez les difficultés, ou « Néant »."),
        )
        self.fields["outlook"] = text_field(_("Perspectives"))
        if report.region_done_on is None or report.anict_done_on is None:
            self.fields["parts_note"] = text_field(
                _("Si une part ne vient pas : pourquoi le rapport s’en passe"),
                _("Avec ce motif, imprimé au rapport, le Gouverneur peut l’adopter sans elle."),
                rows=2,
            )
            self.fields["parts_note"].initial = report.parts_note
        self.initial |= {"difficulties": report.difficulties, "outlook": report.outlook}
        self.earlier = report.earlier_recommendations()
        for row in self.earlier:
            self._follow(row)
        self._ask_rows(list(report.recommendations.all()))
        if self.grows:
            self.initial = {name: self.typed.get(name, "") for name in self.fields if name != "rows"}

    def _follow(self, row: Recommendation) -> None:
        words = {"number": row.number, "quarter": row.report.when.label}
        self.fields[f"state-{row.pk}"] = forms.ChoiceField(
            label=gettext("Recommandation %(number)s de %(quarter)s") % words,
            choices=Recommendation.State.choices,
            initial=row.state,
            widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
            error_messages={"required": _("Dites où en est cette recommandation.")},
        )
        self.fields[f"note-{row.pk}"] = forms.CharField(
            label=gettext("Suite donnée à la recommandation %(number)s de %(quarter)s") % words,
            required=False,
            initial=row.note,
            max_length=500,
        )

    def _ask_rows(self, held: list[Recommendation]) -> None:
        typed = self.typed.get("rows", "")
        count = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else len(held) + EMPTY_ROWS
        count = min(count + (EMPTY_ROWS if self.grows else 0), MOST_ROWS)
        self.fields["rows"] = forms.IntegerField(label="", initial=count, widget=forms.HiddenInput)
        self.count = count
        for rank in range(count):
            row = held[rank] if rank < len(held) else None
            self.fields |= {
                f"text-{rank}": recommendation_text(rank + 1, row),
                f"responsible-{rank}": forms.CharField(
                    label=gettext("Responsable de la recommandation %s") % (rank + 1),
                    required=False,
                    initial=row.responsible if row else "",
                    max_length=160,
                ),
                f"due_on-{rank}": DayField(
                    label=gettext("Échéance de la recommandation %s") % (rank + 1),
                    help_text="",
                    required=False,
                    initial=row.due_on if row else None,
                ),
            }

    def clean(self) -> dict:
        for rank in range(self.count):
            text, who = self.cleaned_data.get(f"text-{rank}"), self.cleaned_data.get(f"responsible-{rank}")
            if text and not who:
                self.add_error(f"responsible-{rank}", gettext("Dites à qui s’adresse cette recommandation."))
            if not text and (who or self.cleaned_data.get(f"due_on-{rank}")):
                self.add_error(f"text-{rank}", gettext("Écrivez la recommandation, ou videz toute la ligne."))
        return self.cleaned_data

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The recommendations written, in their order."""
        rows = (
            {name: self.cleaned_data[f"{name}-{rank}"] for name in ("text", "responsible", "due_on")}
            for rank in range(self.count)
        )
        return [row for row in rows if row["text"]]

    @property
    def followed(self) -> list[dict[str, Any]]:
        """What became of the earlier ones."""
        return [
            {"pk": row.pk, **{name: self.cleaned_data[f"{name}-{row.pk}"] for name in ("state", "note")}}
            for row in self.earlier
        ]

    def row(self, rank: int) -> dict[str, dict]:
        """The entries of one recommendation."""
        names = ("text", "responsible", "due_on")
        return {name: {"label": SHORT[name], "field": self[f"{name}-{rank}"]} for name in names}


def recommendation_text(number: int, row: Recommendation | None) -> forms.CharField:
    return forms.CharField(
        label=gettext("Recommandation %s") % number,
        required=False,
        initial=row.text if row else "",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
