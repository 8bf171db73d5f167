"""The measurements of the follow-up run, and the contracts they are made on are as full as the first ones."""

import pytest

from cper.bench.follow_up.contracts import QUARTERS
from cper.bench.follow_up.runs import FollowUpRun
from monitoring import renewal
from monitoring.models import Duty, Finding, FollowedContract, QuarterReport, Standing, Tranche

SIZE = 6


@pytest.fixture
def run(db, settings) -> FollowUpRun:
    """A contract for each way its last quarters went, then as many copies; each page asked twice."""
    settings.ROOT_URLCONF = "cper.bench.urls"
    run = FollowUpRun([SIZE, 2 * SIZE], 2, lambda name, value: None)
    run.settle()
    return run


def test_a_run_measures_every_page_and_no_page_asks_more_of_the_database_as_contracts_grow(run):
    for size in run.sizes:
        run.seed(size)
        run.read(size)
        run.move(size)
        run.pull(size)
    run.compare()

    growths = {name: value for name, value in run.figures.items() if name.endswith(".queries_growth")}
    assert run.figures[f"floor.{SIZE}.queries"] == 2
    assert len(growths) == 11
    assert {name for name, value in growths.items() if value > 0} == set()


def test_copied_contracts_are_as_full_as_the_first(run):
    tables = (QuarterReport, Tranche, Duty, Finding, Standing)
    before = [model.objects.exclude(**national(model)).count() for model in tables]

    run.seed(2 * SIZE)

    assert FollowedContract.objects.count() == 2 * SIZE
    assert [model.objects.exclude(**national(model)).count() for model in tables] == [2 * rows for rows in before]


def test_what_is_worked_out_for_a_copy_is_what_its_facts_say(run):
    run.seed(2 * SIZE)
    copy = FollowedContract.objects.for_pages().order_by("-pk").first()
    before = rows_of(copy)

    renewal.renew(copy, run.crew.today)

    assert rows_of(copy) == before
    assert len([key for code, key in before[0] if code == "O7"]) >= QUARTERS


def rows_of(contract: FollowedContract) -> tuple[list, list, list]:
    duties = Duty.objects.filter(contract=contract).order_by("code", "key")
    figures = Standing.objects.filter(contract=contract).values_list("engaged", "paid", "waiting", "late", "findings")
    return list(duties.values_list("code", "key")), list(contract.findings.values_list("title", "amount")), [*figures]


def national(model: type) -> dict:
    """The rows of the nation are not copied."""
    return {"contract": None} if model is Duty else {"pk": 0}
