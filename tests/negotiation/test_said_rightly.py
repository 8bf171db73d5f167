"""What pages say beside the acts: who is awaited and by when, what conforms, what may be done, in true words."""

import pytest
from django.urls import reverse

from cper.people.roles import Body, Role
from negotiation.clauses import faults
from negotiation.differences import site_words
from negotiation.models import Contract, Turn
from negotiation.snapshots import SiteFacts
from negotiation.views.act_words import what_comes_next
from negotiation.workflow import Step
from tests.factories import NOW, TODAY, YESTERDAY, ContractFactory, actor, all_seats, institution, stamp, user_as
from tests.negotiation.pages import entries, notices, text
from tests.negotiation.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def awaiting(contract: Contract, *turns: tuple) -> str:
    contract.turns.all().delete()
    for action, role, who, due in turns:
        Turn.objects.create(contract=contract, action=action, role=role, institution=who, since=YESTERDAY, due_on=due)
    said = what_comes_next(Contract.objects.get(pk=contract.pk), actor(Role.DGCT))
    return contract.offices.said(said).replace("\u00a0", " ")


def test_several_ministries_of_one_kind_are_counted_and_who_has_no_delay_is_said_apart():
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    opinion = ("give_opinion", Role.SECTOR)
    council = ("answer_remarks", Role.REGION, institution(Body.COUNCIL), None)
    both = [(*opinion, institution(Body.SECTOR, slug=slug), TODAY) for slug in ("elevage", "culture")]

    assert awaiting(contract, *both) == "2 ministères sectoriels ont jusqu’au 20 novembre 2026."
    assert awaiting(contract, ("give_opinion", Role.FINANCE, institution(Body.FINANCE), TODAY), council) == (
        "Le ministère chargé des finances a jusqu’au 20 novembre 2026. "
        "Attendu aussi, sans échéance fixée : le conseil de la collectivité."
    )


def test_a_return_names_only_the_projects_that_do_not_conform(client):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    verdict = contract.verdicts.first()
    contract.verdicts.filter(pk=verdict.pk).delete()
    facts = {"met": False, "remark": "À chiffrer.", "given_at": NOW, "judged": verdict.judged, "round": 0}
    contract.verdicts.create(project=verdict.project, criterion=verdict.criterion, **facts, **stamp(Role.DGCT_HEAD))
    conforming = contract.projects.create(number=2, title="Un projet conforme", cost=1, duration_months=1)
    for criterion in ("pdesc", "structuring", "impact", "form"):
        contract.verdicts.create(
            project=conforming, criterion=criterion, **facts | {"met": True, "remark": ""}, **stamp(Role.DGCT_HEAD)
        )
    client.force_login(user_as(Role.DGCT_HEAD))

    page = words(client.get(f"{contract.get_absolute_url()}retourner/"))

    assert verdict.project.title in page
    assert "Un projet conforme" not in page


def test_a_team_of_one_whose_name_is_short_is_a_team():
    assert faults({"team": "Chef de projet : Ali Ba"}, []) == {}
    assert faults({"team": "X : Y"}, []) != {}


def test_a_commune_of_the_district_is_not_called_a_cercle():
    niamana = SiteFacts("Niamana", "market", "", None, None, "", cercle="Commune VI")
    logo = SiteFacts("Logo", "", "", None, None, "", cercle="Kayes")

    assert site_words(niamana) == "Niamana (marché, Commune VI)"
    assert site_words(logo).replace("\u00a0", " ") == "Logo (cercle : Kayes)"


def test_deposits_made_together_are_counted_alike_on_the_overview_and_in_the_journal(client):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)
    facts = {"source": contract.step, "target": contract.step, "at": NOW, "version": 1, **stamp(Role.PRESIDENT)}
    for number in range(7):
        contract.passages.create(action="attach", detail=f"Pièce {number}", **facts)

    for part in ("dossier", "dossier-journal"):
        assert "7 pièces déposées" in words(read(client, part, contract))


def test_no_project_is_offered_to_be_removed_once_the_crocsad_has_decided(client):
    for step, offered in ((Step.PREPARATION, True), (Step.SIGNATURE, False)):
        page = words(read(client, "dossier-projects", ContractFactory(step=step, ready=True)))
        assert ("Supprimer" in page) is offered


def test_a_cost_that_its_shares_no_longer_make_is_said_at_once(client):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)
    client.force_login(user_as(Role.PRESIDENT))
    address = reverse("project-edit", args=[contract.reference, 1])

    sent = client.post(address, entries(client.get(address)) | {"cost": "120 000 000"}, follow=True)

    assert any("il manque 20 000 000 FCFA aux parts" in said.replace("\u00a0", " ") for said in notices(sent))


def test_the_envelope_is_not_called_optional_to_the_ministry_that_must_give_it(client):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    client.force_login(user_as(Role.FINANCE))

    page = text(client.get(f"{contract.get_absolute_url()}donner-un-avis/").content.decode())

    assert "Enveloppe de l’État pour ce contrat-plan" in page
    assert "(facultatif)" not in page
