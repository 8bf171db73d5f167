"""What the tests of reading share: whose page of a dossier is read, and what it says."""

from datetime import date

from django.urls import reverse

from cper.people.roles import Role
from cper.places.models import Cercle, CerclePlacement
from negotiation.workflow import Step
from tests.factories import (
    ContractFactory,
    ProjectFactory,
    user_as,
)
from tests.negotiation.pages import text

NIORO_BORN = date(2023, 3, 13)


def read(client, part, contract, user=None):
    client.force_login(user or user_as(Role.PRESIDENT))
    return client.get(reverse(part, args=[contract.reference]))


def words(response):
    return text(response.content.decode())


def with_projects(count, **facts):
    """A dossier ready for its step, with that many projects, on sites of as many cercles."""
    contract = ContractFactory(ready=True, **facts)
    for number in range(1, count + 1):
        placed = Cercle.objects.create(name=f"Cercle {number}", slug=f"cercle-{number}")
        CerclePlacement.objects.create(cercle=placed, region=contract.region)
        project = contract.projects.get() if number == 1 else ProjectFactory(contract=contract, number=number)
        project.sites.update(cercle=placed, current_cercle=placed)
    return contract


def kayes_2018():
    """The contract of Kayes with the figures its source declares, which do not agree."""
    facts = {"reference": "CPER-KAYES-2018-01", "step": Step.SIGNED, "signed_on": date(2018, 8, 31)}
    contract = ContractFactory(declared_total=1_781_715_164, source="grille méthodologique", **facts)
    project = ProjectFactory(contract=contract, whole=False, cost=1_781_715_164, duration_months=84)
    project.financing.create(source="region", amount=181_715_163)
    project.financing.create(source="state", amount=1_658_587_763)
    return contract
