"""What a paper is known by: its number, its day, the session it comes from; for an annex, its title.

A deliberation is cited by these, never by the name of the file that somebody gave its scan. Where they are not known
(a contract older than the site), that is said.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import NBSP, long_date


class SessionKind(TextChoices):
    """The kind of session in which a council or the CROCSAD decided."""

    ORDINARY = "ordinary", gettext_lazy("session ordinaire")
    EXTRAORDINARY = "extraordinary", gettext_lazy("session extraordinaire")


@dataclass(frozen=True)
class Identity:
    """What is written at the head of a paper; empty where it is not known, or where such papers carry none."""

    number: str = ""
    dated_on: date | None = None
    session: str = ""
    session_name: str = ""
    title: str = ""

    @property
    def label(self) -> str:
        """« n° 12/CR-K du 14 mars 2026, session ordinaire (première session de l’année) »; the title of an annex."""
        return ", ".join(part for part in (self.title, self.numbered, self.held) if part)

    @property
    def numbered(self) -> str:
        """« n° 12/CR-K du 14 mars 2026 », « du 14 mars 2026 »."""
        number = _("n°") + NBSP + self.number if self.number else ""
        day = _("du") + NBSP + long_date(self.dated_on) if self.dated_on else ""
        return " ".join(part for part in (number, day) if part)

    @property
    def held(self) -> str:
        """« session ordinaire (première session de l’année) »."""
        if not self.session:
            return ""
        kind = str(SessionKind(self.session).label)
        return f"{kind} ({self.session_name})" if self.session_name else kind
