"""The signs that the fonts of the printed acts have (`cper/papers/fonts`); any other is refused where it is typed.

The acts are frozen: what would print as an empty box is said while it can still be written in another way. A test
compares the ranges with the fonts.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Latin and its marks, punctuation, mathematical signs; Arabic; N’Ko; Tifinagh.
RANGES = (
    "0020-007E 00A0-02DD 0300-0331 1E00-1EF9 2000-2064 2066-2071 2074-208E 2090-209C 20A0-20AE 2116 2122 2190-2195 "
    "2200-2265 22CD 25AF 25B3 25B7 25BD 25C1 25CA 25CC 299B 29A0 29A3 29F5 2AEE 2BFE "
    "060C 0610-061B 061E-06FF 0750-077F 08A0 08A2-08AC 08E4-08FE FD3E-FD3F "
    "07C0-07FA 07FD-07FF "
    "2D30-2D67 2D6F-2D70 2D7F"
)
UNPRINTABLE = re.compile(
    "[^\\n\\r\\t" + "".join("-".join(f"\\u{end}" for end in span.split("-")) for span in RANGES.split()) + "]"
)


def printable(value: object) -> None:
    """Refuse a text that holds a sign no act could print, naming the sign and its place."""
    found = UNPRINTABLE.search(value) if isinstance(value, str) else None
    if found:
        before = value[: found.start()].split("\n")
        rank = len(before[-1]) + 1
        place = {"sign": found[0], "rank": "1er" if rank == 1 else f"{rank}e", "line": len(before)}
        raise ValidationError(
            _("Le signe « %(sign)s », le %(rank)s de la ligne %(line)s, ne s’imprime pas : écrivez-le en mots.")
            % place,
            code="unprintable",
        )
