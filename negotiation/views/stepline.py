"""The eight steps as a line of time, read from the journal's passages."""

from datetime import date

from negotiation.clock import day_of
from negotiation.models import Contract, Passage
from negotiation.workflow import STAGES, Phase, Stage

TINTS = {phase: tint for tint, phase in enumerate(Phase, start=1)}


def phases(contract: Contract, today: date) -> list[dict]:
    """The four phases with their steps: done with its date and days, current with its deadline, future."""
    history = History(contract)
    return [
        {
            "roman": phase.value,
            "label": phase.label,
            "tint": TINTS[phase],
            "stages": [history.stage(stage, today) for stage in STAGES if stage.phase == phase],
        }
        for phase in Phase
    ]


class History:
    """When each step was entered and left, and how often it was returned to; one query."""

    def __init__(self, contract: Contract):
        self.contract = contract
        self.entered: dict[str, date] = {}
        self.left: dict[str, date] = {}
        self.returns: dict[str, int] = {}
        moves = Passage.objects.filter(contract=contract).order_by("pk").only("action", "source", "target", "at")
        for passage in moves:
            day = day_of(passage.at)
            if passage.action == "open" or passage.changes_step:
                self.left[passage.source] = day
                self.entered[passage.target] = day
            if passage.is_return:
                self.returns[passage.target] = self.returns.get(passage.target, 0) + 1
        self.here = contract.stage.number if contract.stage else contract.reached

    def stage(self, stage: Stage, today: date) -> dict:
        contract = self.contract
        current = contract.step == stage.step
        due = next((turn.due_on for turn in contract.turns.all() if turn.due_on), None) if current else None
        entered, left = self.entered.get(stage.step), self.left.get(stage.step)
        until = today if current else left
        return {
            "number": stage.number,
            "code": stage.code,
            "label": stage.step.label,
            "state": self._state(stage),
            "done_on": left,
            "days": (until - entered).days if entered and until and until >= entered else None,
            "due_on": due,
            "late": bool(due and due < today),
            "returns": self.returns.get(stage.step, 0),
            "who": "",
        }

    def _state(self, stage: Stage) -> str:
        if self.contract.step == stage.step:
            return "current"
        if stage.number < self.here:
            return "done"
        return "skipped" if self.contract.has_ended else "future"
