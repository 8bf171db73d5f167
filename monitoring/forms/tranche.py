"""The demand of a tranche: for which project, from which window, in which year, how much."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import MoneyField
from cper.words.french import money
from monitoring import ledger
from monitoring.forms.acts import ActForm, Case, project_choices
from monitoring.models import Tranche
from negotiation.models import Project


class TrancheForm(ActForm):
    """Prepared or changed; never above what the plan leaves for the project and the year (the database's own rule)."""

    project = forms.TypedChoiceField(
        label=_("Projet"), coerce=int, error_messages={"required": _("Choisissez le projet.")}
    )
    window = forms.TypedChoiceField(
        label=_("Guichet"), coerce=int, error_messages={"required": _("Choisissez le guichet.")}
    )
    year = forms.TypedChoiceField(
        label=_("Exercice"),
        coerce=int,
        widget=forms.Select(attrs={"class": "input--short"}),
        error_messages={"required": _("Choisissez l’exercice.")},
    )
    requested = MoneyField(
        label=_("Somme demandée"),
        help_text=_("Au plus ce que le plan laisse au projet pour l’exercice : le tableau ci-dessus."),
        min_value=1,
        error_messages={
            "required": _("Indiquez la somme demandée."),
            "min_value": _("Demandez au moins un franc."),
        },
    )
    note = forms.CharField(label=_("Remarque"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        case = self.case
        self.projects = {project.pk: project for project in case.contract.retained}
        self.windows = {window.pk: window for window in case.windows}
        self._offer("project", project_choices(case.contract))
        self._offer("window", [(pk, str(window)) for pk, window in self.windows.items()])
        self._offer("year", [(year, str(year)) for year in tranche_years(case)])
        self.initial = standing(case)
        if len(self.projects) == 1:
            self.initial["project"] = next(iter(self.projects))
        if len(self.windows) == 1:
            self.fields["window"].widget = forms.HiddenInput()
            self.initial["window"] = next(iter(self.windows))

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        """One choice is taken as made; several begin with none."""
        self.fields[name].choices = choices if len(choices) == 1 else [("", _("À choisir")), *choices]

    def clean(self) -> dict:
        typed = self.cleaned_data
        if all(typed.get(name) for name in ("project", "window", "year")):
            left = self.left(self.projects[typed["project"]], self.windows[typed["window"]].source, typed["year"])
            self._check(left, typed["year"], typed.get("requested"))
        return typed

    def _check(self, left: int, year: int, asked: int | None) -> None:
        if not left:
            self.add_error("year", gettext("Le plan ne laisse rien à ce projet pour %s.") % year)
        elif asked and asked > left:
            words = {"left": money(left), "year": year}
            self.add_error("requested", gettext("Le plan laisse %(left)s à ce projet pour %(year)s.") % words)

    def left(self, project: Project, source: str, year: int) -> int:
        """What the plan leaves once the other tranches have taken theirs."""
        return ledger.remaining(project, source, year, others(self.case))

    @property
    def demand(self) -> dict[str, Any]:
        """What the operations write."""
        typed = self.cleaned_data
        return {
            "project": self.projects[typed["project"]],
            "window": self.windows[typed["window"]],
            **{name: typed[name] for name in ("year", "requested", "note")},
        }


def others(case: Case) -> list[Tranche]:
    """The tranches of the contract but the one that is being changed."""
    return [tranche for tranche in case.contract.tranches.all() if tranche != case.subject]


def tranche_years(case: Case) -> list[int]:
    """The years in which the plan gives something to the windows; all of the term where it gives without a year."""
    sources = {window.source for window in case.windows}
    planned = {line.year for line in ledger.planned(case.contract.retained) if line.source in sources}
    if None in planned:
        return ledger.plan_years(case.contract, case.contract.term(case.day))
    return sorted(planned)


def standing(case: Case) -> dict[str, Any]:
    """What the form begins with: the tranche as it is, or the year under way."""
    tranche = case.subject
    if isinstance(tranche, Tranche):
        return {
            "project": tranche.project_id,
            "window": tranche.window_id,
            **{name: getattr(tranche, name) for name in ("year", "requested", "note")},
        }
    return {"year": case.day.year} if case.day.year in tranche_years(case) else {}
