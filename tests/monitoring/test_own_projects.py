"""Money goes to the projects of its own contract, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from monitoring.models import Movement, Tranche
from tests.factories import ContractFactory, stamp
from tests.monitoring.world import add_project, follow, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    """A project of another contract."""
    return add_project(ContractFactory())


def test_a_tranche_is_not_of_another_contract_s_project(stranger):
    facts = {"contract": follow(), "number": 1, "year": 2019, "requested": 1, "source": "state", "window": window()}

    with pytest.raises(IntegrityError, match="is not of contract"), transaction.atomic():
        Tranche.objects.create(
            project=stranger, opened_on=date(2019, 2, 1), entered_state_on=date(2019, 2, 1), **facts
        )


def test_a_movement_is_not_of_another_contract_s_project(stranger):
    facts = {"contract": follow(), "year": 2019, "amount": 1, "source": "region", "kind": "mobilised"}

    with pytest.raises(IntegrityError, match="is not of contract"), transaction.atomic():
        Movement.objects.create(project=stranger, on=date(2019, 2, 1), **facts, **stamp())
