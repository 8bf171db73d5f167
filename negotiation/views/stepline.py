"""The eight steps as a line of time, read from the journal's passages, else from the source's milestones."""

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cper.words.clock import day_of
from negotiation.models import Contract, Milestone, Passage
from negotiation.models.record import RETURNS
from negotiation.turns import step_due
from negotiation.views.standing import TINTS, at_precision
from negotiation.workflow import STAGES, Phase, Stage, Step, number


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
    """When each step was entered and left, how long and how many times it was held in all, how often it sent back; two
    queries."""

    def __init__(self, contract: Contract):
        self.contract = contract
        self.entered: dict[str, date] = {}
        self.left: dict[str, date] = {}
        self.held: dict[str, int] = {}
        self.stays: dict[str, int] = {}
        self.returns: dict[str, int] = {}
        # A dossier withdrawn or closed stopped at the furthest step it reached; a signed one passed them all.
        self.here = contract.stage.number if contract.stage else max(contract.reached, number(contract.step))
        for passage in self._moves():
            self._follow(passage)
        self.told = self._milestones()

    def _moves(self):
        return (
            Passage.objects.filter(contract=self.contract)
            .filter(Q(action="open") | ~Q(source=F("target")) | Q(action__in=RETURNS))
            .order_by("pk")
            .only("action", "source", "target", "at")
        )

    def _follow(self, passage: Passage) -> None:
        day = day_of(passage.at)
        if passage.is_return:
            self.returns[passage.source] = self.returns.get(passage.source, 0) + 1
        if passage.changes_step:
            stay = (day - self.entered.get(passage.source, day)).days
            self.held[passage.source] = self.held.get(passage.source, 0) + stay
            self.stays[passage.source] = self.stays.get(passage.source, 0) + 1
            self.left[passage.source] = day
        if passage.changes_step or passage.action == "open":
            self.entered[passage.target] = day

    def _milestones(self) -> dict[str, str]:
        """For a contract made before the platform: the date the source gives to a step, no more precise than it."""
        if self.entered:
            return {}
        told = self.contract.milestones.exclude(step="").exclude(precision=Milestone.Precision.UNKNOWN)
        dates = {milestone.step: at_precision(milestone.on, milestone.precision) for milestone in told}
        if self.contract.signed_on:
            dates[Step.SIGNATURE] = at_precision(self.contract.signed_on, self.contract.signed_precision)
        return dates

    def stage(self, stage: Stage, today: date) -> dict:
        current = self.contract.step == stage.step
        due = step_due(self.contract) if current else None
        return {
            "number": stage.number,
            "code": stage.code,
            "label": stage.step.label,
            "state": self._state(stage),
            "done_on": self.left.get(stage.step),
            "done_label": "" if self.entered else self.told.get(stage.step, _("date inconnue")),
            "days": self._days(stage, today),
            "stays": self.stays.get(stage.step, 0),
            "due_on": due,
            "late": bool(due and due < today),
            "returns": self.returns.get(stage.step, 0),
            "sent_back_on": self.left.get(stage.step) if self._state(stage) == "future" else None,
            "who": "",
        }

    def _days(self, stage: Stage, today: date) -> int | None:
        """Days since it was entered for the current step, days held in all for the others; None where unknown."""
        if self.contract.step == stage.step:
            entered = self.entered.get(stage.step)
            return (today - entered).days if entered else None
        return self.held.get(stage.step)

    def _state(self, stage: Stage) -> str:
        if self.contract.step == stage.step:
            return "current"
        if stage.number < self.here:
            return "done"
        return "skipped" if self.contract.has_ended else "future"
