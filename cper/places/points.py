"""A point on the ground, read as people have it (a telephone, a study, a map) and said in French.

Latitude and longitude are decimal degrees of WGS 84 to six decimals, a tenth of a metre; north and east are positive.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cper.words.typed import Misread, visible

# The country from tip to tip, a little wide: who stands on its border is not sent away, a sign or an order mistaken is
# seen.
SOUTH, NORTH = Decimal("10.1"), Decimal("25.1")
WEST, EAST = Decimal("-12.3"), Decimal("4.4")

NUMBER = r"\d{1,3}(?:[.,]\d{1,12})?"
# An apostrophe, straight, curved or of a surveyor; the same doubled, or the mark of inches.
MINUTE, SECOND = "['\u2019\u2032]", '["\u201d\u2033]'
# -11,4445 ; 14.4469° N ; N 14° 26,814’ ; 14°26’48.84"N
ANGLE = re.compile(
    rf"(?:(?P<before>[NSEOW])\s*)?(?P<sign>[-\u2212+]\s*)?(?P<degrees>{NUMBER})\s*°?"
    rf"(?:\s*(?P<minutes>{NUMBER})\s*{MINUTE}(?!{MINUTE}))?(?:\s*(?P<seconds>{NUMBER})\s*(?:{SECOND}|{MINUTE}{{2}}))?"
    r"(?(before)|(?:\s*(?P<after>[NSEOW])\b)?)",
    re.IGNORECASE,
)
ANGLE_PARTS = ("degrees", "minutes", "seconds")
BETWEEN = re.compile(r"[\s,;/]*")
UPRIGHT, NEGATIVE = "NS", "SOW"


@dataclass(frozen=True)
class Point:
    """Where something stands, in degrees."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        """« 14,4469° N, 11,4445° O »."""
        return f"{_said(self.latitude, _('N'), _('S'))}, {_said(self.longitude, _('E'), _('O'))}"

    @property
    def is_in_the_country(self) -> bool:
        return SOUTH <= self.latitude <= NORTH and WEST <= self.longitude <= EAST


def read(text: str) -> Point | None:
    """The point meant by `14,4469 -11,4445`, `14.4469° N, 11.4445° O` or `14°26’48"N 11°26’40"W`; None for nothing.

    Without letters the latitude stands first. Raises `Misread`: `point` (no two angles), `turned` (inside Mali once
    the two change places), `west` (once the longitude is west), `outside` (elsewhere).
    """
    seen = visible(text)
    if not seen:
        return None
    angles = _angles(seen)
    if len(angles) != 2:
        raise Misread("point")
    (first, first_letter), (second, second_letter) = angles
    upright = [letter in UPRIGHT if letter else None for letter in (first_letter, second_letter)]
    if None not in upright and upright[0] == upright[1]:
        raise Misread("point")
    point = Point(second, first) if upright[0] is False or upright[1] is True else Point(first, second)
    if not point.is_in_the_country:
        raise Misread(_fault(point))
    return point


def _angles(seen: str) -> list[tuple[Decimal, str]]:
    """Each angle with its letter; none where something else is written too."""
    found, at = [], 0
    while at < len(seen):
        met = ANGLE.match(seen, at)
        if met is None:
            return []
        found.append(_angle(met))
        at = BETWEEN.match(seen, met.end()).end()
    return found


def _angle(met: re.Match) -> tuple[Decimal, str]:
    degrees, minutes, seconds = (Decimal((met[part] or "0").replace(",", ".")) for part in ANGLE_PARTS)
    letter = (met["before"] or met["after"] or "").upper()
    value = Decimal(written(degrees + minutes / 60 + seconds / 3600))
    is_negative = letter in NEGATIVE if letter else (met["sign"] or "+")[0] in "-\u2212"
    return (-value if is_negative else value), letter


def _fault(point: Point) -> str:
    if Point(point.longitude, point.latitude).is_in_the_country:
        return "turned"
    return "west" if Point(point.latitude, -point.longitude).is_in_the_country else "outside"


def written(degrees: Decimal | None) -> str:
    """The one way in which an angle is kept as text; nothing where it is not known."""
    return "" if degrees is None else f"{degrees:.6f}"


def _said(degrees: Decimal, positive: str, negative: str) -> str:
    figures = written(abs(degrees)).rstrip("0").rstrip(".")
    return f"{figures.replace('.', ',')}°\u00a0{negative if degrees < 0 else positive}"
