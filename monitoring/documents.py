"""From a quarter's review to its report: facts gathered here, printed by `rendering`, frozen by the operations."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from monitoring import ledger
from monitoring.calendar import Term, elapsed_share, rate
from monitoring.ledger import Line
from monitoring.models import FollowedContract, QuarterReport, ReportLine
from monitoring.models import Recommendation as Asked
from monitoring.quarter_facts import (
    Commitment,
    Finding,
    PreviousRecommendation,
    ProjectFacts,
    Recommendation,
    SessionFacts,
)
from monitoring.quarter_report import QuarterReport as Document
from monitoring.quarter_sources import SourceFacts
from negotiation import rendering
from negotiation.clock import end_of_term
from negotiation.french import money, sequence
from negotiation.models import Institution, Mandate, Project
from negotiation.models.project import Source
from negotiation.parties import Signatory, Territory
from negotiation.vocabulary import Body, Function

TONES = {Source.STATE: "state", Source.REGION: "region", Source.PARTNER: "partner"}


def draft_pdf(contract: FollowedContract, report: QuarterReport, *, on: date) -> bytes:
    """The report as the quarter stands, watermarked PROJET; nothing of it is kept. Raises `RenderingFailed`."""
    return rendering.render(report_of(contract, report, on=on))


def report_pdf(contract: FollowedContract, report: QuarterReport, *, on: date, adopted_by: Mandate) -> bytes:
    """The text the Governor adopts; the caller freezes the bytes."""
    return rendering.render(report_of(contract, report, on=on, adopted_by=adopted_by))


def report_of(
    contract: FollowedContract, report: QuarterReport, *, on: date, adopted_by: Mandate | None = None
) -> Document:
    """Every fact of the report, as the contract (loaded) and its quarter hold it that day."""
    return Document(
        reference=contract.reference,
        contract_title=contract.title,
        ministry=_ministry(),
        territory=Territory(contract.region.name, is_district=contract.region.is_district),
        **_quarter(report),
        **_said(report, on),
        session=_session(contract, report, adopted_by, on) if report.held_on else None,
        draft=adopted_by is None,
        on=on,
        projects=tuple(_projects(contract, report, on)),
        sources=tuple(_source(line) for line in ledger.lines(contract)),
        commitments=tuple(_commitments(contract, report.when.year, on)),
        findings=tuple(Finding(row.title, row.evidence, row.amount) for row in contract.findings.all()),
        adopted_by=_signatory(adopted_by) if adopted_by else None,
        adopted_on=on if adopted_by else None,
    )


def _quarter(report: QuarterReport) -> dict:
    """Which quarter, and how its review was opened."""
    quarter = report.when
    return {
        "quarter_label": quarter.label,
        "starts_on": quarter.start,
        "ends_on": quarter.end,
        "canvas_on": report.canvas_on,
        "canvas_days_before": report.notice_days,
        "late": report.is_late,
    }


def _said(report: QuarterReport, on: date) -> dict:
    """What was written of it: what became of earlier recommendations, difficulties, new ones, outlook."""
    return {
        "previous": tuple(_previous(row, on) for row in report.earlier_recommendations()),
        "difficulties": _paragraphs(report.region_note, report.difficulties, _without_a_part(report)),
        "recommendations": tuple(
            Recommendation(row.number, row.text, row.responsible, row.due_on) for row in report.recommendations.all()
        ),
        "outlook": report.outlook,
    }


def _projects(contract: FollowedContract, report: QuarterReport, on: date) -> Iterator[ProjectFacts]:
    lines = {line.project_id: line for line in report.lines.all()}
    for project in contract.retained:
        if project.pk in lines:
            yield _project(contract, project, lines[project.pk], on)


def _ministry() -> str:
    found = Institution.objects.filter(body=Body.CT_MINISTRY).first()
    return found.name if found else str(Body.CT_MINISTRY.label)


def _session(contract: FollowedContract, report: QuarterReport, adopted_by: Mandate | None, on: date) -> SessionFacts:
    held = [row for row in contract.reports.all() if row.held_on and row.quarter <= report.quarter]
    return SessionFacts(
        number=len({row.pk for row in held} | {report.pk}),
        kind=report.get_kind_display(),
        held_on=report.held_on,
        place=report.place,
        chair=_signatory(adopted_by) if adopted_by else _governor(contract, on),
        attendance=report.attendance,
        attendees=report.attendees,
    )


def _signatory(mandate: Mandate) -> Signatory:
    return Signatory(mandate.title, mandate.person.name, mandate.mention, mandate.act if mandate.mention else "")


def _governor(contract: FollowedContract, on: date) -> Signatory:
    """Who signs for the Governor that day: an intérim stands in for its holder."""
    mandate = (
        Mandate.objects.on(on)
        .filter(
            institution__body=Body.GOVERNORATE, institution__region=contract.region_id, function=Function.SIGNATORY
        )
        .exclude(basis=Mandate.Basis.DELEGATION)
        .select_related("person")
        .order_by("-basis", "pk")
        .first()
    )
    return _signatory(mandate) if mandate else Signatory(_("Le Gouverneur"))


def _previous(row: Asked, on: date) -> PreviousRecommendation:
    waiting = row.state in (row.State.OPEN, row.State.ONGOING)
    return PreviousRecommendation(
        number=row.number,
        text=row.text,
        responsible=row.responsible,
        due_on=row.due_on,
        state=row.get_state_display(),
        note=row.note,
        overdue=bool(waiting and row.due_on and row.due_on < on),
    )


def _project(contract: FollowedContract, project: Project, line: ReportLine, on: date) -> ProjectFacts:
    sums = ledger.of_project(contract, project)
    months = project.duration_months or contract.duration_months
    term = Term(contract.signed_on, end_of_term(contract.signed_on, months)) if months else None
    return ProjectFacts(
        number=project.number,
        title=project.title,
        cost=project.cost,
        **sums,
        physical=line.physical,
        financial=rate(sums["paid"], project.cost),
        elapsed=elapsed_share(term, on) if term else None,
        works=line.works,
        difficulties=line.difficulties,
        anict_note=line.anict_note,
        sites=tuple(site.name for site in project.sites.all()),
    )


def _source(line: Line) -> SourceFacts:
    return SourceFacts(
        label=str(line.source.label),
        tone=TONES.get(line.source, "other"),
        year=line.year,
        engaged=line.engaged,
        inscribed=line.inscribed,
        mobilised=line.mobilised,
        paid=line.paid,
        justified=line.justified,
        rate=ledger.mobilisation_rate(line),
    )


def _commitments(contract: FollowedContract, year: int, on: date) -> list[Commitment]:
    """What each party engaged for the year, and what it has mobilised; kept once all of it is, broken only once the
    year is over."""
    over = on > date(year, 12, 31)
    return [
        Commitment(
            party=str(line.source.label),
            sentence=_("%(year)s : %(engaged)s engagés, %(mobilised)s mobilisés.")
            % {"year": year, "engaged": money(line.engaged), "mobilised": money(line.mobilised)},
            kept=_kept(line, over=over),
        )
        for line in ledger.lines(contract)
        if line.year == year
    ]


def _kept(line: Line, *, over: bool) -> bool | None:
    if not line.engaged:
        return None
    return True if line.mobilised >= line.engaged else (False if over else None)


def _without_a_part(report: QuarterReport) -> str:
    """Which part never came, and why the report went on."""
    if not report.parts_note:
        return ""
    parts = ((_("la collectivité"), report.region_done_on), (_("l’ANICT"), report.anict_done_on))
    absent = [name for name, done_on in parts if done_on is None]
    if not absent:
        return ""
    return _("Sans la part de %(who)s : %(why)s") % {"who": sequence(absent), "why": report.parts_note}


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())
