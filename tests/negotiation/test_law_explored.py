"""The law walked whole: what must hold in every state that its tables allow; a fault planted in a table is found."""

from dataclasses import replace

import pytest

from cper.people.roles import Role
from monitoring.management.machine_states import report_machine, tranche_machine
from monitoring.vocabulary import Demand, ReportState, TrancheState
from monitoring.vocabulary import Move as FollowUpMove
from monitoring.workflow import REPORT, TRANCHE
from negotiation import turns
from negotiation.management.exploring import Machine, explore
from negotiation.management.law_states import machine
from negotiation.models import requirements
from negotiation.workflow import ENDED, STAGE, STAGES, Need, Step
from tests.factories import NOW, TODAY
from tests.situations import SITUATIONS, make_dossier, make_people


def row(place: str, name: str, stages: tuple = STAGES, **changes) -> tuple:
    """The table with one of its rows changed, or taken away where nothing is told."""
    return tuple(_with(stage, name, changes) if _place(stage) == place else stage for stage in stages)


def _place(stage) -> str:
    return stage.step if hasattr(stage, "step") else stage.state


def _with(stage, name: str, changes: dict):
    kept = [replace(one, **changes) if one.name == name else one for one in stage.actions]
    return replace(stage, actions=tuple(one for one in kept if changes or one.name != name))


def tranche(place: str, name: str, **changes) -> Machine:
    return tranche_machine(row(place, name, TRANCHE, **changes))


def report(place: str, name: str, **changes) -> Machine:
    return report_machine(row(place, name, REPORT, **changes))


def reopened(stages: tuple, place: str, target: str) -> tuple:
    """The table with one more act, which leads back from what is final."""
    back = FollowUpMove("reopen", "rouvrir", "Rouvrir", "Rouvert", (Role.GOVERNOR,), targets=(target,))
    return tuple(replace(stage, actions=(*stage.actions, back)) if stage.state == place else stage for stage in stages)


@pytest.mark.parametrize("law", [machine, tranche_machine, report_machine])
def test_somebody_can_always_act_and_the_end_is_always_in_reach(law):
    assert explore(law()).faults == ()


PLANTED = {
    "nobody is awaited for the deliberation": ("stuck", machine(row(Step.DELIBERATION, "adopt", awaited=False))),
    "the request goes past the DGCT": ("elsewhere", machine(row(Step.FORMALISATION, "submit", target=Step.SELECTION))),
    "a condition that cannot come": ("no end", machine(row(Step.DGCT_REVIEW, "transmit", needs=(Need.SESSION,)))),
    "no return where a criterion is not met": ("stuck", machine(row(Step.DGCT_REVIEW, "send_back"))),
    "corrections that cannot be sent": ("no end", machine(row(Step.MINISTRY_REVIEW, "resubmit"))),
    "corrections that nobody is asked for": ("stuck", machine(row(Step.MINISTRY_REVIEW, "resubmit", awaited=False))),
    "one council agrees with itself": (
        "alone",
        machine(row(Step.PROJECT_LIST, "approve_list", roles=(Role.PRESIDENT, Role.REGION))),
    ),
    "the list goes back too far": ("elsewhere", machine(row(Step.SELECTION, "return_list", target=Step.DGCT_REVIEW))),
    "a session that nobody records": ("no end", machine(row(Step.SELECTION, "record_session"))),
    "an approval that asks for a return": (
        "no end",
        machine(row(Step.SIGNATURE, "approve_convention", needs=(Need.PROPOSED, Need.UNPROPOSED))),
    ),
    "a signature of one party": ("alone", machine(row(Step.SIGNATURE, "sign", roles=(Role.GOVERNOR,)))),
    "a returned tranche that waits for nobody": (
        "stuck",
        tranche_machine(
            row(TrancheState.RETURNED, "answer_return", row(TrancheState.RETURNED, "file_paper", TRANCHE))
        ),
    ),
    "an approval of the ANICT that nobody is asked for": (
        "stuck",
        tranche(TrancheState.COMPLETE, "approve", awaited=False),
    ),
    "a released sum approved again": (
        "twice",
        tranche_machine(reopened(TRANCHE, TrancheState.RELEASED, TrancheState.APPROVED)),
    ),
    "a synthesis that nobody writes": ("no end", report(ReportState.HELD, "write_up")),
    "an adopted report that is held again": (
        "twice",
        report_machine(reopened(REPORT, ReportState.ADOPTED, ReportState.HELD)),
    ),
    "a session that asks for its own synthesis": (
        "no end",
        report(ReportState.CANVAS, "hold", needs=(Demand.SYNTHESIS,)),
    ),
}


@pytest.mark.parametrize(("kind", "planted"), PLANTED.values(), ids=PLANTED)
def test_a_fault_planted_in_a_table_is_found(kind, planted):
    assert kind in {fault.kind for fault in explore(planted).faults}


@pytest.fixture
def everybody(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_people()


def test_every_dossier_of_the_site_is_in_a_state_that_the_exploration_met(everybody):
    """What the acts are told to leave behind is what they do leave: the same facts, the same acts awaited."""
    law = machine()
    met = {(state.place, state.holds & named(state.place)) for state in explore(law).ways}
    for name, situation in SITUATIONS.items():
        if situation.step in ENDED:
            continue
        contract = make_dossier(situation)
        holds = frozenset(str(need) for need in Need if requirements.holds(contract, (need,), TODAY))
        asked = any(not opinion.is_given for opinion in requirements.current_opinions(contract))

        told = {act.name for act in law.acts[contract.step] if act.is_awaited(holds)}
        told -= set() if asked else {"give_opinion"}

        assert (contract.step, holds & named(contract.step)) in met, name
        assert {action.name for action, _role, _who in turns.awaited(contract, TODAY)} == told, name


def named(step: str) -> frozenset[str]:
    """The conditions that the rows of a step name."""
    rows = STAGE[step].actions if step in STAGE else ()
    return frozenset(str(need) for one in rows for need in (*one.needs, *one.waits_for, *one.until))
