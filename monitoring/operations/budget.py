"""What budgets inscribe, asked and answered, held against the plan."""

from datetime import date, datetime

from django.core.files import File
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.people.rights import Stale, Verdict
from cper.people.roles import Role
from cper.words.french import ended, long_date, long_moment, money
from monitoring import bsi, entries, ledger, notifications, plan, workflow
from monitoring.models import BudgetEntry, FollowedContract
from monitoring.models.budget import ANSWERED, FACTS
from monitoring.operations.door import Deed, act, not_before, refuse
from negotiation.models.project import Source

# The State's share is asked for, then registered, then inscribed.
AFTER = {
    "register": (BudgetEntry.Kind.ASKED, gettext_lazy("La collectivité n’a pas encore demandé cette inscription.")),
    "inscribe_bsi": (
        BudgetEntry.Kind.REGISTERED,
        gettext_lazy("Le contrat-plan n’est pas encore au répertoire national."),
    ),
}


def record_budget(
    contract: FollowedContract,
    name: str,
    *,
    year: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
    amount: int | None = None,
    reference: str = "",
    reason: str = "",
    file: File | None = None,
    seen: int | None = None,
) -> BudgetEntry:
    """Write a fact about the budget of a year: `name` is one of `FACTS`. A later fact of the kind corrects it; both
    stay. `seen` is the last fact of that year (its key, 0 for none) that the page was made from: `Stale` for another.

    Raises `Refused` when the plan expects nothing that year, when the fact before it is wanting or dated after
    it, when the year is over on its day, when the proof is wanting; and without a `reason`, when it corrects another
    or passes what the plan gives.
    """
    source, kind = FACTS[name]
    with act(name, contract, by=by, at=at, on=on, amount=amount, comment=reason) as deed:
        not_behind(deed.contract, source, year, seen)
        _expected(deed, name, source, year)
        _in_its_year(deed.on, year)
        doubt = plan.doubt_of_budget(deed.contract, on=deed.on, source=source, year=year, kind=kind, amount=amount)
        explained(deed, doubt, corrected=_corrected(deed, source, year, kind))
        deed.take(file)
        deed.detail = _("Exercice %s") % year
        facts = {"source": source, "year": year, "kind": kind, "amount": amount, "reference": reference, "at": at}
        entry = BudgetEntry.objects.create(reason=deed.comment, **facts, **deed.fact)
        _tell(deed, name, entry)
    return entry


# Whom each fact of the State's chain concerns, and the act it asks of them; an answer goes back to the council.
HEARS = {
    "ask_bsi": ((Role.DNPD,), "register"),
    "register": ((Role.REGION, Role.PRESIDENT), ""),
    "inscribe_bsi": ((Role.REGION, Role.PRESIDENT), ""),
    "refuse_bsi": ((Role.REGION, Role.PRESIDENT), "ask_bsi"),
    "ask_complement": ((Role.REGION, Role.PRESIDENT), "ask_bsi"),
}


def _tell(deed: Deed, name: str, entry: BudgetEntry) -> None:
    """Mail a fact of the State's chain to those who are concerned: the DNPD asked, the council answered."""
    if name not in HEARS:
        return
    roles, act_asked = HEARS[name]
    sum_ = money(entry.amount) if entry.amount is not None else ""
    notifications.inform(
        deed.contract,
        roles,
        about=_("BSI %s") % entry.year,
        told=", ".join(filter(None, [str(entry.get_kind_display()), sum_, entry.reference])),
        path=reverse("budget", args=[deed.contract.reference]),
        at=deed.at,
        author=deed.mandate,
        act=str(workflow.example(act_asked).label) if act_asked else "",
        done=str(deed.action.done),
        why=deed.comment,
    )


def not_behind(contract: FollowedContract, source: Source, year: int, seen: int | None) -> None:
    """Raise `Stale` where somebody has written a fact of that budget year since the page was made."""
    last = entries.last_of_year(contract, source, year)
    if seen is not None and seen != (last.pk if last else 0):
        raise Stale(Verdict(allowed=False, reason=who_wrote(last)))


