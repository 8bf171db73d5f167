"""The stage of the journeys: Mali as the reference data tells it, and the accounts of the demonstration."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command

from negotiation.management.demo.people import load_people
from tests.journeys.by_browser import KeyboardVisitor, Visitor
from tests.journeys.cast import Cast


def load_mali() -> None:
    call_command("load_reference", verbosity=0)
    load_people(date.today())


@pytest.fixture
def cast(db) -> Cast:
    """Everybody, by HTTP."""
    load_mali()
    return Cast()


@pytest.fixture
def cast_in_browser(live_server, new_context) -> Callable[[str], Cast]:
    """Everybody in Chromium, in a manner: with a mouse, by keyboard or without script."""
    load_mali()

    def gather(manner: str) -> Cast:
        troubles: list[str] = []
        visitor = KeyboardVisitor if manner == "keyboard" else Visitor
        scripted = manner != "without script"

        def arrive() -> Visitor:
            return visitor(new_context(base_url=live_server.url, java_script_enabled=scripted), troubles)

        return Cast(arrive, troubles)

    return gather
