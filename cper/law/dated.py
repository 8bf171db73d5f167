"""A delay, a share or a threshold of the law: its values, each from a day on and by a text.

A new text adds a row; what has begun keeps the value of the day it began, since every reader asks `value_on` with the
day that the value is taken on, never with today's.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.law.texts import ORIGIN, Text

V = TypeVar("V")


class Unit(Enum):
    """What a value counts; a day of the year is held as (month, day)."""

    DAYS = gettext_lazy("jours")
    MONTHS = gettext_lazy("mois")
    YEARS = gettext_lazy("années")
    DAY = gettext_lazy("jour de l’année")
    COUNT = gettext_lazy("compte des jours")


@dataclass(frozen=True)
class Since(Generic[V]):
    """A value from that day on, by that place of that text; without a text, the sources are silent."""

    day: date
    value: V
    text: Text | None = None
    place: str = ""

    @property
    def cited(self) -> str:
        """« grille méthodologique, étape 4 »; « paramètre, le texte est muet »."""
        if self.text is None:
            return _("paramètre, le texte est muet")
        return ", ".join(filter(None, (str(self.text.short), self.place)))


@dataclass(frozen=True)
class Dated(Generic[V]):
    """What the law says of one thing, in time: what it is, its unit, its rows, the oldest first.

    `taken` tells on which day a dossier takes it. `setting` is the variable by which a platform sets what no text
    gives. Raises ValueError for rows that are not in order, and for silence without a setting.
    """

    label: str
    unit: Unit
    rows: tuple[Since[V], ...]
    taken: str
    setting: str = ""

    def __post_init__(self) -> None:
        days = [row.day for row in self.rows]
        if not days or days != sorted(set(days)):
            raise ValueError(f"{self.label}: rows out of order")
        if any(row.text is None for row in self.rows) != bool(self.setting):
            raise ValueError(f"{self.label}: what no text gives has a setting, and nothing else has")

    def row_on(self, day: date) -> Since[V]:
        """The row in force that day; the first one before its day, since nothing older is known."""
        return next((row for row in reversed(self.rows) if row.day <= day), self.rows[0])

    def value_on(self, day: date) -> V:
        return self.row_on(day).value

    def set_to(self, value: V) -> "Dated[V]":
        """The same where a platform sets what no text gives; what a text gives stands."""
        return replace(self, rows=tuple(replace(row, value=value) if row.text is None else row for row in self.rows))

    def then(self, *rows: Since[V]) -> "Dated[V]":
        """The same with the rows of a later text."""
        return replace(self, rows=(*self.rows, *rows))


def given(value: V, text: Text, place: str) -> tuple[Since[V]]:
    """The one row of what a text has given since there are contract-plans: the grid tells a procedure, not its day."""
    return (Since(ORIGIN, value, text, place),)


def silent(value: V) -> tuple[Since[V]]:
    """The one row of what no text gives: a parameter, with the value of a new platform."""
    return (Since(ORIGIN, value),)
