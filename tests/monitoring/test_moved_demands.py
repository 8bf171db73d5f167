"""A demand that is changed before it is asked meets the rules of where it goes, and takes no favour along."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import Tranche
from monitoring.operations import Refused, Rule
from tests.monitoring.world import MILLION, TO_PAID, add_project, at, bring, follow, on, ruled, tranche, window

pytestmark = pytest.mark.django_db
DAY = date(2019, 6, 3)


@pytest.fixture
def contract():
    contract = follow()
    add_project(contract)
    return contract


def edit(held: Tranche, **facts) -> Tranche:
    as_it_is = {"project": held.project, "window": window(), "year": held.year, "requested": held.requested}
    return operations.edit_tranche(held, by=on(DAY, Role.REGION), at=at(DAY), **(as_it_is | facts))


def test_an_older_draft_moved_to_a_project_comes_after_the_tranches_asked_there(contract):
    ruled(Rule(2, justified=8_000))
    here, there = contract.projects.all()
    draft = tranche(contract, project=there, requested=MILLION)
    bring(tranche(contract, project=here, requested=MILLION), *TO_PAID, amount=MILLION)

    moved = edit(draft, project=here)

    with pytest.raises(Refused) as caught:
        bring(moved, "request")
    assert [text.replace("\u00a0", " ") for text in caught.value.verdict.missing] == [
        "Demande écrite adressée à l’ANICT",  # it asks for another project
        "Tranche 2 justifiée à 0 % ; il en faut 80 %",
    ]


@pytest.mark.parametrize("change", [{"year": 2020}, {"requested": 11 * MILLION}])
def test_a_waiver_does_not_follow_the_demand_elsewhere(contract, change):
    ruled(Rule(1, share=1_000))
    draft = tranche(contract, project=contract.projects.first(), requested=10 * MILLION)
    operations.waive(draft, "share", by=on(DAY, Role.ANICT_HEAD), at=at(DAY), reason="Urgence.")

    with pytest.raises(Refused, match="Une dérogation tient à cette demande"):
        edit(draft, **change)
    assert edit(draft, requested=9 * MILLION).requested == 9 * MILLION
