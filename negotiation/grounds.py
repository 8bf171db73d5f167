"""What each judgement of an examiner rests on: where that has changed, the judgement no longer holds, and what it
asked for may have been done.

The source says what each looks at (décret n°2014-0644; grille méthodologique, étapes 4 et 5): the four criteria are
asked of each project; the ministry in charge of finance speaks on the figures, the others on their own projects.
Pure functions of `snapshots.Facts`: the same ground in two states of a dossier means that nothing it touches changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cper.people.models import Institution
from cper.people.roles import Body
from negotiation.snapshots import Facts, PieceFacts
from negotiation.workflow import Criterion, PieceKind

# Among the papers of the whole contract, those a criterion is judged on; a project's own papers go with the project.
PAPERS = {
    Criterion.PDESC: frozenset({PieceKind.PDESC, PieceKind.STRATEGY, PieceKind.CROCSAD_REPORT}),
    Criterion.STRUCTURING: frozenset({PieceKind.CROCSAD_REPORT}),
    Criterion.IMPACT: frozenset({PieceKind.CROCSAD_REPORT}),
    Criterion.FORM: frozenset(PieceKind),
}
# A project's own papers that a remark on a criterion touches; all of them where it is not said.
OWN_PAPERS = {Criterion.PDESC: frozenset({PieceKind.PROJECT_SHEET})}
# What a remark on a criterion touches in a project.
DESCRIBED = ("title", "purpose", "nature", "scale", "domain", "sites")
FIGURED = ("cost", "duration_months", "lines")
TOUCHED = {
    Criterion.PDESC: DESCRIBED,
    Criterion.STRUCTURING: (*DESCRIBED, *FIGURED),
    Criterion.IMPACT: (*DESCRIBED, *FIGURED),
    Criterion.FORM: ("owner", "owner_name", "owner_act", *FIGURED),
}
# The papers of the whole contract that a ministry reads beside those of its projects.
READ_BY_A_MINISTRY = PAPERS[Criterion.PDESC] | {PieceKind.CHOICE_DELIBERATION, PieceKind.ANNEX}
# The papers that carry figures: what finance may ask to see again.
FIGURES = frozenset({PieceKind.ACCOUNTS, PieceKind.ACCOUNTS_APPROVAL, PieceKind.PARTNER_AGREEMENT})


def of_verdict(facts: Facts, number: int, criterion: str) -> tuple | None:
    """What a criterion is judged on for a project; None where the dossier has no such project."""
    project = facts.project(number)
    if project is None:
        return None
    general = PAPERS[Criterion(criterion)]
    papers = _papers(facts, lambda p: p.project == number or (p.project is None and p.kind in general))
    dates = (facts.pdesc_from, facts.pdesc_to) if criterion == Criterion.PDESC else ()
    return replace(project, listed=True), papers, dates


def of_remark(facts: Facts, number: int, criterion: str) -> tuple | None:
    """What a remark on that criterion touches: narrower than what the criterion is judged on. Nothing that is written
    of the money mends an absence from the PDESC; form is a matter of papers and figures."""
    project = facts.project(number)
    if project is None:
        return None
    general = PAPERS[Criterion(criterion)]
    own = OWN_PAPERS.get(Criterion(criterion), frozenset(PieceKind))
    papers = _papers(facts, lambda p: p.kind in (own if p.project == number else general if not p.project else ()))
    dates = (facts.pdesc_from, facts.pdesc_to) if criterion == Criterion.PDESC else ()
    return tuple(getattr(project, name) for name in TOUCHED[Criterion(criterion)]), papers, dates


def of_opinion(facts: Facts, institution: Institution) -> tuple | None:
    """What an institution speaks on: all the figures of the contract for the ministry in charge of finance, every word
    of its own projects for a sector ministry; None for one that has no project left."""
    projects = facts.seen_by(institution)
    if not projects:
        return None
    if institution.body == Body.FINANCE:
        return facts.duration_months, *((p.number, p.cost, p.duration_months, p.lines) for p in projects)
    return tuple(replace(project, listed=True) for project in projects)


def of_correction(facts: Facts, institution: Institution) -> tuple:
    """What the corrections an institution asks for may touch: what it speaks on, and the papers it reads."""
    numbers = {project.number for project in facts.seen_by(institution)}
    if institution.body == Body.FINANCE:
        return of_opinion(facts, institution), _papers(facts, lambda p: p.kind in FIGURES)
    return of_opinion(facts, institution), _papers(
        facts, lambda p: p.project in numbers or (p.project is None and p.kind in READ_BY_A_MINISTRY)
    )


def _papers(facts: Facts, kept: Callable[[PieceFacts], bool]) -> tuple[Any, ...]:
    """The papers in force among those kept, known by their bytes: the same file filed again is the same paper."""
    return tuple(sorted((p.kind, p.project or 0, p.year or 0, p.sha256) for p in facts.pieces if kept(p)))
