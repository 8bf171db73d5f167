"""The days of the demonstration, written from the day it is loaded, so that its picture is always the same."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from monitoring.calendar import Quarter

WRITTEN = re.compile(
    r"q(?P<quarter>[+-]\d+)\+(?P<day>\d+)|y(?P<year>[+-]\d+) (?P<month>\d\d)-(?P<of_month>\d\d)|d-(?P<ago>\d+)"
)
SATURDAY = 5


@dataclass(frozen=True)
class Days:
    """What « q-5+30 », « y-1 05-15 » and « d-40 » are, seen from `today`."""

    today: date

    @property
    def last(self) -> date:
        """The last day on which something has happened: yesterday."""
        return self.today - timedelta(days=1)

    def quarter(self, offset: int) -> Quarter:
        """The quarter so many after the current one."""
        rank = self.today.year * 4 + Quarter.of(self.today).number - 1 + offset
        return Quarter(rank // 4, rank % 4 + 1)

    def year(self, offset: int) -> int:
        return self.today.year + offset

    def of(self, written: str) -> date:
        """The day that is meant, which may be to come; ValueError for anything else."""
        found = WRITTEN.fullmatch(written)
        if not found:
            raise ValueError(written)
        if found["quarter"]:
            return self.quarter(int(found["quarter"])).start + timedelta(days=int(found["day"]))
        if found["year"]:
            return date(self.year(int(found["year"])), int(found["month"]), int(found["of_month"]))
        return self.today - timedelta(days=int(found["ago"]))

    def past(self, written: str) -> date:
        """The working day that is meant, yesterday at the latest."""
        return self.worked(min(self.of(written), self.last))

    @staticmethod
    def worked(day: date) -> date:
        """That day, or the Friday before a week-end."""
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
