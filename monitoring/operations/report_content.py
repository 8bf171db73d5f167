"""What is written into a quarter's report: the parts of the region and of the ANICT, the DRPSIAP's synthesis."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.words.french import sequence
from monitoring import gathering, order
from monitoring.models import Appraisal, Passage, QuarterReport, Recommendation, ReportLine
from monitoring.models.report_content import recommendations_before
from monitoring.operations.door import Deed, act, refuse
from monitoring.quarter_facts import rate_label
from monitoring.quarter_projects import Known

UNCHANGED = gettext_lazy(
    "La synthèse est celle que le Gouverneur a renvoyée : reprenez ce que ses remarques demandent."
)


# What the region writes of a project.
OF_THE_REGION = ("physical", "works", "difficulties", "fall_reason")


@dataclass(frozen=True)
class Part:
    """What the region or the ANICT says of one project."""

    project_id: int
    physical: int | None = None
    fall_reason: str = ""
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
class Judged:
    """How the CROCSAD judges that a party kept what it engaged: a value of `Kept`, and why."""

    party: str
    verdict: str
    sentence: str


@dataclass(frozen=True)
class FollowUp:
    """What became of an earlier recommendation."""

    pk: int
    state: str
    note: str = ""


def fill_region_part(
    report: QuarterReport, parts: Iterable[Part], *, note: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """The region says, of each project, how far the works are, the state of the contracts, the difficulties.

    Raises `Refused` where a project has no rate, or one below the last known without its reason.
    """
    with act("fill_region_part", report, by=by, at=at, seen=seen) as deed:
        lines = {line.project_id: line for line in deed.subject.lines.all()}
        before = gathering.last_known(deed.contract, deed.subject)
        for part in parts:
            line = lines[part.project_id]
            line.physical, line.works, line.difficulties = part.physical, part.works, part.difficulties
            line.fall_reason = _fall(line, part, before.get(line.project_id))
            line.save()
        deed.wrote = {"lines": {pk: _told(line, OF_THE_REGION) for pk, line in lines.items()}}
        if any(line.physical is None for line in lines.values()):
            raise refuse(_("Indiquez le taux d’exécution physique de chaque projet."))
        deed.subject.region_note, deed.subject.region_done_on = note, deed.on
    return deed.subject


def _told(line: ReportLine, names: tuple[str, ...]) -> dict:
    return {name: getattr(line, name) for name in names}


def _fall(line: ReportLine, part: Part, before: Known | None) -> str:
    """Why the rate goes down, where it does: it may not without a word."""
    if before is None or line.physical is None or line.physical >= before.rate:
        return ""
    if not part.fall_reason.strip():
        words = {"title": line.project.title, "before": before.sentence, "now": rate_label(line.physical)}
        raise refuse(_("« %(title)s » : le taux passe de %(before)s à %(now)s ; dites pourquoi il baisse.") % words)
    return part.fall_reason.strip()


def fill_anict_part(
    report: QuarterReport, parts: Iterable[Part], *, note: str, by: Actor, at: datetime, seen: int | None = None
) -> QuarterReport:
    """The ANICT says where the money of each project stands, or in so many words that it has nothing to say: an empty
    part is no part. Raises `Refused` for one."""
    with act("fill_anict_part", report, by=by, at=at, seen=seen) as deed:
        lines = {line.project_id: line for line in deed.subject.lines.all()}
        for part in parts:
            lines[part.project_id].anict_note = part.anict_note
            lines[part.project_id].save()
        deed.wrote = {"lines": {pk: _told(line, ("anict_note",)) for pk, line in lines.items()}}
        if not any(text.strip() for text in (note, *(line.anict_note for line in lines.values()))):
            raise refuse(_("Une part vide n’est pas une part : écrivez une observation, ou « Rien à signaler »."))
        deed.subject.anict_note, deed.subject.anict_done_on = note, deed.on
    return deed.subject


def write_up(
    report: QuarterReport,
    *,
    difficulties: str,
    outlook: str,
    parts_note: str = "",
    judged: Iterable[Judged],
    asked: Iterable[Asked],
    followed: Iterable[FollowUp],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> QuarterReport:
    """The DRPSIAP's synthesis: difficulties, outlook, how each party kept its word, this session's recommendations
    (they replace those written before), and what became of the earlier ones. `parts_note` says why the report goes on
    without a part that never came: nobody's silence stops the quarters that follow. Raises `Refused` while a party is
    not judged, and when what the Governor sent back would come to him as it was."""
    with act("write_up", report, by=by, at=at, seen=seen) as deed:
        held, asked = deed.subject, _due_after(deed.subject, asked)
        sent_back, before = bool(held.remarks), _written(held)
        held.difficulties, held.outlook, held.parts_note = difficulties, outlook, parts_note.strip()
        held.remarks = ""
        appraised = _judge(deed, {one.party: one for one in judged})
        held.recommendations.all().delete()
        numbered = [asdict(one) | {"number": number} for number, one in enumerate(asked, start=1)]
        Recommendation.objects.bulk_create(Recommendation(report=held, **one) for one in numbered)
        deed.wrote = {"appraisals": appraised, "recommendations": numbered, "followed": _follow(held, followed)}
        if sent_back and _written(held) == before and not _redone(held):
            raise refuse(UNCHANGED)
    return deed.subject


def _follow(report: QuarterReport, followed: Iterable[FollowUp]) -> list[tuple[str, int, str, str]]:
    """Write what became of the recommendations of earlier sessions; how each of them stands then."""
    earlier = {row.pk: row for row in recommendations_before(report)}
    for one in followed:
        if one.pk in earlier:
            earlier[one.pk].state, earlier[one.pk].note = one.state, one.note
            earlier[one.pk].save()
    return [(row.report.quarter, row.number, row.state, row.note) for row in earlier.values()]


def _written(report: QuarterReport) -> tuple:
    """What a synthesis says, as it stands in the rows."""
    return (
        report.difficulties,
        report.outlook,
        report.parts_note,
        [*report.appraisals.values_list("party", "verdict", "sentence")],
        [*report.recommendations.values_list("number", "text", "responsible", "due_on")],
        [(row.pk, row.state, row.note) for row in recommendations_before(report)],
    )


def _redone(report: QuarterReport) -> bool:
    """Whether a part, or the session, was taken up again since the Governor sent the report back."""
    acts = Passage.objects.filter(report=report)
    sent = acts.filter(action="return_report").latest("pk")
    return acts.filter(pk__gt=sent.pk, action__in=("fill_region_part", "fill_anict_part", "rectify_session")).exists()


def _due_after(held: QuarterReport, asked: Iterable[Asked]) -> list[Asked]:
    """What the session asks, none of it due before the session."""
    rows = list(asked)
    wrong = next(filter(None, (order.recommendation(held, one.due_on) for one in rows)), "")
    if wrong:
        raise refuse(wrong)
    return rows


def _judge(deed: Deed, judged: dict[str, Judged]) -> list[dict[str, str]]:
    """Write how the CROCSAD judges each party of the contract, all of them or none; what is written."""
    parties = gathering.parties(deed.contract)
    wanting = [gathering.party_name(deed.contract, party) for party in parties if party not in judged]
    if wanting:
        raise refuse(_("Dites si ces parties ont tenu leurs engagements : %s.") % sequence(wanting))
    deed.subject.appraisals.all().delete()
    rows = [
        {"party": party.value, "verdict": str(judged[party].verdict), "sentence": judged[party].sentence}
        for party in parties
    ]
    Appraisal.objects.bulk_create(Appraisal(report=deed.subject, **row) for row in rows)
    return rows
