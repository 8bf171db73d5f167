"""The table is whole, and the code is the table."""

from decimal import Decimal

import pytest

from cper.law.texts import ORIGIN
from negotiation import workflow
from negotiation.models import Contract, requirements
from negotiation.operations.moves import CONSEQUENCES
from negotiation.workflow import STAGES, Move, Need, Phase, Step


def test_the_eight_steps_stand_in_order_in_four_phases():
    assert [stage.code for stage in STAGES] == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"]
    assert [stage.phase for stage in STAGES] == [
        *[Phase.PRELIMINARY] * 3,
        *[Phase.REVIEW] * 2,
        *[Phase.NEGOTIATION] * 2,
        Phase.SIGNATURE,
    ]


def test_every_move_of_the_law_is_a_method_and_every_transition_a_move():
    transitions = {(t.name, t.source, t.target) for t in Contract(step=Step.DELIBERATION).get_all_step_transitions()}
    rows = {(name, source, target.value) for name in workflow.MOVE_NAMES for source, target in workflow.arcs(name)}

    assert transitions == rows


def test_every_need_of_the_law_has_its_check_and_its_relations():
    assert set(requirements.CHECKS) == set(Need) == set(requirements.RELATIONS)


def test_consequences_belong_to_moves():
    assert set(CONSEQUENCES) <= set(workflow.MOVE_NAMES)


@pytest.mark.parametrize("name", ["send_back", "return_list", "resubmit", "withdraw", "close", "return_convention"])
def test_a_return_a_withdrawal_and_a_closing_want_a_reason(name):
    assert workflow.example(name).comment is True


def test_the_region_may_withdraw_and_the_dgct_close_until_somebody_signs():
    assert workflow.steps_of("withdraw") == tuple(stage.step for stage in STAGES)
    assert workflow.steps_of("close") == tuple(stage.step for stage in STAGES[3:])
    assert {workflow.at(Step.SIGNATURE, name).needs for name in ("withdraw", "close")} == {(Need.UNSIGNED,)}


def test_all_rows_of_one_name_share_word_roles_and_target():
    for name in (*workflow.MOVE_NAMES, *workflow.TASK_NAMES):
        rows = [action for stage in STAGES for action in stage.actions if action.name == name and name != "attach"]
        assert len({(row.word, row.roles, getattr(row, "target", None), row.comment) for row in rows}) <= 1


def test_a_word_of_an_address_names_one_act():
    words = {(action.word, action.name) for stage in STAGES for action in stage.actions}

    assert len(words) == len({word for word, _name in words})


def test_the_delays_are_those_of_the_source():
    totals = {stage.code: stage.delay.value_on(ORIGIN).total(projects=2) for stage in STAGES if stage.delay}

    assert totals == {"E4": 8, "E5": 16, "E6": Decimal("7.5"), "E7": Decimal("7.5"), "E8": 7}


def test_only_the_president_submits_and_only_both_approve_and_sign():
    def roles(name):
        return [role.value for role in workflow.example(name).roles]

    assert roles("submit") == ["president"]
    assert roles("approve_list") == roles("sign") == ["president", "governor"]
    assert workflow.example("approve_list").joint
    assert workflow.example("sign").joint


def test_every_ended_step_offers_no_move():
    sources = {stage.step for stage in STAGES for action in stage.actions if isinstance(action, Move)}

    assert sources.isdisjoint(workflow.ENDED)
