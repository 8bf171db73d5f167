"""A contract as it stood at the end of a day, by what was written up to another (`moments.Moment`).

Facts are kept or left by their two times; tranches and reports are read again from the traces of their acts. What
corrects a fact (a reversal, a rectification, an erratum, a duty settled again) holds from the day it corrects, as soon
as it is known. The answer is loaded, is read like the contract of today, and refuses every act.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from typing import Any

from django.db.models import Model

from cper.rows.together import fetched
from cper.words.clock import day_of
from monitoring import traces
from monitoring.models import FollowedContract, Justification, Passage, QuarterReport, Recommendation, Tranche
from monitoring.models.report import FROZEN
from monitoring.models.report_content import Appraisal
from monitoring.models.requirements import unmet
from monitoring.moments import Moment
from monitoring.vocabulary import Demand, ReportState, TrancheState

T, R = TrancheState, ReportState
# What is read of the acts, beside the facts of the pages.
ACTS = (
    "tranches__passages",
    "tranches__justifications",
    "reports__passages",
    "reports__errata",
    "reports__rectifications",
    "reports__appraisals",
)
# The acts that say what an earlier one should have said, whatever the day they bear.
CORRECTIONS = ("rectify_session", "adopt_erratum")


def seen(contract: FollowedContract, moment: Moment) -> FollowedContract:
    """The loaded contract as it stood at that moment; one query for the traces of all its acts."""
    contract.load(*ACTS, facts=())
    past = copy(contract.in_terms_of(moment.on, moment.knows))
    past.moment = moment
    _keep(past, "budget", filter(moment.holds, contract.budget.all()))
    _keep(past, "movements", filter(moment.holds, contract.movements.all()))
    _keep(past, "convenings", filter(moment.holds, contract.convenings.all()))
    _keep(past, "fulfilments", _settled(contract, moment))
    _keep(past, "tranches", filter(None, (_tranche(row, past) for row in contract.tranches.all())))
    _keep(past, "reports", filter(None, (_report(row, past) for row in contract.reports.all())))
    _follow(past)
    for tranche in past.tranches.all():
        _gather(tranche)
    return past


def _keep(owner: Model, name: str, rows: Iterable[Any]) -> None:
    """Make these the fetched rows of that name."""
    held = owner.__dict__.get("_prefetched_objects_cache", {})
    owner._prefetched_objects_cache = held | {name: fetched(getattr(owner, name).model, list(rows))}


def _settled(contract: FollowedContract, moment: Moment) -> Iterator[Any]:
    """How duties were settled; one that is known to be corrected tells nothing of any day."""
    known = [row for row in contract.fulfilments.all() if moment.knows(row.at)]
    corrected = {row.corrects_id for row in known}
    return (row for row in known if row.pk not in corrected and moment.holds(row))


def _tranche(row: Tranche, past: FollowedContract) -> Tranche | None:
    """The tranche as its acts had left it; None before the first."""
    moment = past.moment
    acts = sorted(filter(moment.holds, row.passages.all()), key=lambda act: act.pk)
    if not any("number" in act.wrote for act in acts):
        return None
    made = _replayed(row, past, acts)
    _tie(made, past, row)
    _keep(made, "papers", _filed(row, moment))
    _keep(made, "waivers", (one for one in row.waivers.all() if day_of(one.given_at) <= moment.on))
    _keep(made, "justifications", _declared(row, moment))
    made.justified = sum(one.accepted or 0 for one in made.justifications.all())
    made.under_review = sum(one.declared for one in made.justifications.all() if one.waits)
    if made.state in (T.PAID, T.JUSTIFIED):
        # Two examinations may be dated otherwise than they were written.
        made.__dict__["state"] = T.JUSTIFIED if made.justified == made.paid else T.PAID
    return made


def _tie(made: Tranche, past: FollowedContract, row: Tranche) -> None:
    """Its project and its window, which it may have changed since: those that are loaded already."""
    made.project = next(project for project in past.projects.all() if project.pk == made.project_id)
    if made.window_id == row.window_id:
        made.window = row.window


def _replayed(row: Tranche | QuarterReport, past: FollowedContract, acts: list[Passage]) -> Any:
    """A copy of the row on which the traces of these acts are laid, in their order."""
    made = copy(row)
    made.contract = past
    traces.lay(made, traces.blank(type(row)))
    for act in acts:
        traces.lay(made, act.wrote)
    made.entered_state_on = min(made.entered_state_on, past.moment.on)
    _keep(made, "passages", reversed(acts))
    return made


def _filed(row: Tranche, moment: Moment) -> Iterator[Any]:
    """The papers filed by then; of each kind the last one counted."""
    filed = [copy(paper) for paper in row.papers.all() if day_of(paper.filed_at) <= moment.on]
    last = {paper.kind: paper.pk for paper in filed}
    for paper in filed:
        paper.current = paper.pk == last[paper.kind]
        yield paper


def _declared(row: Tranche, moment: Moment) -> Iterator[Justification]:
    """What was declared by then, answered or not yet."""
    for one in filter(moment.holds, row.justifications.all()):
        made = copy(one)
        if one.answered_on and not (one.answered_on <= moment.on and moment.knows(one.answered_at)):
            made.accepted = made.answered_at = made.answered_on = None
            made.reason = ""
        yield made


def _gather(tranche: Tranche) -> None:
    """What its file lacked, which no act writes."""
    if tranche.state in (T.DRAFT, T.RETURNED):
        tranche.lacks_papers = [met.label for met in unmet(tranche, (Demand.PAPERS,))]
        tranche.lacks_rules = [met.label for met in unmet(tranche, (Demand.RULES,))]


def _report(row: QuarterReport, past: FollowedContract) -> QuarterReport | None:
    """The report as its acts had left it, its session on the day that is known to be right; None before it opened."""
    moment, every = past.moment, sorted(row.passages.all(), key=lambda act: act.pk)
    if not any("quarter" in act.wrote for act in every):
        return _whole(row, past)
    known = [act for act in every if moment.knows(act.at)]
    acts = [act for act in known if _holds(act, known, moment)]
    if not any("quarter" in act.wrote for act in acts):
        return None
    made = _replayed(row, past, acts)
    if made.state not in FROZEN:
        made.facts, made.sha256, made.file = None, "", ""
    _keep(made, "errata", (one for one in row.errata.all() if _is_out(one, moment)))
    _keep(made, "rectifications", (one for one in row.rectifications.all() if moment.knows(one.at)))
    _keep(made, "lines", _lines(row, made, acts))
    _keep(made, "appraisals", _appraised(made, acts))
    return made


def _whole(row: QuarterReport, past: FollowedContract) -> QuarterReport | None:
    """A report that no act opened, as several quarters let lapse by one act: as it stands, from the day it is of."""
    if row.opened_on > past.moment.on or not past.moment.knows(row.opened_on):
        return None
    made = copy(row)
    made.contract = past
    return made


def _holds(act: Passage, known: list[Passage], moment: Moment) -> bool:
    """Whether the act counts that day; a session is held on the day that its last correction says."""
    if act.action == "hold":
        return _session_day(act, known) <= moment.on
    return act.action in CORRECTIONS or act.on <= moment.on


def _session_day(act: Passage, known: list[Passage]) -> date:
    days = [one.wrote["held_on"] for one in known if one.action == "rectify_session" and "held_on" in one.wrote]
    for one in known:
        right = one.wrote.get("session_corrected", {}).get("held_on")
        days += [right["value"]] if right else []
    return date.fromisoformat(days[-1]) if days else act.on


def _is_out(erratum: Any, moment: Moment) -> bool:
    return bool(erratum.adopted_on and moment.knows(erratum.adopted_on))


def _lines(row: QuarterReport, made: QuarterReport, acts: list[Passage]) -> Iterator[Any]:
    """What was said of each project: the parts as they had been filled, the rates that errata had corrected."""
    for line in row.lines.all():
        written = {"physical": None, "corrected": None, "fall_reason": "", "works": ""}
        written |= {"difficulties": "", "anict_note": ""}
        for act in acts:
            written |= act.wrote.get("lines", {}).get(str(line.project_id), {})
        told = copy(line)
        told.report = made
        for name, value in written.items():
            setattr(told, name, value)
        yield told


def _appraised(made: QuarterReport, acts: list[Passage]) -> list[Appraisal]:
    last = next((act.wrote["appraisals"] for act in reversed(acts) if "appraisals" in act.wrote), [])
    return [Appraisal(report=made, **one) for one in last]


def _follow(past: FollowedContract) -> None:
    """The recommendations of each session, with what the later syntheses had said of them."""
    asked: dict[tuple[str, int], Recommendation] = {}
    acts = [(report, act) for report in past.reports.all() for act in report.passages.all()]
    for report in past.reports.all():
        own = [act for of, act in acts if of is report and "recommendations" in act.wrote]
        last = max(own, key=lambda act: act.pk).wrote["recommendations"] if own else []
        rows = [Recommendation(report=report, **_dated(one)) for one in last]
        _keep(report, "recommendations", rows)
        asked |= {(report.quarter, one.number): one for one in rows}
    for act in sorted((act for _of, act in acts), key=lambda act: act.pk):
        for quarter, number, state, note in act.wrote.get("followed", ()):
            if (quarter, number) in asked:
                asked[quarter, number].state, asked[quarter, number].note = state, note


def _dated(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"due_on": date.fromisoformat(one["due_on"]) if one["due_on"] else None}
