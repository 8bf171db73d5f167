"""What a report says, figure by figure, in the words it is read in: what a rectification or an erratum corrects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import QuarterReport
from negotiation.french import digits, long_date, money
from negotiation.rates import short

SESSION = ("held_on", "kind", "place", "attendance", "attendees")
LABELS = {
    "physical": gettext_lazy("taux d’exécution physique"),
    "engaged": gettext_lazy("engagé"),
    "mobilised": gettext_lazy("mobilisé"),
    "paid": gettext_lazy("payé"),
    "justified": gettext_lazy("justifié"),
}


@dataclass(frozen=True)
class Figure:
    """One thing that a frozen report says: its name in a form, what it is, what it says."""

    key: str
    label: str
    was: str


def figures(report: QuarterReport) -> list[Figure]:
    """All that an adopted report says of its session and of each project, as its facts were frozen."""
    projects = (report.facts or {}).get("projects", [])
    return [*_of_session(report), *(figure for project in projects for figure in _of_project(project))]


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


def _of_project(project: dict[str, Any]) -> Iterator[Figure]:
    for name, label in LABELS.items():
        value = project.get(name)
        if value is not None:
            told = short(value) if name == "physical" else money(value)
            words = {"number": project["number"], "label": label}
            yield Figure(f"P{project['number']}-{name}", _("Projet %(number)s, %(label)s") % words, told)
