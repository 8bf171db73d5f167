"""Each act of the follow-up through its page: its effect, the message that follows, the refusals in words."""

from datetime import date

import pytest
from django.urls import reverse

from negotiation.vocabulary import Function, Role
from tests.monitoring import world
from tests.monitoring.acting import Office, faults, notices, plain
from tests.monitoring.world import MILLION

pytestmark = pytest.mark.django_db
MARCH = date(2019, 3, 1)


@pytest.fixture
def office(client, time_machine):
    return Office(client, time_machine)


@pytest.fixture
def contract():
    return world.follow()


def of(contract, word, *args):
    return reverse("contract-act", args=[contract.reference, word, *args])


def budget(contract, word, year):
    return reverse("budget-act", args=[contract.reference, word, year])


# A tranche


def test_a_tranche_is_prepared_and_the_page_says_what_remains_to_gather(office, contract):
    world.window()

    response = office.enter(Role.REGION, function=Function.AGENT).send(
        of(contract, "tranche"), year="2019", requested="60 000 000"
    )

    tranche = contract.tranches.get()
    assert (tranche.requested, tranche.year, tranche.state) == (60 * MILLION, 2019, "draft")
    assert notices(response) == [
        "Demande préparée : 60 000 000 FCFA pour 2019. Il reste 4 points à remplir avant de demander la tranche."
    ]
