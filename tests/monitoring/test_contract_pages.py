"""The pages of a contract in force: what each person reads there, and what reading costs the database."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from monitoring import renewal
from monitoring.models import FollowedContract
from negotiation.vocabulary import Role
from tests.factories import region
from tests.monitoring import scene
from tests.monitoring.world import follow, kayes, on, tranche

pytestmark = pytest.mark.django_db
TABS = ("execution", "budget", "tranches", "quarters", "calendar", "follow-up-journal")
# The person and their mandates, the contract and its facts (thirteen), then what each page adds.
QUERIES = {
    "execution": 24,
    "budget": 19,  # the late resources that may be said not to have come
    "tranches": 18,
    "quarters": 17,
    "calendar": 21,
    "follow-up-journal": 19,
    "tranche": 22,  # its justifications
    "quarter": 30,  # the tranches as they stood at its end, who stands in, its rectifications, its errata
}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[int]:
    """The contract of the scene, made once: a test that acts on it is undone, and so is the whole in the end."""
    here = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("scene")}}
    stored = override_settings(STORAGES=settings.STORAGES | {"default": here})
    with django_db_blocker.unblock(), stored, transaction.atomic():
        yield scene.followed().pk
        transaction.set_rollback(True)


@pytest.fixture
def contract(made) -> FollowedContract:
    return FollowedContract.objects.get(pk=made)


@pytest.fixture(autouse=True)
def sessions_without_a_query(settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"


def response(role: Role, name: str, *args, where=None, query: str = ""):
    with time_machine.travel(scene.TODAY):
        client = Client()
        client.force_login(on(scene.TODAY.date(), role, where).user)
        return client.get(reverse(name, args=args) + query)


def read(role: Role, name: str, *args, query: str = ""):
    found = response(role, name, *args, query=query)
    assert found.status_code == 200
    return html.fromstring(found.content.decode()).get_element_by_id("contenu")


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).replace("\u00a0", " ").split())


def chosen(page, path: str) -> list:
    """The elements of a path of tags and classes: `.turn a`, `caption`, `p[1]`."""
    steps = []
    for step in path.split():
        tag, *classes = step.split(".")
        steps.append((tag or "*") + "".join(f'[contains(concat(" ", @class, " "), " {one} ")]' for one in classes))
    return page.xpath(".//" + "//".join(steps))


def texts(page, path: str) -> list[str]:
    return [words(element) for element in chosen(page, path)]


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

    assert texts(page, ".turn__when") == ["6 actes vous attendent, dont 2 en retard."]
    assert texts(page, ".awaited__item p[1]") == [
        "Désigner l’équipe chargée de la mise en œuvre",
        "Demander l’inscription au répertoire national, puis au BSI : BSI 2020 BSI 2020",
        "Signer le contrat de travaux : projet 1 projet 1",
        "Signer le contrat de travaux : projet 2 projet 2",
        "Justifier des dépenses : Tranche 1 (2019) Tranche 1 (2019)",
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

    assert (len(texts(page, ".found")), len(texts(whole, ".found"))) == (10, 12)
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
        "Les données s’arrêtent au 31 mars 2019 (source : Grille méthodologique). Tout est jugé à cette date ; "
        "personne n’est appelé à agir."
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


# Budget.


def test_the_guard_of_30_june_speaks_for_each_year_to_come(contract):
    page = read(Role.PRESIDENT, "budget", contract.reference)

    assert texts(page, ".needs__item p[1]") == [
        "Le 30 juin 2018 précède la signature : au plus tôt le BSI 2020 ; 120 000 000 FCFA attendent un an.",
        "Aucune demande à la DNPD au 30 juin 2019 : au plus tôt le BSI 2021 ; 180 000 000 FCFA attendent un an.",
        "À demander au plus tard le 30 juin 2020 pour le BSI 2021 : 180 000 000 FCFA.",
        "À demander au plus tard le 30 juin 2021 pour le BSI 2022 : 180 000 000 FCFA.",
    ]


def links(page) -> list[str]:
    return [link.get("href") for path in (".needs a", ".ledger a", ".buttons a") for link in chosen(page, path)]


def test_the_budget_offers_the_acts_that_the_person_may_do(contract):
    here = f"/suivi/{contract.reference}/actes/"
    inscribe = [f"{here}inscrire/{year}/" for year in (2020, 2021, 2022)]
    [proof] = [entry.paper_id for entry in contract.budget.all()]

    assert links(read(Role.PRESIDENT, "budget", contract.reference)) == [
        f"{here}demander-bsi/2020/",
        f"/suivi/{contract.reference}/papiers/{proof}/",
        f"{here}inscrire/2019/",  # to correct it: the last inscription counts
        *inscribe,
        f"{here}mouvement/",
    ]
    assert links(read(Role.DNPD, "budget", contract.reference)) == [f"/suivi/{contract.reference}/papiers/{proof}/"]


def test_an_inscription_shows_its_proof_and_what_it_lacks(contract):
    page = read(Role.FINANCE, "budget", contract.reference)

    assert texts(page, ".ledger tbody tr")[0] == (
        "2019 20 000 000 15 000 000 5 000 000 FCFA à inscrire, échus à ce jour au budget le 20 janvier 2019 "
        "Délibération n° 3 0 20 000 000 FCFA à mobiliser, à venir 0 0"
    )


def test_money_told_without_its_sum_is_not_shown_as_zero():
    page = read(Role.FINANCE, "budget", kayes().reference)

    assert "2017 – – non connu la source ne donne pas la somme non connu non connu" in texts(page, ".ledger tbody tr")
    assert texts(page, "tbody tr")[-1] == "Mobilisé État, 2017 – 2017 somme non donnée"


# Tranches.


def test_the_list_of_tranches_says_who_holds_each_since_when(contract):
    page = read(Role.FINANCE, "tranches", contract.reference)

    assert [row.split("Kayes")[1] for row in texts(page, "tbody tr")[:2]] == [
        ", depuis 67 jours 20 000 000 – – – –",
        ", depuis 131 jours 60 000 000 60 000 000 60 000 000 60 000 000 30 000 000",
    ]
    assert texts(page, "tbody tr")[2].endswith("État, 2019 90 000 000 80 000 000 10 000 000")
    assert chosen(page, ".button--primary") + chosen(page, ".buttons") == []


def test_a_tranche_shows_its_life_and_whose_turn_it_is(contract):
    page = read(Role.PRESIDENT, "tranche", contract.reference, 2)

    assert texts(page, ".stage--current .stage__label") == ["En préparation"]
    assert texts(page, ".stage__loop") == ["Retournée le 4 mai 2019"]
    assert texts(page, ".turn .button") == [
        "Répondre au retour de l’ANICT",
        "Modifier la demande",
        "Renoncer à la tranche",
    ]
    [told] = texts(page, ".turn__told")
    assert told.startswith("Retournée le 4 mai 2019 par ")
    assert told.endswith(" Le plan est illisible.")
    assert len(texts(page, ".needs__act")) == 5


def test_a_tranche_in_other_hands_is_only_read(contract):
    page = read(Role.ANICT, "tranche", contract.reference, 2)

    assert texts(page, ".turn__title") == ["En attente de : Conseil régional ou du District Kayes"]
    assert chosen(page, ".turn .button") + chosen(page, ".needs__act") == []


def test_the_sums_of_a_tranche_come_in_order_with_what_each_lacks(contract):
    page = read(Role.FINANCE, "tranche", contract.reference, 1)

    assert texts(page, ".facts")[0] == (
        "Somme demandée 60 000 000 FCFA Somme approuvée 60 000 000 FCFA Somme débloquée 60 000 000 FCFA "
        "Somme payée 60 000 000 FCFA Somme justifiée 30 000 000 FCFA reste à justifier 30 000 000 FCFA"
    )


# Quarters.


def test_the_quarters_due_are_listed_with_what_became_of_each(contract):
    page = read(Role.FINANCE, "quarters", contract.reference)

    assert texts(page, "tbody tr") == [
        "T2 2019 En retard Aucune session enregistrée",
        "T1 2019 Session tenue Tenue le 20 mars 2019, 42 participants",
        "T4 2018 Carence Saisie tardive, le 15 janvier 2019 Non tenue Session reportée.",
    ]
    assert "Le trimestre T1 2019 est ouvert" in words(page)


def test_whoever_may_open_the_next_quarter_is_offered_it():
    contract = follow()

    offered = texts(read(Role.DRPSIAP, "quarters", contract.reference), ".buttons .button")

    assert offered == ["Proposer le canevas d’un trimestre", "Constater la carence de trimestres"]
    assert texts(read(Role.GOVERNOR, "quarters", contract.reference), ".buttons .button") == [
        "Convoquer le CROCSAD",
        *offered[1:],
    ]
    assert texts(read(Role.FINANCE, "quarters", contract.reference), ".buttons .button") == []


def test_the_review_of_a_quarter_shows_its_parts_and_its_projects(contract):
    page = read(Role.DRPSIAP, "quarter", contract.reference, "2019-T1")

    assert texts(page, ".checklist__item") == [
        "Présent : Part de la collectivité complétée le 20 mars 2019",
        "Manque : Part de l’ANICT attendue",
        "Présent : Synthèse de la DRPSIAP",
    ]
    assert texts(page, "tbody tr")[0].endswith(
        "400 000 000 430 000 000 60 000 000 0 29,14 % – 25,00 % 15,00 %"  # on 31 March, the last day of the quarter
    )
    assert texts(page, ".turn .button") == ["Rédiger la synthèse", "Rectifier la session"]


def test_an_adopted_report_shows_the_fingerprint_of_its_frozen_bytes(contract):
    report = scene.adopt(contract.reports.get(quarter="2019-T1"), date(2019, 7, 3))

    page = read(Role.GOVERNOR, "quarter", contract.reference, "2019-T1")

    assert [mark.get("title") for mark in chosen(page, ".hash")] == [report.sha256]
    assert texts(page, ".turn .button--primary") == ["Transmettre le rapport au ministre"]


def test_a_lapsed_quarter_shows_its_reason_and_nothing_to_do(contract):
    page = read(Role.GOVERNOR, "quarter", contract.reference, "2018-T4")

    assert texts(page, ".prose") == ["Session reportée."]
    assert chosen(page, ".turn") + chosen(page, ".button") == []


# Calendar and journal.


def test_the_calendar_narrows_to_a_state_and_leads_to_one_s_own_acts(contract):
    page = read(Role.ADR, "calendar", contract.reference, query="?etat=retard")

    assert texts(page, "caption") == ["En retard"]
    assert [link.get("href") for link in chosen(page, "tbody a")] == [
        f"/suivi/{contract.reference}/obligations/evaluation/2018/",
        f"/suivi/{contract.reference}/obligations/comite-regional/R1/",
    ]


def test_the_calendar_tells_who_when_to_whom_and_by_which_document(contract):
    page = read(Role.FINANCE, "calendar", contract.reference)

    assert texts(page, "tbody tr")[0] == (
        "Désigner l’équipe chargée de la mise en œuvre En retard au plus tard le 30 septembre 2018 "
        "en retard de 283 jours Conseil régional ou du District Kayes décision, au comité régional"
    )


def test_the_journal_tells_who_did_what_for_which_sum_on_which_paper(contract):
    page = read(Role.FINANCE, "follow-up-journal", contract.reference)

    [justified] = [event for event in texts(page, ".event") if "Dépenses déclarées" in event]
    assert justified.startswith(
        "2 mai 2019 10:00 Dépenses déclarées Tranche 1 (2019) Justification 1, en examen à l’ANICT · 30 000 000 FCFA"
    )
    assert justified.endswith("Pièces justificatives des dépenses")
