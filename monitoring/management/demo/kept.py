"""The quarters of the demonstration that are older than its own reports: written as transmitted, with their passages.

Their text is a small paper that says it is invented: printing each would take a second.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from monitoring import ledger
from monitoring.calendar import Quarter
from monitoring.management.demo.papers import paper
from monitoring.models import FollowedContract, Passage, QuarterReport, Recommendation, ReportLine
from monitoring.vocabulary import ReportState
from negotiation.clock import day_of
from negotiation.models import Actor

HUNDREDTHS = 100
# The acts whose passages stand in the journal: what was done, by whom, from which state to which.
ACTS = (
    ("hold", "drpsiap", ReportState.CANVAS, ReportState.HELD),
    ("adopt_report", "governor", ReportState.HELD, ReportState.ADOPTED),
    ("transmit_report", "governor", ReportState.ADOPTED, ReportState.TRANSMITTED),
)


@dataclass(frozen=True)
class Review:
    """What the story tells of such a quarter."""

    quarter: Quarter
    session: date
    told: dict[str, Any]
    dues: list[date]
    attendance: int
    attendees: str


def write(
    contract: FollowedContract, review: Review, *, drpsiap: Actor, governor: Actor, at: datetime
) -> QuarterReport:
    """Write the report of a quarter reviewed and transmitted, with the money of that day."""
    day = day_of(at)
    pdf = paper(_("Rapport du trimestre %s") % review.quarter.label, contract, on=day).read()
    report = _report(contract, review, day)
    report.sha256 = sha256(pdf).hexdigest()
    report.file.save("rapport.pdf", ContentFile(pdf), save=False)
    report.save()
    _lines(contract, report, review)
    _recommendations(report, review)
    _passages(contract, report, {"drpsiap": drpsiap, "governor": governor}, at)
    return report


def _report(contract: FollowedContract, review: Review, day: date) -> QuarterReport:
    return QuarterReport(
        contract=contract,
        quarter=review.quarter.code,
        starts_on=review.quarter.start,
        opened_on=review.session,
        state=ReportState.TRANSMITTED,
        entered_state_on=day,
        version=len(ACTS) + 1,
        canvas_on=review.session,
        session_planned_on=review.session,
        held_on=review.session,
        place=contract.region.chef_lieu,
        attendance=review.attendance,
        attendees=review.attendees,
        region_done_on=review.session,
        anict_done_on=review.session,
        difficulties=review.told["difficulties"],
        adopted_on=day,
        transmitted_on=day,
        letter_reference=_("Lettre du %s") % day.strftime("%d/%m/%Y"),
    )


def _lines(contract: FollowedContract, report: QuarterReport, review: Review) -> None:
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report,
            project=project,
            physical=rate * HUNDREDTHS,
            **ledger.of_project(loaded, project),
        )
        for project, rate in zip(loaded.retained, review.told["rates"], strict=True)
    )


def _recommendations(report: QuarterReport, review: Review) -> None:
    Recommendation.objects.bulk_create(
        Recommendation(report=report, number=number, text=text, responsible=who, due_on=due, state=state)
        for number, ((text, who, _due, state), due) in enumerate(
            zip(review.told.get("asked", []), review.dues, strict=True), start=1
        )
    )


def _passages(contract: FollowedContract, report: QuarterReport, people: dict[str, Actor], at: datetime) -> None:
    Passage.objects.bulk_create(
        Passage(
            contract=contract,
            report=report,
            action=action,
            source=source,
            target=target,
            version=version,
            at=at,
            on=report.held_on if action == "hold" else day_of(at),
            **people[who].mandates[0].stamp,
        )
        for version, (action, who, source, target) in enumerate(ACTS, start=2)
    )
