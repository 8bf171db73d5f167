"""What budgets inscribe, and what sources other than the tranches bring."""

from datetime import date, datetime

from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring import ledger
from monitoring.models import BudgetEntry, FollowedContract, Movement
from monitoring.operations.door import Deed, act, not_before, refuse
from negotiation.models import Actor, Project
from negotiation.models.project import Source

# What each act writes: for which source, which fact.
FACTS = {
    "inscribe_share": (Source.REGION, BudgetEntry.Kind.INSCRIBED),
    "ask_bsi": (Source.STATE, BudgetEntry.Kind.ASKED),
    "register": (Source.STATE, BudgetEntry.Kind.REGISTERED),
    "inscribe_bsi": (Source.STATE, BudgetEntry.Kind.INSCRIBED),
}
# The State's share is asked for, then registered, then inscribed.
AFTER = {
    "register": (BudgetEntry.Kind.ASKED, gettext_lazy("La Région n’a pas encore demandé cette inscription.")),
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
    file: File | None = None,
) -> BudgetEntry:
    """Write a fact about the budget of a year: `name` is one of `FACTS`. A later fact of the kind replaces it.

    Raises `Refused` when the plan expects nothing that year, when the fact before it is wanting or dated after
    it, when the proof is wanting.
    """
    source, kind = FACTS[name]
    with act(name, contract, by=by, at=at, on=on, amount=amount) as deed:
        _expected(deed, name, source, year)
        deed.take(file)
        deed.detail = _("Exercice %s") % year
        entry = BudgetEntry.objects.create(
            source=source,
            year=year,
            kind=kind,
            amount=amount,
            reference=reference,
            **deed.fact,
        )
    return entry


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
    not_before(min(facts), deed.on)


def record_movement(
    contract: FollowedContract,
    *,
    project: Project,
    source: str,
    year: int,
    kind: str,
    amount: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
    note: str = "",
    file: File | None = None,
) -> Movement:
    """Write money of a source other than the State mobilised, paid or justified, with its proof.

    Raises `Refused` for the State (its money comes by tranches), for a project of another contract, and when more
    would be paid than mobilised, or justified than paid.
    """
    with act("record_movement", contract, by=by, at=at, on=on, amount=amount) as deed:
        _not_the_state_s(deed, source, project)
        deed.take(file)
        deed.detail = _("Projet %(project)s, exercice %(year)s") % {"project": project.number, "year": year}
        movement = Movement.objects.create(
            project=project,
            source=source,
            year=year,
            kind=kind,
            amount=amount,
            note=note,
            **deed.fact,
        )
    return movement


def _not_the_state_s(deed: Deed, source: str, project: Project) -> None:
    if source == Source.STATE:
        raise refuse(_("La part de l’État passe par les tranches de l’ANICT."))
    if project.pk not in {own.pk for own in deed.contract.retained}:
        raise refuse(_("Ce projet n’est pas inscrit au contrat-plan."))
