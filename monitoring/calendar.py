"""Quarters, budget years and deadlines of a signed CPER: pure functions of dates, with no clock of their own.

Source: grille méthodologique, section 4. The delays are dated values (`monitoring.values`): each is read on the day
that what it bounds began, so that a later text moves nothing that runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cper.law import sessions
from cper.law.budget_years import bsi_deadline as bsi_deadline
from cper.law.budget_years import next_bsi as next_bsi
from cper.law.dated import Dated
from cper.words.clock import Term, add_months
from cper.words.rates import WHOLE, rounded
from monitoring.values import Delays

QUARTER_MONTHS = 3  # a civil quarter


@dataclass(frozen=True, order=True)
class Quarter:
    """A civil quarter: the fourth of 2018 runs from 1 October to 31 December 2018."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month - 1) // QUARTER_MONTHS + 1)

    @classmethod
    def parse(cls, code: str) -> "Quarter":
        """The quarter of its code, `2018-T4`; ValueError for anything else."""
        year, separator, number = code.partition("-T")
        if not separator or not (year.isdecimal() and len(year) == 4) or number not in ("1", "2", "3", "4"):
            raise ValueError(code)
        return cls(int(year), int(number))

    @property
    def start(self) -> date:
        return date(self.year, QUARTER_MONTHS * (self.number - 1) + 1, 1)

    @property
    def end(self) -> date:
        return self.next.start - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def code(self) -> str:
        """`2018-T4`: in addresses and in the database; sorts as time does."""
        return f"{self.year}-T{self.number}"

    @property
    def label(self) -> str:
        """« T4 2018 », as the follow-up papers write it."""
        return f"T{self.number} {self.year}"


def ends_by(last: date) -> Iterator[date]:
    """The ends of the quarters that are over at the end of that day, the latest first, without end."""
    day = Quarter.of(last + timedelta(days=1)).start - timedelta(days=1)
    while True:
        yield day
        day = Quarter.of(day).start - timedelta(days=1)


def quarters(term: Term) -> Iterator[Quarter]:
    """The full quarters of a contract's term: from the first that begins on or after its first day."""
    quarter = Quarter.of(term.start)
    if quarter.start < term.start:
        quarter = quarter.next
    while quarter.start <= term.end:
        yield quarter
        quarter = quarter.next


def quarters_due(term: Term, on: date) -> list[Quarter]:
    """The full quarters that have ended by that day: each owed a CROCSAD session (O7).

    Kayes, signed 31 August 2018, seen on 31 March 2019: T4 2018 and T1 2019.
    """
    return [quarter for quarter in quarters(term) if quarter.end <= on]


def own_share_opens(year: int, delays: Delays) -> date:
    """From when the own share of a year may be inscribed (O1), by what is in force as the year before begins."""
    return day_in(year - 1, delays.own_share_opens.value_on(date(year - 1, 1, 1)))


def own_share_due(year: int, signed: date, delays: Delays) -> date:
    """The last day to inscribe the own share of a year (O1), by the same; in the year of the signature, its end."""
    return date(year, 12, 31) if year == signed.year else day_in(year, delays.own_share.value_on(date(year - 1, 1, 1)))


def evaluation_due(year: int, delays: Delays) -> date:
    """The last day to present the evaluation of a year (O11), by what is in force as the next one begins."""
    return day_in(year + 1, delays.evaluation.value_on(date(year + 1, 1, 1)))


def notice(quarter: Quarter) -> int:
    """How many days before its session the canvas of a quarter is proposed (O8), by what is in force as it begins."""
    return sessions.SESSION_NOTICE.value_on(quarter.start)


def canvas_due(session_on: date, quarter: Quarter) -> date:
    """The last day to propose the canvas of a report before its session (O8)."""
    return session_on - timedelta(days=notice(quarter))


def every(months: Dated[int], term: Term) -> Iterator[date]:
    """Dates so many months apart, the first that long after the start, within the term; each period has the months
    in force on its first day."""
    passed, opens = 0, term.start
    while (day := add_months(term.start, passed := passed + months.value_on(opens))) <= term.end:
        yield day
        opens = day + timedelta(days=1)


def elapsed_share(term: Term, on: date) -> int:
    """How much of a term has passed that day, in hundredths of a percent, half up: 0 before, 10 000 after."""
    whole = (term.end - term.start).days + 1
    passed = min(max((on - term.start).days + 1, 0), whole)
    return rounded(WHOLE * passed, whole)


def day_in(year: int, month_day: tuple[int, int]) -> date:
    return date(year, *month_day)
