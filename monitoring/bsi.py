"""The demand made to the DNPD for the State's share of a year: where it stands, who answers it, how it ends.

Read from the budget's facts, in their order: asked, answered (refused, or a complement asked for), registered,
inscribed. A later demand takes the place of the one that was answered; one whose year is over ends by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cper.words.french import long_date
from monitoring import entries, guard, written
from monitoring.calendar import bsi_deadline
from monitoring.ledger import Line
from monitoring.models import BudgetEntry, FollowedContract
from negotiation.models.project import Source

Kind = BudgetEntry.Kind
ANSWERS = (Kind.REFUSED, Kind.COMPLEMENT)


@dataclass(frozen=True)
class Demand:
    """The last demand of a year, what the DNPD answered to it, and how far it has gone."""

    year: int
    asked: BudgetEntry
    answer: BudgetEntry | None = None
    registered: BudgetEntry | None = None
    inscribed: BudgetEntry | None = None

    @property
    def waits(self) -> bool:
        """Whether the DNPD has still to register, to inscribe or to answer."""
        return self.answer is None and self.inscribed is None

    def has_lapsed(self, year: int) -> bool:
        """Whether its year is over without an inscription: nobody is asked anything more."""
        return self.inscribed is None and self.year < year

    @property
    def said(self) -> str:
        """« Refusée par la DNPD le 3 mars 2027 : « … » »; nothing where nothing was answered."""
        if self.answer is None:
            return ""
        words = {"day": long_date(self.answer.on), "why": self.answer.reason}
        if self.answer.kind == Kind.REFUSED:
            return _("Refusée par la DNPD le %(day)s : « %(why)s »") % words
        return _("Complément demandé par la DNPD le %(day)s : « %(why)s »") % words


def demand(contract: FollowedContract, year: int) -> Demand | None:
    """The demand of a loaded contract for that year, if one was made."""
    return demand_of(entry for entry in contract.budget.all() if (entry.source, entry.year) == (Source.STATE, year))


def answer(contract: FollowedContract, year: int) -> str:
    """What the DNPD answered to the demand that stands, in words; empty where nothing is answered."""
    standing = demand(contract, year)
    return standing.said if standing else ""


def demand_of(facts: Iterable[BudgetEntry]) -> Demand | None:
    """The same, of the facts of one year in their order."""
    last: dict[str, BudgetEntry] = {}
    for entry in facts:
        if entry.kind == Kind.ASKED:
            last.pop("answer", None)
        last["answer" if entry.kind in ANSWERS else entry.kind] = entry
    if Kind.ASKED not in last:
        return None
    asked = last[Kind.ASKED]
    return Demand(asked.year, asked, last.get("answer"), last.get(Kind.REGISTERED), last.get(Kind.INSCRIBED))


def share(contract: FollowedContract, year: int, lines: Iterable[Line]) -> guard.Share:
    """What the guard of 30 June judges of a year, from a loaded contract and its lines of money."""
    found = (line for line in lines if (line.source, line.year) == (Source.STATE, year))
    line, standing = next(found, Line(Source.STATE, year)), demand(contract, year)
    judged = entries.demanded(contract, year)
    return guard.Share(
        year,
        line.engaged,
        asked_on=judged and judged.on,
        asked=line.asked and line.asked.amount,
        registered_on=line.registered and line.registered.on,
        inscribed_on=line.inscription and line.inscription.on,
        inscribed=line.inscribed,
        answer=standing.said if standing else "",
        to_complete=bool(standing and standing.answer and standing.answer.kind == Kind.COMPLEMENT),
        refused=bool(standing and standing.answer and standing.answer.kind == Kind.REFUSED),
        mobilised=line.mobilised,
        written=written.late(judged, bsi_deadline(year)),
        told=contract.tells_absence("O2", str(year)),
        ends=contract.known_term.end.year if contract.known_term else None,
    )
