"""A difference reads in the words of its collectivité; what somebody typed stays as it was typed."""

import pytest

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, actor, all_seats, region, user_as
from tests.negotiation.pages import page_of, send, text

pytestmark = pytest.mark.django_db
TITLE = "Maison le Président"


@pytest.fixture(params=["bamako", "kayes"])
def where(request):
    return request.param


@pytest.fixture
def contract(where) -> Contract:
    all_seats(region(where))
    return ContractFactory(step=Step.PREPARATION, where=where, ready=True)


def rewritten(contract: Contract, **facts) -> None:
    """Save the page of its project with these facts."""
    project = contract.projects.get()
    who = {"by": actor(Role.REGION, contract.region), "at": NOW, "seen": project.revision}
    facts = {"title": TITLE, "cost": 100_000_000, "duration_months": 24, **facts}
    operations.save_project(Contract.objects.get(), facts, [{"name": "Logo"}], **who, project=project)


def journal(client, contract: Contract) -> str:
    client.force_login(user_as(Role.PRESIDENT, contract.region))
    return text(client.get(page_of("dossier-journal", contract)).content.decode())


def test_the_scale_and_the_owner_read_as_those_of_the_collectivite(client, contract, where):
    rewritten(contract, scale="regional")
    rewritten(contract, scale="local", owner="delegate", owner_name="Mairie")

    told = journal(client, contract)

    council = {"bamako": "Le District", "kayes": "La Région"}[where]
    assert f"{council} Un délégataire, par convention spécifique" in told
    assert {"bamako": "De District", "kayes": "Régional"}[where] in told
    assert "ou le District" not in told
    assert "ou de District" not in told


def test_a_title_that_names_an_office_stays_as_it_was_typed(client, contract):
    rewritten(contract)

    assert TITLE in journal(client, contract)


def test_the_choices_of_the_page_of_a_project_and_its_refusal_read_so_too(client, contract, where):
    client.force_login(user_as(Role.PRESIDENT, contract.region))
    address = page_of("project-edit", contract, 1)

    page = text(client.get(address).content.decode())
    refused = text(send(client, address, scale="regional", owner="state").content.decode())

    assert "ou le District" not in page
    assert "ou de District" not in page
    owner = {"bamako": "le District", "kayes": "la Région"}[where]
    assert f"À cette échelle, le maître d’ouvrage est {owner}." in refused
