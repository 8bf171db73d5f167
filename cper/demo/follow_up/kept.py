"""The quarters of the demonstration that are older than its own reports: written as transmitted, with their passages.

Each was a report on paper, and says so: a page that sums up the facts of its quarter, those frozen with it and read on
the site. It is not laid out as the reports that the site prints.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cper.demo.negotiation.papers import page
from cper.papers import freezing
from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import long_date, money, sequence
from monitoring import documents, gathering, ledger, presiding, traces
from monitoring.calendar import Quarter
from monitoring.models import Appraisal, FollowedContract, Passage, QuarterReport, Recommendation, ReportLine
from monitoring.quarter_report import QuarterReport as Document
from monitoring.vocabulary import Kept, ReportState

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
    """Write the report of a quarter reviewed and transmitted, with the facts of that quarter."""
    day, by = day_of(at), governor.mandates[0]
    with transaction.atomic():
        report = _held(contract, review)
        held = traces.between(traces.blank(QuarterReport), report)
        _lines(contract, report, review)
        _recommendations(report, review)
        _appraisals(contract, report, review)
        loaded = FollowedContract.objects.for_pages().get(pk=contract.pk).load("projects__sites")
        report = next(row for row in loaded.reports.all() if row.pk == report.pk)
        document = documents.to_adopt(loaded, report, on=day, by=by)
        pdf = page(_("Rapport papier, en abrégé"), list(on_paper(document)))
        report.adopted_on, report.sha256 = day, sha256(pdf).hexdigest()
        report.facts = freezing.frozen(document)
        report.file.save("rapport.pdf", ContentFile(pdf), save=False)
        letter = _("Lettre du %s") % long_date(day)
        wrote = [held | _told(report), {"adopted_on": day}, {"transmitted_on": day, "letter_reference": letter}]
        _passages(contract, report, {"drpsiap": drpsiap, "governor": governor}, at, wrote)
        _leave(report, report.adopt_report)
        report.transmitted_on, report.letter_reference = day, letter
        _leave(report, report.transmit_report)
    return report


def on_paper(document: Document) -> Iterator[str]:
    """The facts of a quarter in short lines: the day they speak of, the session, each project, who adopted."""
    yield f"{document.heading}, {document.reference}"
    yield document.contract_title
    yield document.situation
    if document.session:
        yield f"{document.session.sentence}, {document.session.attendance_label}"
    for project in document.projects:
        sums = sequence(f"{figure.label.lower()} {money(figure.amount)}" for figure in project.figures)
        rate = project.silence or _("travaux faits : %s.") % project.physical_label
        yield _("Projet %(number)s : %(sums)s ; %(rate)s") % {"number": project.number, "sums": sums, "rate": rate}
    yield document.adoption_sentence
    yield _("Ce rapport a été fait sur papier, avant le site ; tous ses faits se lisent sur la page du trimestre.")
    yield _("Il est inventé pour montrer le site : il n’engage personne.")


def _held(contract: FollowedContract, review: Review) -> QuarterReport:
    silent = review.told.get("silent", [])
    return QuarterReport.objects.create(
        contract=contract,
        quarter=review.quarter.code,
        starts_on=review.quarter.start,
        opened_on=review.session,
        state=ReportState.HELD,
        entered_state_on=review.session,
        version=2,
        canvas_on=review.session,
        session_planned_on=review.session,
        held_on=review.session,
        place=contract.region.chef_lieu,
        chaired_by=presiding.by_office(contract, review.session),
        attendance=review.attendance,
        attendees=review.attendees,
        region_done_on=None if "region" in silent else review.session,
        anict_done_on=None if "anict" in silent else review.session,
        anict_note="" if "anict" in silent else _("Rien à signaler."),
        parts_note=review.told.get("parts_note", ""),
        difficulties=review.told["difficulties"],
    )


def _leave(report: QuarterReport, move: Callable[[], None]) -> None:
    """Move on to the next state, on the day of its adoption."""
    move()
    report.version += 1
    report.entered_state_on = report.adopted_on
    report.save()


def _lines(contract: FollowedContract, report: QuarterReport, review: Review) -> None:
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    rates = review.told.get("rates", [None] * len(loaded.retained))
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report,
            project=project,
            physical=None if rate is None else rate * HUNDREDTHS,
            fall_reason=review.told.get("fall", ""),
        )
        for project, rate in zip(loaded.retained, rates, strict=True)
    )


def _appraisals(contract: FollowedContract, report: QuarterReport, review: Review) -> None:
    Appraisal.objects.bulk_create(
        Appraisal(report=report, party=party, **how) for party, how in judged(contract, report).items()
    )


def judged(contract: FollowedContract, report: QuarterReport) -> dict[str, dict[str, str]]:
    """How the CROCSAD of the demonstration judges each party: by what it has mobilised of its share of the year."""
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    rows = ledger.lines(loaded, on=report.reckoned_on(report.held_on))
    year = report.when.year
    return {
        party: _verdict(next((row for row in rows if (row.source, row.year) == (party, year)), None))
        for party in gathering.parties(loaded)
    }


def _verdict(row: ledger.Line | None) -> dict[str, str]:
    if row is None or not row.engaged:
        return {"verdict": Kept.WHOLLY, "sentence": _("Rien n’était engagé pour l’année.")}
    if row.mobilised >= row.engaged:
        return {"verdict": Kept.WHOLLY, "sentence": _("La part de l’année est mobilisée en entier.")}
    if row.mobilised:
        return {"verdict": Kept.PARTLY, "sentence": _("La part de l’année n’est mobilisée qu’en partie.")}
    return {"verdict": Kept.BROKEN, "sentence": _("Rien n’est mobilisé de la part de l’année.")}


def _recommendations(report: QuarterReport, review: Review) -> None:
    Recommendation.objects.bulk_create(
        Recommendation(report=report, number=number, text=text, responsible=who, due_on=due, state=state)
        for number, ((text, who, _due, state), due) in enumerate(
            zip(review.told.get("asked", []), review.dues, strict=True), start=1
        )
    )


def _told(report: QuarterReport) -> dict[str, Any]:
    """What the report says below its own row, as its acts would have left it."""
    names = ("number", "text", "responsible", "due_on", "state")
    return {
        "lines": {
            line.project_id: {"physical": line.physical, "fall_reason": line.fall_reason}
            for line in report.lines.all()
        },
        "recommendations": list(report.recommendations.values(*names)),
        "appraisals": list(report.appraisals.values("party", "verdict", "sentence")),
    }


def _passages(
    contract: FollowedContract, report: QuarterReport, people: dict[str, Actor], at: datetime, wrote: list[dict]
) -> None:
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
            wrote=left if action == "hold" else left | {"state": target, "entered_state_on": day_of(at)},
            **people[who].mandates[0].stamp,
        )
        for version, ((action, who, source, target), left) in enumerate(zip(ACTS, wrote, strict=True), start=2)
    )
