"""What the triggers of the follow-up refuse: rewriting, erasing, leaping over a state."""

from itertools import permutations

import pytest
from django.db import DatabaseError, transaction

from monitoring.models import Tranche
from monitoring.vocabulary import ReportState, TrancheState
from monitoring.workflow import REPORT, TRANCHE, steps
from tests.factories import NOW, stamp
from tests.monitoring.rows import DAY, entry, movement, paper, passage, report, signed, sql, tranche

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


@pytest.mark.parametrize(
    "change", ["sha256 = repeat('1', 64)", "file = 'autre'", "filed_at = now()", "tranche_id = NULL"]
)
def test_a_paper_never_changes(change):
    paper(tranche())

    with refused("Cannot update rows from monitoring_paper table"):
        sql(f"UPDATE monitoring_paper SET {change}")  # noqa: S608 -- a change of the test


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


@pytest.mark.parametrize("state", ["adopted", "transmitted"])
@pytest.mark.parametrize("column", ["sha256", "file", "difficulties", "quarter", "place"])
def test_an_adopted_report_never_changes(state, column):
    row = report(state)

    with refused("Cannot update rows from monitoring_quarterreport table"):
        sql(f"UPDATE monitoring_quarterreport SET {column} = 'autre' WHERE id = %s", row.pk)  # noqa: S608 -- a column


def test_a_report_sent_to_the_minister_keeps_its_letter():
    report("transmitted")

    with refused("Cannot update rows from monitoring_quarterreport table"):
        sql("UPDATE monitoring_quarterreport SET letter_reference = 'autre'")


@pytest.mark.parametrize(
    "change", ["UPDATE monitoring_reportline SET physical = 5", "DELETE FROM monitoring_reportline"]
)
def test_what_an_adopted_report_says_of_a_project_never_changes(change):
    row = report("adopted")
    row.lines.create(project=row.contract.projects.get(), physical=1)

    with refused("report_line_frozen_with_its_report"):
        sql(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE monitoring_quarterreport SET facts = '{}'",
        "UPDATE monitoring_appraisal SET verdict = 'broken'",
        "DELETE FROM monitoring_appraisal",
    ],
)
def test_the_facts_and_the_verdicts_of_an_adopted_report_never_change(change):
    report("adopted").appraisals.create(party="state", verdict="kept", sentence="Versé.")

    with refused("appraisal_frozen_with_its_report" if "appraisal" in change else "Cannot update rows"):
        sql(change)


def test_a_report_under_review_may_still_change():
    row = report("held")
    row.lines.create(project=row.contract.projects.get(), physical=1)

    sql("UPDATE monitoring_quarterreport SET difficulties = 'La crue.'")
    sql("UPDATE monitoring_reportline SET physical = 5")

    row.refresh_from_db()
    assert (row.difficulties, row.lines.get().physical) == ("La crue.", 5)
