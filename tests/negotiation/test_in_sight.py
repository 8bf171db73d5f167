"""The contract of an address exists for whom it is visible to, though its question is written once for many."""

from itertools import combinations

import pytest

from cper.people.models import Actor
from negotiation.models import Contract
from negotiation.models.contract_queries import in_sight
from negotiation.vocabulary import Step
from tests.factories import TODAY, ContractFactory, ProjectFactory
from tests.situations import make_people

pytestmark = pytest.mark.django_db
# A body for each reach, in either region, and one that sees nothing; whoever acts in one alone is asked by the matrix.
BODIES = (
    "president",
    "governor elsewhere",
    "dgct",
    "finance",
    "sector concerned",
    "sector unconcerned",
    "administrator",
)
STEPS = (Step.DELIBERATION, Step.DGCT_REVIEW, Step.SELECTION)


def dossiers() -> list[Contract]:
    """In two regions, before the DGCT and after it, with and without the livestock."""
    made = [ContractFactory(where=where, step=step) for where in ("kayes", "gao") for step in STEPS]
    for contract in made[::2]:
        ProjectFactory(contract=contract)
    return made


def test_whoever_acts_in_two_bodies_finds_by_its_address_what_both_let_him_see():
    people, contracts = make_people(), dossiers()
    held = {who: people[who].on(TODAY).mandates for who in BODIES}

    for one, other in combinations(BODIES, 2):
        actor = Actor(user=people[one], day=TODAY, mandates=(*held[one], *held[other]))
        seen = set(Contract.objects.visible_to(actor))
        assert {row for row in contracts if in_sight(Contract, row.reference, actor)} == seen, (one, other)


def test_the_offices_are_those_of_the_day_and_of_the_region_that_is_asked(django_assert_num_queries):
    people, (kayes, gao) = make_people(), (ContractFactory(), ContractFactory(where="gao"))
    contracts = Contract.objects.with_offices(TODAY)

    for who, contract in (("president", kayes), ("president elsewhere", gao), ("president", kayes)):
        actor = people[who].on(TODAY)
        with django_assert_num_queries(1):
            found = in_sight(Contract, contract.reference, actor)
            assert found.region == contract.region
        told = contracts.get(pk=contract.pk)
        assert {name: value for name, value in vars(found).items() if name.startswith("called_")} == {
            name: value for name, value in vars(told).items() if name.startswith("called_")
        }


def test_who_has_no_mandate_that_sees_asks_nothing(django_assert_num_queries):
    contract, actor = ContractFactory(), make_people()["administrator"].on(TODAY)

    with django_assert_num_queries(0):
        assert in_sight(Contract, contract.reference, actor) is None
