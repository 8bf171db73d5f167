"""Every figure of the follow-up is held against the terms in force on its day, by the door and by the database."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cper.words import clock
from monitoring import ledger, plan, replay
from monitoring.models import FollowedContract
from monitoring.moments import Moment
from negotiation.operations.agreed import begin_terms
from tests.amendments import agreed, amend, with_plan
from tests.factories import NOW, stamp
from tests.monitoring import rows
from tests.monitoring.world import MILLION, SIGNED

pytestmark = pytest.mark.django_db

AMENDED = date(2020, 7, 1)
BEFORE, AFTER = AMENDED - timedelta(days=1), AMENDED
# The partner leaves: its share of 2020 is the collectivité's.
FIRST = (("region", 2020, 20 * MILLION), ("state", 2020, 90 * MILLION), ("partner", 2020, 40 * MILLION))
SECOND = (("region", 2020, 60 * MILLION), ("state", 2020, 90 * MILLION))


def begun(*lines) -> FollowedContract:
    contract = rows.signed()
    project = contract.projects.get()
    project.financing.all().delete()
    for source, year, amount in lines:
        project.financing.create(source=source, year=year, amount=amount)
    begin_terms(contract, at=NOW)
    return fresh(contract)


def fresh(contract) -> FollowedContract:
    return FollowedContract.objects.for_pages().get(pk=contract.pk).load()


@pytest.fixture
def contract() -> FollowedContract:
    made = begun(*FIRST)
    amend(made, with_plan(agreed(made), 1, *SECOND, title="Amendé"), since=AMENDED)
    return fresh(made)


def engaged(contract, day=None) -> dict[str, int]:
    seen = contract.as_of(day) if day else contract
    return {line.source.value: line.engaged for line in ledger.lines(seen)}


def test_what_is_engaged_is_what_was_agreed_on_the_day(contract):
    first = {source: amount for source, _year, amount in FIRST}
    second = {source: amount for source, _year, amount in SECOND}

    assert [engaged(contract, day) for day in (SIGNED, BEFORE, AFTER)] == [first, first, second]
    assert engaged(contract) == second
    assert [own.title for own in contract.as_of(BEFORE).retained] != ["Amendé"]


def test_a_past_moment_is_told_in_the_terms_known_then(contract):
    known = clock.day_of(NOW)
    told = {
        (day, until): engaged(replay.seen(contract, Moment(day, until)))["region"]
        for day in (BEFORE, AFTER)
        for until in (None, known, known - timedelta(days=1))
    }

    first, second = 20 * MILLION, 60 * MILLION
    assert list(told.values()) == [first, first, first, second, second, first]


def test_reading_a_past_day_leaves_today_as_it_is(contract):
    contract.as_of(BEFORE)

    assert (engaged(contract), [own.title for own in contract.retained]) == (engaged(fresh(contract)), ["Amendé"])


def test_a_contract_never_amended_is_read_as_it_is(django_assert_num_queries):
    contract = begun(*FIRST)

    with django_assert_num_queries(0):
        assert contract.in_terms_of(BEFORE) is contract


def test_a_past_version_costs_one_query(contract, django_assert_num_queries):
    with django_assert_num_queries(1):
        seen = contract.as_of(BEFORE)
        assert [line.amount for own in seen.retained for line in own.lines]


@pytest.mark.parametrize(("on", "sources"), [(BEFORE, ["region", "state", "partner"]), (AFTER, ["region", "state"])])
def test_money_comes_from_the_sources_of_its_day(contract, on, sources):
    assert plan.sources_of(contract, contract.projects.get(), on) == sources
    assert plan.sources_ever(contract) == ["region", "state", "partner"]


@pytest.mark.parametrize(("on", "is_doubted"), [(BEFORE, True), (AFTER, False)])
def test_what_passes_the_plan_passes_that_of_its_day(contract, on, is_doubted):
    money = {"source": "region", "year": 2020, "kind": "mobilised", "amount": 50 * MILLION}
    budget = {"source": "region", "year": 2020, "kind": "inscribed", "amount": 60 * MILLION}

    doubts = (
        plan.doubt_of_movement(contract, on=on, project=contract.projects.get(), **money),
        plan.doubt_of_budget(contract, on=on, **budget),
    )

    assert [doubt is not None for doubt in doubts] == [is_doubted, is_doubted]


def test_the_database_holds_money_and_budgets_against_the_plan_of_their_day(contract):
    money = {"source": "partner", "year": 2020, "amount": MILLION}
    asked = {"source": "partner", "year": 2020, "kind": "inscribed", "amount": MILLION}
    rows.movement(contract, on=BEFORE, **money)
    contract.budget.create(on=BEFORE, **asked, **stamp())

    with pytest.raises(DatabaseError, match="movement_of_the_plan"), transaction.atomic():
        rows.movement(contract, on=AFTER, **money)
    with pytest.raises(DatabaseError, match="budget_of_the_plan"), transaction.atomic():
        contract.budget.create(on=AFTER, **asked, **stamp())


YEARS, AMOUNTS = st.integers(2019, 2022), st.integers(1, 90).map(lambda sum_: sum_ * MILLION)
LINES = st.dictionaries(st.tuples(st.sampled_from(("region", "state", "partner")), YEARS), AMOUNTS, min_size=1)


@settings(max_examples=20, deadline=None)
@given(st.lists(LINES, min_size=2, max_size=5), st.data())
def test_no_later_amendment_changes_what_a_past_day_says(versions, data):
    told = [tuple((source, year, amount) for (source, year), amount in lines.items()) for lines in versions]
    with transaction.atomic():
        contract, seen, since = begun(*told[0]), {}, SIGNED
        for lines in told[1:]:
            since += timedelta(days=data.draw(st.integers(0, 400)))
            amend(contract, with_plan(agreed(contract), 1, *lines), since=since)
            contract = fresh(contract)
            # A version of the same day takes the place of the one before it, that day and since.
            seen = {day: sums for day, sums in seen.items() if day < since}
            for day in (since - timedelta(days=1), since, since + timedelta(days=30)):
                seen.setdefault(day, engaged(contract, day))
            assert {day: engaged(contract, day) for day in seen} == seen
        transaction.set_rollback(True)
