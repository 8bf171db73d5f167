"""Sums and days in words, and the other turns of phrase of an official act (figures alone: `cper.words.french`)."""

from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from num2words import num2words

from cper.words.french import money, ngettext

MINUS = "\u2212"
# After these the noun takes "de": « deux millions de francs », but « deux millions un francs ».
ROUND_WORDS = ("million", "millions", "milliard", "milliards")
MILLIARD = 10**9


def words(number: int) -> str:
    """« quatre-vingt-un », « deux cents millions » (hyphens below one hundred only).

    Above, milliards are counted as the State's accounts count them: « mille milliards », never « un billion ».
    """
    milliards, rest = divmod(number, MILLIARD)
    if milliards < 2:
        return num2words(number, lang="fr")
    counted = _("%s milliards") % num2words(milliards, lang="fr")
    return f"{counted} {num2words(rest, lang='fr')}" if rest else counted


def francs_in_words(amount: int) -> str:
    """« un milliard sept cent mille francs CFA », « deux millions de francs CFA », « un franc CFA »."""
    written = words(amount)
    linked = "de " if written.endswith(ROUND_WORDS) else ""
    noun = ngettext("franc CFA", "francs CFA", amount)
    return f"{written} {linked}{noun}"


def in_figures_and_words(amount: int) -> str:
    """« 2 050 000 000 FCFA (deux milliards cinquante millions de francs CFA) »."""
    return f"{money(amount)} ({francs_in_words(amount)})"


def difference(amount: int) -> str:
    """« +58 587 762 FCFA »: the sign is always written."""
    sign = "" if amount == 0 else "+" if amount > 0 else MINUS
    return sign + money(abs(amount))


def months(count: int) -> str:
    """« 60 mois (5 ans) »; the years are told when they are whole."""
    years, rest = divmod(count, 12)
    if rest or not years:
        return _("%d mois") % count
    return _("%(months)d mois (%(years)d %(noun)s)") % {
        "months": count,
        "years": years,
        "noun": ngettext("an", "ans", years),
    }


def day_in_words(day: date) -> str:
    """« deux mille dix-huit et le trente et un août »: what follows « L’an » at the head of minutes."""
    number = _("premier") if day.day == 1 else words(day.day)
    return _("%(year)s et le %(day)s %(month)s") % {"year": words(day.year), "day": number, "month": MONTHS[day.month]}
