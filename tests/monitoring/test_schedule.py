"""When each duty of a contract opens and is due: O1 to O13, at the edges of the calendar and of the term."""

from datetime import date, timedelta

import pytest

from monitoring import schedule
from monitoring.calendar import Quarter
from monitoring.models import Cutoff, FollowedContract
from monitoring.values import Delays
from tests.monitoring.quarters import adopted
from tests.monitoring.world import MILLION, SIGNED, follow, kayes

pytestmark = pytest.mark.django_db

USUAL, ALL = Delays(), Delays(horizon=4_000)
FIRST_FOUR = (Quarter(2018, 4), Quarter(2019, 1), Quarter(2019, 2), Quarter(2019, 3))


def dates(contract: FollowedContract, code: str, today: date = SIGNED, delays: Delays = USUAL) -> dict:
    """Of each period of a duty, the day it opens and the day it is due."""
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    found = schedule.expected(loaded, today, delays)
    return {duty.key: (duty.opens_on, duty.due_on) for duty in found if duty.code == code}


@pytest.mark.parametrize(
    ("code", "periods"),
    [
        ("O1", {"2019": (date(2018, 10, 1), date(2019, 3, 31))}),
        ("O2", {"2020": (date(2019, 1, 1), date(2019, 6, 30))}),
        ("O3", {"2019": (date(2019, 1, 1), date(2019, 12, 31))}),
        ("O4", {}),
        ("O5", {"": (SIGNED, date(2018, 9, 30))}),
        ("O6", {"P1": (SIGNED, None)}),
        ("O7", {quarter.code: (quarter.start, quarter.end) for quarter in FIRST_FOUR}),
        ("O8", {quarter.code: (quarter.start, quarter.end - timedelta(days=5)) for quarter in FIRST_FOUR}),
        ("O9", {}),
        (
            "O10",
            {
                "R1": (SIGNED, date(2019, 2, 28)),
                "R2": (date(2019, 3, 1), date(2019, 8, 31)),
                "R3": (date(2019, 9, 1), date(2020, 2, 29)),
            },
        ),
        ("O11", {"2018": (date(2019, 1, 1), date(2019, 1, 31))}),
        ("O12", {}),
        ("O13", {"": (SIGNED, date(2018, 9, 30))}),
    ],
)
def test_on_the_day_it_is_signed_a_contract_owes_within_a_year(code, periods):
    assert dates(follow(), code) == periods


def test_other_resources_are_owed_in_each_year_the_plan_expects_some():
    contract = follow()
    for source, year in (("partner", 2019), ("other-council", 2020), ("other", 2020)):
        contract.projects.get().financing.create(source=source, year=year, amount=MILLION)

    assert dates(contract, "O4", delays=ALL) == {
        "2019": (date(2019, 1, 1), date(2019, 12, 31)),
        "2020": (date(2020, 1, 1), date(2020, 12, 31)),
    }


def test_a_plan_without_years_expects_its_money_in_each_year_of_the_term():
    contract = kayes()
    Cutoff.objects.all().delete()

    assert list(dates(contract, "O3", delays=ALL)) == ["2018", "2019", "2020", "2021", "2022", "2023"]


def test_the_share_of_the_year_of_the_signature_is_due_by_its_end():
    contract = follow()
    contract.projects.get().financing.create(source="region", year=2018, amount=MILLION)

    assert dates(contract, "O1")["2018"] == (SIGNED, date(2018, 12, 31))


@pytest.mark.parametrize(
    ("signed", "first"),
    [
        (date(2019, 6, 30), ("2020", (date(2019, 6, 30), date(2019, 6, 30)))),
        (date(2019, 7, 1), ("2021", (date(2020, 1, 1), date(2020, 6, 30)))),
    ],
)
def test_a_contract_signed_on_30_june_may_ask_for_the_next_year_and_on_1_july_no_more(signed, first):
    contract = follow(signed=signed)

    assert next(iter(dates(contract, "O2", signed, ALL).items())) == first


