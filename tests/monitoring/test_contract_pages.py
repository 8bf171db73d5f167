"""The pages of a contract: what they cost, for whom they are, and its execution."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import FollowedContract
from tests.factories import region
from tests.monitoring import scene
from tests.monitoring.reading import chosen, read, response, texts, words
from tests.monitoring.world import follow, kayes, on, tranche

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sessions_without_a_query")]


TABS = ("execution", "budget", "tranches", "quarters", "calendar", "follow-up-journal")


# The person and their mandates, the contract, its facts in one query, then what each page adds.
QUERIES = {
    "execution": 14,  # what waits, read as the inbox reads it
    "budget": 6,  # the late resources that may be said not to have come
    "tranches": 5,
    "quarters": 4,
    "calendar": 5,  # the duties in one, their states counted as they are read
    "follow-up-journal": 6,
    "tranche": 10,  # its justifications, who heads the house of the reader
    "quarter": 14,  # the tranches as they stood at its end, its rectifications, its errata
}


@pytest.fixture
def contract(scene_contract) -> FollowedContract:
    return scene_contract


def asked(name: str, *args) -> int:
    """How many queries a page asks, for the President."""
    with time_machine.travel(scene.TODAY):
        client = Client()
        client.force_login(on(scene.TODAY.date(), Role.PRESIDENT).user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=args)).status_code == 200
    return len(captured)


def cost(contract: FollowedContract, quarter: str) -> dict[str, int]:
    found = {name: asked(name, contract.reference) for name in TABS}
    found["tranche"] = asked("tranche", contract.reference, 1)
    return found | {"quarter": asked("quarter", contract.reference, quarter)}


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_whatever_it_shows(count):
    contract = follow(projects=count)
    for project in contract.projects.all():
        tranche(contract, project=project)
    lapsed, held = {1: (None, scene.T4), 3: (scene.T1, scene.T2)}[count]
    if lapsed:
        scene.lapse(contract, lapsed, date(2019, 7, 1))
    scene.hold(contract, held, date(2019, 7, 2))
    scene.renewed(contract)

    assert cost(contract, held.code) == QUERIES


@pytest.mark.parametrize("name", TABS)
def test_the_contract_of_a_region_is_not_found_by_another(contract, name):
    assert response(Role.PRESIDENT, name, contract.reference, where=region("gao")).status_code == 404


def test_the_tranche_and_the_quarter_of_a_region_are_not_found_by_another(contract):
    gao = region("gao")

    assert response(Role.PRESIDENT, "tranche", contract.reference, 2, where=gao).status_code == 404
    assert response(Role.PRESIDENT, "quarter", contract.reference, "2019-T1", where=gao).status_code == 404


def test_a_tranche_or_a_quarter_that_is_not_there_is_not_found(contract):
    assert response(Role.PRESIDENT, "tranche", contract.reference, 9).status_code == 404
    assert response(Role.PRESIDENT, "quarter", contract.reference, "2019-T2").status_code == 404


# Execution.


def test_the_page_opens_with_what_waits_for_the_person_the_oldest_delay_first(contract):
    page = read(Role.PRESIDENT, "execution", contract.reference)

    assert texts(page, ".turn__when") == ["7 actes vous attendent, dont 3 en retard."]
    assert texts(page, ".awaited__item p[1]") == [
        "Désigner par décision l’équipe de mise en œuvre",
        "Inscrire la contribution de la collectivité à son budget : 2019 2019 15 000 000 FCFA inscrits sur "
        "20 000 000 FCFA : il manque 5 000 000 FCFA.",  # in part: what lacks is still owed
        "Demander l’inscription au répertoire national, puis au BSI : BSI 2020 BSI 2020",
        "Signer le contrat de travaux : projet 1 projet 1",
        "Signer le contrat de travaux : projet 2 projet 2",
    ]
    assert [link.get("href") for link in chosen(page, ".button--primary")] == [
        f"/suivi/{contract.reference}/obligations/equipe/une-fois/"
    ]


def test_an_act_that_cannot_be_done_yet_says_what_is_missing(contract):
    page = read(Role.GOVERNOR, "execution", contract.reference)

    assert "La part de l’ANICT : observations sur la mobilisation" in words(chosen(page, ".turn")[0])


def test_an_act_that_leads_to_a_duty_is_late_with_it(contract):
    page = read(Role.GOVERNOR, "execution", contract.reference)

    assert texts(page, ".awaited__item p[1]")[0].startswith("Adopter le rapport : Trimestre T1 2019")
    assert texts(page, ".awaited__when")[0] == "en retard de 97 jours"


def test_who_has_nothing_to_do_reads_who_is_awaited(contract):
    page = read(Role.FINANCE, "execution", contract.reference)

    assert texts(page, ".turn__title") == ["En attente de 5 institutions"]
    assert "Compléter la part de l’ANICT, Trimestre T1 2019, depuis 112 jours" in words(chosen(page, ".turn")[0])
    assert chosen(page, ".button--primary") == []


def test_the_money_of_the_contract_stands_in_one_line(contract):
    page = read(Role.FINANCE, "execution", contract.reference)

    assert texts(page, ".way__step .amount") == [
        "830 000 000 FCFA",
        "15 000 000 FCFA",
        "80 000 000 FCFA",
        "60 000 000 FCFA",
        "30 000 000 FCFA",
    ]


def test_the_progress_is_told_in_a_sentence_and_in_figures(contract):
    page = read(Role.FINANCE, "execution", contract.reference)

    assert texts(page, ".chart__summary") == [
        "Au 10 juillet 2019 : échu au plan 0 FCFA (0 % du total), payé 60 000 000 FCFA (7,23 % du total), "
        "taux physique non relevé."  # a report that nobody has adopted has measured nothing
    ]
    assert texts(page, ".chart tbody tr")[0] == "1er mars 2019 0 60 000 000 –"


def test_ten_findings_are_shown_and_the_others_are_one_link_away(contract):
    facts = {"evidence": "Trouvé.", "found_on": contract.signed_on}
    for number in range(6):
        contract.findings.create(rule="total", key=f"X{number}", title=f"Constat {number}", **facts)

    page = read(Role.FINANCE, "execution", contract.reference)
    whole = read(Role.FINANCE, "execution", contract.reference, query="?constats=tous")

    assert (len(texts(page, ".found")), len(texts(whole, ".found"))) == (10, 13)
    assert texts(page, ".found__title")[0] == "Part de l’État au BSI 2020 : manquée"


def test_the_strip_tells_each_quarter(contract):
    page = read(Role.FINANCE, "execution", contract.reference)

    assert texts(page, ".quarter")[:4] == ["T4 2018 carence", "T1 2019 tenu", "T2 2019 en retard", "T3 2019 en cours"]
    assert len(texts(page, ".quarter")) == 20


def test_the_next_tranche_shows_its_checklist_with_what_was_waived_by_whom(contract):
    page = read(Role.FINANCE, "execution", contract.reference)

    assert texts(page, ".needs .status") == ["Rempli"] * 5 + ["Dérogation"]
    assert "le 4 mai 2019 : « Crue du fleuve. »" in texts(page, ".needs__item")[-1]


def test_a_contract_whose_data_have_stopped_says_where_and_asks_nobody():
    contract = kayes()
    renewal.renew(contract, scene.TODAY.date())

    page = read(Role.PRESIDENT, "execution", contract.reference)

    assert texts(page, ".notice") == [
        "Les données s’arrêtent au 31 mars 2019. Tout est jugé à cette date ; personne n’est appelé à agir. "
        "Source : Grille méthodologique."
    ]
    assert chosen(page, ".turn") + chosen(page, ".button") == []
    assert "Le plan de financement ne date pas 2 231 715 163 FCFA" in words(page)
    # Two figures of one thing stand together; what the source does not give is not nothing.
    assert texts(page, ".way__step") == [
        "Engagé 2 231 715 163 FCFA somme des parts : 58 587 762 FCFA de plus que le coût déclaré, 2 173 127 401 FCFA",
        "Inscrit non connu",
        "Mobilisé non connu",
        "Payé non connu",
        "Justifié non connu",
    ]
    assert "prévu 0 FCFA" not in words(page)
    assert texts(page, ".quarter")[:3] == ["T4 2018 en retard", "T1 2019 en retard", "T2 2019 en cours"]
