"""The daily pull: rows that say what the facts say, made again without being made twice."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cper.people.models import Institution
from cper.people.roles import Body, Role
from monitoring import renewal
from monitoring.models import Cutoff, Duty, Finding, FollowedContract, Fulfilment, Standing, Tranche
from negotiation.vocabulary import Step
from tests.factories import ContractFactory, stamp
from tests.monitoring.world import MILLION, SIGNED, TO_PAID, bring, follow, kayes, move, on, seats, tranche, window

pytestmark = pytest.mark.django_db

DAY = date(2019, 4, 15)


def rows() -> list[list[tuple]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Duty, Finding, Standing)]


def writes(queries: CaptureQueriesContext) -> list[str]:
    """The statements that write, figures of the day aside: they are written anew each day."""
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in queries if q["sql"].startswith(verbs) and "monitoring_standing" not in q["sql"]]


def test_a_second_pull_of_the_day_changes_no_row_and_writes_none():
    follow()
    kayes()
    renewal.pull(DAY)
    before = rows()

    with CaptureQueriesContext(connection) as queries:
        renewal.pull(DAY)

    assert (rows(), writes(queries)) == (before, [])


def test_the_pull_tells_how_many_contracts_and_how_many_duties_stand():
    follow()
    ContractFactory(step=Step.SIGNATURE)

    counts = renewal.pull(DAY)

    assert counts == (1, Duty.objects.count())
    assert Duty.objects.filter(contract=None).count() == 2


def test_an_act_leaves_the_rows_as_the_pull_would():
    contract = follow()
    bring(tranche(contract), *TO_PAID)
    before = rows()

    renewal.renew(FollowedContract.objects.get(), date(2019, 3, 1))

    assert rows() == before


def test_the_pull_follows_the_facts():
    contract = follow()
    renewal.pull(DAY)
    contract.projects.get().financing.filter(source="state", year=2019).delete()
    contract.fulfilments.create(code="O5", on=DAY, **stamp())

    renewal.pull(DAY)

    assert not Duty.objects.filter(code="O3", key="2019").exists()
    assert Duty.objects.get(code="O5").settled_on == DAY


def test_a_duty_keeps_its_row_from_day_to_day():
    follow()
    before = set(Duty.objects.values_list("pk", flat=True))

    renewal.pull(DAY)

    assert before <= set(Duty.objects.values_list("pk", flat=True))
    assert Duty.objects.get(code="O7", key="2020-T2").opens_on == date(2020, 4, 1)


def test_a_finding_keeps_the_day_it_was_first_found_and_goes_with_its_cause():
    contract = follow()
    for day in (DAY, date(2019, 5, 1)):
        renewal.pull(day)
    assert set(Finding.objects.values_list("rule", "found_on")) == {
        ("committee", DAY),
        ("missed-bsi", SIGNED),  # the BSI of 2019, out of time at the signature
        ("own-share", DAY),
        ("sessions", DAY),
    }

    contract.fulfilments.create(code="O10", key="R1", on=DAY, **stamp())
    renewal.pull(date(2019, 5, 2))

    assert set(Finding.objects.values_list("rule", flat=True)) == {"missed-bsi", "own-share", "sessions"}


def test_a_duty_of_an_institution_that_does_not_exist_is_not_made():
    contract = follow()
    Duty.objects.filter(institution__body=Body.ADR).delete()
    council = Institution.objects.get(body=Body.ADR)
    council.mandates.all().delete()
    council.delete()

    renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)

    assert not Duty.objects.filter(code__in=("O10", "O11")).exists()


def test_the_figures_of_a_contract_are_those_of_its_ledger():
    contract = follow()
    move(bring(tranche(contract), *TO_PAID), "justify", 20 * MILLION)
    bring(tranche(contract, requested=30 * MILLION), "request", "accept")

    names = ("engaged", "inscribed", "mobilised", "paid", "justified", "waiting")
    assert [amount // MILLION for amount in Standing.objects.values_list(*names).get()] == [400, 0, 60, 60, 20, 30]


def test_the_figures_count_what_is_late_and_how_far_the_term_has_run():
    follow()

    renewal.pull(date(2019, 4, 1))

    late = Duty.objects.exclude(contract=None).late(date(2019, 4, 1)).count()
    assert Standing.objects.values_list("late", "elapsed", "in_force", "worked_out_on").get() == (
        late,
        1_172,
        True,
        date(2019, 4, 1),
    )


def test_a_contract_past_its_term_is_no_more_in_force():
    follow()

    renewal.pull(date(2023, 8, 31))

    assert Standing.objects.values_list("in_force", "elapsed").get() == (False, 10_000)


def test_a_contract_whose_data_have_stopped_has_the_figures_of_that_day():
    contract = kayes()
    Cutoff.objects.update(absent=["O7"])

    renewal.pull(date(2026, 11, 20))

    late = contract.duties.on(date(2026, 11, 20)).filter(state="late").count()
    assert late == 2  # the sessions of the last quarters of 2018 and of the first of 2019
    assert Standing.objects.values_list("late", "elapsed", "in_force", "as_of").get() == (
        late,
        1_166,
        False,
        date(2019, 3, 31),
    )


def test_a_tranche_of_a_contract_whose_data_have_stopped_is_awaited_of_nobody():
    contract = kayes()
    held = tranche_of(contract)

    assert list(Tranche.objects.awaiting(on(DAY, Role.ANICT))) == []
    assert held.refuses("accept", on(DAY, Role.ANICT).mandates[0], DAY) == (
        "Les données de ce contrat-plan sont arrêtées : il se lit, il ne se modifie plus.".replace(" :", "\u00a0:"),
        [],
    )


def tranche_of(contract: FollowedContract) -> Tranche:
    return contract.tranches.create(
        number=1,
        project=contract.projects.first(),
        window=window(),
        source="state",
        year=2019,
        requested=1,
        state="requested",
        opened_on=DAY,
        requested_on=DAY,
        entered_state_on=DAY,
    )


def test_the_nation_owes_its_committee_from_the_first_quarter_counted():
    seats()

    for day in (SIGNED, date(2019, 2, 1)):
        renewal.renew_nation(day)

    keys = Duty.objects.filter(code="O12").order_by("key").values_list("key", flat=True)
    assert list(keys) == ["2018-T3", "2018-T4", "2019-T1", "2019-T2"]


def test_a_meeting_recorded_for_an_earlier_quarter_is_not_forgotten():
    seats()
    Fulfilment.objects.create(contract=None, code="O12", key="2018-T2", on=date(2018, 5, 2), **stamp(Role.DGCT_HEAD))

    renewal.renew_nation(SIGNED)

    settled = Duty.objects.filter(code="O12").order_by("key").values_list("key", "settled_on")
    assert list(settled) == [("2018-T2", date(2018, 5, 2)), ("2018-T3", None), ("2018-T4", None)]


def test_what_concerns_the_nation_waits_its_turn_without_holding_those_who_name_the_dgct():
    seats()

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        renewal.hold_nation()

    assert [query["sql"].rpartition(" FOR ")[2] for query in asked] == ['NO KEY UPDATE OF "negotiation_institution"']
