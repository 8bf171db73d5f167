"""Fixtures for every test: a PostgreSQL of its own for each run, files kept apart, a browser."""

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.creation import DatabaseCreation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from psycopg import sql

from cper import database
from negotiation import gate
from tests import apart, factories, strict_templates, template
from tools import quick

TEST = count(1)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What each file took, for `tools/quick.py` to choose by.
TOOK: Counter[str] = Counter()
# What a property takes to run says how busy the machine is, nothing of the property.
hypothesis.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])


def pytest_configure() -> None:
    """Trade strength for speed where no test looks: password hashes, files on disk, static files as they stand."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    os.fsync = lambda handle: None  # lost data is no loss in tests; waiting for the disk is
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    DatabaseCreation._destroy_test_db = template.drop
    strict_templates.install()
    apart.install()
    hypothesis.load_profile("any machine")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    TOOK[report.location[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remember the longest that each file has taken; the workers of a run report to the one that called them."""
    if not hasattr(session.config, "workerinput"):
        known = quick.durations()
        longest = {file: max(took, known.get(file, 0)) for file, took in TOOK.items()}
        quick.DURATIONS.write_text(json.dumps(known | longest, indent=1))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[None]:
    """Start the embedded server before Django connects; each run has its own databases, so that runs can overlap."""
    if not request.config.getvalue("reuse_db"):
        test = connections.settings["default"]["TEST"]
        test["NAME"] = f"{test['NAME'] or 'test_cper'}_{os.getpid()}"
    if os.environ["DATABASE_URL"] != database.url(database.TESTS_FOLDER):
        yield
        return
    with database.lease(database.TESTS_FOLDER, durable=False) as address:
        drop_databases_of_dead_runs(address)
        connections.settings["default"]["TEST"]["TEMPLATE"] = template.ready(address)
        yield


def drop_databases_of_dead_runs(address: str) -> None:
    """Clear what runs that were killed have left on the embedded server."""
    with psycopg.connect(address, autocommit=True) as connection:
        names = [name for (name,) in connection.execute("SELECT datname FROM pg_database")]
        for name in names:
            run = re.match(r"test_cper_(\d+)", name)
            if run and not Path("/proc", run[1]).exists():
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session", autouse=True)
def gate_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """That of the machine stands before the sign-ins of whatever runs beside these tests too."""
    gate._path = lambda name, rank: tmp_path_factory.getbasetemp() / f"{name}-{rank}"


@pytest.fixture(autouse=True)
def mail_server(monkeypatch) -> None:
    """A server that kept silent in one test is called again in the next."""
    monkeypatch.setattr("negotiation.notifications.silence.until", 0.0)


@pytest.fixture(autouse=True)
def first_of_their_names() -> None:
    """People and contracts are numbered anew in each test: what it prints is what another has printed already."""
    factories.number_from(0)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test has a folder of its own for uploaded files, which is made when the first is."""
    here = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.getbasetemp() / f"m{next(TEST)}"}}
    settings.STORAGES = settings.STORAGES | {"default": here}


@pytest.fixture
def processes_apart() -> Iterator[None]:
    """Whatever is printed or examined is truly handed to the process apart, even what it has been asked before."""
    with apart.asked_each_time():
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium, without its windows where it is there (half the time): nothing is downloaded. Its sandbox
    refuses root, who runs the tests on a bare machine."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": sandbox}
