"""The figures of the follow-up: each gap by source and year, due apart from to come, and unknown never nothing."""

import re
from datetime import date

import pytest
from django.core.management import call_command

from monitoring import figures, ledger, renewal
from monitoring.figures import Gap, Reading
from monitoring.management.follow_up_reference import load_follow_up
from monitoring.models import BudgetEntry, FollowedContract, Standing
from monitoring.values import Delays
from tests import sources
from tests.factories import stamp
from tests.monitoring.world import MILLION, TO_PAID, bring, follow, kayes, move, tranche

pytestmark = pytest.mark.django_db
TODAY = date(2020, 11, 27)
DOC = (sources.ROOT / "docs" / "figures.md").read_text()


def reading(contract: FollowedContract, today: date = TODAY) -> Reading:
    loaded = FollowedContract.objects.for_pages().get(pk=contract.pk).load()
    return Reading.of(loaded, today, Delays())


def millions(gap: Gap) -> tuple[int, int]:
    return gap.due // MILLION, gap.coming // MILLION


def own(contract: FollowedContract, kind: str, amount: int, year: int = 2019, source: str = "region") -> None:
    facts = {"project": contract.projects.first(), "on": date(2019, 3, 1), **stamp()}
    contract.movements.create(source=source, year=year, kind=kind, amount=amount * MILLION, **facts)


def test_the_document_lists_the_figures_of_the_module():
    named = re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", DOC, re.MULTILINE)

    assert named == [(name, str(label)) for name, label in (figures.FIGURES | figures.GAPS).items()]


def test_what_is_to_be_mobilised_is_due_once_its_year_is_over():
    contract = follow()

    assert millions(reading(contract).gap("to_mobilise")) == (100, 300)
    assert millions(reading(contract, date(2019, 12, 31)).gap("to_mobilise")) == (0, 400)
    assert millions(reading(contract, date(2020, 1, 1)).gap("to_mobilise")) == (100, 300)


def test_a_surplus_of_one_year_or_source_hides_nothing_of_another():
    contract = follow()
    own(contract, "mobilised", 40)  # thirty beyond the plan of 2019

    found = reading(contract)

    assert millions(found.gap("to_mobilise")) == (90, 280 + 20)
    assert millions(found.gap("to_mobilise", [line for line in found.lines if line.source == "region"])) == (0, 30)


def test_only_budgets_have_something_to_inscribe():
    contract = follow()
    contract.projects.get().financing.create(source="partner", year=2019, amount=30 * MILLION)
    facts = {"year": 2019, "kind": "inscribed", "on": date(2019, 3, 1), **stamp()}
    BudgetEntry.objects.create(contract=contract, source="region", amount=4 * MILLION, **facts)

    # Region: 6 of 2019, 10 of 2020. State: 2019, whose 30 June preceded the signature, 2020 and 2021, never asked for.
    assert millions(reading(contract).gap("to_inscribe")) == (6 + 10 + 90 + 90 + 90, 20 + 90)


def test_what_a_payment_closes_below_the_release_is_given_back_and_owed_by_nobody():
    contract = follow()
    released = bring(tranche(contract), "request", "accept", "approve", "release")
    move(released, "pay", 58 * MILLION)

    found = reading(contract)

    assert [found.sum(name) // MILLION for name in ("released", "mobilised", "paid", "given_back")] == [60, 58, 58, 2]
    assert found.gap("to_pay") == Gap()
    assert ledger.remaining(contract.projects.get(), "state", 2019, contract.tranches.all()) == 32 * MILLION


def test_what_is_approved_waits_to_be_released_then_paid_then_justified():
    contract = follow()
    bring(tranche(contract, requested=20 * MILLION), "request", "accept", "approve", amount=15 * MILLION)
    bring(tranche(contract, requested=30 * MILLION), "request", "accept", "approve", "release", amount=30 * MILLION)
    bring(tranche(contract, requested=10 * MILLION), *TO_PAID, amount=10 * MILLION)
    found = reading(contract)

    assert [millions(found.gap(name)) for name in ("to_release", "to_pay", "to_justify")] == [
        (15, 0),
        (30, 0),
        (10, 0),
    ]


def test_what_has_no_year_takes_what_dated_years_have_beyond_theirs_and_is_due_by_the_term():
    contract = follow()
    contract.projects.get().financing.create(source="region", amount=50 * MILLION)
    own(contract, "mobilised", 25)

    found = reading(contract)
    region = [line for line in found.lines if line.source == "region"]

    assert millions(found.gap("to_mobilise", region)) == (0, 30 + 35)
    assert millions(reading(contract, date(2024, 1, 1)).gap("to_mobilise", region)) == (30 + 35, 0)


def test_kayes_engages_what_its_shares_make_and_the_rest_is_not_known():
    found = reading(kayes(), date(2026, 11, 27))

    assert found.sum("engaged") == 2_231_715_163
    assert {name: found.sum(name) for name in ("inscribed", "mobilised", "paid", "justified")} == dict.fromkeys(
        ("inscribed", "mobilised", "paid", "justified")
    )
    assert [found.gap(name) for name in ("to_inscribe", "to_mobilise", "to_pay", "to_justify")] == [None] * 4


def test_the_real_contracts_stand_with_what_is_not_known_of_them():
    call_command("load_reference", verbosity=0)
    load_follow_up(date(2026, 11, 27))
    known = Standing.objects.filter(engaged__isnull=False)
    unknown = Standing.objects.filter(engaged=None)

    assert list(known.values_list("contract__reference", "engaged", "cost")) == [
        ("CPER-KAYES-2018-01", 2_231_715_163, 2_173_127_401)
    ]
    assert [unknown.count(), sum(unknown.values_list("cost", flat=True))] == [7, 22_707_250_959]
    assert Standing.objects.filter(mobilised__isnull=False).count() == 0
    # A signature known by its month: no time counted, no duty by a day.
    segou = FollowedContract.objects.get(reference="CPER-SEGOU-2015-01")
    assert Standing.objects.get(contract=segou).elapsed is None
    assert not segou.duties.filter(code__in=("O5", "O6", "O10", "O13")).exists()


def test_kayes_is_late_for_what_its_source_says_and_for_nothing_else():
    call_command("load_reference", verbosity=0)
    load_follow_up(date(2026, 11, 27))
    contract = FollowedContract.objects.for_pages().get(reference="CPER-KAYES-2018-01")
    rows = contract.duties.on(date(2026, 11, 27)).values_list("code", "key", "state")
    by_state = {}
    for code, key, state in rows:
        by_state.setdefault(state, set()).add((code, key))

    assert by_state["late"] == {("O7", "2018-T4"), ("O7", "2019-T1"), ("O10", "R1"), ("O1", "2018")}
    assert {("O5", ""), ("O13", ""), ("O11", "2018")} <= by_state["unknown"]
    assert not any(code == "O3" and key == "2018" for code, key, _state in rows)


def test_a_standing_holds_what_the_reading_says():
    contract = follow()
    own(contract, "mobilised", 10)
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), TODAY)
    standing = Standing.objects.get()

    assert (standing.to_mobilise_due, standing.to_mobilise_coming) == (90 * MILLION, 300 * MILLION)
    assert (standing.to_pay, standing.to_justify) == (10 * MILLION, 0)
