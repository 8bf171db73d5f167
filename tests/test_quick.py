"""What `make quick` chooses to run: the tests nearest to what has changed, as many as its time holds."""

import json

import pytest

from tools import quick


@pytest.fixture(autouse=True)
def _nothing_run_yet(monkeypatch, tmp_path):
    monkeypatch.setattr(quick, "DURATIONS", tmp_path / "durations.json")


def test_a_module_is_tested_first_by_those_that_import_it():
    assert quick.nearest(["cper/words/typed.py"])[0] == "tests/negotiation/test_typed.py"


def test_a_changed_test_is_run_itself_before_all_others():
    assert quick.nearest(["tests/monitoring/test_guard.py"]) == ["tests/monitoring/test_guard.py"]


def test_a_view_is_tested_by_the_address_that_it_serves():
    assert "tests/negotiation/test_account.py" in quick.nearest(["negotiation/views/account.py"])[:5]


def test_a_template_is_tested_by_the_address_of_the_view_that_draws_it():
    found = quick.nearest(["templates/monitoring/calendar.html"])

    assert "tests/monitoring/test_contract_pages.py" in found


def test_a_helper_of_views_reaches_the_addresses_of_the_views_that_import_it():
    assert "tests/negotiation/test_one_sum.py" in quick.nearest(["negotiation/views/turnbox.py"])


def test_what_touches_no_code_runs_the_habits_of_the_code_alone():
    assert quick.chosen(["CHANGELOG.md"], {}) == ["tests/test_consistency.py"]


def test_the_nearest_files_are_run_as_far_as_the_time_goes():
    near = quick.nearest(["cper/people/models/people.py"])
    seconds = dict.fromkeys(near, quick.MOST / 2)

    assert quick.chosen(["cper/people/models/people.py"], seconds) == [*near[:2], "tests/test_consistency.py"]


def test_a_nearest_file_that_is_slow_is_run_all_the_same():
    near = quick.nearest(["cper/words/typed.py"])

    assert quick.chosen(["cper/words/typed.py"], {near[0]: 1000})[0] == near[0]


def test_what_the_time_does_not_hold_is_left_and_what_is_further_and_shorter_is_run():
    near = quick.nearest(["cper/people/models/people.py"])
    seconds = dict.fromkeys(near, quick.MOST) | {near[0]: 1, near[2]: 1}

    assert quick.chosen(["cper/people/models/people.py"], seconds) == [near[0], near[2], "tests/test_consistency.py"]


def test_what_walks_everything_is_left_to_the_whole_until_it_has_been_timed():
    reached, found = (
        quick.nearest(["negotiation/views/account.py"]),
        quick.chosen(["negotiation/views/account.py"], {}),
    )

    assert set(quick.LONG) & set(reached)
    assert not set(quick.LONG) & set(found)
    assert all((quick.ROOT / file).exists() for file in quick.LONG)


def test_the_times_of_the_last_run_are_read_where_there_was_one():
    before = quick.durations()
    quick.DURATIONS.write_text(json.dumps({"tests/test_quick.py": 1.5}))

    assert (before, quick.durations()) == ({}, {"tests/test_quick.py": 1.5})
