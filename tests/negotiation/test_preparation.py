"""Opening a dossier and preparing it: its general data; who may, where and when."""

from datetime import date

import pytest
from django.urls import reverse

from cper.people.roles import Body, Function, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import (
    NOW,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    actor,
    institution,
    judged,
    region,
    user_as,
)
from tests.negotiation.pages import entries, faults, notices, page_of, send

pytestmark = pytest.mark.django_db

STALE = (
    " Rien n’est enregistré. Vous avez l’un et l’autre changé ceci : gardez votre valeur, ou reprenez l’autre. "
    "Le reste est réuni ci-dessous. Relisez, puis enregistrez de nouveau."
)
LOCKED = (
    "Ce n’est pas possible à ce stade. Cet acte se fait à l’étape E1 ou E2 ou E3 ou E5 ou "
    "E8 ; le dossier est à l’étape E4, « Examen par la DGCT »."
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def agent(client):
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    return client


# Opening


def test_an_agent_opens_a_dossier_and_is_told_its_reference_and_the_next_thing_to_do(agent):
    typed = {"title": " Élevage \r\n pastoral ", "starts_on": "01/01/2027", "duration_months": "60"}

    response = agent.post(reverse("dossier-open"), typed, follow=True)

    contract = Contract.objects.get()
    assert response.redirect_chain == [("/dossiers/CPER-KAYES-2026-01/", 302)]
    assert notices(response)[0] == (
        "Dossier CPER-KAYES-2026-01 ouvert. Ensuite : déposez la délibération autorisant à négocier et à signer."
    )
    assert (contract.title, contract.starts_on, contract.duration_months) == ("Élevage pastoral", date(2027, 1, 1), 60)


def test_a_dossier_is_opened_for_the_region_of_the_council_without_asking_which(agent):
    region("gao")

    response = agent.get(reverse("dossier-open"))

    assert "region" not in entries(response)
    assert response.context["header"]["eyebrow"] == "Région de Kayes"


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.DRPSIAP, Role.DGCT_HEAD, Role.SECTOR, Role.ADMIN])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_council_opens_a_dossier(client, role, method):
    client.force_login(user_as(role))

    response = getattr(client, method)(reverse("dossier-open"), {"title": "Élevage"})

    assert response.status_code == 403
    assert "Seul le conseil de la collectivité peut faire cet acte." in response.content.decode()
    assert Contract.objects.count() == 0


def test_who_has_mandates_in_several_councils_chooses_for_which_one(agent):
    clerk = user_as(Role.REGION, function=Function.AGENT)
    MandateFactory(person=clerk, institution=institution(Body.COUNCIL, region("gao")))
    gao = str(region("gao").pk)

    undecided = agent.post(reverse("dossier-open"), {"title": "Élevage"})
    agent.post(reverse("dossier-open"), {"title": "Élevage", "region": gao})

    assert faults(undecided) == ["Collectivité : Choisissez la collectivité qui ouvre le dossier."]
    assert Contract.objects.get().reference == "CPER-GAO-2026-01"


def test_nobody_opens_a_dossier_for_a_council_that_is_not_theirs(agent):
    clerk = user_as(Role.REGION, function=Function.AGENT)
    MandateFactory(person=clerk, institution=institution(Body.COUNCIL, region("gao")))

    response = agent.post(reverse("dossier-open"), {"title": "Élevage", "region": str(region("nioro").pk)})

    assert faults(response) == ["Collectivité : Choisissez une des collectivités de votre mandat."]
    assert Contract.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"title": " "}, ["Intitulé du contrat-plan : Écrivez l’intitulé du contrat-plan."]),
        ({"duration_months": "0"}, ["Durée du contrat, en mois : La durée se compte en mois, un au moins."]),
        ({"duration_months": "1800"}, ["Durée du contrat, en mois : Une durée ne dépasse pas 240 mois."]),
        (
            {"duration_months": "cinq ans"},
            ["Durée du contrat, en mois : Écrivez un nombre entier de mois, par exemple 60."],
        ),
        (
            {"starts_on": "31/02/2027"},
            ["Début prévu : Ce jour n’existe pas au calendrier. Vérifiez-le : par exemple 31/08/2018."],
        ),
        ({"starts_on": "01/01/0207"}, ["Début prévu : Vérifiez l’année : elle est comprise entre 1990 et 2100."]),
        (
            {"pdesc_from": "01/01/2030", "pdesc_to": "01/01/2030"},
            ["PDESC valide au : La fin de validité du PDESC précède son début."],
        ),
        (
            {"title": "É" * 301},
            [
                "Intitulé du contrat-plan : Assurez-vous que cette valeur comporte au plus 300 caractères "
                "(actuellement 301)."
            ],
        ),
    ],
)
def test_what_is_mistyped_is_said_and_everything_typed_is_kept(agent, typed, sentences):
    sent = {"title": "Élevage", "starts_on": "", "pdesc_from": "", "generation": "première"} | typed

    response = agent.post(reverse("dossier-open"), sent)

    assert (response.status_code, faults(response)) == (200, sentences)
    # A text of which nothing shows is empty (`typed.text`).
    kept = {name: value.strip() for name, value in sent.items()}
    assert {name: value for name, value in entries(response).items() if name in sent} == kept
    assert Contract.objects.count() == 0


