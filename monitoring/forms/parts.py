"""What the region and the ANICT write into a quarter's report, project by project."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import PercentField
from monitoring import gathering
from monitoring.forms.acts import ActForm, text_field
from monitoring.quarter_facts import rate_label

LONGEST = 1000
NOTHING = _("Rien à signaler.")
# The labels to read under the name of a project or in the row of a recommendation; the whole label is read aloud.
SHORT = {
    "physical": _("Taux d’exécution physique"),
    "fall_reason": _("Pourquoi, si le taux baisse"),
    "works": _("Passation et état des marchés"),
    "difficulties": _("Difficultés"),
    "anict_note": _("Observation"),
    "text": _("Recommandation"),
    "responsible": _("Responsable"),
    "due_on": _("Échéance"),
    "state": _("Où elle en est"),
    "note": _("Suite donnée"),
    "verdict": _("Engagement"),
    "sentence": _("Ce qui le montre"),
}


class PartForm(ActForm):
    """A part of the report: some entries for each project, and a note on the whole."""

    asked: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.numbers = {project.pk: project.number for project in self.case.contract.retained}
        self.lines = [line for line in self.case.subject.lines.all() if line.project_id in self.numbers]
        for line in self.lines:
            for name in self.asked_of(line.project_id):
                field = self.entry(name, line.project_id)
                if field.initial is None:
                    field.initial = getattr(line, name, None)
                self.fields[f"{name}-{line.project_id}"] = field

    def asked_of(self, project_id: int) -> tuple[str, ...]:
        """The entries of one project, in their order."""
        return self.asked

    def entry(self, name: str, project_id: int) -> forms.Field:
        raise NotImplementedError

    def said(self, project_id: int) -> dict[str, Any]:
        """What is said of one project."""
        return {name: self.cleaned_data[f"{name}-{project_id}"] for name in self.asked_of(project_id)}

    @property
    def project_ids(self) -> list[int]:
        return [line.project_id for line in self.lines]

    def entries(self, project_id: int) -> list[dict]:
        """The entries on one project, each with the label that is enough under the name of the project."""
        return [self._entry(name, project_id) for name in self.asked_of(project_id)]

    def _entry(self, name: str, project_id: int) -> dict:
        key = f"{name}-{project_id}"
        return {"label": SHORT.get(name, ""), "field": self[key], "conditional": name in self.conditional}


class RegionPartForm(PartForm):
    """How far the works are, the state of the contracts, the difficulties.

    A rate is never taken over in silence: where one is known, the region writes another or says that it still holds.
    """

    asked = ("physical", "works", "difficulties")
    conditional = ("physical", "fall_reason")

    def __init__(self, *args: Any, **kwargs: Any):
        case = kwargs["case"]
        self.before = gathering.last_known(case.contract, case.subject)
        super().__init__(*args, **kwargs)
        self.fields["note"] = text_field(
            _("Difficultés d’ensemble"), _("Ce qui touche tout le contrat-plan ; le rapport le reprend.")
        )
        self.initial["note"] = self.case.subject.region_note

    def asked_of(self, project_id: int) -> tuple[str, ...]:
        first, *others = self.asked
        return ("same", first, "fall_reason", *others) if project_id in self.before else self.asked

    def entry(self, name: str, project_id: int) -> forms.Field:
        words = {"number": self.numbers[project_id]}
        if name in ("same", "physical"):
            return getattr(self, f"_{name}")(project_id, words)
        if name == "fall_reason":
            label = gettext("Pourquoi le taux du projet %(number)s baisse, le cas échéant") % words
            return text_field(label, rows=2, most=500)
        if name == "works":
            label = gettext("Passation et état des marchés du projet %(number)s") % words
            return text_field(label, rows=2, most=500)
        return text_field(gettext("Difficultés du projet %(number)s") % words, rows=2, most=LONGEST)

    def _same(self, project_id: int, words: dict) -> forms.Field:
        """What confirms the last known rate, where there is one."""
        words = words | {"before": self.before[project_id].sentence}
        label = gettext("Taux inchangé au projet %(number)s : %(before)s") % words
        return forms.BooleanField(label=label, required=False, initial=False)

    def _physical(self, project_id: int, words: dict) -> forms.Field:
        known = project_id in self.before
        hint = _("La part des travaux faite à la fin du trimestre, par exemple 45 ou 45,5.")
        other = _("À défaut, la part des travaux faite à la fin du trimestre, par exemple 45 ou 45,5.")
        return PercentField(
            label=gettext("Taux d’exécution physique du projet %(number)s") % words,
            help_text=other if known else hint,
            required=not known,
            error_messages={"required": _("Indiquez le taux, zéro si les travaux n’ont pas commencé.")},
        )

    def clean(self) -> dict:
        for project_id in self.before.keys() & set(self.project_ids):
            self._settle(project_id)
        return self.cleaned_data

    def _settle(self, project_id: int) -> None:
        """One rate for each project: the former one confirmed, or another, with the reason of a fall."""
        name, before, data = f"physical-{project_id}", self.before[project_id], self.cleaned_data
        typed = data.get(name)
        if name in self.errors:
            return
        if data[f"same-{project_id}"]:
            if typed not in (None, before.rate):
                said = gettext("Vous avez coché « Taux inchangé » et écrit un taux : gardez l’un des deux.")
                self.add_error(name, said)
            data[name] = before.rate
        elif typed is None:
            self.add_error(name, gettext("Écrivez le taux de ce trimestre, ou cochez « Taux inchangé »."))
        elif typed < before.rate and not data.get(f"fall_reason-{project_id}"):
            words = {"before": before.rate_label, "now": rate_label(typed)}
            sentence = gettext("Le taux passe de %(before)s à %(now)s : dites pourquoi il baisse.")
            self.add_error(f"fall_reason-{project_id}", sentence % words)

    def said(self, project_id: int) -> dict[str, Any]:
        names = [name for name in self.asked_of(project_id) if name != "same"]
        return {name: self.cleaned_data[f"{name}-{project_id}"] for name in names}


class AnictPartForm(PartForm):
    """Where the money of each project stands, and why; or, in so many words, that there is nothing to say."""

    asked = ("anict_note",)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        held = self.case.subject.anict_note
        self.fields["note"] = text_field(_("Observations d’ensemble"), _("Sur la mobilisation de la part de l’État."))
        self.fields["nothing"] = forms.BooleanField(
            label=_("Rien à signaler pour ce trimestre"), required=False, initial=held == NOTHING
        )
        self.initial["note"] = "" if held == NOTHING else held

    def entry(self, name: str, project_id: int) -> forms.Field:
        return text_field(gettext("Observation sur le projet %s") % self.numbers[project_id], rows=2, most=LONGEST)

    def clean(self) -> dict:
        data = self.cleaned_data
        written = any(data.get(name) for name in data if name not in ("nothing", "seen", "base"))
        if data.get("nothing") and written:
            said = gettext("Vous avez coché « Rien à signaler » et écrit des observations : gardez l’un des deux.")
            self.add_error("nothing", said)
        elif data.get("nothing"):
            data["note"] = str(NOTHING)
        elif not written and not self.errors:
            self.add_error("note", gettext("Écrivez une observation, ou cochez « Rien à signaler »."))
        return data
