"""What is typed about money outside the tranches: inscriptions in budgets, movements of other sources."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring import ledger
from monitoring.calendar import years
from monitoring.forms.acts import ActForm, Case, project_choices
from monitoring.models import FollowedContract, Movement
from negotiation.french import money
from negotiation.models.project import Source
from negotiation.widgets import MoneyField

AMOUNTS = {"inscribed": _("Somme inscrite"), "asked": _("Somme demandée"), "amount": _("Montant")}
DAYS = {
    "inscribe_share": _("Date du budget ou de la délibération"),
    "ask_bsi": _("Date de la demande"),
    "register": _("Date de l’inscription au répertoire"),
    "inscribe_bsi": _("Date de l’inscription au BSI"),
}
# Each kind of movement cannot pass the one before it.
BEFORE = {"paid": "mobilised", "justified": "paid"}
KINDS = dict(Movement.Kind.choices)


class BudgetForm(ActForm):
    """A fact about the budget of a year: the sum where the act has one, its day, its reference, its proof."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        action = self.case.action
        if action.sum_of:
            self.fields["amount"] = MoneyField(
                label=AMOUNTS[action.sum_of],
                help_text=_("Ce que la convention engage pour l’année est écrit d’avance ; corrigez-le au besoin."),
                initial=self.case.most or None,
                error_messages={"required": _("Indiquez la somme, zéro si rien n’est inscrit.")},
            )
        self.ask_day(DAYS[action.name])
        self.fields["reference"] = forms.CharField(
            label=_("Référence de l’acte"),
            help_text=_("Par exemple délibération n°2026-012/CRK."),
            required=False,
            max_length=120,
        )
        self.ask_paper()


class MovementForm(ActForm):
    """Money of a source other than the State, mobilised, paid or justified."""

    kind = forms.ChoiceField(
        label=_("Les fonds sont"),
        choices=[
            (Movement.Kind.MOBILISED, _("Mobilisés")),
            (Movement.Kind.PAID, _("Payés")),
            (Movement.Kind.JUSTIFIED, _("Justifiés")),
        ],
        widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
        error_messages={"required": _("Dites si les fonds sont mobilisés, payés ou justifiés.")},
    )
    project = forms.TypedChoiceField(
        label=_("Projet"), coerce=int, error_messages={"required": _("Choisissez le projet.")}
    )
    source = forms.ChoiceField(
        label=_("Source"),
        help_text=_("La part de l’État passe par les tranches de l’ANICT."),
        choices=[("", _("À choisir")), *((one.value, one.label) for one in Source if one != Source.STATE)],
        error_messages={"required": _("Choisissez la source.")},
    )
    year = forms.TypedChoiceField(
        label=_("Exercice"),
        coerce=int,
        widget=forms.Select(attrs={"class": "input--short"}),
        error_messages={"required": _("Choisissez l’exercice.")},
    )
    amount = MoneyField(
        label=_("Montant"),
        min_value=1,
        error_messages={
            "required": _("Indiquez le montant."),
            "min_value": _("Un mouvement est d’au moins un franc."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        case = self.case
        self.projects = {project.pk: project for project in case.contract.retained}
        projects = project_choices(case.contract)
        self.fields["project"].choices = projects if len(projects) == 1 else [("", _("À choisir")), *projects]
        self.fields["year"].choices = [(year, str(year)) for year in budget_years(case)]
        self.initial = {"year": case.day.year, **({"project": projects[0][0]} if len(projects) == 1 else {})}
        self.ask_day(_("Date du mouvement"))
        self.ask_paper()
        self.fields["note"] = forms.CharField(label=_("Remarque"), required=False, max_length=300)

    def clean(self) -> dict:
        """Never more paid than mobilised, nor more justified than paid (the database's own rule)."""
        typed = self.cleaned_data
        before = BEFORE.get(typed.get("kind"))
        if before and all(typed.get(name) for name in ("project", "source", "year", "amount")):
            place = (typed["project"], typed["source"], typed["year"])
            left = moved(self.case.contract, before, *place) - moved(self.case.contract, typed["kind"], *place)
            if typed["amount"] > left:
                self.add_error("amount", too_much(before, left, typed["year"]))
        return typed

    @property
    def movement(self) -> dict[str, Any]:
        """What the operation writes."""
        names = ("source", "year", "kind", "amount", "on", "note", "file")
        return {"project": self.projects[self.cleaned_data["project"]], **self.given(*names)}


def moved(contract: FollowedContract, kind: str, project: int, source: str, year: int) -> int:
    """What has been mobilised, paid or justified so far of a project's source in a year."""
    place = (kind, project, source, year)
    return sum(
        movement.amount or 0
        for movement in contract.movements.all()
        if (movement.kind, movement.project_id, movement.source, movement.year) == place
    )


def too_much(before: str, left: int, year: int) -> str:
    words = {"left": money(left), "before": KINDS[before], "year": year}
    return gettext("Au plus %(left)s : ce qui est %(before)s pour %(year)s et reste disponible.") % words


def budget_years(case: Case) -> list[int]:
    """The years of the term, those of the plan, and those in which money has moved."""
    planned = {line.year for line in ledger.lines(case.contract) if line.year}
    return sorted(planned | set(years(case.contract.term(case.day))))
