"""The embedded server runs as long as somebody needs it, and not longer."""

from pathlib import Path

import psycopg
import pytest

from cper import database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pg"


def test_the_last_to_leave_stops_the_server(folder):
    with database.lease(folder, durable=False):
        with database.lease(folder, durable=False):
            pass
        between = database.is_running(folder)

    assert (between, database.is_running(folder)) == (True, False)


def test_a_server_that_was_started_by_hand_is_stopped_by_hand(folder):
    database.start(folder, durable=False)
    with database.lease(folder, durable=False):
        pass
    after_the_lease = database.is_running(folder)

    database.stop(folder)

    assert (after_the_lease, database.is_running(folder)) == (True, False)


def test_data_stay_when_the_server_stops(folder):
    with database.lease(folder) as address, psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Ségou' AS name")

    with database.lease(folder) as address, psycopg.connect(address) as connection:
        assert connection.execute("SELECT name FROM kept").fetchall() == [("Ségou",)]


def test_accented_letters_have_a_capital_whatever_the_locale_of_the_machine(folder, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")

    with database.lease(folder, durable=False) as address, psycopg.connect(address) as connection:
        assert connection.execute("SELECT upper('ségou ɛɔŋɲ')").fetchone() == ("SÉGOU ƐƆŊƝ",)


def test_a_path_too_long_for_a_socket_is_refused_with_its_remedy(tmp_path):
    folder = tmp_path / ("long" * 30)

    with pytest.raises(SystemExit, match="placez le projet dans un dossier plus court"), database.lease(folder):
        pass
