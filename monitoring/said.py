"""What a report says, figure by figure, in the words it is read in: what a rectification or an erratum corrects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.models import QuarterReport, ReportLine
from monitoring.models.requirements import percent
from negotiation.french import digits, long_date, money

SESSION = ("held_on", "kind", "place", "attendance", "attendees")
MONEY = ("engaged", "mobilised", "paid", "justified")


@dataclass(frozen=True)
class Figure:
    """One thing that a frozen report says: its name in a form, what it is, what it says."""

    key: str
    label: str
    was: str


def figures(report: QuarterReport) -> list[Figure]:
    """All that a frozen report says of its session and of each project, as it was kept."""
    return [*_of_session(report), *(figure for line in report.lines.all() for figure in _of_line(line))]


def _of_session(report: QuarterReport) -> Iterator[Figure]:
    for name in SESSION:
        value = getattr(report, name)
        if value not in (None, ""):
            label = QuarterReport._meta.get_field(name).verbose_name
            yield Figure(name, capfirst(str(label)), of_session(name, value))


def of_session(name: str, value: Any) -> str:
    """A fact of a session as it is read."""
    if isinstance(value, date):
        return long_date(value)
    if name == "kind":
        return str(QuarterReport.Kind(value).label)
    return digits(value) if isinstance(value, int) else str(value)


def _of_line(line: ReportLine) -> Iterator[Figure]:
    words = {"number": line.project.number}
    for name in ("physical", *MONEY):
        value = getattr(line, name)
        if value is not None:
            label = str(ReportLine._meta.get_field(name).verbose_name)
            told = percent(value) if name == "physical" else money(value)
            key = f"P{line.project.number}-{name}"
            yield Figure(key, _("Projet %(number)s, %(label)s") % (words | {"label": label}), told)
