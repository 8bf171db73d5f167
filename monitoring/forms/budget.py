"""What is typed about money outside the tranches: inscriptions in budgets, movements of other sources."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import MoneyField
from cper.words.french import long_date, money, sequence
from monitoring import bsi, entries, ledger, plan
from monitoring.forms.acts import ActForm, Case, project_choices
from monitoring.forms.twice import TwiceForm
from monitoring.models import FollowedContract, Movement
from monitoring.models.budget import FACTS
from negotiation.models import Project
from negotiation.models.project import Source

AMOUNTS = {"inscribed": _("Somme inscrite"), "asked": _("Somme demandée"), "amount": _("Montant")}
DAYS = {
    "inscribe_share": _("Date du budget ou de la délibération"),
    "ask_bsi": _("Date de la demande"),
    "register": _("Date de l’inscription au répertoire"),
    "inscribe_bsi": _("Date de l’inscription au BSI"),
}
# Each kind of movement cannot pass the one before it.
BEFORE = {"paid": "mobilised", "justified": "paid"}
# A key of the database has nineteen figures at most.
LONGEST_KEY = 19
KINDS = dict(Movement.Kind.choices)


class BudgetForm(TwiceForm):
    """A fact about the budget of a year: the sum where the act has one, its day, its reference, its proof. Once there
    is one, the form corrects it: it begins with what is recorded and asks why."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        action, case = self.case.action, self.case
        self.kind = FACTS[action.name][1]
        self.former = entries.entry_of(case.contract, case.source, case.year, self.kind)
        if action.sum_of:
            self._ask_sum(action.sum_of)
        self.ask_day(DAYS[action.name])
        if case.day.year > case.year:
            self.fields["on"].initial = None
            self.fields["on"].help_text = _("L’exercice est terminé : donnez le jour où l’acte a été fait.")
        self.fields["reference"] = forms.CharField(
            label=_("Référence de l’acte"),
            help_text=_("Par exemple délibération n°2026-012/CRK."),
            required=False,
            max_length=120,
        )
        self.ask_paper()
        if self.answered:
            self.ask_reason(_("Votre réponse à la DNPD"), self.answered.said)
        elif self.former:
            self.ask_reason(_("Pourquoi cette correction"), _("Ce qui est corrigé reste lisible, avec ce motif."))
        if self.former:
            self.initial |= {"on": self.former.on, "reference": self.former.reference}

    @property
    def answered(self) -> bsi.Demand | None:
        """The demand that the DNPD refused or wants completed, which this one replaces."""
        demand = bsi.demand(self.case.contract, self.case.year) if self.case.action.name == "ask_bsi" else None
        return demand if demand and demand.answer else None

    def _ask_sum(self, name: str) -> None:
        planned = _("Ce que la convention engage pour l’année est écrit d’avance ; corrigez-le au besoin.")
        held = _("Ce qui est enregistré est écrit d’avance ; corrigez-le.")
        self.fields["amount"] = MoneyField(
            label=AMOUNTS[name],
            help_text=held if self.former else planned,
            initial=self.former.amount if self.former else self.case.most or None,
            error_messages={"required": _("Indiquez la somme, zéro si rien n’est inscrit.")},
        )

    def clean_on(self) -> date:
        day = early_day(self, super().clean_on())
        if day.year > self.case.year:
            raise ValidationError(plan.over(day, self.case.year))
        return day

    def clean(self) -> dict:
        typed, case = self.cleaned_data, self.case
        place = {"source": case.source, "year": case.year, "kind": self.kind}
        on = typed.get("on") or case.day
        self.ask_twice(plan.doubt_of_budget(case.contract, on=on, amount=typed.get("amount"), **place))
        return typed


