"""The CROCSAD's review of a quarter: canvas, parts, session or lapse, synthesis, adoption, transmission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from monitoring import documents, ledger
from monitoring.calendar import Quarter, quarters
from monitoring.models import FollowedContract, QuarterReport, Recommendation, ReportLine
from monitoring.models.report import OPEN
from monitoring.operations.door import Deed, act, refuse
from monitoring.vocabulary import ReportState
from negotiation.clock import day_of
from negotiation.models import Actor


@dataclass(frozen=True)
class Part:
    """What the region or the ANICT says of one project."""

    project_id: int
    physical: int | None = None
    works: str = ""
    difficulties: str = ""
    anict_note: str = ""


@dataclass(frozen=True)
class Asked:
    """A recommendation as written: what, of whom, before when."""

    text: str
    responsible: str
    due_on: date | None = None


@dataclass(frozen=True)
class FollowUp:
    """What became of an earlier recommendation."""

    pk: int
    state: str
    note: str = ""


def next_quarter(contract: FollowedContract, day: date) -> Quarter | None:
    """The only quarter that may be opened: the first without a report, if it has begun; None while one stands open.

    No report is made for a quarter to come, nor while an earlier one stands open without a reason.
    """
    reports = {report.quarter: report for report in contract.reports.all()}
    if any(report.state in OPEN for report in reports.values()):
        return None
    missing = (quarter for quarter in quarters(contract.term(day)) if quarter.code not in reports)
    first = next(missing, None)
    return first if first and first.start <= day else None


def propose_canvas(
    contract: FollowedContract, quarter: Quarter, *, session_on: date, by: Actor, at: datetime
) -> QuarterReport:
    """Open the review of a quarter: the canvas goes to the region and the ANICT, prefilled from the data.

    The canvas is proposed five days before the session: a later one is admitted, and marked. Raises `Refused` for
    any quarter but `next_quarter`, and for a session before today.
    """
    day = day_of(at)
    with act("propose_canvas", contract, by=by, at=at) as deed:
        _only_next(deed, quarter, day)
        if session_on < day:
            raise refuse(_("La session prévue est passée : enregistrez-la à sa date après avoir ouvert le trimestre."))
        deed.made = report = QuarterReport.objects.create(
            contract=deed.contract,
            quarter=quarter.code,
            starts_on=quarter.start,
            opened_on=day,
            entered_state_on=day,
            canvas_on=day,
            session_planned_on=session_on,
        )
        ReportLine.objects.bulk_create(
            ReportLine(report=report, project=project, physical=_last_rate(deed.contract, project.pk))
            for project in deed.contract.retained
        )
        deed.detail = _("Trimestre %s") % quarter.label
    return report


def _only_next(deed: Deed, quarter: Quarter, day: date) -> None:
    expected = next_quarter(deed.contract, day)
    if expected is None:
        raise refuse(_("Aucun trimestre n’est à ouvrir : un autre est en cours, ou le prochain n’a pas commencé."))
    if quarter != expected:
        raise refuse(_("Le trimestre à ouvrir est %s : les trimestres se suivent.") % expected.label)


def _last_rate(contract: FollowedContract, project_id: int) -> int | None:
    """The prefilled rate: the last one said of the project."""
    said = [
        line.physical
        for report in contract.reports.all()
        for line in report.lines.all()
        if line.project_id == project_id and line.physical is not None
    ]
    return said[-1] if said else None


def declare_lapse(
    contract: FollowedContract, *, until: Quarter, reason: str, by: Actor, at: datetime
) -> list[QuarterReport]:
    """Write that no session was held, from the first quarter without a report to `until`, which has ended.

    Raises `Refused` when a quarter stands open, or `until` has not ended or is settled.
    """
    day = day_of(at)
    with act("declare_lapse", contract, by=by, at=at, comment=reason) as deed:
        quarter = next_quarter(deed.contract, day)
        if quarter is None or until < quarter:
            raise refuse(_("Aucun trimestre n’attend de constat de carence jusqu’à %s.") % until.label)
        _has_ended(until, day)
        lapsed = [
            QuarterReport(
                contract=deed.contract,
                quarter=one.code,
                starts_on=one.start,
                opened_on=day,
                entered_state_on=day,
                state=ReportState.LAPSED,
                lapse_reason=deed.comment,
            )
            for one in quarters(deed.contract.term(day))
            if quarter <= one <= until
        ]
        QuarterReport.objects.bulk_create(lapsed)
        deed.detail = ", ".join(report.when.label for report in lapsed)
    return lapsed


def _has_ended(quarter: Quarter, day: date) -> None:
    if quarter.end >= day:
        raise refuse(_("Le trimestre %s n’est pas terminé.") % quarter.label)


def fill_region_part(
    report: QuarterReport, parts: Iterable[Part], *, note: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """The region says, of each project, how far the works are, the state of the contracts, the difficulties."""
    with act("fill_region_part", report, by=by, at=at, seen=seen) as deed:
        lines = {line.project_id: line for line in deed.subject.lines.all()}
        for part in parts:
            line = lines[part.project_id]
            line.physical, line.works, line.difficulties = part.physical, part.works, part.difficulties
            line.save()
        if any(line.physical is None for line in lines.values()):
            raise refuse(_("Indiquez le taux d’exécution physique de chaque projet."))
        deed.subject.region_note, deed.subject.region_done_on = note, deed.on
    return deed.subject


def fill_anict_part(
    report: QuarterReport, parts: Iterable[Part], *, note: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """The ANICT says where the money of each project stands."""
    with act("fill_anict_part", report, by=by, at=at, seen=seen) as deed:
        lines = {line.project_id: line for line in deed.subject.lines.all()}
        for part in parts:
            lines[part.project_id].anict_note = part.anict_note
            lines[part.project_id].save()
        deed.subject.anict_note, deed.subject.anict_done_on = note, deed.on
    return deed.subject


def hold_session(
    report: QuarterReport,
    *,
    on: date,
    kind: str,
    place: str,
    attendance: int,
    attendees: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    file: File | None = None,
) -> QuarterReport:
    """Write that the session was held that day, and who was there. Raises `Refused` before the quarter's first day."""
    with act("hold", report, by=by, at=at, on=on, seen=seen) as deed:
        held = deed.subject
        if on < held.starts_on:
            raise refuse(_("La session précède le trimestre qu’elle examine."))
        deed.take(file)
        held.held_on, held.kind, held.place = on, kind, place
        held.attendance, held.attendees = attendance, attendees
        held.hold()
    return deed.subject


