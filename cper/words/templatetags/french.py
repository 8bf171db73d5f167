"""Filters for what `cper.words.french` writes, for shares, durations and sizes; each has a word for nothing."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from cper.words import french, rates
from cper.words.french import NBSP, digits, ngettext

KILO = 1000

register = template.Library()


@register.filter
def money(value):
    """Amount for a page: `1 781 715 164 FCFA`, the unit in a lighter span; "non renseigné" when unknown."""
    return _with_unit(value, group_digits)


@register.filter
def money_plain(value):
    """Amount as plain text, for a message, a `title` or a mail."""
    if value is None or value == "":
        return gettext("non renseigné")
    return f"{group_digits(value)}{NBSP}FCFA"


@register.filter
def signed_money(value):
    """Difference between two amounts, always with its sign: `+58 587 762 FCFA`; zero has none."""
    return _with_unit(value, _signed_digits)


@register.filter
def amount(value):
    """Amount without its unit, for the cells of a table whose caption says "en FCFA"."""
    if value is None or value == "":
        return "–"
    return group_digits(value)


@register.filter
def percent(value):
    """A rate in hundredths of a percent, as `cper.words.rates` makes it: `93,09 %`."""
    return gettext("non renseigné") if value is None else rates.written(value)


@register.filter
def long_date(value):
    """Day in words: `31 août 2018`, `1er août 2018`; empty for what is no day."""
    return french.long_date(value) if isinstance(value, date) else ""


@register.filter
def grammatical(count):
    """The count that chooses a wording in `blocktranslate count`: zero is singular in French."""
    return french.grammatical(count)


@register.filter
def elapsed_days(value):
    """Number of whole days in words: `12 jours`, `1 jour`, `moins d’un jour`; empty when unknown."""
    if value is None or value == "":
        return ""
    days = int(value)
    if days == 0:
        return gettext("moins d’un jour")
    return ngettext("%(days)s jour", "%(days)s jours", days) % {"days": group_digits(days)}


@register.filter
def filesize_fr(value):
    """Size of a file in decimal units (1 ko = 1 000 octets): `812 octets`, `340 ko`, `2,4 Mo`."""
    if value is None or value == "":
        return gettext("taille inconnue")
    size = Decimal(int(value))
    if size < KILO:
        return ngettext("%(size)s octet", "%(size)s octets", int(size)) % {"size": int(size)}
    if size < 999_500:
        return f"{_rounded(size / KILO, '1')}{NBSP}ko"
    return f"{_rounded(size / KILO**2, '0.1')}{NBSP}Mo"


def group_digits(value):
    """Whole number in groups of three digits, with a true minus sign; a value that is no whole number is a bug."""
    try:
        whole = int(Decimal(str(value)))
    except InvalidOperation as error:
        raise ValueError(f"not an amount in francs CFA: {value!r}") from error
    return digits(whole)


def _signed_digits(value):
    grouped = group_digits(value)
    return f"+{grouped}" if int(value) > 0 else grouped


def _with_unit(value, writing):
    if value is None or value == "":
        return format_html('<span class="absent">{}</span>', gettext("non renseigné"))
    return format_html('{}{}<span class="unit">FCFA</span>', writing(value), NBSP)


def _rounded(size, step):
    return str(size.quantize(Decimal(step), rounding=ROUND_HALF_UP)).replace(".", ",").removesuffix(",0")
