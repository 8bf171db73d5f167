"""What people type or paste, read as it was meant: one reader of amounts, one of days, one cleaner of texts.

Pure functions over text. They never guess between two readings: what could be two amounts, or no day, is refused with
the name of the fault, and the field has the sentence. `frontend/src/amounts.js` reads amounts by the same rules while
they are typed; the cases of docs/typed.md are tried on both.
"""

import re
import unicodedata
from datetime import date

# What spreadsheets, Windows and PDF readers put around figures and nobody sees.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# The spaces that a keyboard, a spreadsheet or our own pages put between groups of digits.
SPACES = re.compile("[ \u00a0\u2007\u2009\u202f]+")
CURRENCY = r"(?:f\.? ?cfa|xof|cfa|francs?(?: cfa)?|f)\.?"
# 1781715164, or groups of three held together by one and the same sign; a decimal part may only be zero.
AMOUNT = re.compile(
    rf"(?:{CURRENCY} ?)?(?P<sign>[-\u2212+]?) ?"
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?P<mark>[ .,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    rf"(?P<rest>[.,]0{{1,2}})?(?: ?{CURRENCY})?",
    re.IGNORECASE,
)
TWO_CELLS = re.compile(r"[0-9][^0-9]*[\t\r\n;|][^0-9]*[0-9]")
FIGURES_APART = re.compile(rf"(?:{CURRENCY} ?)?[-\u2212+]?[0-9]+(?: [0-9]+)+(?: ?{CURRENCY})?", re.IGNORECASE)

MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
NAMES = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
# « le », « vendredi », « du vendredi »: what a sentence puts before its day.
BEFORE = re.compile(r"^(?:(?:le|du|au|ce) )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?(?:le )?")
HOUR = re.compile(
    r"(?: ?t ?|,? (?:a )?)\d{1,2} ?(?::|h) ?(?:\d{2})?(?: ?:\d{2}(?:\.\d+)?)? ?(?:z|gmt|utc|[+-]\d{2}:?\d{2})?$"
)
APART = r"[^0-9a-z]{1,3}"
DAY_FIRST = re.compile(rf"(\d{{1,2}}){APART}(\d{{1,2}}){APART}(\d{{4}}|\d{{2}})")
YEAR_FIRST = re.compile(rf"(\d{{4}}){APART}(\d{{1,2}}){APART}(\d{{1,2}})")
TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
YEAR_TOGETHER = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
IN_LETTERS = re.compile(rf"(\d{{1,2}}|1er|premier){APART}([a-z]+){APART}(\d{{4}}|\d{{2}})")
# A year in two figures is of this century, up to 89.
LAST_SHORT_YEAR = 89


# Signs that are letters to Unicode and nothing to the eye.
BLANKS = re.compile("[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029]")
# Two marks that shape the letters of some scripts (Arabic, N’Ko) without being seen.
JOINERS = "\u200c\u200d"
# Letters that a PDF gives joined in one sign: ﬀ, ﬁ, ﬂ, ﬃ, ﬄ, ﬅ, ﬆ.
JOINED = {sign: unicodedata.normalize("NFKC", chr(sign)) for sign in range(0xFB00, 0xFB07)}


class Misread(ValueError):
    """What is typed cannot be read; `fault` names why, `day` holds what a day was read as where that helps."""

    def __init__(self, fault: str, **said: str):
        super().__init__(fault)
        self.fault, self.said = fault, said


def amount(text: str) -> int | None:
    """The whole francs CFA meant by `1 781 715 164 FCFA`, `F CFA 1.781.715.164,00` or `1781715164`; None for nothing.

    Raises `Misread`: `cells` (two amounts pasted into one entry), `groups` (« 12 34 », « 1000 2000 »: figures that do
    not stand in threes are never joined), `amount` for what is no whole number of francs.
    """
    seen = visible(text)
    if not seen:
        return None
    if TWO_CELLS.search(seen):
        raise Misread("cells")
    read = AMOUNT.fullmatch(seen)
    if read and (not read["rest"] or read["rest"][0] != read["mark"]):
        whole = int(re.sub(r"[ .,]", "", read["whole"]))
        return -whole if read["sign"] in ("-", "\u2212") else whole
    raise Misread("groups" if FIGURES_APART.fullmatch(seen) else "amount")


def day(text: str) -> date | None:
    """The day meant by `31/08/2018`, `31.8.18`, `31082018`, `2018-08-31 14:32` or `31 août 2018`; None for nothing.

    The day stands before the month. Raises `Misread`: `absent` (no such day in the calendar), `month_first` (a day
    that exists, written the other way round), `day` for what is no day.
    """
    seen = plain(visible(text))
    if not seen:
        return None
    seen = HOUR.sub("", BEFORE.sub("", "".join(map(_separator, seen)))).strip()
    figures = _figures(seen)
    if figures is None:
        raise Misread("day")
    number, month, year = figures
    if month > len(NAMES) >= number and 0 < month <= 31:
        raise Misread("month_first", day=f"{month:02d}/{number:02d}/{year}")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise Misread("absent") from error


def text(raw: str) -> str:
    """The text as it was meant: signs composed (NFC), a line end as one sign, no control, hidden or reversing sign.

    Tabs and line ends stay. A text of which nothing shows is empty.
    """
    lines = LINE_END.sub("\n", unicodedata.normalize("NFC", raw.translate(JOINED)))
    kept = "".join(sign for sign in BLANKS.sub("", lines) if sign in "\n\t" or _shows(sign))
    return kept if any(unicodedata.category(sign)[0] in "LNPS" for sign in kept) else ""


def _shows(sign: str) -> bool:
    """Whether a reader sees it, or the signs around it by it: neither control, format, private nor half a sign."""
    return sign in JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn")


def visible(text: str) -> str:
    """The text without the marks that nobody sees, its spaces written as one plain space, none around it."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip(" \t\r\n")


def plain(text: str) -> str:
    """Small letters without accents, white space as one space each."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.lower().split())


def _separator(sign: str) -> str:
    """The dash of a keyboard for any dash, dot or stroke that a program has put in its place."""
    return "-" if unicodedata.category(sign)[0] in "PS" and not sign.isascii() else sign


def _figures(seen: str) -> tuple[int, int, int] | None:
    """Day, month and year as written, whether or not they make a day; None for another thing than a day."""
    if not seen.isascii():
        return None
    if named := IN_LETTERS.fullmatch(seen):
        month = _month(named[2])
        return (1 if named[1] in ("1er", "premier") else int(named[1]), month, _year(named[3])) if month else None
    if turned := YEAR_FIRST.fullmatch(seen):
        return int(turned[3]), int(turned[2]), int(turned[1])
    if (turned := YEAR_TOGETHER.fullmatch(seen)) and int(seen[2:4]) > len(NAMES):
        return int(turned[3]), int(turned[2]), int(turned[1])
    written = DAY_FIRST.fullmatch(seen) or TOGETHER.fullmatch(seen)
    return (int(written[1]), int(written[2]), _year(written[3])) if written else None


def _month(word: str) -> int | None:
    """The month of that name, whole or shortened; None for another word."""
    for rank, (short, name) in enumerate(zip(MONTHS, NAMES, strict=True), start=1):
        if word == name or (word.startswith(short) and name.startswith(word)):
            return rank
    return None


def _year(figures: str) -> int:
    if len(figures) == 4:
        return int(figures)
    return int(figures) + (2000 if int(figures) <= LAST_SHORT_YEAR else 1900)
