"""The rules of the funding windows: data, kept by the ANICT, with their history."""

from datetime import date

import pytest

from cper.people.roles import Function, Role
from cper.words.rates import short
from monitoring import operations
from monitoring.models import TrancheRule
from monitoring.operations import Rule
from tests.monitoring.world import at, on, refusal, ruled, window

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)


def test_the_rules_of_a_window_are_replaced_as_a_whole_and_keep_their_history():
    ruled(Rule(1, share=5_000), Rule(2, justified=8_000))

    ruled(Rule(1, share=4_000))

    assert list(TrancheRule.objects.values_list("rank", "share", "justified")) == [(1, 4_000, None)]
    assert sorted(TrancheRule.history.values_list("rank", "history_type")) == [
        (1, "+"),
        (1, "+"),
        (1, "-"),
        (2, "+"),
        (2, "-"),
    ]
    assert window().history.first().history_user == on(DAY, Role.ANICT_RULES, function=Function.SECRETARIAT).user


def test_a_window_has_one_rule_for_each_rank():
    assert refusal(ruled, Rule(1, share=5_000), Rule(1, share=4_000)) == "Ce guichet a déjà une règle pour ce rang."


def test_an_agent_of_the_anict_does_not_keep_the_rules():
    agent = on(DAY, Role.ANICT, function=Function.AGENT)

    sentence = refusal(operations.save_window, window(), [Rule(1)], by=agent, at=at(DAY))

    assert sentence == "Seule l’ANICT (signataire ou secrétariat) peut faire cet acte."


@pytest.mark.parametrize(("hundredths", "words"), [(8_000, "80"), (3_333, "33,33"), (1_250, "12,5"), (5, "0,05")])
def test_a_rate_is_written_without_idle_decimals(hundredths, words):
    assert short(hundredths) == f"{words}\u00a0%"