class AnswerForm(ActForm):
    """The DNPD's answer to a demand: its day, and why."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_day(_("Date de la réponse"))
        self.ask_comment()


def early_day(form: ActForm, day: date) -> date:
    """A day that may come before the signature, not long before it."""
    first = plan.earliest(form.case.contract)
    if day < first:
        words = {"first": long_date(first), "signed": long_date(form.case.contract.signed_on)}
        raise ValidationError(gettext("Au plus tôt le %(first)s : le contrat-plan est signé le %(signed)s.") % words)
    return day


class MovementForm(TwiceForm):
    """Money that does not come by tranches, mobilised, paid or justified: of the sources that the plan gives."""

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
        help_text=_("La part de l’État passe par les tranches de l’ANICT, sauf ce qu’il a versé avant la signature."),
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
        sources = [(one, Source(one).label) for one in plan.sources_ever(case.contract)]
        self.fields["source"].choices = [("", _("À choisir")), *sources]
        self.fields["year"].choices = [(year, str(year)) for year in plan.money_years(case.contract, case.day)]
        self.initial = {"year": case.day.year, **({"project": projects[0][0]} if len(projects) == 1 else {})}
        self.ask_day(_("Date du mouvement"))
        self.ask_paper()
        self.fields["note"] = forms.CharField(label=_("Remarque"), required=False, max_length=300)

    @property
    def is_current(self) -> bool:
        """Whether nobody has written a movement of the same money since the page was made; others do not count."""
        return self.written_since is None

    @property
    def written_since(self) -> Movement | None:
        """The last movement of the same project, source and year that the page does not know."""
        seen, project, year = map(self._number, ("seen", "project", "year"))
        return entries.moved_since(self.case.contract, seen, (project, self.data.get("source", ""), year))

    def _number(self, name: str) -> int:
        """What was sent for that entry, before anything is checked; 0 for what is no key nor year."""
        sent = self.data.get(name, "")
        return int(sent) if sent.isdecimal() and len(sent) <= LONGEST_KEY else 0

    def clean_on(self) -> date:
        return early_day(self, super().clean_on())

    def clean(self) -> dict:
        """The source is the project's; never more paid than mobilised, nor more justified than paid (the database's
        own rules); what passes the plan is asked twice."""
        typed = self.cleaned_data
        if not all(typed.get(name) for name in ("project", "source", "year", "kind")):
            return typed
        project = self.projects[typed["project"]]
        self._check_source(project, typed["source"], typed.get("on") or self.case.day)
        self._check_state(typed)
        if typed.get("amount") and not self.errors.keys() & {"source", "amount"}:
            self._check_sum(project, typed)
        return typed

    def _check_source(self, project: Project, source: str, on: date) -> None:
        given = plan.sources_of(self.case.contract, project, on)
        if source not in given:
            words = {"number": project.number, "sources": sequence(str(Source(one).label) for one in given)}
            sentence = gettext("Le plan ne donne pas cette source au projet %(number)s ; il lui donne : %(sources)s.")
            self.add_error("source", sentence % words)

    def _check_state(self, typed: dict[str, Any]) -> None:
        """From the signature on the State's money is mobilised by tranches alone."""
        mobilised = (typed.get("source"), typed["kind"]) == (Source.STATE, Movement.Kind.MOBILISED)
        if mobilised and typed.get("on") and not plan.is_early(self.case.contract, typed["on"]):
            signed = long_date(self.case.contract.signed_on)
            sentence = gettext("Depuis la signature, le %s, la part de l’État passe par les tranches de l’ANICT.")
            self.add_error("source", sentence % signed)

    def _check_sum(self, project: Project, typed: dict[str, Any]) -> None:
        kind, amount, year = typed["kind"], typed["amount"], typed["year"]
        before, place = BEFORE.get(kind), (project.pk, typed["source"], year)
        if before:
            left = moved(self.case.contract, before, *place) - moved(self.case.contract, kind, *place)
            if amount > left:
                self.add_error("amount", too_much(before, left, year))
            return
        facts = {"project": project, "source": typed["source"], "year": year, "kind": kind, "amount": amount}
        self.ask_twice(plan.doubt_of_movement(self.case.contract, on=typed.get("on") or self.case.day, **facts))

    @property
    def movement(self) -> dict[str, Any]:
        """What the operation writes."""
        names = ("source", "year", "kind", "amount", "on", "note", "reason", "file")
        return {"project": self.projects[self.cleaned_data["project"]], **self.given(*names)}


def moved(contract: FollowedContract, kind: str, project: int, source: str, year: int) -> int:
    """What has been mobilised, paid or justified so far of a project's source in a year."""
    place = (kind, project, source, year)
    return sum(
        movement.amount or 0
        for movement in contract.standing_movements
        if (movement.kind, movement.project_id, movement.source, movement.year) == place
    )


def too_much(before: str, left: int, year: int) -> str:
    words = {"left": money(left), "before": KINDS[before], "year": year}
    return gettext("Au plus %(left)s : ce qui est %(before)s pour %(year)s et reste disponible.") % words


def budget_years(case: Case) -> list[int]:
    """The years of the term, those of the plan, and those in which money has moved."""
    planned = {line.year for line in ledger.lines(case.contract) if line.year}
    return sorted(planned | set(case.contract.term(case.day).years))
