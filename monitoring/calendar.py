"""Quarters, budget years and deadlines of a signed CPER: pure functions of dates, with no clock of their own.

Sources: methodological grid, « Le financement du CPER » (30 June N-1) and part 4 (sessions, committees, reports).
Where the source gives no delay the caller hands a parameter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cper.words.budget_years import bsi_deadline as bsi_deadline
from cper.words.budget_years import next_bsi as next_bsi
from cper.words.clock import Term, add_months
from cper.words.rates import WHOLE, rounded

QUARTER_MONTHS = 3
BSI_WARNING = (6, 1)
SESSION_NOTICE = 5


@dataclass(frozen=True)
class Delays:
    """What the source leaves open, each a parameter: days, months, or a (month, day) of the year.

    `canvas` alone is given by the source: the canvas is proposed five days before the session (O8).
    """

    canvas: int = SESSION_NOTICE
    transmission: int = 15
    committee: int = 6
    team: int = 30
    indicators: int = 30
    own_share_opens: tuple[int, int] = (10, 1)
    own_share: tuple[int, int] = (3, 31)
    evaluation: tuple[int, int] = (1, 31)
    before_signature: int = 24
    horizon: int = 366


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


def own_share_due(year: int, signed: date, delays: Delays) -> date:
    """The last day to inscribe the own share of a year (O1); in the year of the signature, its end."""
    return date(year, 12, 31) if year == signed.year else day_in(year, delays.own_share)


def canvas_due(session_on: date, days: int) -> date:
    """The last day to propose the canvas of a report before its session (O8)."""
    return session_on - timedelta(days=days)


def every(months: int, term: Term) -> Iterator[date]:
    """Dates `months` apart, the first that long after the start, within the term."""
    rank = 1
    while (day := add_months(term.start, months * rank)) <= term.end:
        yield day
        rank += 1


def elapsed_share(term: Term, on: date) -> int:
    """How much of a term has passed that day, in hundredths of a percent, half up: 0 before, 10 000 after."""
    whole = (term.end - term.start).days + 1
    passed = min(max((on - term.start).days + 1, 0), whole)
    return rounded(WHOLE * passed, whole)


def month_and_day(text: str) -> tuple[int, int]:
    """(3, 31) of « 03-31 »; ValueError for what is no day of every year."""
    month, _separator, day = text.partition("-")
    date(2001, int(month), int(day))
    return int(month), int(day)


def day_in(year: int, month_day: tuple[int, int]) -> date:
    return date(year, *month_day)
