"""The stage of the journeys: Mali as the reference data tells it, and the accounts of the demonstration."""

from datetime import date

import pytest
from django.core.management import call_command

from negotiation.management.demo.people import load_people
from tests.journeys.cast import Cast


def load_mali() -> None:
    call_command("load_reference", verbosity=0)
    load_people(date.today())


@pytest.fixture
def cast(db) -> Cast:
    """Everybody, by HTTP."""
    load_mali()
    return Cast()
