"""The two days a page of the follow-up is read at: the day it tells of, and the day up to which it was written.

A fact has two times (docs/time.md): `on`, when it was true, and `at`, when it was written down. A day is read at its
end. Without `known`, a day is told as it is known today, corrections included.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from cper.words.clock import day_of, midnight


@dataclass(frozen=True)
class Moment:
    """The end of the day `on`, by what was written up to the end of the day `known`; by all that is known without."""

    on: date
    known: date | None = None

    def knows(self, at: datetime | date | None) -> bool:
        """Whether it was written by then. What an older source than the site tells has no day of writing: it is known
        from the day it bears."""
        if self.known is None or at is None:
            return True
        return (day_of(at) if isinstance(at, datetime) else at) <= self.known

    def holds(self, fact: Any) -> bool:
        """Whether a fact dated `on`, written `at`, was true and known."""
        return fact.on <= self.on and self.knows(getattr(fact, "at", None))

    def of(self, acts: QuerySet) -> QuerySet:
        """The acts dated and written by then."""
        found = acts.filter(on__lte=self.on)
        return found.filter(at__lt=midnight(self.known + timedelta(days=1))) if self.known else found
