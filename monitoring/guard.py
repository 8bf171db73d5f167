"""The guard of 30 June: the State's share of a year is asked for by 30 June of the year before, or it waits.

Pure: facts of one budget year in, a verdict in words and money out. Source: domain note 4 (register, then BSI).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from monitoring.calendar import bsi_deadline, next_bsi
from negotiation.french import digits, long_date, money, ngettext


@dataclass(frozen=True)
class Share:
    """The State's share of one year: planned in FCFA (0 where the plan gives no year), and how far it has gone."""

    year: int
    planned: int = 0
    asked_on: date | None = None
    registered_on: date | None = None
    inscribed_on: date | None = None
    inscribed: int | None = None
    answer: str = ""  # what the DNPD answered to the demand that stands, in words

    @property
    def deadline(self) -> date:
        return bsi_deadline(self.year)


@dataclass(frozen=True)
class Verdict:
    """What stands for one year: a status (tone and word) and a sentence with its money."""

    year: int
    tone: str
    label: str
    sentence: str


def judge(share: Share, *, signed: date, day: date) -> Verdict:
    """What the guard says of a year, that day, of a contract signed that other day.

    30 June itself is in time. A year whose deadline preceded the signature could not be asked for: it waits, but
    nobody missed it.
    """
    if share.inscribed_on:
        return Verdict(share.year, "done", _("Inscrite au BSI"), _inscribed(share))
    if share.asked_on and share.year < day.year:
        sentence = _("Sans suite : l’exercice %s est passé sans inscription au BSI.") % share.year
        return Verdict(share.year, "elsewhere", _("Sans suite"), sentence)
    if share.answer:
        return Verdict(share.year, "late", _("À refaire"), f"{share.answer}.")
    if share.asked_on:
        return _asked(share)
    if share.deadline < signed:
        sentence = _("Le %(deadline)s précède la signature : %(wait)s.") % _words(share, signed)
        return Verdict(share.year, "elsewhere", _("Hors délai"), sentence)
    if day > share.deadline:
        return Verdict(share.year, "late", _("Manquée"), _("Manquée : %(wait)s.") % _words(share, day))
    sentence = _("À demander au plus tard le %(deadline)s pour le BSI %(year)s : %(what)s.") % _words(share, day)
    if day < date(share.year - 1, 1, 1):
        return Verdict(share.year, "elsewhere", _("À venir"), sentence)
    return Verdict(share.year, "todo", _("À demander"), sentence)


def _asked(share: Share) -> Verdict:
    words = _words(share, share.asked_on) | {"asked": long_date(share.asked_on)}
    if share.asked_on > share.deadline:
        sentence = _("Demandée le %(asked)s, après le %(deadline)s : %(wait)s.") % words
        return Verdict(share.year, "late", _("Demandée trop tard"), sentence)
    if share.registered_on:
        words["registered"] = long_date(share.registered_on)
        sentence = _("%(what)s : au répertoire national le %(registered)s, pas encore au BSI %(year)s.") % words
        return Verdict(share.year, "info", _("Au répertoire"), sentence)
    sentence = _("%(what)s : demande faite à la DNPD le %(asked)s, pas encore au répertoire national.") % words
    return Verdict(share.year, "info", _("Demandée"), sentence)


def _inscribed(share: Share) -> str:
    words = {"sum": money(share.inscribed or 0), "year": share.year, "day": long_date(share.inscribed_on)}
    sentence = _("%(sum)s au BSI %(year)s, le %(day)s.") % words
    lack = share.planned - (share.inscribed or 0)
    return f"{sentence} {_('Il manque %s.') % money(lack)}" if lack > 0 else sentence


def _words(share: Share, day: date) -> dict:
    return {
        "year": share.year,
        "deadline": long_date(share.deadline),
        "what": money(share.planned) if share.planned else _("la part de l’État, que le plan ne date pas"),
        "wait": _wait(share, next_bsi(day)),
    }


def _wait(share: Share, earliest: int) -> str:
    """« au plus tôt le BSI 2028 ; 400 000 000 FCFA attendent un an »."""
    years = max(1, earliest - share.year)
    words = {"year": max(earliest, share.year + 1), "sum": money(share.planned), "years": digits(years)}
    if not share.planned:
        return _("au plus tôt le BSI %(year)s") % words
    return (
        ngettext(
            "au plus tôt le BSI %(year)s ; %(sum)s attendent un an",
            "au plus tôt le BSI %(year)s ; %(sum)s attendent %(years)s ans",
            years,
        )
        % words
    )
