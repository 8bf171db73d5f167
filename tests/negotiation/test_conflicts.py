"""Who comes second is told who was faster and what differs; nobody overwrites what he did not touch."""

import re

import pytest
from django.test import Client

from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import Contract, Project
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, user_as
from tests.interruptions import fields
from tests.negotiation.pages import notices, page_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = Client()
    desk.force_login(user_as(Role.REGION, function=Function.AGENT))
    return desk


def told(response) -> list[str]:
    """The rows of what both have changed."""
    table = re.search(r"<tbody>(.*?)</tbody>", response.text, re.DOTALL)
    found = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL) if "Votre valeur" in response.text else []
    return [text(row) for row in found]


def test_general_data_come_together_and_what_both_changed_is_told(desk):
    contract, other = ContractFactory(duration_months=60, generation="première"), actor(Role.PRESIDENT)
    url = page_of("dossier-edit", contract)
    page = fields(desk.get(url)).held
    operations.revise_contract(contract, {"duration_months": 48, "generation": "seconde"}, by=other, at=NOW)

    answer = desk.post(url, page | {"title": "Culture", "duration_months": "36"})
    held = fields(answer).held
    done = desk.post(url, held)

    assert answer.status_code == 409
    assert other.user.name in notices(answer)[0]
    assert "le 20 novembre 2026 à 10 h 30" in notices(answer)[0]
    assert told(answer) == ["Durée du contrat, en mois 36 48"]
    assert (held["title"], held["duration_months"], held["generation"]) == ("Culture", "36", "seconde")
    saved = Contract.objects.get()
    assert (done.status_code, saved.title, saved.duration_months, saved.generation) == (302, "Culture", 36, "seconde")


def test_a_project_comes_together_with_its_sites(desk):
    project, other = ProjectFactory(title="Piste", cost=5), actor(Role.PRESIDENT)
    contract, url = project.contract, page_of("project-edit", project.contract, 1)
    page = fields(desk.get(url)).held
    facts = {"title": "Piste rurale", "cost": 5}
    places = [{"name": "Niono", "kind": "", "cercle_id": None}]
    operations.save_project(contract, facts, places, by=other, at=NOW, project=project)

    answer = desk.post(url, page | {"cost": "7"})
    desk.post(url, fields(answer).held)

    saved = Project.objects.get()
    assert (answer.status_code, told(answer)) == (409, [])
    assert other.user.name in notices(answer)[0]
    assert (saved.title, saved.cost, [site.name for site in saved.sites.all()]) == ("Piste rurale", 7, ["Niono"])


def test_sites_that_both_changed_are_told_and_those_typed_stay(desk):
    project, other = ProjectFactory(), actor(Role.PRESIDENT)
    url = page_of("project-edit", project.contract, 1)
    page = fields(desk.get(url)).held
    places = [{"name": "Niono", "kind": "", "cercle_id": None}]
    operations.save_project(project.contract, {}, places, by=other, at=NOW, project=project)

    answer = desk.post(url, page | {"sites-0-name": "Markala"})

    assert told(answer) == ["Ses sites Markala Niono"]
    assert fields(answer).held["sites-0-name"] == "Markala"


def test_a_plan_comes_together_cell_by_cell(desk):
    project, other = ProjectFactory(cost=100), actor(Role.PRESIDENT)
    contract, url = project.contract, page_of("project-financing", project.contract, 1)
    project.financing.all().delete()
    for year in (2027, 2028):
        project.financing.create(source="state", year=year, amount=5)
    page = fields(desk.get(url)).held
    theirs = [
        {"source": "state", "payer": "", "year": 2027, "amount": 6},
        {"source": "state", "payer": "", "year": 2028, "amount": 5},
        {"source": "partner", "payer": "Banque mondiale", "year": 2027, "amount": 9},
    ]
    operations.set_financing(contract, project, theirs, by=other, at=NOW, seen=project.revision)

    answer = desk.post(url, page | {"amount-1-2027": "7", "amount-1-2028": "8", "amount-0-2027": "1"})
    desk.post(url, fields(answer).held)

    assert (answer.status_code, told(answer)) == (409, ["État, 2027 7 FCFA 6 FCFA"])
    assert {(line.source, line.payer, line.year): line.amount for line in project.financing.all()} == {
        ("region", "", 2027): 1,
        ("state", "", 2027): 7,
        ("state", "", 2028): 8,
        ("partner", "Banque mondiale", 2027): 9,
    }


def test_a_page_that_does_not_say_what_it_was_made_from_keeps_what_is_typed(desk):
    contract = ContractFactory(title="Élevage")

    answer = desk.post(page_of("dossier-edit", contract), {"title": "Culture", "base": "{", "seen": "0"})

    assert (answer.status_code, fields(answer).held["title"]) == (409, "Culture")
    assert "Intitulé du contrat-plan Culture Élevage" in told(answer)
