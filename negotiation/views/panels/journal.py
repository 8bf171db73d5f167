"""The journal: each act with who did it, in which function, for whom; for an old contract, what its source tells."""

from collections.abc import Iterable

from cper.pages.timeline import several, together
from negotiation.differences import by_subject, from_rows
from negotiation.models import Contract, Milestone, Passage
from negotiation.views.standing import at_precision
from negotiation.workflow import STAGE, Step

DEPOSITS = ("attach",)
REFUSALS = ("send_back", "return_list", "return_convention", "withdraw", "close")


def events(passages: Iterable[Passage]) -> list[dict]:
    """The acts as a timeline; the papers that one person filed one after the other on a day stand in one event."""
    return [several(event, group) for group in together(passages, DEPOSITS)]


def rows(passages: Iterable[Passage]) -> list[dict]:
    """Each act on a line of its own."""
    return [event(passage) for passage in passages]


def event(passage: Passage) -> dict:
    """An act as an event of the timeline; the steps are named only where the act led from one to another. Several
    answers stand a line each."""
    first, *more = passage.detail.splitlines() or [""]
    return {
        "when": passage.at,
        "act": passage.label,
        "detail": "" if more else first,
        "details": [first, *more] if more else [],
        "who": passage.by_name,
        "function": passage.capacity,
        "capacity_act": passage.by_act,
        "comment": passage.comment,
        "changes": by_subject(from_rows(passage.changes), passage.contract.offices.said),
        "from_label": step_label(passage.source) if passage.changes_step else "",
        "to_label": step_label(passage.target) if passage.changes_step else "",
        "tone": "refused" if passage.action in REFUSALS else "done" if passage.changes_step else "info",
    }


def told(milestone: Milestone) -> dict:
    """A fact that a source tells of a contract made before the platform."""
    return {
        "when_label": at_precision(milestone.on, milestone.precision),
        "act": milestone.text,
        "who": milestone.source,
        "to_label": "",
        "tone": "info",
    }


def milestones(contract: Contract) -> list[dict]:
    return [told(milestone) for milestone in contract.milestones.all()]


def step_label(step: str) -> str:
    """« E4 Examen par la DGCT », « Signé »."""
    stage = STAGE.get(Step(step))
    return f"{stage.code} {stage.step.label}" if stage else str(Step(step).label)
