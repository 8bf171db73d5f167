"""A day known only by its month is no day to count from."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import Cutoff, FollowedContract
from negotiation.vocabulary import Step
from tests.factories import ContractFactory, ProjectFactory
from tests.monitoring.pages import opened
from tests.monitoring.world import seats
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


def signed_in(month: date) -> FollowedContract:
    """A contract of which an older source gives the month of the signature, and nothing after it."""
    facts = {"signed_on": month, "signed_precision": "month", "opened_on": month, "duration_months": None}
    contract = ContractFactory(step=Step.SIGNED, reached=9, **facts)
    seats(contract.region)
    ProjectFactory(contract=contract, cost=100, whole=False)
    Cutoff.objects.create(contract=contract, on=month, source="Grille méthodologique")
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), date(2026, 11, 27))
    return FollowedContract.objects.get(pk=contract.pk)


def test_no_days_are_counted_from_a_signature_known_by_its_month(client):
    contract = signed_in(date(2015, 9, 1))

    page = text(opened(client, Role.FINANCE, "calendar", contract.reference).content.decode())

    assert "au plus tard le 31 janvier 2016 jour de signature non connu" in page
    assert "dans 152 jours" not in page


@pytest.mark.parametrize(
    ("month", "quarters"), [(date(2016, 7, 1), set()), (date(2015, 9, 1), set())], ids=["first-of-a-quarter", "last"]
)
def test_the_quarter_of_such_a_month_is_not_counted_whole(month, quarters):
    contract = signed_in(month)

    assert set(contract.duties.filter(code="O7").values_list("key", flat=True)) == quarters
