"""How amounts, dates, counts and lists are written in French: `1 781 715 164 FCFA`, `0 projet`, « a, b et c ».

Amounts are whole francs CFA (XOF has no subunit). Groups of three digits are held together by no-break spaces, as
the Imprimerie nationale's rules ask, so that a twelve-digit amount never breaks over two lines.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cper.words.typography import NBSP

MINUS = "\u2212"
VOWELS = "aeiouœæ"
AT_ITS_HEAD = re.compile(r"(^|, puis )(le|les) ")


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


def day_of_a_year(month: int, day: int) -> str:
    """« 30 juin », « 1er janvier »: a day that comes back each year."""
    return f"{'1er' if day == 1 else day}{NBSP}{date_format(date(2000, month, day), 'F')}"


def long_moment(at: datetime) -> str:
    """« 20 novembre 2026 à 10 h 30 », in local time."""
    hour = timezone.localtime(at)
    return f"{long_date(at)} à {hour:%H}{NBSP}h{NBSP}{hour:%M}"


def at_precision(day: date, precision: str) -> str:
    """A date no more precise than its source: « 31 août 2018 » (« day »), « septembre 2015 » (« month »), « 2015 »."""
    forms = {"month": "F Y", "year": "Y"}
    return date_format(day, forms[precision]) if precision in forms else long_date(day)


def on_or_in(day: date, precision: str) -> str:
    """« le 31 août 2018 », « en septembre 2015 »: a day that its source does not give is never written."""
    return (_("le %s") if precision == "day" else _("en %s")) % at_precision(day, precision)


def day_or_words(day: date | None, precision: str) -> date | str | None:
    """A day as it is; in words where its source gives less than a day; None where there is none."""
    return day if day is None or precision == "day" else at_precision(day, precision)


def ngettext(one: str, many: str, count: int) -> str:
    """The wording for that count: in French the singular serves zero too, « 0 projet », « 1 projet », « 2 projets ».

    Django's own would need a catalogue to know it; the sentences of this site are its identifiers (decision 7).
    """
    return translation.ngettext(one, many, grammatical(count))


def sum_of(amount: int, one: str, many: str) -> str:
    """« 0 FCFA justifié », « 20 000 000 FCFA justifiés »: what is said of a sum agrees with it."""
    return ngettext(one, many, amount) % money(amount)


def grammatical(count: int) -> int:
    """The count as the French rule reads it: one, for what is less than two."""
    return 1 if abs(count) < 2 else count


def ordinal(rank: int) -> str:
    """« 1re », « 2e », of what is feminine: a tranche, a session, a meeting."""
    return "1re" if rank == 1 else f"{digits(rank)}e"


def elides(word: str) -> bool:
    """Whether « de », « le » lose their vowel before it: not before an h, nor a y that a vowel follows (Yélimané)."""
    first, second = (unicodedata.normalize("NFD", letter)[0] for letter in f"{word}  "[:2].lower())
    return first in VOWELS or (first == "y" and second.isalpha() and second not in VOWELS)


def of(name: str) -> str:
    """« de Kayes », « d’Ansongo », « de Yélimané »; a name with its article is joined to it: « du Gouverneur »."""
    if AT_ITS_HEAD.match(name):
        return AT_ITS_HEAD.sub(lambda head: head[1] + {"le": "du ", "les": "des "}[head[2]], name)
    return (_("d’%s") if elides(name) else _("de %s")) % name


def to(name: str) -> str:
    """« à la DNPD », « au comité régional, puis au comité national », « aux parties »."""
    joined = AT_ITS_HEAD.sub(lambda head: head[1] + {"le": "au ", "les": "aux "}[head[2]], name)
    return joined if joined != name else _("à %s") % name


def sequence(words: Iterable[str], *, last: str = "") -> str:
    """« a », « a et b », « a, b et c »; with another word than « et » before the last one where `last` gives it."""
    *first, end = list(words)
    return f"{', '.join(first)} {last or _('et')} {end}" if first else end


def ended(sentence: str) -> str:
    """The sentence with its full stop; none after a quotation that ends it and has its own: « … est jointe. »."""
    return sentence if sentence.rstrip("\u00a0\u202f »").endswith((".", "!", "?", "…")) else f"{sentence}."