# General data


def test_general_data_are_rewritten(agent):
    contract = ContractFactory()

    response = send(agent, page_of("dossier-edit", contract), title="Culture", pdesc_to="31/12/2029")

    contract.refresh_from_db()
    assert (response.status_code, response.url) == (302, page_of("dossier", contract))
    assert (contract.title, contract.pdesc_to, contract.duration_months) == ("Culture", date(2029, 12, 31), 60)


def test_who_comes_second_on_general_data_is_told_who_did_what_and_loses_nothing(agent):
    contract = ContractFactory()
    form = entries(agent.get(page_of("dossier-edit", contract)))
    president = actor(Role.PRESIDENT)
    operations.revise_contract(contract, {"title": "Culture"}, by=president, at=NOW)

    response = agent.post(page_of("dossier-edit", contract), form | {"title": "Élevage"})

    reason = (
        f"Le dossier a changé depuis que cette page s’est ouverte : {president.user.name}, "
        f"{president.mandates[0].title}, « Dossier complété », le 20 novembre 2026 à 10 h 30."
    )
    assert (response.status_code, notices(response)) == (409, [reason + STALE])
    assert (entries(response)["title"], entries(response)["seen"]) == ("Élevage", "2")
    assert Contract.objects.get().title == "Culture"


def test_a_page_with_a_mistake_still_carries_the_version_it_was_made_from(agent):
    contract = ContractFactory()
    form = entries(agent.get(page_of("dossier-edit", contract)))
    operations.revise_contract(contract, {"title": "Culture"}, by=actor(Role.PRESIDENT), at=NOW)

    response = agent.post(page_of("dossier-edit", contract), form | {"title": ""})

    assert (response.status_code, entries(response)["seen"]) == (200, "1")


def test_a_page_sent_without_its_version_is_refused(agent):
    contract = ContractFactory()

    response = agent.post(page_of("dossier-edit", contract), {"title": "Culture"})

    held = entries(response)
    assert (response.status_code, held["title"], held["seen"]) == (409, "Culture", str(contract.version))
    assert Contract.objects.get().title == contract.title


# Who, where and when

PAGES = [("dossier-edit",), ("project-add",), ("project-edit", 1), ("project-remove", 1), ("project-financing", 1)]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_another_region_s_dossier_does_not_exist(agent, name, numbers, method):
    theirs = ProjectFactory(contract=ContractFactory(where="gao")).contract

    response = getattr(agent, method)(page_of(name, theirs, *numbers))

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_the_governor_reads_the_dossier_and_does_not_write_in_it(client, name, numbers, method):
    contract = ProjectFactory().contract
    client.force_login(user_as(Role.GOVERNOR))

    response = getattr(client, method)(page_of(name, contract, *numbers))

    assert response.status_code == 403
    assert "Seul le conseil de la collectivité peut faire cet acte." in response.content.decode()


@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_a_dossier_sent_to_the_dgct_is_not_written_any_more(agent, name, numbers):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    pages = [getattr(agent, method)(page_of(name, contract, *numbers)) for method in ("get", "post")]

    assert [page.status_code for page in pages] == [200, 409]
    assert notices(pages[0]) == [LOCKED.replace(LOCKED.split(" Cet")[0], "Ce n’est pas possible à ce stade.")]


def test_at_the_ministries_the_region_writes_only_what_they_asked_to_correct(agent):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)

    before = agent.get(page_of("dossier-edit", contract))
    contract.opinions.update(
        verdict="corrections",
        text="À revoir",
        given_at=NOW,
        by=user_as(Role.SECTOR),
        judged=judged(contract),
        superseded=False,
    )

    assert notices(before) == ["Ce n’est pas possible à ce stade. Aucun ministère n’a demandé de correction."]
    assert send(agent, page_of("dossier-edit", contract), title="Culture").status_code == 302


def test_what_was_typed_while_the_dossier_left_is_kept_on_the_page(agent):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    response = agent.post(page_of("dossier-edit", contract), {"seen": "1", "title": "Un long travail"})

    assert (response.status_code, notices(response)) == (409, [LOCKED])
    words = response.content.decode()
    assert "<dt>Intitulé du contrat-plan</dt><dd>Un long travail</dd>" in words
    assert "<textarea" not in words  # nothing there can be sent


@pytest.mark.parametrize("name", ["project-edit", "project-remove", "project-financing"])
def test_a_project_that_is_not_in_the_dossier_does_not_exist(agent, name):
    assert agent.get(page_of(name, ContractFactory(), 7)).status_code == 404


# Session and account, mandates, the dossier, all that is read of it; then what each page adds.
COUNTS = {"dossier-edit": 5, "project-add": 7, "project-edit": 7, "project-remove": 8, "project-financing": 5}


@pytest.mark.parametrize(("name", "numbers"), [(name, numbers) for name, *numbers in PAGES])
def test_opening_a_page_writes_nothing(agent, name, numbers, django_assert_num_queries):
    contract = ProjectFactory().contract

    with django_assert_num_queries(COUNTS[name]) as asked:
        agent.get(page_of(name, contract, *numbers))

    assert {query["sql"].split()[0] for query in asked} <= {"SELECT", "DECLARE"}
