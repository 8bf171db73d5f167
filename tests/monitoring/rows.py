"""Rows of the follow-up written past its door, for what the database must refuse by itself."""

from datetime import date

from django.db import connection, transaction

from monitoring.models import BudgetEntry, FollowedContract, Movement, Paper, Passage, QuarterReport, Tranche
from negotiation.vocabulary import Step
from tests.factories import NOW, ContractFactory, stamp
from tests.monitoring.quarters import told
from tests.monitoring.world import MILLION, SIGNED, add_project, window

DAY = date(2019, 3, 1)


def signed() -> FollowedContract:
    """A signed contract with one project, and nobody around."""
    contract = ContractFactory(step=Step.SIGNED, signed_on=SIGNED, opened_on=SIGNED, reached=9)
    add_project(contract)
    return FollowedContract.objects.get(pk=contract.pk)


def tranche(state: str = "requested", *sums: int, contract: FollowedContract | None = None, **facts) -> Tranche:
    """A tranche in a state; the sums approved, released, paid, justified in millions, as far as they go."""
    contract = contract or signed()
    names = ("approved", "released", "paid", "justified")
    facts = {"year": 2019, "requested": 60 * MILLION, "project": contract.projects.first()} | facts
    facts |= {name: sum_ * MILLION for name, sum_ in zip(names, sums, strict=False)}
    number = contract.tranches.count() + 1
    return contract.tranches.create(
        **{"number": number, "window": window(), "source": "state", "state": state}
        | {"opened_on": DAY, "entered_state_on": DAY}
        | facts
    )


def report(state: str = "canvas", **facts) -> QuarterReport:
    contract = facts.pop("contract", None) or signed()
    whole = {"quarter": "2018-T4", "starts_on": date(2018, 10, 1), "opened_on": date(2018, 12, 1), "state": state}
    if state in ("held", "adopted", "transmitted"):
        whole |= {"held_on": date(2018, 12, 20), "attendance": 42}
    if state in ("adopted", "transmitted"):
        whole |= {"adopted_on": DAY, "sha256": "0" * 64, "facts": told()}
    if state == "transmitted":
        whole |= {"transmitted_on": DAY, "letter_reference": "Lettre n° 7"}
    return contract.reports.create(entered_state_on=DAY, **(whole | facts))


def paper(held: Tranche | None = None, **facts) -> Paper:
    contract = held.contract if held else signed()
    whole = {"kind": "plan", "name": "a.pdf", "extension": "pdf", "mime": "application/pdf", "size": 1}
    whole |= {"sha256": "0" * 64, "filed_at": NOW, "file": "papers/0.pdf"}
    return Paper.objects.create(contract=contract, tranche=held, **(whole | facts), **stamp())


def entry(**facts) -> BudgetEntry:
    whole = {"source": "state", "year": 2019, "kind": "inscribed", "amount": 1, "on": DAY}
    return signed().budget.create(**(whole | facts), **stamp())


def movement(contract: FollowedContract | None = None, **facts) -> Movement:
    contract = contract or signed()
    whole = {"source": "region", "year": 2019, "kind": "mobilised", "amount": 1, "on": DAY}
    return contract.movements.create(**({"project": contract.projects.first()} | whole | facts), **stamp())


def passage(**facts) -> Passage:
    whole = {"action": "request", "at": NOW, "on": DAY}
    return Passage.objects.create(contract=signed(), **(whole | facts), **stamp())


def again(row, **changes) -> None:
    """The same row once more, with these changes."""
    for field, value in changes.items():
        setattr(row, field, value)
    row.pk = None
    row.save(force_insert=True)


def sql(statement: str, *values) -> None:
    """A statement that goes past the code, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
