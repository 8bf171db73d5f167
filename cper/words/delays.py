"""Delays in words: since when, before when, late by how much."""

from datetime import date

from django.utils.translation import gettext as _

from cper.words.french import NBSP, digits, long_date, ngettext


def elapsed(start: date, today: date) -> str:
    """« depuis aujourd’hui », « depuis 12 jours »."""
    days = (today - start).days
    if days < 1:
        return _("depuis aujourd’hui")
    return ngettext("depuis %(days)s jour", "depuis %(days)s jours", days) % {"days": digits(days)}


def lateness(due: date | None, today: date) -> dict | None:
    """A deadline as a status, with its day (`on`): in time it says the day, past it says by how much."""
    if due is None:
        return None
    days = (today - due).days
    if days > 0:
        label = ngettext("en retard de %(days)s jour", "en retard de %(days)s jours", days) % {"days": digits(days)}
        return {"late": True, "label": label.replace(" ", NBSP), "note": long_date(due), "on": due}
    return {"late": False, "label": long_date(due), "note": _left(-days), "on": due}


def _left(days: int) -> str:
    if days == 0:
        return _("aujourd’hui")
    return ngettext("dans %(days)s jour", "dans %(days)s jours", days) % {"days": digits(days)}
