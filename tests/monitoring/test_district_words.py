"""The District has no regional committee: the follow-up speaks of « le comité de suivi du District », as its signed
convention does."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import FollowedContract
from tests.monitoring.acting import duty
from tests.monitoring.world import follow

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[("bamako", "comité de suivi du District"), ("kayes", "comité régional")])
def place(request):
    where, committee = request.param
    return follow(where=where), committee


def test_duties_forms_and_findings_name_the_committee_of_their_collectivite(place, office):
    contract, committee = place
    renewal.renew(FollowedContract.objects.for_pages().get(pk=contract.pk), date(2019, 4, 1))

    owed = contract.duties.filter(code="O10").first()
    form = office.enter(Role.ADR, date(2019, 4, 1), contract.region).read(duty(contract, "comite-regional", "R1"))

    assert owed.title.startswith(f"Réunir le {committee}")
    assert f"Enregistrer la réunion du {committee}" in form
    assert contract.findings.get(rule="committee").title.startswith(f"Le {committee}")
    if contract.region.is_district:
        assert "comité régional" not in form
