"""French writing of amounts, shares, dates and durations, for templates and messages.

Amounts are whole francs CFA (XOF has no subunit). Groups of three digits are held together by no-break spaces, as
the Imprimerie nationale's rules ask, so that a twelve-digit amount never breaks over two lines.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
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
    return f"{group_digits(value)}{NO_BREAK_SPACE}FCFA"


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
    """Share already counted in hundredths, two decimals, half up, French comma: `93,09 %`."""
    if value is None or value == "":
        return gettext("non renseigné")
    rounded = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{str(rounded).replace('-', MINUS).replace('.', ',')}{NO_BREAK_SPACE}%"


@register.filter
def long_date(value):
    """Day in words: `31 août 2018`, `1er août 2018`; a moment is first brought to local time."""
    if not isinstance(value, date):
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    written = date_format(value, "j F Y")
    return f"1er {written[2:]}" if value.day == 1 else written


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
        return f"{_rounded(size / KILO, '1')}{NO_BREAK_SPACE}ko"
    return f"{_rounded(size / KILO**2, '0.1')}{NO_BREAK_SPACE}Mo"


def group_digits(value):
    """Whole number in groups of three digits, with a true minus sign; a value that is no whole number is a bug."""
    try:
        whole = int(Decimal(str(value)))
    except InvalidOperation as error:
        raise ValueError(f"not an amount in francs CFA: {value!r}") from error
    grouped = f"{abs(whole):,}".replace(",", NO_BREAK_SPACE)
    return f"{MINUS}{grouped}" if whole < 0 else grouped


def _signed_digits(value):
    grouped = group_digits(value)
    return f"+{grouped}" if int(value) > 0 else grouped


def _with_unit(value, writing):
    if value is None or value == "":
        return format_html('<span class="absent">{}</span>', gettext("non renseigné"))
    return format_html('{}{}<span class="unit">FCFA</span>', writing(value), NO_BREAK_SPACE)


def _rounded(size, step):
    return str(size.quantize(Decimal(step), rounding=ROUND_HALF_UP)).replace(".", ",").removesuffix(",0")