def lapse_report(
    report: QuarterReport, *, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """Write that the session of an opened quarter was not held, and why. Raises `Refused` before the quarter ends:
    until then it can still be held."""
    with act("lapse", report, by=by, at=at, seen=seen, comment=reason) as deed:
        _has_ended(deed.subject.when, day_of(at))
        deed.subject.lapse_reason = deed.comment
        deed.subject.lapse()
    return deed.subject


def write_up(
    report: QuarterReport,
    *,
    difficulties: str,
    outlook: str,
    parts_note: str = "",
    asked: Iterable[Asked],
    followed: Iterable[FollowUp],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> QuarterReport:
    """The DRPSIAP's synthesis: difficulties, outlook, this session's recommendations (they replace those written
    before), and what became of the earlier ones. `parts_note` says why the report goes on without a part that never
    came: nobody's silence stops the quarters that follow."""
    with act("write_up", report, by=by, at=at, seen=seen) as deed:
        held = deed.subject
        held.difficulties, held.outlook, held.parts_note = difficulties, outlook, parts_note.strip()
        held.recommendations.all().delete()
        Recommendation.objects.bulk_create(
            Recommendation(report=held, number=number, text=one.text, responsible=one.responsible, due_on=one.due_on)
            for number, one in enumerate(asked, start=1)
        )
        earlier = {row.pk: row for row in held.earlier_recommendations()}
        for one in followed:
            if one.pk in earlier:
                earlier[one.pk].state, earlier[one.pk].note = one.state, one.note
                earlier[one.pk].save()
    return deed.subject


def adopt_report(report: QuarterReport, *, by: Actor, at: datetime, seen: int | None = None) -> QuarterReport:
    """The Governor, who chairs, adopts: the money of each project is kept as it stands, the PDF's bytes are frozen.

    Raises `Refused` while a part or the synthesis is missing; `rendering.RenderingFailed` when it cannot be printed.
    """
    with act("adopt_report", report, by=by, at=at, seen=seen) as deed:
        held, contract = deed.subject, deed.contract
        projects = {project.pk: project for project in contract.retained}
        for line in held.lines.all():
            for name, amount in ledger.of_project(contract, projects[line.project_id]).items():
                setattr(line, name, amount)
            line.save()
        pdf = documents.report_pdf(contract, held, on=deed.on, adopted_by=deed.mandate)
        held.adopted_on, held.sha256 = deed.on, sha256(pdf).hexdigest()
        held.file.save("rapport.pdf", ContentFile(pdf), save=False)
        held.adopt_report()
    return deed.subject


def transmit_report(
    report: QuarterReport,
    *,
    reference: str,
    file: File,
    by: Actor,
    at: datetime,
    on: date | None = None,
    seen: int | None = None,
) -> QuarterReport:
    """The Governor sends the adopted report to the minister in charge of finance: letter, date, reference."""
    with act("transmit_report", report, by=by, at=at, on=on, seen=seen) as deed:
        if deed.on < deed.subject.adopted_on:
            raise refuse(_("La transmission précède l’adoption du rapport."))
        deed.take(file)
        deed.subject.transmitted_on, deed.subject.letter_reference = deed.on, reference
        deed.detail = reference
        deed.subject.transmit_report()
    return deed.subject
