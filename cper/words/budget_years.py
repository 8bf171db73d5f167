"""The budget years of the State: until when one asks for the inscription that opens the BSI of a year.

Source: methodological grid, « Le financement du CPER » (« avant le 30 juin N-1 »).
"""

from collections.abc import Iterable
from datetime import date

LAST_OF_BSI = (6, 30)


def bsi_deadline(year: int) -> date:
    """The last day to ask the DNPD for the inscription that opens the BSI of that year: 30 June of the year before.

    « Avant le 30 juin N-1 » is read with the 30 included.
    """
    return date(year - 1, *LAST_OF_BSI)


def next_bsi(on: date) -> int:
    """The first budget year whose deadline has not passed: asked on 1 July 2026, the BSI of 2028."""
    year = on.year + 1
    return year if on <= bsi_deadline(year) else year + 1


def too_late(years: Iterable[int], on: date) -> list[int]:
    """Those of these years whose BSI can no longer be asked for in time on that day, in order."""
    return sorted({year for year in years if bsi_deadline(year) < on})
