"""The money of a contract: per source and year, engaged, inscribed, mobilised, paid, justified; and what is left."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cper.people.roles import Role
from monitoring import ledger
from monitoring.models import BudgetEntry, FollowedContract, Tranche
from negotiation.models import Project
from tests.factories import stamp
from tests.monitoring.world import MILLION, TO_PAID, bring, follow, kayes, move, tranche, window

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)
YEARS = (2019, 2020, None)


def read(contract: FollowedContract) -> list[tuple]:
    """Each line in millions: engaged, inscribed, mobilised, paid, justified."""
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    names = ("engaged", "inscribed", "mobilised", "paid", "justified")
    return [
        (line.source.value, line.year, *(s and s // MILLION for s in (getattr(line, name) for name in names)))
        for line in ledger.lines(loaded)
    ]


def inscribe(contract: FollowedContract, source: str, amount: int | None, kind: str = "inscribed", year: int = 2019):
    facts = {"source": source, "amount": amount, "kind": kind, "year": year}
    return BudgetEntry.objects.create(contract=contract, on=DAY, **facts, **stamp())


def test_the_plan_alone_engages_by_source_then_year():
    assert read(follow()) == [
        *(("region", year, 10, None, 0, 0, 0) for year in (2019, 2020, 2021, 2022)),
        *(("state", year, 90, None, 0, 0, 0) for year in (2019, 2020, 2021, 2022)),
    ]


def test_a_plan_without_years_stays_without_them():
    lines = ledger.lines(kayes().load())

    assert [(line.source, line.year, line.engaged) for line in lines] == [
        ("region", None, 181_715_163),
        ("state", 2017, 0),
        ("state", None, 2_050_000_000),
    ]


def test_the_last_inscription_counts():
    contract = follow()

    inscribe(contract, "region", 4 * MILLION)
    inscribe(contract, "region", 8 * MILLION)
    inscribe(contract, "state", 70 * MILLION, "asked")

    assert read(contract)[0] == ("region", 2019, 10, 8, 0, 0, 0)
    assert read(contract)[4] == ("state", 2019, 90, None, 0, 0, 0)


def test_the_gap_is_what_is_engaged_and_not_inscribed():
    contract = follow()
    inscribe(contract, "region", 8 * MILLION)
    inscribe(contract, "state", 90 * MILLION, year=2022)

    gaps = {(line.source, line.year): line.gap for line in ledger.lines(contract.load())}

    assert (gaps["region", 2019], gaps["region", 2020], gaps["state", 2022]) == (2 * MILLION, None, 0)


def test_movements_and_tranches_add_up_in_their_own_line():
    contract = follow()
    facts = {"project": contract.projects.get(), "on": DAY, **stamp()}
    for kind, amount in (("mobilised", 10), ("paid", 6), ("justified", 5)):
        contract.movements.create(source="region", year=2019, kind=kind, amount=amount * MILLION, **facts)
    move(bring(tranche(contract), *TO_PAID), "justify", 20 * MILLION)
    bring(tranche(contract, requested=30 * MILLION), "request", "accept", "approve", "release", amount=25 * MILLION)

    assert read(contract)[0] == ("region", 2019, 10, None, 10, 6, 5)
    assert read(contract)[4] == ("state", 2019, 90, None, 85, 60, 20)


def test_what_is_only_asked_for_or_was_cancelled_is_not_mobilised():
    contract = follow()
    bring(tranche(contract, requested=30 * MILLION), "request", "accept", "approve", amount=30 * MILLION)
    released = bring(tranche(contract), "request", "accept", "approve", "release")
    move(released, "cancel")

    assert read(contract)[4] == ("state", 2019, 90, None, 0, 0, 0)


def test_what_waits_is_what_is_asked_for_and_not_yet_paid():
    contract = follow()
    tranche(contract, requested=MILLION)
    bring(tranche(contract), *TO_PAID)
    bring(tranche(contract, requested=20 * MILLION), "request", "accept", "approve", amount=15 * MILLION)

    assert ledger.waiting(FollowedContract.objects.get().load()) == 15 * MILLION


def test_a_sum_its_source_does_not_give_counts_for_nothing_and_stays_a_movement():
    contract = kayes().load()

    assert ledger.total(ledger.lines(contract), "mobilised") == 0
    assert ledger.earliest_mobilisation(contract) == date(2017, 1, 1)


AMOUNT = st.integers(0, 6)
HELD = st.tuples(st.sampled_from((2019, 2020, 2021)), st.integers(1, 6))


def test_the_database_takes_a_tranche_iff_the_ledger_leaves_that_much():
    """`remaining` and the trigger `tranche_within_the_plan` are one rule, said twice."""
    project = follow().projects.get()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.tuples(AMOUNT, AMOUNT, AMOUNT), st.lists(HELD, min_size=1, max_size=4))
    def agree(plan, wanted):
        with transaction.atomic():
            replan(project, plan)
            answers = [(leaves(project, *one), takes(project, number, *one)) for number, one in enumerate(wanted)]
            transaction.set_rollback(True)
        assert [said for said, done in answers] == [done for said, done in answers]

    agree()


def replan(project: Project, amounts: tuple[int, ...]) -> None:
    project.financing.filter(source="state").delete()
    for year, amount in zip(YEARS, amounts, strict=True):
        project.financing.create(source="state", year=year, amount=amount)


def leaves(project: Project, year: int, requested: int) -> bool:
    contract = FollowedContract.objects.get(pk=project.contract_id).load()
    return requested <= ledger.remaining(contract.retained[0], "state", year, contract.tranches.all())


def takes(project: Project, number: int, year: int, requested: int) -> bool:
    facts = {"contract_id": project.contract_id, "project": project, "window": window(), "source": "state"}
    facts["opened_on"] = DAY
    try:
        with transaction.atomic():
            Tranche.objects.create(
                number=number, year=year, requested=requested, state="requested", entered_state_on=DAY, **facts
            )
    except IntegrityError:
        return False
    return True


def as_of(contract: FollowedContract, day: date) -> tuple:
    """The State's line of 2019 that day, in millions: mobilised, paid, justified; and what waits."""
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    found = {(line.source.value, line.year): line for line in ledger.lines(loaded, on=day)}["state", 2019]
    sums = (found.mobilised, found.paid, found.justified, ledger.waiting(loaded, on=day))
    return tuple(amount // MILLION for amount in sums)


def dated_tranche(contract: FollowedContract) -> Tranche:
    """Asked for and approved in March, released in April, paid in May, half justified in June 2019."""
    held = bring(tranche(contract), "request", "accept", "approve")
    for name, month, amount in (("release", 4, 60), ("pay", 5, 55), ("justify", 6, 30)):
        held = move(held, name, amount * MILLION, day=date(2019, month, 10))
    return held


@pytest.mark.parametrize(
    ("day", "sums"),
    [
        (date(2019, 2, 28), (0, 0, 0, 0)),
        (date(2019, 3, 31), (0, 0, 0, 60)),
        (date(2019, 4, 9), (0, 0, 0, 60)),
        (date(2019, 4, 10), (60, 0, 0, 60)),
        (date(2019, 5, 31), (55, 55, 0, 0)),
        (date(2019, 6, 30), (55, 55, 30, 0)),
    ],
)
def test_a_past_day_is_read_as_it_was(day, sums):
    contract = follow()
    dated_tranche(contract)

    assert as_of(contract, day) == sums


def test_a_cancelled_tranche_stood_until_its_day():
    contract = follow()
    held = bring(tranche(contract), "request", "accept", "approve", "release")
    move(held, "cancel", day=date(2019, 6, 1))

    assert as_of(contract, date(2019, 5, 31)) == (60, 0, 0, 60)
    assert as_of(contract, date(2019, 6, 1)) == (0, 0, 0, 0)


def test_movements_and_inscriptions_count_from_their_day():
    contract = follow()
    inscribe(contract, "region", 8 * MILLION)
    facts = {"project": contract.projects.get(), "on": DAY, **stamp()}
    contract.movements.create(source="region", year=2019, kind="mobilised", amount=6 * MILLION, **facts)
    loaded = FollowedContract.objects.get(pk=contract.pk).load()

    before, after = (ledger.lines(loaded, on=day)[0] for day in (date(2019, 2, 28), DAY))

    assert (before.inscribed, before.mobilised) == (None, 0)
    assert (after.inscribed, after.mobilised) == (8 * MILLION, 6 * MILLION)


def test_today_read_from_the_acts_is_what_the_rows_say():
    contract = follow(projects=2)
    dated_tranche(contract)
    bring(tranche(contract, requested=30 * MILLION), "request", "accept", "approve", amount=25 * MILLION)
    move(bring(tranche(contract, project=contract.projects.last()), "request"), "cancel", role=Role.PRESIDENT)
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    today = date(2019, 12, 31)

    assert ledger.lines(loaded, on=today) == ledger.lines(loaded)
    assert ledger.waiting(loaded, on=today) == ledger.waiting(loaded)
    for project in loaded.retained:
        assert ledger.of_project(loaded, project, on=today) == ledger.of_project(loaded, project)


def test_a_past_day_asks_one_query_for_all_tranches(django_assert_num_queries):
    contract = follow()
    for _rank in range(3):
        bring(tranche(contract, requested=20 * MILLION), "request")
    loaded = FollowedContract.objects.get(pk=contract.pk).load()

    with django_assert_num_queries(1):
        ledger.lines(loaded, on=DAY)
        ledger.of_project(loaded, loaded.retained[0], on=DAY)
