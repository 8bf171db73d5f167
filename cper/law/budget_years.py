"""The budget years of the State: until when one asks for the inscription that opens the BSI of a year.

Source: grille méthodologique, section 4, financement (« avant le 30 juin N-1 »).
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from cper.law.dated import Dated, Since, Unit, given
from cper.law.texts import FINANCING, GRID
from cper.words.french import day_of_a_year

# « Avant le 30 juin N-1 » is read with the 30 included.
LAST_OF_BSI = Dated(
    _("Demande d’inscription au BSI d’un exercice (O2), l’année d’avant, au plus tard"),
    Unit.DAY,
    given((6, 30), GRID, FINANCING),
    _("1er janvier de l’année qui précède l’exercice"),
)


def bsi_rule(year: int) -> Since[tuple[int, int]]:
    """The row that gives the deadline of that year's BSI: the one in force when the year before begins."""
    return LAST_OF_BSI.row_on(date(year - 1, 1, 1))


def bsi_deadline(year: int) -> date:
    """The last day to ask the DNPD for the inscription that opens the BSI of that year: 30 June of the year before."""
    return date(year - 1, *bsi_rule(year).value)


def deadlines() -> list[tuple[int, tuple[int, int]]]:
    """From which budget year on which day is the last, the latest first; the oldest has no beginning."""
    oldest, *later = LAST_OF_BSI.rows
    return [*((_first_year(row.day), row.value) for row in reversed(later)), (0, oldest.value)]


def _first_year(day: date) -> int:
    """The first budget year whose year before begins on that day or after."""
    return day.year + (1 if day == date(day.year, 1, 1) else 2)


def last_of_bsi(on: date) -> str:
    """« 30 juin », as a rule that is told that day says it: of the demands of that day's year."""
    return day_of_a_year(*bsi_rule(on.year + 1).value)


def next_bsi(on: date) -> int:
    """The first budget year whose deadline has not passed: asked on 1 July 2026, the BSI of 2028."""
    year = on.year + 1
    return year if on <= bsi_deadline(year) else year + 1


def too_late(years: Iterable[int], on: date) -> list[int]:
    """Those of these years whose BSI can no longer be asked for in time on that day, in order."""
    return sorted({year for year in years if bsi_deadline(year) < on})
