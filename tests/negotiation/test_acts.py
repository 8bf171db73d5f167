"""The page of each act of the law: what it shows, what it does, what it says next, and how it refuses."""

from dataclasses import replace

import pytest

from cper.people.models import Mandate
from cper.people.roles import Role
from negotiation import operations, snapshots
from negotiation.models import Assent, Contract, Passage
from negotiation.models.checklist import Slot
from negotiation.views.act_words import WORDS
from negotiation.views.acts import SCREENS
from negotiation.workflow import MOVE_NAMES, PIECES, TASK_NAMES, Criterion, Per, Step, example
from tests.factories import (
    NOW,
    TODAY,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    judged,
    stamp,
)
from tests.negotiation.act_pages import ACTS, address, buttons, find_words, list_of
from tests.negotiation.pages import notices
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db

# Each act of one gesture: a dossier in which it can be done, by whom, what is typed, and what the next page says.


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


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
        "Le Gouverneur en a la copie allégée et lit déjà ce dossier.",
        "Le dossier ne se modifie plus, sauf si la DGCT le retourne, si un ministère demande des corrections, "
        "ou si une autre rédaction de la convention est demandée.",
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


# When not


# Second


# Cost

QUERIES = {
    "submit": 6,
    "transmit": 8,
    "give_opinion": 5,
    "open_negotiation": 7,  # what each opinion was given on, and the dossier of today beside it
    # The reserves of the ministries are quoted wherever it is decided after them.
    "approve_list": 5,
    "adopt_selection": 7,
    "approve_convention": 11,  # who may sign; what is not validated, not verified, older than its project
    "sign": 9,
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


def test_who_draws_the_list_reads_that_an_approval_falls_only_where_one_was_given(enter):
    contract = make_dossier(SITUATIONS["list"])
    falls = "Une approbation déjà donnée tombe : chacun approuve la nouvelle liste."
    before = list_of(enter(Role.PRESIDENT).get(address(contract, "draw_list")), "consequences")
    operations.make_move(contract, "approve_list", by=actor(Role.GOVERNOR), at=NOW)

    after = list_of(enter(Role.PRESIDENT).get(address(contract, "draw_list")), "consequences")

    assert before == ["Chacun approuve ensuite la liste : le Président et le Gouverneur."]
    assert after == [falls]