def test_what_is_owed_in_the_last_year_is_due_within_the_term():
    contract = follow()
    contract.projects.get().financing.create(source="state", year=2023, amount=MILLION)

    assert dates(contract, "O3", delays=ALL)["2023"] == (date(2023, 1, 1), date(2023, 8, 30))


def test_the_term_holds_twenty_quarters_nine_committees_and_six_evaluations():
    contract = follow()

    counts = {code: list(dates(contract, code, delays=ALL)) for code in ("O7", "O10", "O11")}

    assert {code: (len(keys), keys[-1]) for code, keys in counts.items()} == {
        "O7": (20, "2023-T3"),
        "O10": (9, "R9"),
        "O11": (6, "2023"),
    }


def test_a_contract_signed_on_29_february_meets_on_the_last_day_of_shorter_months():
    contract = follow(signed=date(2020, 2, 29), duration_months=25)

    assert contract.ends_on == date(2022, 3, 28)
    assert [due for _opens, due in dates(contract, "O10", date(2020, 2, 29), ALL).values()] == [
        date(2020, 8, 29),
        date(2021, 2, 28),
        date(2021, 8, 29),
        date(2022, 2, 28),
    ]


def test_a_contract_of_unknown_duration_is_followed_a_year_ahead():
    contract = follow(duration_months=None)

    assert list(dates(contract, "O7", date(2030, 2, 1)))[-1] == "2031-T1"


def test_the_delays_that_no_text_gives_are_parameters():
    delays = USUAL.set_to(
        team=10, indicators=20, committee=3, own_share=(2, 15), own_share_opens=(11, 1), evaluation=(2, 28)
    )
    contract = follow()

    assert {
        code: next(iter(dates(contract, code, delays=delays).values())) for code in ("O1", "O5", "O10", "O11", "O13")
    } == {
        "O1": (date(2018, 11, 1), date(2019, 2, 15)),
        "O5": (SIGNED, date(2018, 9, 10)),
        "O10": (SIGNED, date(2018, 11, 30)),
        "O11": (date(2019, 1, 1), date(2019, 2, 28)),
        "O13": (SIGNED, date(2018, 9, 20)),
    }


def test_the_canvas_is_due_five_days_before_the_session_that_is_planned_then_held():
    contract = follow()
    adopted(
        contract,
        state="canvas",
        adopted_on=None,
        facts=None,
        sha256="",
        held_on=None,
        attendance=None,
        session_planned_on=date(2018, 12, 10),
    )

    assert dates(contract, "O8")["2018-T4"][1] == date(2018, 12, 5)


def test_a_session_that_was_held_opens_the_duty_to_transmit_its_report():
    contract = follow()
    adopted(contract)

    assert dates(contract, "O9") == {"2018-T4": (date(2018, 12, 20), date(2019, 1, 4))}
    assert dates(contract, "O8")["2018-T4"][1] == date(2018, 12, 15)


def test_the_national_committee_meets_in_each_quarter_up_to_the_next_one():
    owed = schedule.national(Quarter(2018, 4), date(2019, 2, 1), {})

    assert [(duty.code, duty.key, duty.opens_on, duty.due_on) for duty in owed] == [
        ("O12", "2018-T4", date(2018, 10, 1), date(2018, 12, 31)),
        ("O12", "2019-T1", date(2019, 1, 1), date(2019, 3, 31)),
        ("O12", "2019-T2", date(2019, 4, 1), date(2019, 6, 30)),
    ]


def test_a_contract_whose_data_have_stopped_is_judged_on_that_day():
    contract = kayes()

    assert list(dates(contract, "O7", date(2026, 11, 20))) == [
        "2018-T4",
        "2019-T1",
        "2019-T2",
        "2019-T3",
        "2019-T4",
        "2020-T1",
    ]
