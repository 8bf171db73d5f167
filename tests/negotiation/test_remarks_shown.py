"""Where remarks are read: the inbox, the box of the dossier, the page of the answers, the mail."""

import pytest
from django.core import mail
from django.urls import reverse

from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.workflow import Step, example
from tests.factories import (
    NOW,
    ContractFactory,
    actor,
    all_seats,
    user_as,
)
from tests.negotiation.pages import entries, faults, notices, text
from tests.negotiation.sent_back import ASKED, FORM, IMPACT, answer, judge, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def test_the_page_quotes_each_remark_over_its_entry_and_keeps_what_is_typed(client):
    contract = sent_back(IMPACT, FORM)
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    url = reverse("act", args=[contract.reference, example("answer_remarks")])
    page = client.get(url)
    first = contract.remarks[0]

    assert text(page.content.decode()).count("« Emplois non chiffrés. »") == 0
    assert text(page.content.decode()).count("Emplois non chiffrés.") == 2
    assert faults(client.post(url, entries(page))) == ["Aucune réponse n’a changé depuis l’ouverture de la page."]

    done = client.post(url, entries(page) | {first.key: "120 emplois créés."}, follow=True)

    assert notices(done)[0].startswith("Réponses enregistrées.")
    assert [remark.is_met for remark in Contract.objects.get().remarks] == [True, False]


def test_a_returned_dossier_waits_for_the_agents_and_the_president_until_every_remark_is_met():
    contract = sent_back(IMPACT)
    agent, president = actor(Role.REGION, function=Function.AGENT), actor(Role.PRESIDENT)

    assert [contract in Contract.objects.inbox(who) for who in (agent, president)] == [True, True]
    assert {turn.action for turn in contract.turns.all()} == {"answer_remarks", "edit"}

    answer(contract)

    assert [contract in Contract.objects.inbox(who) for who in (agent, president)] == [False, True]
    assert {turn.action for turn in contract.turns.all()} == {"submit"}


def test_what_an_examiner_sent_back_comes_first_in_the_inbox_with_its_words(client):
    ContractFactory(step=Step.PREPARATION, ready=True)
    contract = sent_back(IMPACT)
    client.force_login(user_as(Role.REGION, function=Function.AGENT))

    page = client.get(reverse("inbox"))

    first = page.context["own_table"].rows[0]
    assert (first["reference"], [remark.words for remark in first["remarks"]]) == (contract.reference, [ASKED])
    assert ASKED in text(page.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_however_many_dossiers_are_back(client, django_assert_num_queries, count):
    for _number in range(count):
        dossier = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
        judge(dossier, IMPACT)
        operations.make_move(dossier, "send_back", by=actor(Role.DGCT_HEAD), at=NOW, comment="À revoir.")
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(21):
        page = client.get(reverse("inbox"))

    assert len(page.context["own_table"].rows) == count


@pytest.mark.parametrize("function", [Function.AGENT, Function.SIGNATORY])
def test_the_box_of_the_dossier_carries_the_remarks_with_who_made_them(client, function):
    contract = sent_back(IMPACT)
    client.force_login(user_as(Role.REGION, function=function))

    box = client.get(contract.get_absolute_url()).context["box"]

    examiner = user_as(Role.DGCT, function=Function.SIGNATORY)
    assert [(r["subject"], r["words"], r["by"].split(",")[0], str(r["status"]["label"])) for r in box["remarks"]] == [
        ("Projet 1, emplois et richesses", ASKED, examiner.name, "À traiter")
    ]
    assert [str(action["label"]) for action in box["actions"] if action["primary"]] == ["Répondre aux remarques"]


def test_the_mail_says_what_is_asked(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent_back(IMPACT)

    [body] = [message.body for message in mail.outbox if "Ce qui est demandé" in message.body]
    assert f"- Projet 1, emplois et richesses : {ASKED} (" in body.replace("\xa0", " ")
