"""Who may not act, when an act cannot be done, who comes second: what the pages of the acts answer."""

import re

import pytest

from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    region,
    user_as,
)
from tests.negotiation.act_pages import ACTS, address, buttons, find_words, list_of
from tests.negotiation.pages import faults, notices, text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db

HEAD = "le Président du Conseil régional"


ALL_KEPT = (
    "Rien n’a été enregistré. "
    "Ce que vous avez écrit est gardé : relisez, puis validez à nouveau si vous le voulez toujours."
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def test_without_the_mandate_the_page_and_the_act_are_refused_with_their_sentence(enter):
    contract = make_dossier(SITUATIONS["formalisation"])
    agent = enter(Role.REGION, Function.AGENT)

    answers = [agent.get(address(contract, "submit")), agent.post(address(contract, "submit"), {"seen": 1})]

    said = f"Seul {HEAD} peut faire cet acte."
    assert [(answer.status_code, str(answer.context["exception"])) for answer in answers] == [(403, said)] * 2
    assert Contract.objects.get().step == Step.FORMALISATION


def test_the_dossier_of_another_region_does_not_exist(client):
    contract = make_dossier(SITUATIONS["formalisation"])
    client.force_login(user_as(Role.PRESIDENT, region("gao")))

    answers = [client.get(address(contract, "submit")), client.post(address(contract, "submit"), {"seen": 1})]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("word", ["avancer", "preparer", "deposer"])
def test_a_word_that_is_no_form_of_the_law_leads_nowhere(word, enter):
    contract = make_dossier(SITUATIONS["formalisation"])

    response = enter(Role.PRESIDENT).get(f"/dossiers/{contract.reference}/{word}/")

    assert response.status_code == 404


def test_an_act_of_another_step_says_which_and_shows_no_button(enter):
    contract = make_dossier(SITUATIONS["dgct review"])

    response = enter(Role.PRESIDENT).get(address(contract, "submit"))

    said = "Cet acte se fait à l’étape E3 ; le dossier est à l’étape E4, « Examen par la DGCT »."
    assert (response.status_code, notices(response), buttons(response)) == (200, [said], [])


def test_what_is_missing_is_listed_beside_what_is_there_with_the_page_where_to_complete_it(enter):
    contract = ContractFactory(step=Step.PREPARATION, pdesc_from=None)
    project = ProjectFactory(contract=contract)

    response = enter(Role.REGION).get(address(contract, "complete"))

    pieces = [words for words in list_of(response, "checklist") if "à déposer" in words]
    others = [words for words in list_of(response, "checklist") if "à déposer" not in words]
    assert pieces[-1] == f"Manque : Fiche de présentation du projet : {project.title}, à déposer."
    assert others == [
        "Présent : Chaque projet est décrit",
        "Présent : Les parts couvrent le coût de chaque projet",
        "Présent : Aucun projet ne dépasse la durée du contrat",
        "Présent : L’argent tombe dans les années du contrat",
        "Manque : Indiquez les dates de validité du PDESC.",
    ]
    assert re.findall(r'class="button" href="(.*?)"', response.content.decode()) == [
        f"/dossiers/{contract.reference}/pieces/",
        f"/dossiers/{contract.reference}/",
    ]


def test_what_is_already_done_says_by_whom_and_when(enter):
    contract = make_dossier(SITUATIONS["list"])
    governor = actor(Role.GOVERNOR)
    operations.make_move(contract, "approve_list", by=governor, at=NOW)

    response = enter(Role.GOVERNOR).get(address(contract, "approve_list"))

    signatory = f"{governor.user.name}, {governor.mandates[0].title}"
    assert notices(response) == [f"C’est déjà fait : {signatory}, le 20 novembre 2026."]


def test_a_forged_sending_of_an_incomplete_request_is_refused_with_the_list(enter):
    contract = ContractFactory(step=Step.DELIBERATION)

    response = enter(Role.REGION).post(address(contract, "adopt"), {"seen": contract.version})

    assert (response.status_code, Contract.objects.get().step) == (409, Step.DELIBERATION)
    assert notices(response) == [
        "Cet acte n’est pas encore possible : il y manque quelque chose. Rien n’a été enregistré."
    ]
    assert "Manque : Délibération autorisant à négocier et à signer le CPER, à déposer." in text(
        response.content.decode()
    )


def test_an_opinion_that_a_colleague_has_already_given_is_refused_and_the_text_can_be_copied(enter):
    contract = make_dossier(SITUATIONS["opinions given"])
    typed = {"seen": contract.version, "verdict": "corrections", "text": "Le puits manque."}

    response = enter(Role.SECTOR).post(address(contract, "give_opinion"), typed)

    assert response.status_code == 409
    assert notices(response) == ["L’avis de votre ministère est déjà rendu. Rien n’a été enregistré."]
    assert find_words(response, r"<dt>Motifs</dt><dd>(.*?)</dd>") == "Le puits manque."


def test_who_comes_second_is_told_who_decided_what_and_when_and_keeps_what_was_typed(enter):
    contract = make_dossier(SITUATIONS["corrections answered"])
    author = actor(Role.PRESIDENT)
    operations.make_move(contract, "resubmit", by=author, at=NOW, comment="Étude jointe.")

    typed = {"seen": contract.version, "comment": "Le conseil retire\nsa demande."}
    response = enter(Role.PRESIDENT).post(address(contract, "withdraw"), typed)

    told = (
        f"Le dossier a changé depuis que cette page s’est ouverte : {author.user.name}, {author.mandates[0].title}, "
        "« Dossier corrigé transmis aux ministères », le 20 novembre 2026 à 10 h 30."
    )
    assert (response.status_code, notices(response)) == (409, [f"{told} {ALL_KEPT}"])
    assert find_words(response, r"<textarea.*?>(.*?)</textarea>") == "Le conseil retire sa demande."
    assert Contract.objects.get().step == Step.MINISTRY_REVIEW


def test_a_considered_second_try_from_that_page_works(enter):
    contract = make_dossier(SITUATIONS["corrections answered"])
    operations.make_move(contract, "resubmit", by=actor(Role.PRESIDENT), at=NOW, comment="Étude jointe.")
    president = enter(Role.PRESIDENT)

    told = president.post(address(contract, "withdraw"), {"seen": contract.version, "comment": "Retrait."})
    seen = find_words(told, r'name="seen" value="(\d+)"')
    president.post(address(contract, "withdraw"), {"seen": seen, "comment": "Retrait."})

    assert (told.status_code, Contract.objects.get().step) == (409, Step.WITHDRAWN)


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}, {"seen": "9" * 30}])
def test_a_sending_that_does_not_say_what_it_was_made_from_changes_nothing(seen, enter):
    contract = make_dossier(SITUATIONS["formalisation"])

    response = enter(Role.PRESIDENT).post(address(contract, "submit"), seen)

    assert (response.status_code, Contract.objects.get().step) == (409, Step.FORMALISATION)


@pytest.mark.parametrize("name", ["send_back", "resubmit", "return_list", "return_convention", "withdraw", "close"])
def test_a_return_and_an_end_want_a_reason(name, enter):
    (situation, role, _typed), _said = ACTS[name]
    contract = make_dossier(SITUATIONS[situation])

    response = enter(role).post(address(contract, name), {"seen": contract.version, "comment": " \n "})

    assert [fault.partition(" : ")[2] for fault in faults(response)] == [
        "Écrivez quelques mots : cet acte est toujours motivé."
    ]
    assert Contract.objects.get().version == contract.version
