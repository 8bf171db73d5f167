"""The facts of a quarter's report gathered from a loaded contract, each as it stood on the report's day.

That day is the quarter's last, or an earlier one while the quarter runs: money by the date of each movement up to
then, time passed by then, findings of what was known by then. Nothing dated later enters. Amounts are integer FCFA.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cper.places.wording import Territory
from cper.words.french import ngettext, sequence, sum_of
from cper.words.rates import rate
from monitoring import entries, findings, ledger
from monitoring.calendar import elapsed_share
from monitoring.ledger import Line
from monitoring.models import Appraisal, FollowedContract, QuarterReport, Recommendation, ReportLine
from monitoring.models.report_content import recommendations_before
from monitoring.quarter_facts import (
    Commitment,
    Finding,
    Mark,
    PreviousRecommendation,
    Said,
    SessionFacts,
)
from monitoring.quarter_facts import Recommendation as Asked
from monitoring.quarter_projects import Known, ProjectFacts
from monitoring.quarter_sources import SourceFacts
from monitoring.quarter_tranches import TrancheFacts
from monitoring.values import delays
from monitoring.vocabulary import Kept
from negotiation.models import Project
from negotiation.models.project import Source

TONES = {Source.STATE: "state", Source.REGION: "region", Source.PARTNER: "partner"}
SIGNS = {Kept.WHOLLY: "good", Kept.PARTLY: "open", Kept.BROKEN: "bad"}


def gathered(contract: FollowedContract, report: QuarterReport, today: date) -> dict[str, Any]:
    """All that the report tells, under the names of its document; a session not yet held is None."""
    day = report.reckoned_on(today)
    rows = ledger.lines(contract, on=day)
    return {
        **of_quarter(report),
        **written(report, day),
        "as_of": day,
        "session": session(contract, report) if report.held_on else None,
        "projects": tuple(projects(contract, report, day)),
        "tranches": tuple(tranches(contract, day)),
        "sources": tuple(source(line) for line in rows),
        "commitments": tuple(commitments(contract, report, rows)),
        "findings": tuple(found(contract, report, day)),
    }


def of_quarter(report: QuarterReport) -> dict[str, Any]:
    """Which quarter, and how its review was opened."""
    quarter = report.when
    return {
        "quarter_label": quarter.label,
        "starts_on": quarter.start,
        "ends_on": quarter.end,
        "canvas_on": report.canvas_on,
        "canvas_days_before": report.notice_days,
        "late": report.is_late,
        "early_reason": report.early_reason,
    }


def written(report: QuarterReport, day: date) -> dict[str, Any]:
    """What was written of it: what became of earlier recommendations, difficulties, new ones, outlook."""
    told = (
        (_("Difficultés signalées par la collectivité"), report.region_note),
        (_("Observations de l’ANICT"), report.anict_note),
        (_("Synthèse de la DRPSIAP"), report.difficulties),
    )
    return {
        "absent": absent(report),
        "previous": tuple(followed(row, day) for row in recommendations_before(report)),
        "difficulties": tuple(Said(title, text.strip()) for title, text in told if text.strip()),
        "recommendations": tuple(
            Asked(row.number, row.text, row.responsible, row.due_on) for row in report.recommendations.all()
        ),
        "outlook": report.outlook,
    }


def absent(report: QuarterReport) -> str:
    """Which part has not come, and why the report goes on without it, where that has been said."""
    parts = ((_("de la collectivité"), report.region_done_on), (_("de l’ANICT"), report.anict_done_on))
    names = [name for name, done_on in parts if done_on is None]
    if not names or not report.held_on:
        return ""
    words = {"who": sequence(names), "why": report.parts_note}
    if not report.parts_note:
        missing = ngettext("Part non reçue : celle %(who)s.", "Parts non reçues : celles %(who)s.", len(names))
        return missing % words
    sentence = ngettext("Sans la part %(who)s : %(why)s", "Sans les parts %(who)s : %(why)s", len(names))
    return sentence % words


def followed(row: Recommendation, day: date) -> PreviousRecommendation:
    waiting = row.state in (row.State.OPEN, row.State.ONGOING)
    return PreviousRecommendation(
        quarter=row.report.when.label,
        number=row.number,
        text=row.text,
        responsible=row.responsible,
        due_on=row.due_on,
        state=str(row.get_state_display()),
        note=row.note,
        overdue=bool(waiting and row.due_on and row.due_on < day),
    )


def session(contract: FollowedContract, report: QuarterReport) -> SessionFacts:
    """The sitting: its rank among those on the contract, how late for its quarter, the other quarters it examined."""
    held = [row for row in contract.reports.all() if row.held_on and row.pk != report.pk]
    sittings = {row.session_day for row in held if row.session_day <= report.held_on} | {report.held_on}
    return SessionFacts(
        number=len(sittings),
        kind=str(report.get_kind_display()),
        held_on=report.held_on,
        place=report.place,
        chaired_by=report.chaired_by,
        attendance=report.attendance,
        attendees=report.attendees,
        late_days=report.session_late_days,
        also=tuple(row.when.label for row in held if row.session_day == report.held_on),
    )


def projects(contract: FollowedContract, report: QuarterReport, day: date) -> Iterator[ProjectFacts]:
    lines = {line.project_id: line for line in report.lines.all()}
    before = last_known(contract, report)
    for project in contract.retained:
        if project.pk in lines:
            line = lines[project.pk]
            yield project_facts(contract, project, line, before.get(project.pk), report.region_done_on, day)


def last_known(contract: FollowedContract, report: QuarterReport) -> dict[int, Known]:
    """The last rate that the region declared of each project before that quarter."""
    return {
        line.project_id: Known(
            rate=line.rate,
            quarter=earlier.when.label,
            on=earlier.rates_on,
            adopted=earlier.is_frozen,
        )
        for earlier in contract.reports.all()
        if earlier.quarter < report.quarter
        for line in earlier.lines.all()
        if line.rate is not None
    }


def project_facts(
    contract: FollowedContract,
    project: Project,
    line: ReportLine,
    before: Known | None,
    heard: date | None,
    day: date,
) -> ProjectFacts:
    sums = ledger.of_project(contract, project, on=day)
    term = contract.term_of(project)
    return ProjectFacts(
        number=project.number,
        title=project.title,
        cost=project.cost,
        **sums,
        physical=line.physical,
        financial=rate(sums["paid"], project.cost),
        elapsed=elapsed_share(term, day) if term else None,
        before=before,
        fall_reason=line.fall_reason,
        heard=heard is not None,
        works=line.works,
        difficulties=line.difficulties,
        anict_note=line.anict_note,
        sites=tuple(site.name for site in project.sites.all()),
    )


def tranches(contract: FollowedContract, day: date) -> Iterator[TrancheFacts]:
    """The tranches under way that day: asked for, and not yet justified to the last franc."""
    for tranche, sums in entries.tranches(contract, day):
        if sums.paid is None or sums.justified < sums.paid:
            yield TrancheFacts(
                number=tranche.number,
                project=tranche.project.number,
                year=tranche.year,
                requested=sums.requested,
                approved=sums.approved,
                released=sums.released,
                paid=sums.paid,
                justified=sums.justified,
            )


def source(line: Line) -> SourceFacts:
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


def parties(contract: FollowedContract) -> list[Source]:
    """Who engaged something: the State and the collectivité, which sign, and every other source of the plan."""
    named = {Source.STATE, Source.REGION, *(Source(line.source) for line in ledger.planned(contract.retained))}
    return [party for party in dict.fromkeys((Source.STATE, *Source)) if party in named]


def party_name(contract: FollowedContract, party: Source) -> str:
    """« État », « Région de Kayes », « Partenaire technique et financier »."""
    if party == Source.REGION:
        return Territory(contract.region.name, is_district=contract.region.is_district).full_name
    return str(party.label)


def commitments(contract: FollowedContract, report: QuarterReport, rows: list[Line]) -> Iterator[Commitment]:
    """What each party had engaged for the year and has mobilised, and how the CROCSAD judges that it kept its word."""
    judged: dict[str, Appraisal] = {row.party: row for row in report.appraisals.all()}
    for party in parties(contract):
        row = judged.get(party)
        yield Commitment(
            party=party_name(contract, party),
            sentence=reckoned(rows, party, report.when.year),
            verdict=Mark(str(row.get_verdict_display()), SIGNS[Kept(row.verdict)]) if row else None,
            judged=row.sentence if row else "",
        )


def reckoned(rows: list[Line], party: Source, year: int) -> str:
    """« 2026 : 390 000 000 FCFA engagés, 105 000 000 FCFA mobilisés », a fact that judges nobody."""
    line = next((row for row in rows if (row.source, row.year) == (party, year)), None)
    if line is None:
        return _("%(year)s : rien d’engagé ni de mobilisé.") % {"year": year}
    engaged = sum_of(line.engaged, "%s engagé", "%s engagés")
    mobilised = sum_of(line.mobilised, "%s mobilisé", "%s mobilisés")
    return _("%(year)s : %(engaged)s, %(mobilised)s.") % {"year": year, "engaged": engaged, "mobilised": mobilised}


def found(contract: FollowedContract, report: QuarterReport, day: date) -> Iterator[Finding]:
    """What the controls find of what was known that day, up to the session of that quarter."""
    for one in findings.findings(contract, day, delays(), until=report.when):
        yield Finding(one.title, one.evidence, one.amount, one.rule, one.key)
