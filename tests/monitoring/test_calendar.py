"""Quarters, 30 June and the like: what the dates of a contract say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cper.words.rates import rate
from monitoring import calendar
from monitoring.calendar import Quarter

KAYES = calendar.Term(date(2018, 8, 31), date(2023, 8, 30))
DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


def test_kayes_owed_two_sessions_seven_months_after_its_signature():
    due = calendar.quarters_due(KAYES, date(2019, 3, 31))

    assert [quarter.label for quarter in due] == ["T4 2018", "T1 2019"]


def test_a_quarter_is_not_due_before_its_last_day():
    assert [q.label for q in calendar.quarters_due(KAYES, date(2019, 3, 30))] == ["T4 2018"]


def test_a_contract_signed_on_the_first_day_of_a_quarter_owes_that_quarter():
    assert next(calendar.quarters(calendar.Term(date(2018, 10, 1), KAYES.end))) == Quarter(2018, 4)


def test_a_five_year_contract_has_twenty_full_quarters():
    assert len(list(calendar.quarters(KAYES))) == 20


@pytest.mark.parametrize(
    ("asked_on", "year"), [(date(2026, 6, 30), 2027), (date(2026, 7, 1), 2028), (date(2026, 1, 1), 2027)]
)
def test_what_is_asked_after_30_june_waits_one_more_year(asked_on, year):
    assert calendar.next_bsi(asked_on) == year


@given(DAYS)
def test_the_next_bsi_is_always_still_open_and_the_one_before_never(day):
    year = calendar.next_bsi(day)

    assert calendar.bsi_deadline(year - 1) < day <= calendar.bsi_deadline(year)


@given(DAYS)
def test_every_day_lies_in_its_quarter_and_quarters_follow_without_a_gap(day):
    quarter = Quarter.of(day)

    assert quarter.start <= day <= quarter.end
    assert quarter.next.start == quarter.end + timedelta(days=1)
    assert Quarter.parse(quarter.code) == quarter


@pytest.mark.parametrize("code", ["2018", "2018-T5", "18-T1", "2018-T", "x-T1", "2018-T44"])
def test_what_is_not_a_quarter_is_refused(code):
    with pytest.raises(ValueError, match=code):
        Quarter.parse(code)


@pytest.mark.parametrize(("on", "share"), [(date(2018, 8, 30), 0), (KAYES.end, 10_000), (date(2021, 2, 28), 5_000)])
def test_elapsed_time_in_hundredths_of_a_percent(on, share):
    assert calendar.elapsed_share(KAYES, on) == share


def test_rates_are_rounded_half_up_and_silent_on_nothing():
    assert [rate(1, 3), rate(1, 8), rate(5, 0)] == [3333, 1250, None]
