"""The acts that a dossier has behind it, for its journal: those of each step, then the move that left it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cper.bench.negotiation.plans import Plan
from cper.people.roles import Role
from negotiation import workflow
from negotiation.workflow import STAGES, Action, Stage, Step

# What is done at a step before it is left, and how often.
WORK = {
    Step.DELIBERATION: ("attach",),
    Step.PREPARATION: ("edit", "edit", "edit", *["attach"] * 8),
    Step.FORMALISATION: ("attach",) * 3,
    Step.DGCT_REVIEW: ("assess",),
    Step.MINISTRY_REVIEW: ("give_opinion",),
    Step.PROJECT_LIST: (),
    Step.SELECTION: ("record_session", "attach"),
    Step.SIGNATURE: ("propose_convention", "approve_convention"),
}
# The move that leaves each step on the straight way, and those that end a dossier before its time.
WAY = ("adopt", "complete", "submit", "transmit", "open_negotiation", "approve_list", "adopt_selection", "sign")
ENDINGS = {Step.WITHDRAWN: "withdraw", Step.CLOSED: "close"}
ACCOUNTS = {
    Role.REGION: "agent",
    Role.PRESIDENT: "president",
    Role.GOVERNOR: "gouverneur",
    Role.DRPSIAP: "drpsiap",
    Role.DGCT: "dgct",
    Role.DGCT_HEAD: "dgct",
    Role.FINANCE: "finances",
}
REASON = "Le conseil a revu ses priorités au vu des ressources disponibles."


@dataclass(frozen=True)
class Deed:
    """One act of the journal."""

    action: str
    source: Step
    target: Step
    account: str
    comment: str = ""


def deeds(plan: Plan) -> Iterator[Deed]:
    """The acts of the dossier in order, from its opening; corrections make up the number that the plan wants."""
    yield Deed("open", STAGES[0].step, STAGES[0].step, "agent")
    told = [deed for stage, name in zip(STAGES, WAY, strict=True) for deed in passed(plan, stage, name)]
    here = STAGES[min(plan.standing.left, len(STAGES) - 1)]
    for _rank in range(plan.acts - len(told) - 1):
        told.append(Deed("edit", here.step, here.step, "agent"))
    yield from told
    if plan.standing.step in ENDINGS:
        action = workflow.at(here.step, ENDINGS[plan.standing.step])
        yield Deed(action.name, here.step, action.target, ACCOUNTS[action.roles[0]], REASON)


def passed(plan: Plan, stage: Stage, name: str) -> Iterator[Deed]:
    """The acts of one step: its work, once the dossier has left it or where that work is planned, then the move."""
    if plan.standing.left < stage.number:
        work = [("propose_convention", plan.standing.proposed), ("approve_convention", plan.standing.approved)]
        done = [one for one, is_done in work if is_done and plan.standing.step == stage.step]
        yield from (plain(workflow.at(stage.step, one), stage) for one in done)
        return
    yield from (plain(workflow.at(stage.step, one), stage) for one in WORK[stage.step])
    move = workflow.at(stage.step, name)
    *first, last = [ACCOUNTS[role] for role in (move.roles if move.joint else move.roles[:1])]
    yield from (Deed(name, stage.step, stage.step, account) for account in first)
    yield Deed(name, stage.step, move.target, last)


def plain(action: Action, stage: Stage) -> Deed:
    return Deed(action.name, stage.step, stage.step, ACCOUNTS[action.roles[0]])
