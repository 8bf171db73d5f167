"""What the examiners fill in: the four criteria of each project (E4), the opinion of a ministry (E5)."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import MoneyField, YearField
from cper.people.roles import Body
from cper.places.wording import said
from cper.words.french import long_date
from cper.words.templatetags.french import money_plain
from negotiation.envelope import Envelope, state_lines
from negotiation.forms.acts import ActForm, MoveForm
from negotiation.models import CriterionVerdict, OpinionVerdict, Project, examination
from negotiation.models.remarks import VERDICT, as_line, last_answer, subject_of
from negotiation.models.review import LETS_PASS
from negotiation.vocabulary import IN_SHORT
from negotiation.workflow import Criterion, Need

YES, NO = "yes", "no"
ANSWERS = ((YES, _("Oui")), (NO, _("Non")))
MEANING = {
    OpinionVerdict.FAVOURABLE: _("Le dossier peut passer à la négociation."),
    OpinionVerdict.RESERVES: _("Il passe aussi ; le Président (ou le Maire) et le Gouverneur lisent vos réserves."),
    OpinionVerdict.CORRECTIONS: _("La collectivité corrige son dossier et vous redemande un avis."),
    OpinionVerdict.UNFAVOURABLE: _(
        "Le dossier ne passe pas : la collectivité le corrige et vous redemande un avis, ou la DGCT le classe."
    ),
}


# Ten times the State's yearly budget: an amount above it is a slip of the finger.
HIGHEST_ENVELOPE = 30_000_000_000_000
MISSING_OF_ENVELOPE = {
    "envelope": _("Donnez l’enveloppe de l’État, zéro s’il n’apporte rien."),
    "envelope_from": _("Donnez le premier exercice de l’enveloppe."),
    "envelope_to": _("Donnez le dernier exercice de l’enveloppe."),
}


class CriteriaForm(ActForm):
    """Yes or no to each criterion for each project, with a remark; part of it may be saved and the rest done later."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.contract.load((Need.CRITERIA,))
        self.standing = examination.standing(self.contract)
        self.former = examination.latest(self.contract, self.contract.returns - 1)
        for project, criterion in self.cells():
            self._ask(project, criterion)

    def cells(self) -> list[tuple[Project, Criterion]]:
        return [(project, criterion) for project in self.contract.projects.all() for criterion in Criterion]

    def _ask(self, project: Project, criterion: Criterion) -> None:
        verdict = self.standing.get((project.pk, criterion.value))
        words = {"number": project.number, "criterion": IN_SHORT[criterion]}
        # The answer the page was made from comes back with the typed one: what two agents fill in side by side adds
        # up, and neither writes over what the other changed.
        self.fields[f"met-{project.pk}-{criterion.value}"] = forms.ChoiceField(
            label=gettext("Projet %(number)s, %(criterion)s") % words,
            choices=ANSWERS,
            required=False,
            initial=(YES if verdict.met else NO) if verdict else "",
            show_hidden_initial=True,
            widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
        )
        self.fields[f"remark-{project.pk}-{criterion.value}"] = forms.CharField(
            label=gettext("Observation sur le projet %(number)s, %(criterion)s") % words,
            required=False,
            initial=verdict.remark if verdict else "",
            max_length=2000,
            show_hidden_initial=True,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict:
        for project, criterion in self.cells():
            self._check(f"met-{project.pk}-{criterion.value}", f"remark-{project.pk}-{criterion.value}")
        if not self.errors and not self.answers:
            self.add_error(None, _("Aucune réponse n’a changé depuis l’ouverture de la page."))
        return self.cleaned_data

    def _check(self, met: str, remark: str) -> None:
        answer, words = self.cleaned_data.get(met), self.cleaned_data.get(remark)
        if answer == NO and words == "":
            self.add_error(remark, _("Dites ce qui manque : un « non » est toujours motivé."))
        if answer == "" and words:
            self.add_error(met, _("Répondez oui ou non."))

    @property
    def answers(self) -> dict[tuple[int, str], tuple[bool, str]]:
        """The answers changed on this page: (project, criterion) → (met, remark)."""
        changed = set(self.changed_data)
        found = {}
        for project, criterion in self.cells():
            met, remark = f"met-{project.pk}-{criterion.value}", f"remark-{project.pk}-{criterion.value}"
            if self.cleaned_data.get(met) and changed & {met, remark}:
                answer = (self.cleaned_data[met] == YES, self.cleaned_data.get(remark, ""))
                found[(project.pk, criterion.value)] = answer
        return found

    def rows(self) -> list[dict]:
        """The grid of the page, project by project."""
        return [
            {
                "project": gettext("Projet %(number)s : %(title)s")
                % {"number": project.number, "title": project.title},
                "note": gettext("Coût déclaré : %s") % money_plain(project.cost),
                "cells": [self._cell(project, criterion) for criterion in Criterion],
            }
            for project in self.contract.projects.all()
        ]

    def _cell(self, project: Project, criterion: Criterion) -> dict:
        cell = (project.pk, criterion.value)
        former = self.former.get(cell)
        answer = last_answer(self.contract, VERDICT, former) if former and not former.met else None
        return {
            "label": self.contract.offices.said(criterion.label),
            "hint": said_before(former, stands=self.standing.get(cell) == former) if former else "",
            "answer": answer and gettext("Réponse de la collectivité : « %s »") % answer.text,
            "verdict": self[f"met-{project.pk}-{criterion.value}"],
            "remark": self[f"remark-{project.pk}-{criterion.value}"],
        }


def said_before(former: CriterionVerdict, *, stands: bool) -> str:
    """What an earlier round said of a criterion, and whether it still counts."""
    words = {"round": round_name(former.round), "day": long_date(former.given_at), "remark": former.remark}
    if not former.met:
        return gettext("Non au %(round)s, le %(day)s : « %(remark)s »") % words
    if stands:
        return gettext("Rempli : donné au %(round)s, le %(day)s ; rien de ce qu’il examine n’a changé depuis.") % words
    return (
        gettext("Rempli au %(round)s, le %(day)s ; ce qu’il examine a changé depuis : à examiner de nouveau.") % words
    )


def round_name(round_: int) -> str:
    """« premier passage », « 2e passage »."""
    return gettext("%se passage") % (round_ + 1) if round_ else gettext("premier passage")


class SendBackForm(MoveForm):
    """The remarks of a return, begun with those of the criteria that are not met."""

    def begun(self) -> str:
        self.contract.load((Need.CRITERIA,))
        numbers = {project.pk: project.number for project in self.contract.projects.all()}
        unmet = [verdict for verdict in examination.standing(self.contract).values() if not verdict.met]
        return "\n".join(
            as_line(subject_of(numbers[v.project_id], v.criterion), v.remark)
            for v in sorted(unmet, key=lambda v: (numbers[v.project_id], v.pk))
        )


class OpinionForm(ActForm):
    """The opinion of one ministry; only a favourable one may go without reasons.

    The ministry in charge of finance gives with it, when the dossier passes, the State's envelope and its years.
    """

    ENVELOPE = ("envelope", "envelope_from", "envelope_to")

    verdict = forms.ChoiceField(
        label=_("L’avis du ministère"),
        choices=[(value, value.label) for value in OpinionVerdict],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’avis que rend le ministère.")},
    )
    text = forms.CharField(
        label=_("Motifs"),
        help_text=_(
            "Obligatoires, sauf si l’avis est favorable. La collectivité, la DGCT et le Gouverneur les lisent."
        ),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    envelope = MoneyField(
        label=_("Enveloppe de l’État pour ce contrat-plan"),
        help_text=_(
            "Demandée si l’avis est favorable, avec ou sans réserves. C’est ce que l’État peut apporter en tout ; "
            "zéro s’il n’apporte rien. Le CROCSAD élargi travaille avec ce montant : personne d’autre ne l’écrit."
        ),
        required=False,
        max_value=HIGHEST_ENVELOPE,
        error_messages={"max_value": _("Vérifiez ce montant : il compte trop de chiffres.")},
    )
    envelope_from = YearField(label=_("Premier exercice de l’enveloppe"), required=False)
    envelope_to = YearField(label=_("Dernier exercice de l’enveloppe"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        is_district = self.contract.region.is_district
        choices = [(verdict, explained(verdict, is_district=is_district)) for verdict in OpinionVerdict]
        self.fields["verdict"].choices = choices
        self.asks_envelope = self.mandate is None or self.mandate.body == Body.FINANCE
        if not self.asks_envelope:
            for name in self.ENVELOPE:
                del self.fields[name]
        elif years := [line.year for line in state_lines(self.contract.projects.all()) if line.year]:
            self.initial |= {"envelope_from": min(years), "envelope_to": max(years)}

    def clean(self) -> dict:
        verdict = self.cleaned_data.get("verdict")
        if verdict and verdict != OpinionVerdict.FAVOURABLE and self.cleaned_data.get("text") == "":
            self.add_error("text", _("Motivez cet avis : seul un avis favorable peut rester sans motif."))
        if verdict and self.asks_envelope:
            self._check_envelope(passes=verdict in LETS_PASS)
        return self.cleaned_data

    def _check_envelope(self, *, passes: bool) -> None:
        amount, first, last = (self.cleaned_data.get(name) for name in self.ENVELOPE)
        if not passes:
            if amount is not None:
                self.add_error("envelope", _("L’enveloppe se donne quand le dossier passe : effacez ce montant."))
            return
        for name, value in zip(self.ENVELOPE, (amount, first, last), strict=True):
            if value is None and name not in self.errors:
                self.add_error(name, MISSING_OF_ENVELOPE[name])
        if first and last and last < first:
            self.add_error("envelope_to", _("Le dernier exercice de l’enveloppe précède le premier."))

    @property
    def granted(self) -> Envelope | None:
        """The envelope typed, where the opinion lets the dossier pass."""
        if self.cleaned_data["verdict"] not in LETS_PASS or not self.asks_envelope:
            return None
        return Envelope(*(self.cleaned_data[name] for name in self.ENVELOPE))


def explained(verdict: OpinionVerdict, *, is_district: bool) -> str:
    """The choice with what follows from it."""
    meaning = said(MEANING[verdict], is_district=is_district)
    return format_html('{}<span class="note">{}</span>', verdict.label, meaning)
