"""A contract’s budget, tranches, quarters, calendar and journal, as they are read."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring.models import FollowedContract
from tests.monitoring import scene
from tests.monitoring.reading import chosen, read, texts, words
from tests.monitoring.world import follow, kayes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sessions_without_a_query")]


@pytest.fixture
def contract(scene_contract) -> FollowedContract:
    return scene_contract


# Budget.


def test_the_guard_of_30_june_speaks_for_each_year_to_come(contract):
    page = read(Role.PRESIDENT, "budget", contract.reference)

    assert texts(page, ".needs__item p[1]") == [
        "Le 30 juin 2018 précède la signature : au plus tôt le BSI 2021 ; 120 000 000 FCFA attendent deux ans.",
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
        f"{here}inscrire/2019/",  # to correct it: the last inscription counts
        f"/suivi/{contract.reference}/papiers/{proof}/",
        *inscribe,
        f"{here}mouvement/",
    ]
    assert links(read(Role.DNPD, "budget", contract.reference)) == [f"/suivi/{contract.reference}/papiers/{proof}/"]


def test_an_inscription_shows_its_proof_and_what_it_lacks(contract):
    page = read(Role.FINANCE, "budget", contract.reference)

    assert texts(page, ".ledger tbody tr")[:2] == [
        "2019 20 000 000 15 000 000 5 000 000 FCFA à inscrire, échus à ce jour "
        "0 20 000 000 FCFA à mobiliser, à venir 0 0",
        "Au budget le 20 janvier 2019 Délibération n° 3",
    ]


def test_money_told_without_its_sum_is_not_shown_as_zero():
    page = read(Role.FINANCE, "budget", kayes().reference)

    row = "2017 – non connu non connu la source ne donne pas la somme non connu non connu"
    assert row in texts(page, ".ledger tbody tr")
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

    assert offered == ["Proposer le canevas d’un trimestre", "Constater une carence"]
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
        "Désigner par décision l’équipe de mise en œuvre En retard au plus tard le 30 septembre 2018 "
        "en retard de 283 jours Conseil régional ou du District Kayes décision, au comité régional"
    )


def test_the_journal_tells_who_did_what_for_which_sum_on_which_paper(contract):
    page = read(Role.FINANCE, "follow-up-journal", contract.reference)

    [justified] = [event for event in texts(page, ".event") if "Dépenses déclarées" in event]
    assert justified.startswith(
        "2 mai 2019 10:00 Dépenses déclarées Tranche 1 (2019) Justification 1, en examen à l’ANICT · 30 000 000 FCFA"
    )
    assert justified.endswith("Pièces justificatives des dépenses")
