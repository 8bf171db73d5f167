"""Two times of one fact: the day it bears, and the day it was written down, by whom.

A fact dated before a deadline and written after it keeps its day, and says so wherever that deadline is judged:
« saisie tardive ». A fact loaded from a source older than the site has no day of writing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cper.people.models import SignedAct
from cper.rows.prepared import Prepared
from cper.words.clock import day_of
from cper.words.french import long_date
from monitoring import entries
from monitoring.models import FollowedContract, Movement, Passage, QuarterReport, Tranche
from monitoring.models.budget import BudgetEntry
from negotiation.models.project import Source

# The duties that a passage settles, by its act: of a tranche by its year, of a report by its quarter.
TRANCHES = {"request": "O3"}
REPORTS = {"hold": "O7", "rectify_session": "O7", "propose_canvas": "O8", "transmit_report": "O9"}


@dataclass(frozen=True)
class Written:
    """When a fact was written down, and who wrote it."""

    on: date
    by: str

    def says_late(self, dated: date, due: date | None) -> bool:
        """Whether it bears a day in time, and was written after the deadline."""
        return due is not None and dated <= due < self.on

    def sentence(self, dated: date) -> str:
        """« Saisie tardive : écrite le 15 juillet 2026, datée du 20 juin 2026, par Awa Traoré, Président… »."""
        words = {"on": long_date(self.on), "dated": long_date(dated), "by": self.by}
        return _("Saisie tardive : écrite le %(on)s, datée du %(dated)s, par %(by)s.") % words


def settling(contract: int) -> QuerySet[Passage]:
    """The acts on tranches and reports that settle a duty of the contract, oldest first."""
    acts = Passage.objects.filter(contract=contract, action__in=(*TRANCHES, *REPORTS))
    return acts.select_related("tranche", "report").order_by("pk")


# Every act asks it, whatever it does.
SETTLING = Prepared(settling, -1)


def of(fact: SignedAct) -> Written | None:
    """When that fact was written; None where a source older than the site tells it."""
    return Written(day_of(fact.at), fact.signatory) if fact.at else None


def late(fact: SignedAct | None, due: date) -> str:
    """The sentence on a fact that was written after the deadline it keeps; empty where there is nothing to say."""
    told = of(fact) if fact else None
    return told.sentence(fact.on) if told and told.says_late(fact.on, due) else ""


def of_duties(contract: FollowedContract) -> dict[tuple[str, str], Written]:
    """When what settles each duty of a loaded contract was written, by code and period (one query)."""
    found: dict[tuple[str, str], Written] = {}
    for place, fact in (*_budgets(contract), *_movements(contract), *_passages(contract)):
        told = of(fact)
        if told:
            found[place] = told
    for place, fact in contract.standing_fulfilments.items():
        told = of(fact)
        if told:
            found.setdefault(place, told)
    return found


def _budgets(contract: FollowedContract) -> Iterator[tuple[tuple[str, str], BudgetEntry]]:
    """The first entry of each year settles it, as `schedule` reads it."""
    for year in entries.in_budget(contract, Source.REGION, BudgetEntry.Kind.INSCRIBED):
        if first := entries.first_of(contract, Source.REGION, year):
            yield ("O1", str(year)), first
    for year in entries.in_budget(contract, Source.STATE, BudgetEntry.Kind.ASKED):
        if demand := entries.demanded(contract, year):
            yield ("O2", str(year)), demand


def _movements(contract: FollowedContract) -> Iterator[tuple[tuple[str, str], Movement]]:
    for movement in reversed(contract.standing_movements):
        if movement.kind == Movement.Kind.MOBILISED and movement.source not in (Source.STATE, Source.REGION):
            yield ("O4", str(movement.year)), movement


def _passages(contract: FollowedContract) -> Iterator[tuple[tuple[str, str], Passage]]:
    """The acts on tranches and reports, oldest first: a session rectified was written that day."""
    seen: set[tuple[str, str]] = set()
    for row, subject in _settled_by(contract):
        code = TRANCHES.get(row.action) or REPORTS[row.action]
        place = code, str(subject.year if code == "O3" else subject.quarter)
        if code == "O3" and place in seen:
            continue  # the first demand of a year settles it
        seen.add(place)
        yield place, row


def _settled_by(contract: FollowedContract) -> list[tuple[Passage, Tranche | QuarterReport]]:
    """Each of these acts with its subject; of a past day, those that it has (`replay`), without a query."""
    if contract.moment is None:
        return [(row, row.tranche or row.report) for row in SETTLING.ask(contract.pk)]
    subjects = (*contract.tranches.all(), *contract.reports.all())
    acts = [(row, subject) for subject in subjects for row in subject.passages.all()]
    settling = [(row, subject) for row, subject in acts if row.action in (*TRANCHES, *REPORTS)]
    return sorted(settling, key=lambda pair: pair[0].pk)
