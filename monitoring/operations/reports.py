"""The CROCSAD's review of a quarter: canvas, lapse, adoption, transmission."""

from datetime import date, datetime
from hashlib import sha256

from django.core.files import File
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.papers import freezing, rendering
from cper.people.models import Actor
from cper.people.roles import Role
from cper.words.clock import day_of
from cper.words.french import long_date
from monitoring import documents, notifications, workflow
from monitoring.calendar import Quarter, quarters
from monitoring.models import Convening, FollowedContract, QuarterReport, ReportLine
from monitoring.models.report import OPEN
from monitoring.operations.door import Deed, act, refuse
from monitoring.vocabulary import ReportState


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


def to_convene(contract: FollowedContract, day: date) -> Quarter | None:
    """The quarter whose session is to be called: the one whose canvas is out, or the next to open."""
    opened = next((report for report in contract.reports.all() if report.state == ReportState.CANVAS), None)
    return opened.when if opened else next_quarter(contract, day)


def convene(
    contract: FollowedContract,
    quarter: Quarter,
    *,
    session_on: date,
    place: str,
    by: Actor,
    at: datetime,
    file: File | None = None,
) -> Convening:
    """The Governor calls the session of a quarter; the DRPSIAP proposes its canvas for that day. Called again, the
    last day counts. Raises `Refused` for any quarter but `to_convene`, and for a day gone by."""
    day = day_of(at)
    with act("convene", contract, by=by, at=at) as deed:
        if to_convene(deed.contract, day) != quarter:
            raise refuse(_("Ce trimestre n’attend pas de session : un autre est ouvert, ou il est réglé."))
        if session_on < day:
            raise refuse(_("Une session se convoque avant de se tenir : cette date est passée."))
        deed.take(file)
        deed.detail = _("%(quarter)s, session du %(day)s, à %(place)s") % {
            "quarter": quarter.label,
            "day": long_date(session_on),
            "place": place,
        }
        facts = {"quarter": quarter.code, "session_on": session_on, "place": place}
        convened = Convening.objects.create(**facts, **deed.fact)
        _call(deed, quarter)
    return convened


def _call(deed: Deed, quarter: Quarter) -> None:
    """The parts hear of the day; the DRPSIAP is asked for the canvas, where it is not out yet."""
    opened = any(report.quarter == quarter.code for report in deed.contract.reports.all())
    path = reverse("quarters", args=[deed.contract.reference])
    facts = {"about": _("Convocation du CROCSAD"), "told": deed.detail, "path": path, "at": deed.at}
    canvas = "" if opened else str(workflow.example("propose_canvas").label)
    notifications.inform(deed.contract, (Role.DRPSIAP,), act=canvas, author=deed.mandate, **facts)
    notifications.inform(deed.contract, (Role.REGION, Role.ANICT), author=deed.mandate, **facts)


def propose_canvas(
    contract: FollowedContract,
    quarter: Quarter,
    *,
    session_on: date,
    by: Actor,
    at: datetime,
    on: date | None = None,
) -> QuarterReport:
    """Open the review of a quarter: the canvas goes to the region and the ANICT. It holds no rate yet: the last known
    one is shown beside, and counts for this quarter once the region has said that it still does.

    `on` is the day it was proposed, where that is written later. The canvas is proposed five days before the session:
    a later one is admitted, and marked. Raises `Refused` for any quarter but `next_quarter`, for a canvas before its
    quarter, and for a session before its canvas.
    """
    day = day_of(at)
    with act("propose_canvas", contract, by=by, at=at, on=on) as deed:
        _only_next(deed, quarter, day)
        _dated_in_order(deed.on, quarter, session_on)
        deed.made = report = QuarterReport.objects.create(
            contract=deed.contract,
            quarter=quarter.code,
            starts_on=quarter.start,
            opened_on=day,
            entered_state_on=day,
            canvas_on=deed.on,
            session_planned_on=session_on,
        )
        ReportLine.objects.bulk_create(
            ReportLine(report=report, project=project) for project in deed.contract.retained
        )
        deed.detail = _("Trimestre %s") % quarter.label
    return report


def _dated_in_order(canvas_on: date, quarter: Quarter, session_on: date) -> None:
    """The canvas is not before its quarter, nor the session before its canvas."""
    if canvas_on < quarter.start:
        raise refuse(_("Le canevas ne peut pas précéder son trimestre, ouvert le %s.") % long_date(quarter.start))
    if session_on < canvas_on:
        raise refuse(_("La session prévue précède le canevas, du %s.") % long_date(canvas_on))


def _only_next(deed: Deed, quarter: Quarter, day: date) -> None:
    expected = next_quarter(deed.contract, day)
    if expected is None:
        raise refuse(_("Aucun trimestre n’est à ouvrir : un autre est en cours, ou le prochain n’a pas commencé."))
    if quarter != expected:
        raise refuse(_("Le trimestre à ouvrir est %s : les trimestres se suivent.") % expected.label)


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


def return_report(
    report: QuarterReport, *, remarks: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """The Governor sends the synthesis back to the DRPSIAP with what is to be taken up again before he adopts.

    Raises `Refused` while there is no synthesis to send back, and while it is already with the DRPSIAP.
    """
    with act("return_report", report, by=by, at=at, seen=seen, comment=remarks) as deed:
        held = deed.subject
        if not held.difficulties.strip():
            raise refuse(_("La synthèse n’est pas encore écrite : il n’y a rien à renvoyer."))
        if held.remarks:
            raise refuse(_("Vos remarques sont déjà à la DRPSIAP : elle reprend la synthèse."))
        held.remarks = deed.comment
    return deed.subject


def adopt_report(
    report: QuarterReport, *, early_reason: str = "", by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """The Governor, who chairs, adopts: the facts of the report and the bytes of its PDF are frozen together.

    They speak of the quarter's last day. Before it has passed they can only speak of today, and the Governor says why
    he adopts a provisional situation. Raises `Refused` while a part, the synthesis or that reason is missing;
    `rendering.RenderingFailed` when it cannot be printed.
    """
    with act("adopt_report", report, by=by, at=at, seen=seen) as deed:
        held, contract = deed.subject, deed.contract
        held.adopted_on, held.early_reason = deed.on, _why_so_early(held, early_reason, deed.on)
        deed.comment = held.early_reason
        document = documents.to_adopt(contract, held, on=deed.on, by=deed.mandate)
        pdf = rendering.render(document)
        held.facts, held.sha256 = freezing.frozen(document), sha256(pdf).hexdigest()
        held.file.save("rapport.pdf", ContentFile(pdf), save=False)
        held.adopt_report()
    return deed.subject


def _why_so_early(report: QuarterReport, reason: str, day: date) -> str:
    if report.has_ended_by(day):
        return ""
    if not reason.strip():
        words = {"quarter": report.when.label, "end": long_date(report.when.end), "day": long_date(day)}
        raise refuse(
            _(
                "Le trimestre %(quarter)s court jusqu’au %(end)s : adopté aujourd’hui, le rapport arrêterait une "
                "situation provisoire au %(day)s. Dites pourquoi il n’attend pas."
            )
            % words
        )
    return reason.strip()


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
