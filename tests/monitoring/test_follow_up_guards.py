"""What the triggers of the follow-up refuse: rewriting, leaping over a state, money above the plan or out of order."""

from datetime import date
from itertools import permutations

import pytest
from django.db import DatabaseError, transaction

from monitoring.models import Tranche
from monitoring.vocabulary import ReportState, TrancheState
from monitoring.workflow import REPORT, TRANCHE, steps
from tests.factories import NOW, stamp
from tests.monitoring.rows import DAY, entry, movement, paper, passage, report, signed, sql, tranche
from tests.monitoring.world import MILLION, add_project

pytestmark = pytest.mark.django_db

SUMS_AT = {"approved": (60,), "released": (60, 60), "paid": (60, 60, 60), "justified": (60, 60, 60, 60)}


def refused(name: str):
    """The database refuses, by the constraint or trigger of that name."""
    return pytest.raises(DatabaseError, match=name)


def a_waiver():
    return tranche().waivers.create(code="share", reason="Urgence.", given_at=NOW, **stamp())


def a_fulfilment():
    return signed().fulfilments.create(code="O5", on=DAY, **stamp())


@pytest.mark.parametrize("make", [passage, a_waiver, entry, movement, a_fulfilment])
def test_what_was_done_is_neither_rewritten_nor_erased(make):
    table = make()._meta.db_table

    with refused(f"Cannot update rows from {table} table"):
        sql(f"UPDATE {table} SET by_name = 'autre'")  # noqa: S608 -- the table of a model
    with refused(f"Cannot delete rows from {table} table"):
        sql(f"DELETE FROM {table}")  # noqa: S608 -- the table of a model


@pytest.mark.parametrize("column", ["sha256", "file", "name", "filed_at", "tranche_id"])
def test_a_paper_never_changes(column):
    paper(tranche())

    value = "NULL" if column == "tranche_id" else "now()" if column == "filed_at" else "repeat('1', 64)"
    with refused("Cannot update rows from monitoring_paper table"):
        sql(f"UPDATE monitoring_paper SET {column} = {value}")  # noqa: S608 -- a column of the test


def test_a_paper_may_cease_to_count_but_is_never_erased():
    paper(tranche())

    sql("UPDATE monitoring_paper SET current = false")
    with refused("Cannot delete rows from monitoring_paper table"):
        sql("DELETE FROM monitoring_paper")


@pytest.mark.parametrize("make", [tranche, report])
def test_a_tranche_and_a_report_are_never_erased(make):
    table = make()._meta.db_table

    with refused(f"Cannot delete rows from {table} table"):
        sql(f"DELETE FROM {table}")  # noqa: S608 -- the table of a model


def admitted(row, target: str) -> bool:
    """Whether raw SQL may write that state, as far as the machine alone is concerned."""
    try:
        with transaction.atomic():
            sql(f"UPDATE {row._meta.db_table} SET state = %s WHERE id = %s", target, row.pk)  # noqa: S608 -- a model's
    except DatabaseError as error:
        return "Invalid transition" not in str(error)
    return True


def moves(rows: dict) -> set[tuple[str, str]]:
    return {(source, target) for source, target in permutations(rows, 2) if admitted(rows[source], target)}


def test_raw_sql_moves_a_tranche_along_the_table_only():
    rows = {state: tranche(state, *SUMS_AT.get(state, ())) for state in TrancheState.values}

    assert moves(rows) == set(steps(TRANCHE))


def test_raw_sql_moves_a_report_along_the_table_only():
    rows = {state: report(state, lapse_reason="Crue.") for state in ReportState.values}

    assert moves(rows) == set(steps(REPORT))


def test_no_state_changes_without_its_passage():
    tranche()
    report(lapse_reason="Crue.")

    with refused("tranche_state_has_its_passage"):
        sql("UPDATE monitoring_tranche SET state = 'complete'")
    with refused("report_state_has_its_passage"):
        sql("UPDATE monitoring_quarterreport SET state = 'lapsed'")


def test_the_passage_of_another_version_is_not_enough():
    row = tranche()
    passage(tranche=row, action="accept", source="requested", target="complete", version=1)

    with refused("tranche_state_has_its_passage"):
        sql("UPDATE monitoring_tranche SET state = 'complete', version = 2")


def test_the_queryset_refuses_to_write_a_state_and_nobody_assigns_one():
    row = tranche()

    with pytest.raises(AttributeError, match="by operations only"):
        Tranche.objects.update(state="paid")
    with pytest.raises(AttributeError, match="by a transition only"):
        row.state = "paid"


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


@pytest.mark.parametrize("state", ["adopted", "transmitted"])
@pytest.mark.parametrize("column", ["sha256", "file", "difficulties", "quarter", "place"])
def test_an_adopted_report_never_changes(state, column):
    row = report(state)

    with refused("Cannot update rows from monitoring_quarterreport table"):
        sql(f"UPDATE monitoring_quarterreport SET {column} = 'autre' WHERE id = %s", row.pk)  # noqa: S608 -- a column


def test_a_report_under_review_may_still_change():
    row = report("held")

    sql("UPDATE monitoring_quarterreport SET difficulties = 'La crue.'")

    row.refresh_from_db()
    assert (row.difficulties, row.held_on) == ("La crue.", date(2018, 12, 20))
