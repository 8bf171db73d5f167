"""The figures of the follow-up and their gaps, each defined once; `docs/figures.md` tells the same list.

A gap is read source by source and year by year, and only then added up: what one year has too much never hides what
another lacks. A gap is due once the day by which it was to be closed is over, else to come. What the plan gives
without a year first takes what the dated years have beyond theirs. Amounts are integer FCFA; None is not known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from monitoring import bsi, ledger, written
from monitoring.calendar import Term, bsi_deadline, own_share_due
from monitoring.ledger import Line
from monitoring.models import BudgetEntry, FollowedContract
from monitoring.values import Delays
from negotiation.models.project import Source

FIGURES = {
    "engaged": _("Engagé"),
    "inscribed": _("Inscrit"),
    "mobilised": _("Mobilisé"),
    "released": _("Débloqué"),
    "paid": _("Payé"),
    "justified": _("Justifié"),
    "given_back": _("Rendu au plan"),
}
GAPS = {
    "to_inscribe": _("À inscrire"),
    "to_mobilise": _("À mobiliser"),
    "to_release": _("À débloquer"),
    "to_pay": _("À payer"),
    "to_justify": _("À justifier"),
}
BUDGETED = (Source.REGION, Source.STATE)


@dataclass(frozen=True)
class Gap:
    """What is missing: `due` by the day of the facts, and `coming`, whose day has not passed or which has none."""

    due: int = 0
    coming: int = 0

    @property
    def whole(self) -> int:
        return self.due + self.coming

    def __add__(self, other: "Gap") -> "Gap":
        return Gap(self.due + other.due, self.coming + other.coming)


@dataclass(frozen=True)
class Reading:
    """A contract (loaded), its lines of money and the last day that counts as over: what the gaps are read from."""

    contract: FollowedContract
    lines: list[Line]
    term: Term
    over: date
    delays: Delays

    @classmethod
    def of(cls, contract: FollowedContract, today: date, delays: Delays, lines: list[Line] | None = None) -> "Reading":
        lines = ledger.lines(contract) if lines is None else lines
        return cls(contract, lines, contract.term(today), contract.over(today), delays)

    def sum(self, name: str, lines: Iterable[Line] | None = None) -> int | None:
        """A figure over these lines, or all; None where it is not known, since the source does not give it."""
        told = self.lines if lines is None else list(lines)
        amount = ledger.total(told, name)
        if amount or self.contract.known_until is None:
            return amount
        return 0 if name in ZEROS and any(line.engaged for line in told) else None

    def gap(self, name: str, lines: Iterable[Line] | None = None) -> Gap | None:
        """A gap over these lines, or all, added up source by source and year by year; None where it is not known."""
        told = self.lines if lines is None else list(lines)
        less, more = OF[name]
        if self.sum(less, told) is None or self.sum(more, told) is None:
            return None
        missing = {(line.source, line.year): lacking(name, line) for line in told}
        for source, year in [place for place in missing if place[1] is None]:
            missing[source, year] = max(0, missing[source, year] - beyond(name, told, source))
        return sum((self._dated(name, *place, amount) for place, amount in missing.items()), Gap())

    def excess(self, name: str, lines: Iterable[Line] | None = None) -> int:
        """What some of these lines have beyond their plan: with it, the two sums and the gap agree to the franc."""
        told = self.lines if lines is None else list(lines)
        if name == "to_inscribe":
            told = [line for line in told if line.source in BUDGETED]
        gap, (less, more) = self.gap(name, told), OF[name]
        if gap is None:
            return 0
        return max(0, (self.sum(more, told) or 0) + gap.whole - (self.sum(less, told) or 0))

    def _dated(self, name: str, source: Source, year: int | None, amount: int) -> Gap:
        day = self.due_on(name, source, year)
        return Gap(due=amount) if day is None or day <= self.over else Gap(coming=amount)

    def due_on(self, name: str, source: Source, year: int | None) -> date | None:
        """The last day to close a gap; None where it is to be closed as soon as it opens."""
        if name in AT_ONCE:
            return None
        if name == "to_inscribe" and year is not None:
            return bsi_deadline(year) if self._has_missed(source, year) else self._inscribed_by(source, year)
        return due_on(year, self.term)

    def late_entry(self, entry: BudgetEntry) -> str:
        """What is to be said of a budget fact dated in time and written after its deadline; empty where nothing is."""
        if entry.kind == BudgetEntry.Kind.ASKED:
            return written.late(entry, bsi_deadline(entry.year))
        if entry.kind != BudgetEntry.Kind.INSCRIBED:
            return ""
        return written.late(entry, self._inscribed_by(Source(entry.source), entry.year))

    def _has_missed(self, source: Source, year: int) -> bool:
        """Whether the State's share of that year can no longer enter its BSI, as the guard of 30 June has it: what it
        lacks is then nothing to come."""
        day = self.over if self.contract.known_until else self.over + timedelta(days=1)
        return source == Source.STATE and bsi.share(self.contract, year, self.lines).has_missed(day)

    def _inscribed_by(self, source: Source, year: int) -> date:
        """The own share by its delay; the State's before its year, or within it where 30 June preceded the
        signature."""
        if source != Source.STATE:
            return own_share_due(year, self.contract.signed_on, self.delays)
        return date(year, 12, 31) if bsi_deadline(year) < self.contract.signed_on else date(year - 1, 12, 31)


def due_on(year: int | None, term: Term) -> date:
    """The last day by which what the plan gives to a year is to be mobilised: the year's, or the term's where it comes
    first; without a year, the term's."""
    if year is None or year == term.end.year:
        return term.end
    return date(year, 12, 31)


# Each gap is what the second figure lacks of the first.
OF: dict[str, tuple[str, str]] = {
    "to_inscribe": ("engaged", "inscribed"),
    "to_mobilise": ("engaged", "mobilised"),
    "to_release": ("approved", "released"),
    "to_pay": ("mobilised", "paid"),
    "to_justify": ("paid", "justified"),
}
# No text gives a delay for these: money that is there waits from the day it came.
AT_ONCE = ("to_release", "to_pay", "to_justify")
# What is nothing, rather than unknown, where a source older than the site is all there is: such money never went
# through the site's tranches.
ZEROS = ("approved", "released", "given_back")


def lacking(name: str, line: Line) -> int:
    """What one source lacks in one year; a source that no budget of the follow-up holds has nothing to inscribe."""
    if name == "to_inscribe" and line.source not in BUDGETED:
        return 0
    return MISSING[name](line)


MISSING: dict[str, Callable[[Line], int]] = {
    "to_inscribe": lambda line: max(0, line.engaged - (line.inscribed or 0)),
    "to_mobilise": lambda line: max(0, line.engaged - line.mobilised),
    "to_release": lambda line: line.approved,
    "to_pay": lambda line: line.mobilised - line.paid,
    "to_justify": lambda line: line.paid - line.justified,
}


def beyond(name: str, lines: Iterable[Line], source: Source) -> int:
    """What the dated years of a source have beyond what the plan gives them."""
    _less, more = OF[name]
    dated = (line for line in lines if line.source == source and line.year is not None)
    return sum(max(0, (getattr(line, more) or 0) - line.engaged) for line in dated)
