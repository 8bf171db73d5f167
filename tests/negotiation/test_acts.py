"""The page of each act of the law: what it shows, what it does, what it says next, and how it refuses."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from negotiation import operations, snapshots
from negotiation.models import Assent, Contract, Mandate, Passage
from negotiation.models.checklist import Slot
from negotiation.views.act_words import WORDS
from negotiation.views.acts import SCREENS
from negotiation.workflow import MOVE_NAMES, PIECES, TASK_NAMES, Criterion, Function, Per, Role, Step, example
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    judged,
    region,
    stamp,
    user_as,
)
from tests.negotiation.pages import faults, notices, text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db

HEAD = "le Président du Conseil régional"
THE_HEAD = "Le Président du Conseil régional"
ALL_KEPT = (
    "Rien n’a été enregistré. "
    "Ce que vous avez écrit est gardé : relisez, puis validez à nouveau si vous le voulez toujours."
)
# Each act of one gesture: a dossier in which it can be done, by whom, what is typed, and what the next page says.
ACTS = {
    "adopt": (
        ("deliberation", Role.REGION, {}),
        "Délibération enregistrée. C’est encore à vous : 9 points manquent avant « Déclarer la demande prête ».",
    ),
    "complete": (
        ("preparation", Role.REGION, {}),
        "Demande déclarée prête. C’est encore à vous : 5 points manquent avant « Transmettre la demande à la DGCT ».",
    ),
    "submit": (
        ("formalisation", Role.PRESIDENT, {}),
        "Demande transmise à la DGCT. Elle a jusqu’au 28 novembre 2026.",
    ),
    "transmit": (
        ("dgct review", Role.DGCT_HEAD, {}),
        "Dossier transmis aux ministères. Ils ont jusqu’au 3 décembre 2026.",
    ),
    "send_back": (
        ("dgct review", Role.DGCT_HEAD, {"comment": "À revoir."}),
        "Dossier retourné à la collectivité. Prochain à agir : le conseil de la collectivité.",
    ),
    "give_opinion": (
        ("opinions awaited", Role.SECTOR, {"verdict": "reserves", "text": "Prévoir l’entretien."}),
        "Avis rendu. Le ministère chargé des finances a jusqu’au 2 décembre 2026.",
    ),
    "resubmit": (
        ("corrections answered", Role.PRESIDENT, {"comment": "Étude jointe."}),
        "Dossier corrigé transmis. Le ministère sectoriel concerné a jusqu’au 3 décembre 2026.",
    ),
    "open_negotiation": (
        ("opinions given", Role.DGCT_HEAD, {}),
        f"Avis transmis : la négociation est ouverte. {THE_HEAD} et le Gouverneur ont jusqu’au 28 novembre 2026.",
    ),
    "approve_list": (
        ("list", Role.GOVERNOR, {}),
        f"Liste approuvée. {THE_HEAD} a jusqu’au 27 novembre 2026.",
    ),
    "adopt_selection": (
        ("selection", Role.GOVERNOR, {}),
        f"Liste définitive adoptée. {THE_HEAD} a jusqu’au 27 novembre 2026.",
    ),
    "return_list": (
        ("selection", Role.GOVERNOR, {"comment": "Trop cher."}),
        "Liste renvoyée. C’est encore à vous : un point manque avant « Approuver la liste des projets ».",
    ),
    "propose_convention": (
        ("convention awaited", Role.PRESIDENT, CLAUSES),
        "Convention proposée au Gouverneur. Il a jusqu’au 26 novembre 2026.",
    ),
    "return_convention": (
        ("convention proposed", Role.GOVERNOR, {"comment": "Article 4."}),
        f"Autre rédaction demandée. {THE_HEAD} a jusqu’au 26 novembre 2026.",
    ),
    "approve_convention": (
        ("convention proposed", Role.GOVERNOR, {"ceremony_on": "30/11/2026", "ceremony_place": "Kayes"}),
        "Convention approuvée, cérémonie convoquée. "
        "C’est encore à vous : un point manque avant « Signer le contrat-plan ».",
    ),
    "sign": (
        ("convention approved", Role.PRESIDENT, {"signed_on": "20/11/2026", "signed_place": "Kayes"}),
        "Signature enregistrée. Le Gouverneur a jusqu’au 26 novembre 2026.",
    ),
    "withdraw": (
        ("opinions awaited", Role.PRESIDENT, {"comment": "Délibération annulée."}),
        "Demande retirée.",
    ),
    "close": (
        ("dgct review", Role.DGCT_HEAD, {"comment": "Sans objet."}),
        "Dossier classé sans suite.",
    ),
}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


@pytest.fixture
def enter(client):
    """Sign in as whoever holds a role."""

    def as_holder(role, function=None):
        client.force_login(user_as(role, function=function))
        return client

    return as_holder


def address(contract, name):
    return reverse("act", args=[contract.reference, example(name)])


def find_words(response, pattern):
    found = re.search(pattern, response.content.decode(), re.DOTALL)
    return text(found[1]) if found else ""


def buttons(response):
    pattern = r'<button class="button (button--primary|button--destructive)" type="submit">(.*?)</button>'
    return [(kind, text(words)) for kind, words in re.findall(pattern, response.content.decode(), re.DOTALL)]


def list_of(response, of):
    found = re.search(rf'<ul class="{of}">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [text(item) for item in re.findall(r"<li.*?>(.*?)</li>", found[1], re.DOTALL)] if found else []


# What each act says


def test_every_act_that_has_a_form_has_its_page_and_its_words():
    acts = {*MOVE_NAMES, *TASK_NAMES} - {"edit", "attach"}

    assert set(SCREENS) == acts
    assert set(WORDS) == acts


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_and_the_next_page_says_what_happened_and_who_is_next(name, enter):
    (situation, role, typed), said = ACTS[name]
    contract = make_dossier(SITUATIONS[situation])

    response = enter(role).post(address(contract, name), {"seen": contract.version} | typed, follow=True)

    assert response.redirect_chain == [(f"/dossiers/{contract.reference}/", 302)]
    assert notices(response)[0] == said


@pytest.mark.parametrize("name", ACTS)
def test_the_page_of_an_act_bears_its_name_and_one_button_and_writes_nothing(name, enter):
    (situation, role, _typed), _said = ACTS[name]
    contract = make_dossier(SITUATIONS[situation])
    before = (Passage.objects.count(), contract.version)

    response = enter(role).get(address(contract, name))

    kind = "button--destructive" if name in ("withdraw", "close") else "button--primary"
    assert find_words(response, r"<h1[^>]*>(.*?)</h1>") == str(example(name).label)
    assert buttons(response) == [(kind, str(WORDS[name].button or example(name).label))]
    assert (Passage.objects.count(), Contract.objects.get().version) == before


def test_a_page_tells_what_will_follow(enter):
    contract = make_dossier(SITUATIONS["formalisation"])

    response = enter(Role.PRESIDENT).get(address(contract, "submit"))

    assert list_of(response, "consequences") == [
        "Le dossier passe à l’étape E4, « Examen par la DGCT » : délai estimé, 8 jours.",
        "La demande est adressée au ministre chargé des collectivités territoriales.",
        "Le Gouverneur en a la copie allégée : il lit déjà ce dossier.",
        "Le dossier ne se modifie plus, sauf si la DGCT le retourne.",
    ]


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        (False, "Le Gouverneur doit signer aussi : le contrat-plan est alors signé."),
        (True, "Le contrat-plan est signé ; le procès-verbal de signature est établi aussitôt."),
    ],
)
def test_who_signs_first_is_told_of_the_other_and_who_signs_last_of_the_end(signed, said, enter):
    contract = make_dossier(SITUATIONS["convention approved"])
    if signed:
        operations.sign(contract, by=actor(Role.GOVERNOR), at=NOW, signed_on=TODAY, signed_place="Kayes")

    response = enter(Role.PRESIDENT).get(address(contract, "sign"))

    dated = "Le contrat-plan est daté de la dernière des deux signatures."
    assert list_of(response, "consequences") == [said, dated]


def test_who_acts_ad_interim_sees_the_mention_and_the_act_it_rests_on(client):
    contract = make_dossier(SITUATIONS["list"])
    mandate = actor(Role.GOVERNOR).mandates[0]
    facts = {"basis": Mandate.Basis.INTERIM, "act": "Arrêté n°12 du 3 mars 2026", "valid_to": TODAY}
    Mandate.objects.filter(pk=mandate.pk).update(title="Gouverneur de Kayes", **facts)
    client.force_login(mandate.person)

    response = client.get(address(contract, "approve_list"))

    assert find_words(response, r'<div class="card">.*?<p>(.*?)</p>') == (
        f"Vous signez : {mandate.person.name} , Gouverneur de Kayes P.I. "
        f"{mandate.institution.name} ; intérim (P.I.) : Arrêté n°12 du 3 mars 2026"
    )


def test_the_second_approval_of_the_list_moves_the_dossier(enter):
    contract = make_dossier(SITUATIONS["list"])
    operations.make_move(contract, "approve_list", by=actor(Role.GOVERNOR), at=NOW)

    enter(Role.PRESIDENT).post(address(contract, "approve_list"), {"seen": contract.version + 1})

    assert Contract.objects.get().step == Step.SELECTION
    assert [assent.role for assent in Assent.objects.all()] == ["governor", "president"]


# Who may not


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


# When not


def test_an_act_of_another_step_says_which_and_shows_no_button(enter):
    contract = make_dossier(SITUATIONS["dgct review"])

    response = enter(Role.PRESIDENT).get(address(contract, "submit"))

    said = "Cet acte se fait à l’étape E3 ; le dossier est à l’étape E4, « Examen par la DGCT »."
    assert (response.status_code, notices(response), buttons(response)) == (200, [said], [])


def test_what_is_missing_is_listed_beside_what_is_there_with_the_page_where_to_complete_it(enter):
    contract = ContractFactory(step=Step.PREPARATION, pdesc_from=None)
    project = ProjectFactory(contract=contract)

    response = enter(Role.REGION).get(address(contract, "complete"))

    pieces = [words for words in list_of(response, "checklist") if "Pièce à joindre" in words]
    others = [words for words in list_of(response, "checklist") if "Pièce à joindre" not in words]
    assert pieces[-1] == f"Manque : Pièce à joindre : Fiche de présentation du projet : {project.title}."
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
    assert "Manque : Pièce à joindre : Délibération autorisant à négocier et à signer le CPER." in text(
        response.content.decode()
    )


def test_an_opinion_that_a_colleague_has_already_given_is_refused_and_the_text_can_be_copied(enter):
    contract = make_dossier(SITUATIONS["opinions given"])
    typed = {"seen": contract.version, "verdict": "corrections", "text": "Le puits manque."}

    response = enter(Role.SECTOR).post(address(contract, "give_opinion"), typed)

    assert response.status_code == 409
    assert notices(response) == ["L’avis de votre ministère est déjà rendu. Rien n’a été enregistré."]
    assert find_words(response, r"<dt>Motifs</dt><dd>(.*?)</dd>") == "Le puits manque."


# Second


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


# Cost

QUERIES = {
    "submit": 10,
    "transmit": 11,
    "give_opinion": 10,
    "open_negotiation": 14,  # what each opinion was given on, and the dossier of today beside it
    # The reserves of the ministries are quoted wherever it is decided after them.
    "approve_list": 10,
    "adopt_selection": 15,
    "approve_convention": 17,  # who may sign for each party is shown and asked
    "sign": 15,
}


def add_projects(contract, count):
    """More projects, each with all that the step asks for; a session in force takes them in as it does the others."""
    in_force = contract.sessions.filter(superseded=False)
    held = list(in_force)
    in_force.update(superseded=True)
    for project in ProjectFactory.create_batch(count, contract=contract):
        for rule in PIECES:
            if rule.per == Per.PROJECT:
                file_piece(contract, Slot(rule.kind, project_id=project.pk), stamp())
        for criterion in Criterion:
            facts = {"criterion": criterion, "round": 0, "met": True, "given_at": NOW, "judged": judged(contract)}
            project.verdicts.create(contract=contract, **facts, **stamp(Role.DGCT_HEAD))
        for session in contract.sessions.all():
            session.decisions.create(project=project, outcome="deferred", reason="Étude à refaire.")
    # The session sat on another state than the one the text prints, as one does whose minutes are filed afterwards.
    sat_on = snapshots.keep(contract, replace(snapshots.fresh_facts_of(contract), generation="Seconde"), NOW)
    for session in held:
        contract.sessions.filter(pk=session.pk).update(superseded=False, judged=sat_on)


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_costs_the_same_whatever_the_number_of_projects(name, more, enter, django_assert_num_queries):
    (situation, role, _typed), _said = ACTS[name]
    contract = make_dossier(SITUATIONS[situation])
    add_projects(contract, more)
    person = enter(role)

    with django_assert_num_queries(QUERIES[name]):
        response = person.get(address(contract, name))

    assert len(buttons(response)) == 1
