"""Many at once on real PostgreSQL: one passes, the others are told, one passage is written."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cper.people.roles import Role
from negotiation.models import Contract, Passage
from negotiation.operations import Refused, make_move
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, actor, all_seats

AT_ONCE = 20


def all_at_once(act):
    """Call `act` in twenty threads that start together; the sentence of each refusal, "" for a success."""
    barrier = Barrier(AT_ONCE)

    def one(_rank):
        barrier.wait()
        try:
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(one, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", [1, None], ids=["page", "script"])
def test_of_twenty_simultaneous_tries_at_one_move_exactly_one_passes(seen):
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    president = actor(Role.PRESIDENT)

    answers = all_at_once(lambda: make_move(contract, "submit", by=president, at=NOW, seen=seen))

    assert answers.pop("") == 1
    assert list(answers.values()) == [AT_ONCE - 1]
    assert Passage.objects.filter(action="submit").count() == 1
    assert Contract.objects.get().step == Step.DGCT_REVIEW


@pytest.mark.django_db(transaction=True)
def test_of_twenty_simultaneous_approvals_by_one_role_exactly_one_counts():
    all_seats()
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    governor = actor(Role.GOVERNOR)

    answers = all_at_once(lambda: make_move(contract, "approve_list", by=governor, at=NOW))

    assert answers.pop("") == 1
    assert contract.assents.count() == 1
    assert Contract.objects.get().step == Step.PROJECT_LIST
