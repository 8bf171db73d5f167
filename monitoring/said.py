"""What a report says, figure by figure, each with its type and in the words it is read in: what a rectification or an
erratum corrects, and what is held beside the facts of today (`monitoring.since`)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import digits, long_date, money
from cper.words.in_words import difference
from cper.words.rates import MINUS, WHOLE, short
from monitoring.models import QuarterReport
from monitoring.quarter_facts import points

SESSION = ("held_on", "kind", "place", "chaired_by", "attendance", "attendees")
MOST_PEOPLE = 5000
MOST_MONEY = 999_999_999_999_999
LONGEST = 1000
RATE_OF_A_PROJECT = "physical"
SUMS = ("engaged", "mobilised", "paid", "justified")
LABELS = {
    RATE_OF_A_PROJECT: gettext_lazy("taux d’exécution physique"),
    "engaged": gettext_lazy("engagé"),
    "inscribed": gettext_lazy("inscrit"),
    "mobilised": gettext_lazy("mobilisé"),
    "requested": gettext_lazy("demandé"),
    "approved": gettext_lazy("approuvé"),
    "released": gettext_lazy("débloqué"),
    "paid": gettext_lazy("payé"),
    "justified": gettext_lazy("justifié"),
}
NOTHING = "–"


class Kind(StrEnum):
    """What a figure is: how it is typed, held and written."""

    MONEY = "money"
    RATE = "rate"
    DAY = "day"
    COUNT = "count"
    NATURE = "nature"
    TEXT = "text"


KINDS = {"held_on": Kind.DAY, "kind": Kind.NATURE, "attendance": Kind.COUNT}
BETWEEN = {Kind.MONEY: (0, MOST_MONEY), Kind.RATE: (0, WHOLE), Kind.COUNT: (1, MOST_PEOPLE)}


@dataclass(frozen=True)
class Figure:
    """One thing that a report says: its name in a form, the group it stands in, what it is, its type and its value
    (whole FCFA, hundredths of a percent, a day in ISO 8601, a count, a text; None where the report says nothing)."""

    key: str
    group: str
    label: str
    kind: Kind
    value: int | str | None

    @property
    def was(self) -> str:
        return in_words(self.kind, self.value)

    @property
    def whole_label(self) -> str:
        return f"{self.group}, {self.label}" if self.group else capfirst(self.label)

    @property
    def longest(self) -> int:
        """How many letters its text may have: as many as the fact it tells."""
        return QuarterReport._meta.get_field(self.key).max_length if self.key in SESSION else LONGEST

    def read(self, value: int | str) -> "Figure":
        """The same figure with another value."""
        return replace(self, value=value)

    def admits(self, value: Any) -> bool:
        """Whether a value is of its type, within what a form takes of that type."""
        if self.kind in BETWEEN:
            least, most = BETWEEN[self.kind]
            return isinstance(value, int) and least <= value <= most
        if self.kind == Kind.NATURE:
            return value in QuarterReport.Kind.values
        if self.kind == Kind.DAY:
            return isinstance(value, str) and _is_a_day(value)
        return isinstance(value, str) and bool(value.strip()) and len(value) <= self.longest


def _is_a_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def in_words(kind: Kind, value: int | str | None) -> str:
    """A value of that type as it is read; a dash where there is none."""
    if value in (None, ""):
        return NOTHING
    written = {
        Kind.MONEY: money,
        Kind.RATE: short,
        Kind.COUNT: digits,
        Kind.DAY: lambda iso: long_date(date.fromisoformat(iso)),
        Kind.NATURE: lambda name: str(QuarterReport.Kind(name).label),
    }
    return written[kind](value) if kind in written else str(value)


def gap(kind: Kind, was: int | str | None, now: int | str | None) -> str:
    """« +5 000 000 FCFA », « +10,00 points »: by how much a sum or a rate differs; empty for what is no quantity."""
    if kind == Kind.MONEY and now is not None:
        return difference(int(now) - int(was or 0))
    if kind == Kind.RATE and None not in (was, now):
        more = int(now) - int(was)
        return ("+" if more > 0 else MINUS if more else "") + points(abs(more))
    return ""


def figures(report: QuarterReport) -> list[Figure]:
    """All that an adopted report says of its session, its projects, its sources and its tranches, as frozen."""
    return [*_of_session(report), *of_facts(report.facts or {})]


def of_facts(facts: dict[str, Any]) -> Iterator[Figure]:
    """The figures of a report's facts, as `freezing.frozen` makes them."""
    for project in facts.get("projects", ()):
        group = _("Projet %s") % project["number"]
        for name in (RATE_OF_A_PROJECT, *SUMS):
            kind = Kind.RATE if name == RATE_OF_A_PROJECT else Kind.MONEY
            yield Figure(f"P{project['number']}-{name}", group, str(LABELS[name]), kind, project[name])
    for source in facts.get("sources", ()):
        group = f"{source['label']}, {source['year'] or _('sans année')}"
        for name in ("inscribed", *SUMS[1:]):
            key = f"{source['label']}-{source['year'] or ''}-{name}"
            yield Figure(key, group, str(LABELS[name]), Kind.MONEY, source[name])
    for tranche in facts.get("tranches", ()):
        group = _("Tranche %s") % tranche["number"]
        for name in ("requested", "approved", "released", "paid", "justified"):
            yield Figure(f"T{tranche['number']}-{name}", group, str(LABELS[name]), Kind.MONEY, tranche[name])


def _of_session(report: QuarterReport) -> Iterator[Figure]:
    for name in SESSION:
        value = getattr(report, name)
        if value not in (None, ""):
            held = value.isoformat() if isinstance(value, date) else value
            label = str(QuarterReport._meta.get_field(name).verbose_name)
            yield Figure(name, "", label, KINDS.get(name, Kind.TEXT), held)


def of_session(name: str, value: Any) -> str:
    """A fact of a session as it is read."""
    held = value.isoformat() if isinstance(value, date) else value
    return in_words(KINDS.get(name, Kind.TEXT), held)


def session_corrected(report: QuarterReport) -> list[str]:
    """What adopted errata say of the session, to stand wherever the report's own words do: « Erratum n° 1, nombre de
    participants : 33 »."""
    return [
        _("Erratum n°\u00a0%(number)s, %(what)s : %(is)s")
        % {
            "number": right["erratum"],
            "what": QuarterReport._meta.get_field(name).verbose_name,
            "is": in_words(KINDS.get(name, Kind.TEXT), right["value"]),
        }
        for name in SESSION
        if (right := report.session_corrected.get(name))
    ]
