"""How amounts, dates and lists are written in French: `1 781 715 164 FCFA`, `31 août 2018`, « a, b et c ».

Amounts are whole francs CFA (XOF has no subunit). Groups of three digits are held together by no-break spaces, as
the Imprimerie nationale's rules ask, so that a twelve-digit amount never breaks over two lines.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

NBSP = "\u00a0"
VOWELS = "AEIOUYÂÀÉÈÊËÎÏÔÛaeiouyâàéèêëîïôû"
MINUS = "\u2212"


def digits(amount: int) -> str:
    """The figures of a whole number, in threes with no-break spaces and a true minus sign."""
    grouped = f"{abs(amount):,}".replace(",", NBSP)
    return f"{MINUS}{grouped}" if amount < 0 else grouped


def money(amount: int) -> str:
    """An integer amount of FCFA (XOF, no decimals)."""
    return f"{digits(amount)}{NBSP}FCFA"


def long_date(day: date) -> str:
    """« 31 août 2018 », « 1er septembre 2018 »; a moment is first brought to local time."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{date_format(day, 'F Y')}"


def at_precision(day: date, precision: str) -> str:
    """A date no more precise than its source: « 31 août 2018 » (« day »), « septembre 2015 » (« month »), « 2015 »."""
    forms = {"month": "F Y", "year": "Y"}
    return date_format(day, forms[precision]) if precision in forms else long_date(day)


def on_or_in(day: date, precision: str) -> str:
    """« le 31 août 2018 », « en septembre 2015 »: a day that its source does not give is never written."""
    return (_("le %s") if precision == "day" else _("en %s")) % at_precision(day, precision)


def of(name: str) -> str:
    """« de Kayes », « d’Ansongo »."""
    return (_("d’%s") if name[:1] in VOWELS else _("de %s")) % name


def sequence(words: Iterable[str], *, last: str = "") -> str:
    """« a », « a et b », « a, b et c »; with another word than « et » before the last one where `last` gives it."""
    *first, end = list(words)
    return f"{', '.join(first)} {last or _('et')} {end}" if first else end
