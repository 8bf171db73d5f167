"""How amounts, dates and lists are written in French sentences: `1 781 715 164 FCFA`, `31 août 2018`."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

NBSP = "\u00a0"


def digits(amount: int) -> str:
    """The figures of an integer amount, in threes with no-break spaces."""
    return f"{amount:,}".replace(",", NBSP)


def money(amount: int) -> str:
    """An integer amount of FCFA (XOF, no decimals)."""
    return f"{digits(amount)}{NBSP}FCFA"


def long_date(day: date) -> str:
    """« 31 août 2018 », « 1er septembre 2018 »."""
    month_and_year = date_format(day, "F Y")
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{month_and_year}"


def sequence(words: Iterable[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    *first, last = list(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(first), "last": last} if first else last
