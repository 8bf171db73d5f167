"""Who plays the journeys, by HTTP or in a browser."""

from collections.abc import Callable

import pytest

from tests.journeys.by_browser import KeyboardVisitor, Visitor
from tests.journeys.cast import Cast
from tests.journeys.stage import load_mali


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
