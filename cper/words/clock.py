"""Delays in days and half days: pure functions, no clock of their own.

The source does not say whether its delays are calendar or working days (grille méthodologique, étapes 4 à 8):
the count is a parameter, `CPER_DAY_COUNT`, calendar by default. Saturdays and Sundays are not worked; holidays are
handed in.
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

BAMAKO = ZoneInfo("Africa/Bamako")


def day_of(moment: datetime) -> date:
    """The date in Bamako at that moment, whatever the zone of the server."""
    return moment.astimezone(BAMAKO).date()


def midnight(day: date) -> datetime:
    """The moment at which that day begins in Bamako."""
    return datetime.combine(day, time(), tzinfo=BAMAKO)


def due_on(start: date, days: Decimal, *, working: bool = False, holidays: Collection[date] = ()) -> date:
    """The last day to act: `start` plus `days`; a half day is due on the day it falls in."""
    whole = int(days.to_integral_value(ROUND_HALF_UP))
    if not working:
        return start + timedelta(days=whole)
    day = start
    while whole:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            whole -= 1
    return day


def add_months(start: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def month_and_day(text: str) -> tuple[int, int]:
    """(3, 31) of « 03-31 »; ValueError for what is no day of every year."""
    month, _separator, day = text.partition("-")
    date(2001, int(month), int(day))
    return int(month), int(day)


@dataclass(frozen=True)
class Term:
    """The days a contract or a project runs, both included: the one rule, for what is printed, shown and followed."""

    start: date
    end: date

    @classmethod
    def of(cls, start: date, months: int) -> "Term":
        """It ends on the eve of the same day that many months later; where that month has no such day, on its last.

        60 months from 31 August 2018 end on 30 August 2023; from 29 February 2028, on 28 February 2033.
        """
        same = add_months(start, months)
        return cls(start, same - timedelta(days=1) if same.day == start.day else same)

    @property
    def years(self) -> range:
        """The budget years it touches."""
        return range(self.start.year, self.end.year + 1)

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end
