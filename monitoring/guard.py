"""The guard of 30 June: the State's share of a year is asked for by 30 June of the year before, or it waits.

Pure: facts of one budget year in, a verdict in words and money out: the one definition of where a year stands, read by
the budget, the form, the controls and the calendar. Source: methodological grid, section 4 (register, then BSI).
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from cper.words import in_words
from cper.words.french import ended, long_date, money, ngettext
from monitoring.calendar import bsi_deadline, next_bsi


@dataclass(frozen=True)
class Share:
    """The State's share of one year: planned in FCFA (0 where the plan gives no year), and how far it has gone.

    `mobilised` came of it all the same; `written` tells of a demand dated in time and entered after the deadline;
    `told` is False where an older source does not say whether it was asked for; `refused` where the DNPD refused it.
    """

    year: int
    planned: int = 0
    asked_on: date | None = None
    asked: int | None = None
    registered_on: date | None = None
    inscribed_on: date | None = None
    inscribed: int | None = None
    answer: str = ""  # what the DNPD answered to the demand that stands, in words
    to_complete: bool = False  # and it asks for a complement: the demand keeps its day
    refused: bool = False
    mobilised: int = 0
    written: str = ""
    told: bool = True
    ends: int | None = None  # the last year of the contract's term, where it is known

    @property
    def waiting(self) -> int:
        """What of the share has neither been inscribed nor come in another way."""
        return max(0, self.planned - self.mobilised)

    @property
    def unasked(self) -> int:
        """What the demand leaves of the plan's share; nothing where its sum is not known."""
        return max(0, self.planned - self.asked) if self.asked is not None else 0

    @property
    def came_otherwise(self) -> bool:
        return self.planned > 0 and not self.waiting

    @property
    def deadline(self) -> date:
        return bsi_deadline(self.year)

    def has_missed(self, day: date) -> bool:
        """Whether that day it can no longer enter the BSI of its year: not asked for by its 30 June, asked too late,
        refused, or left out of a BSI whose year has begun. What is inscribed or came otherwise missed nothing, nor is
        anything known of what an older source does not tell."""
        if self.inscribed_on or self.came_otherwise or not self.told or day <= self.deadline:
            return False
        in_time = self.asked_on is not None and self.asked_on <= self.deadline and not self.refused
        return not in_time or day.year >= self.year


@dataclass(frozen=True)
class Verdict:
    """What stands for one year: a status (tone and word) and a sentence with its money."""

    year: int
    tone: str
    label: str
    sentence: str


def judge(share: Share, *, signed: date, day: date) -> Verdict:
    """What the guard says of a year, that day, of a contract signed that other day; what is missed stays missed, with
    its money, until it is inscribed or comes in another way. The BSI still ahead and the years of waiting are those
    of the day that is judged, as the money is.

    30 June itself is in time. A year whose deadline preceded the signature could not be asked for: it waits, but
    nobody missed it.
    """
    verdict = _inscription(share) or _demand(share, day) or _silence(share, signed, day)
    if not share.written or verdict.tone == "elsewhere":
        return verdict
    return replace(verdict, sentence=f"{verdict.sentence} {share.written}")


def _inscription(share: Share) -> Verdict | None:
    if share.inscribed_on:
        return Verdict(share.year, "done", _("Inscrite au BSI"), _inscribed(share))
    if share.came_otherwise:
        sentence = _("%s mobilisés sans inscription au BSI : rien n’en attend plus.") % money(share.mobilised)
        return Verdict(share.year, "elsewhere", _("Mobilisée autrement"), sentence)
    return None


def _demand(share: Share, day: date) -> Verdict | None:
    """A demand that stands: in time and under way, or answered, late, or left without an inscription."""
    words = _words(share, day)
    in_time = share.asked_on is not None and share.asked_on <= share.deadline and day.year < share.year
    if share.to_complete and in_time:
        return Verdict(share.year, "todo", _("À compléter"), ended(share.answer))
    if share.answer:
        after = f" {_('Rien n’est inscrit : %(wait)s.') % words}" if day > share.deadline else ""
        return Verdict(share.year, "late", _("À refaire"), f"{ended(share.answer)}{after}")
    if not share.asked_on:
        return None
    words |= {"asked": long_date(share.asked_on)}
    if share.asked_on > share.deadline:
        words["wait"] = _wait(share, _next_after_late(share.asked_on, day))
        sentence = _("Demandée le %(asked)s, après le %(deadline)s : %(wait)s.") % words
        return Verdict(share.year, "late", _("Demandée trop tard"), sentence)
    if day.year >= share.year:
        return Verdict(share.year, "late", _("Sans suite"), _without_an_end(share, words))
    return Verdict(share.year, "info", *_under_way(share, words))


def _next_after_late(asked_on: date, day: date) -> int:
    """The BSI that a late demand may still enter that day: the next after it, until the year of that one begins."""
    earliest = next_bsi(asked_on)
    return earliest if day.year < earliest else next_bsi(day)


def _without_an_end(share: Share, words: dict) -> str:
    """Asked for in time, and not in the BSI of its year, which has begun."""
    if share.registered_on:
        words = words | {"registered": long_date(share.registered_on)}
        return _("Au répertoire national le %(registered)s, absente du BSI %(year)s : %(wait)s.") % words
    return _("Demandée à la DNPD le %(asked)s, sans réponse ; absente du BSI %(year)s : %(wait)s.") % words


def _under_way(share: Share, words: dict) -> tuple[str, str]:
    label, sentence = _stage(share, words if share.asked is None else words | {"what": money(share.asked)})
    lack = f" {_('Il n’est pas demandé %s.') % money(share.unasked)}" if share.unasked else ""
    return label, f"{sentence}{lack}"


def _stage(share: Share, words: dict) -> tuple[str, str]:
    if share.registered_on:
        words = words | {"registered": long_date(share.registered_on)}
        sentence = _("%(what)s : au répertoire national le %(registered)s, pas encore au BSI %(year)s.")
        return _("Au répertoire"), sentence % words
    return (
        _("Demandée"),
        _("%(what)s : demande faite à la DNPD le %(asked)s, pas encore au répertoire national.") % words,
    )


def _silence(share: Share, signed: date, day: date) -> Verdict:
    """No demand is known."""
    if share.deadline < signed:
        sentence = _("Le %(deadline)s précède la signature : %(wait)s.") % _words(share, day)
        return Verdict(share.year, "elsewhere", _("Hors délai"), sentence)
    words = _words(share, day)
    sentence = _("À demander au plus tard le %(deadline)s pour le BSI %(year)s : %(what)s.") % words
    if day < date(share.year - 1, 1, 1):
        return Verdict(share.year, "elsewhere", _("À venir"), sentence)
    if not share.told:
        unknown = _("La source ne dit pas si elle l’a été.")
        return Verdict(share.year, "draft", _("Non connu"), f"{sentence} {unknown}")
    if day > share.deadline:
        sentence = _("Aucune demande à la DNPD au %(deadline)s : %(wait)s.") % words
        return Verdict(share.year, "late", _("Manquée"), sentence)
    return Verdict(share.year, "todo", _("À demander"), sentence)


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
    words = {"year": max(earliest, share.year + 1), "sum": money(share.waiting), "years": in_words.words(years)}
    if share.ends is not None and words["year"] > share.ends:
        none = _("aucun BSI ne reste avant la fin du contrat-plan, en %s") % share.ends
        return _("%(none)s\u00a0; %(sum)s n’ont plus de BSI") % (words | {"none": none}) if share.planned else none
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
