"""What one row of money counts for on a day: a tranche by its dated acts, a movement and a budget entry by their date.

Every sum of the follow-up is made of these readings (`monitoring.ledger`), so that a past day is read as it was and a
row is never read in two ways. Amounts are integer FCFA. A day is read at its end: what is dated of it counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import prefetch_related_objects

from monitoring.models import BudgetEntry, FollowedContract, Movement, Passage, Tranche
from monitoring.models.tranche import NOT_ASKED
from negotiation.models.project import Source

# The sum that each act of a tranche enters, the last of a kind counting; an examination adds to those before it.
ENTERS = {
    "open_tranche": "requested",
    "edit_tranche": "requested",
    "request": "requested",
    "approve": "approved",
    "release": "released",
    "pay": "paid",
}
Row = TypeVar("Row", BudgetEntry, Movement)


@dataclass(frozen=True)
class Sums:
    """The sums of a tranche that was asked for and not cancelled; None where the act has not come."""

    requested: int
    approved: int | None = None
    released: int | None = None
    paid: int | None = None
    justified: int = 0

    @property
    def latest(self) -> int:
        """What it holds of the plan: its latest sum."""
        return next(sum_ for sum_ in (self.paid, self.released, self.approved, self.requested) if sum_ is not None)

    @property
    def mobilised(self) -> int:
        """What is released for the contract, less what a payment below the release gave back to the plan."""
        return (self.released or 0) - self.given_back

    @property
    def to_release(self) -> int:
        """What is approved and not yet released: a release closes the rest."""
        return (self.approved or 0) if self.released is None else 0

    @property
    def given_back(self) -> int:
        """What was released and will never be paid: the payment closes the tranche."""
        return (self.released or 0) - self.paid if self.paid is not None else 0


def tranches(contract: FollowedContract, on: date | None = None) -> Iterator[tuple[Tranche, Sums]]:
    """The tranches that count, with their sums: as they stand, or at the end of that day (one query more for all)."""
    rows = contract.tranches.all()
    if on is not None:
        prefetch_related_objects(list(rows), "passages")
    for tranche in rows:
        sums = standing(tranche) if on is None else sums_by(on, tranche.passages.all())
        if sums is not None:
            yield tranche, sums


def standing(tranche: Tranche) -> Sums | None:
    """What its own row says."""
    if tranche.state in NOT_ASKED:
        return None
    return Sums(tranche.requested, tranche.approved, tranche.released, tranche.paid, tranche.justified)


def sums_by(on: date, passages: Iterable[Passage]) -> Sums | None:
    """What the acts dated up to that day had made of it; None before it is asked for and once it is cancelled."""
    acts = sorted((act for act in passages if act.on <= on), key=lambda act: act.pk)
    done = {act.action for act in acts}
    if "request" not in done or "cancel" in done:
        return None
    sums = {ENTERS[act.action]: act.amount for act in acts if act.action in ENTERS}
    return Sums(**sums, justified=justified_by(acts))


def justified_by(acts: Iterable[Passage]) -> int:
    """What these acts of a tranche have justified: what the ANICT accepted, not what was declared."""
    return sum(act.amount or 0 for act in acts if act.action == "examine")


def movements(contract: FollowedContract, on: date | None = None) -> list[Movement]:
    """The movements of funds that count that day."""
    return by(on, contract.standing_movements)


def amount(movement: Movement) -> int:
    """What a movement adds to its figure; a sum that its source does not give adds nothing."""
    return movement.amount or 0


def by(on: date | None, rows: Iterable[Row]) -> list[Row]:
    """The rows dated up to that day; all of them without one."""
    return [row for row in rows if on is None or row.on <= on]


def in_budget(contract: FollowedContract, source: str, kind: str) -> dict[int, int]:
    """What is inscribed (or asked) from that source, by year: the last entry of a year counts."""
    return {
        entry.year: entry.amount or 0
        for entry in contract.budget.all()
        if (entry.source, entry.kind) == (source, kind)
    }


def entry_of(contract: FollowedContract, source: str, year: int, kind: str) -> BudgetEntry | None:
    """The entry that counts for that fact: the last one."""
    place = (source, year, kind)
    rows = [entry for entry in contract.budget.all() if (entry.source, entry.year, entry.kind) == place]
    return rows[-1] if rows else None


def demanded(contract: FollowedContract, year: int) -> BudgetEntry | None:
    """The demand of a year's BSI whose day is judged: what completes or corrects it was asked that day; one that is
    made after a refusal is another."""
    judged, refused = None, False
    for entry in contract.budget.all():
        if (entry.source, entry.year) != (Source.STATE, year):
            continue
        if entry.kind == BudgetEntry.Kind.REFUSED:
            refused = True
        elif entry.kind == BudgetEntry.Kind.ASKED and entry.amount != 0 and (judged is None or refused):
            judged, refused = entry, False
    return judged


def last_of_year(contract: FollowedContract, source: str, year: int) -> BudgetEntry | None:
    """The last fact written of a budget year, whatever its kind: what a page of that year was made from."""
    return next((row for row in reversed(contract.budget.all()) if (row.source, row.year) == (source, year)), None)


def last_movement(contract: FollowedContract) -> int:
    """The key of the last movement written, 0 for none: what the page of another one was made from."""
    return max((row.pk for row in contract.movements.all()), default=0)


def moved_since(contract: FollowedContract, seen: int, place: tuple[int, str, int]) -> Movement | None:
    """The last movement of that project, source and year written after the one `seen`."""
    rows = (row for row in contract.movements.all() if (row.project_id, row.source, row.year) == place)
    return max((row for row in rows if row.pk > seen), key=lambda row: row.pk, default=None)


def first_of(
    contract: FollowedContract, source: str, year: int, kind: str = BudgetEntry.Kind.INSCRIBED
) -> BudgetEntry | None:
    """The entry that first told that fact with a sum: what is corrected later was done on its day."""
    place = (source, year, kind)
    rows = (row for row in contract.budget.all() if (row.source, row.year, row.kind) == place and row.amount != 0)
    return next(rows, None)
