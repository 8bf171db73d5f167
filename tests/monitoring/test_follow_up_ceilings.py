"""Money that raw SQL cannot write: above the plan, out of order, to a project of another contract."""

import pytest
from django.db import DatabaseError, transaction

from tests.monitoring.rows import movement, signed, sql, tranche
from tests.monitoring.world import MILLION, add_project

pytestmark = pytest.mark.django_db


def refused(name: str):
    """The database refuses, by the constraint or trigger of that name."""
    return pytest.raises(DatabaseError, match=name)


def test_raw_sql_asks_for_no_franc_above_the_plan():
    contract = signed()
    tranche("requested", contract=contract, requested=90 * MILLION)

    with refused("tranche_within_the_plan: 1 above the plan"), transaction.atomic():
        tranche("requested", contract=contract, requested=1)
    assert tranche("draft", contract=contract, requested=1).held == 0


def test_raw_sql_does_not_raise_a_sum_above_the_plan():
    contract = signed()
    rows = [tranche("approved", contract=contract, approved=45 * MILLION) for _rank in range(2)]

    with refused("tranche_within_the_plan: 15000000 above the plan"):
        sql("UPDATE monitoring_tranche SET approved = 60000000 WHERE id = %s", rows[0].pk)


def test_what_the_plan_does_not_date_is_shared_by_all_years():
    contract = signed()
    contract.projects.get().financing.create(source="state", amount=10 * MILLION)
    tranche(contract=contract, requested=96 * MILLION, year=2019)
    tranche(contract=contract, requested=4 * MILLION, year=2018)

    with refused("tranche_within_the_plan: 1 above the plan"), transaction.atomic():
        tranche(contract=contract, requested=90 * MILLION + 1, year=2020)


def test_one_project_does_not_take_the_money_of_another_nor_of_another_source():
    contract = signed()
    other = add_project(contract)
    tranche(contract=contract, requested=90 * MILLION)

    assert tranche(contract=contract, project=other, requested=90 * MILLION).held == 90 * MILLION
    with refused("tranche_within_the_plan"), transaction.atomic():
        tranche(contract=contract, source="partner", requested=1)


@pytest.mark.parametrize("make", [tranche, movement])
def test_money_goes_to_a_project_of_its_own_contract(make):
    stranger = add_project(signed())

    with refused("is not of contract"), transaction.atomic():
        make(contract=signed(), project=stranger)


@pytest.mark.parametrize("kinds", [("paid",), ("mobilised", "justified"), ("mobilised", "paid", "paid")])
def test_the_money_of_a_source_moves_in_order(kinds):
    contract = signed()

    with refused("movements_in_order"), transaction.atomic():
        for kind in kinds:
            movement(contract=contract, kind=kind)
