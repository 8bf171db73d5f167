"""Nobody's silence stops the series, and nothing is asked of a plan that has given all it had."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations, renewal, silences
from monitoring.models import FollowedContract, QuarterReport
from monitoring.views.panels.money import Budget
from negotiation.vocabulary import Step
from tests.factories import ContractFactory, ProjectFactory
from tests.monitoring import quarters
from tests.monitoring.world import MILLION, SIGNED, TO_PAID, at, bring, follow, on, paper, seats, tranche

pytestmark = pytest.mark.django_db
JANUARY = date(2019, 1, 10)


def undated(amount: int, source: str) -> FollowedContract:
    """A contract whose plan gives one sum of one source, without a year."""
    contract = ContractFactory(step=Step.SIGNED, signed_on=SIGNED, opened_on=SIGNED, reached=9)
    seats(contract.region)
    project = ProjectFactory(contract=contract, cost=amount, whole=False)
    project.financing.create(source=source, amount=amount)
    return FollowedContract.objects.get(pk=contract.pk)


def owed(contract: FollowedContract, code: str, day: date) -> list[str]:
    """The periods of a duty that are late that day."""
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), day)
    return list(contract.duties.late(day).filter(code=code).values_list("key", flat=True))


def test_the_synthesis_stands_in_the_inbox_of_who_writes_it():
    held = quarters.hold(quarters.proposed(follow()))

    assert list(QuarterReport.objects.awaiting(on(JANUARY, Role.DRPSIAP))) == [held]


def test_a_report_goes_on_without_a_part_that_never_came_once_it_is_said_why():
    held = quarters.hold(quarters.proposed(follow()))
    by = on(JANUARY, Role.DRPSIAP)
    facts = {"difficulties": "Aucune.", "outlook": "", "asked": (), "followed": (), "judged": quarters.JUDGED}

    operations.write_up(held, parts_note="L’ANICT n’a pas répondu.", by=by, at=at(JANUARY), **facts)

    assert quarters.adopt(QuarterReport.objects.get(pk=held.pk)).state == "adopted"


def test_a_plan_without_years_asks_for_no_tranche_once_it_is_spent():
    contract = undated(100 * MILLION, "state")

    bring(tranche(contract, requested=100 * MILLION), *TO_PAID, amount=100 * MILLION)

    assert [owed(contract, code, date(2021, 1, 5)) for code in ("O2", "O3")] == [[], []]


def test_inscribing_nothing_is_not_inscribing():
    contract = undated(50 * MILLION, "region")
    facts = {"year": 2019, "by": on(JANUARY, Role.REGION), "at": at(JANUARY), "file": paper()}

    operations.record_budget(contract, "inscribe_share", amount=0, **facts)

    assert owed(contract, "O1", date(2019, 4, 1)) == ["2018", "2019"]
    assert contract.findings.filter(rule="own-share").count() == 2


def test_the_guard_of_30_june_asks_nothing_of_a_plan_that_is_spent():
    contract = undated(100 * MILLION, "state")
    finance = on(JANUARY, Role.FINANCE)

    before = Budget(FollowedContract.objects.get(pk=contract.pk).load(), finance).watched()
    bring(tranche(contract, requested=100 * MILLION), *TO_PAID, amount=100 * MILLION)
    after = Budget(FollowedContract.objects.get(pk=contract.pk).load(), finance).watched()

    assert ([year["year"] for year in before], after) == ([2019, 2020, 2021, 2022, 2023], [])


def test_a_control_that_the_source_leaves_without_its_terms_is_impossible_and_says_why():
    contract = undated(50 * MILLION, "region").load()
    contract.known_until = JANUARY  # the source stops there, and tells no year of its plan

    found = silences.impossible(contract)

    without_years = "la source ne donne pas le plan année par année"
    assert (str(found["beyond-plan"]), str(found["outside-term"])) == (without_years, without_years)
    contract.duration_months = None
    assert str(silences.impossible(contract)["duration"]) == "la source ne donne pas la durée du contrat-plan"