def who_wrote(entry: BudgetEntry | None) -> str:
    """Who wrote the last fact of a budget year, and when, for the one who comes second."""
    if entry is None or entry.at is None:
        return _("La page a changé depuis qu’elle s’est ouverte : relisez-la avant d’agir.")
    words = {"who": entry.signatory, "what": entry.get_kind_display(), "when": long_moment(entry.at)}
    sum_ = f", {money(entry.amount)}" if entry.amount is not None else ""
    told = _(
        "Quelqu’un a écrit au budget de %(year)s depuis que cette page s’est ouverte : %(who)s, "
        "« %(what)s%(sum)s », le %(when)s."
    )
    return told % (words | {"year": entry.year, "sum": sum_})


def _expected(deed: Deed, name: str, source: Source, year: int) -> None:
    """The plan gives something that year, and the fact before this one is known, and dated before it."""
    if not ledger.gives(deed.contract, source, year):
        raise refuse(_("Le plan de financement ne prévoit rien de cette source en %s.") % year)
    if name not in AFTER:
        return
    before, sentence = AFTER[name]
    facts = [
        entry.on
        for entry in deed.contract.budget.all()
        if (entry.source, entry.year, entry.kind) == (Source.STATE, year, before)
    ]
    if not facts:
        raise refuse(str(sentence))
    _unanswered(deed, year)
    not_before(min(facts), deed.on)


def _unanswered(deed: Deed, year: int) -> bsi.Demand:
    """The demand of that year, which the DNPD has not answered."""
    demand = bsi.demand(deed.contract, year)
    if demand is None:
        raise refuse(str(AFTER["register"][1]))
    if demand.answer:
        raise refuse(_("%s Le Président fait d’abord une nouvelle demande.") % ended(demand.said))
    return demand


def answer_bsi(
    contract: FollowedContract,
    name: str,
    *,
    year: int,
    reason: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    seen: int | None = None,
) -> BudgetEntry:
    """The DNPD refuses the demand of a year, or asks for a complement, with its reason: the demand is back with the
    President, who may make another. `name` is one of `ANSWERED`.

    Raises `Refused` when nothing waits for an answer: not asked, answered, inscribed, or its year is over.
    """
    with act(name, contract, by=by, at=at, on=on, comment=reason) as deed:
        not_behind(deed.contract, Source.STATE, year, seen)
        demand = _unanswered(deed, year)
        if demand.inscribed:
            raise refuse(_("Cette part est déjà inscrite au BSI %s.") % year)
        _in_its_year(deed.on, year)
        not_before(demand.asked.on, deed.on)
        deed.detail = _("Exercice %s") % year
        entry = BudgetEntry.objects.create(
            source=Source.STATE, year=year, kind=ANSWERED[name], reason=deed.comment, at=deed.at, **deed.fact
        )
        _tell(deed, name, entry)
    return entry


def _corrected(deed: Deed, source: Source, year: int, kind: str) -> BudgetEntry | None:
    """The entry that this one corrects; a demand that the DNPD has answered is made again, not corrected."""
    demand = bsi.demand(deed.contract, year) if kind == BudgetEntry.Kind.ASKED else None
    return None if demand and demand.answer else entries.entry_of(deed.contract, source, year, kind)


def _in_its_year(on: date, year: int) -> None:
    """Nothing enters the budget of a year that is over; what was done before may be written later, at its day."""
    if on.year > year:
        raise refuse(plan.over(on, year))


def explained(deed: Deed, doubt: plan.Doubt | None, corrected: BudgetEntry | None = None) -> None:
    """What passes the plan, or corrects another entry, has its reason."""
    if deed.comment:
        return
    if doubt:
        raise refuse(_("%s Dites pourquoi.") % doubt.sentence)
    if corrected:
        words = {"day": long_date(corrected.on)}
        raise refuse(_("Une inscription du %(day)s est déjà enregistrée : dites pourquoi vous la corrigez.") % words)
