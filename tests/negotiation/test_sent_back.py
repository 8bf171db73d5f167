"""A list (E6) and a text (E8) sent back: said first to who must act, and never accepted again unchanged."""

import pytest
from django.urls import reverse

from cper.people.roles import Body, Function, Role
from negotiation import operations
from negotiation.models import Contract, Notice
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    actor,
    all_seats,
    institution,
    user_as,
)
from tests.negotiation.pages import entries, faults, text

pytestmark = pytest.mark.django_db

ASKED = "Le second projet dépasse l’enveloppe annoncée."
LIST_BACK = "Liste renvoyée par"
ANSWERS = {"text": "Le partenaire relève sa part, sa lettre est jointe."}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def again(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


@pytest.fixture
def listed() -> Contract:
    """A list of two projects that the Governor has sent back from E7."""
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    ProjectFactory(contract=contract)
    operations.make_move(contract, "return_list", by=actor(Role.GOVERNOR), at=NOW, comment=ASKED)
    return again(contract)


@pytest.fixture
def written() -> Contract:
    """A text that the Governor has sent back."""
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    propose(contract)
    operations.return_convention(again(contract), by=actor(Role.GOVERNOR), at=NOW, seen=2, comment=ASKED)
    return again(contract)


def propose(contract: Contract, **clauses: str) -> None:
    seen = again(contract)
    operations.propose_convention(seen, CLAUSES | clauses, by=actor(Role.PRESIDENT), at=NOW, seen=seen.version)


def approve(contract: Contract, role: Role = Role.PRESIDENT) -> None:
    operations.make_move(again(contract), "approve_list", by=actor(role), at=NOW)


def answer(contract: Contract, words: str = "Le partenaire relève sa part.") -> None:
    [remark] = again(contract).remarks
    operations.answer_remarks(again(contract), {remark.key: words}, by=actor(Role.REGION), at=NOW)


def test_the_same_list_is_not_approved_again(listed):
    with pytest.raises(Refused) as refused:
        approve(listed)

    [missing] = refused.value.verdict.missing
    assert text(missing).startswith(LIST_BACK)
    assert text(missing).endswith(" : corrigez ce qui est demandé, ou répondez à la remarque.")


def test_another_list_is_approved(listed):
    seen = again(listed)
    first = seen.projects.get(number=1).pk
    operations.draw_list(seen, {first}, by=actor(Role.GOVERNOR), at=NOW, seen=seen.version)

    approve(listed)

    assert again(listed).assents.filter(action="approve_list", voided=False).count() == 1


def test_the_list_sent_back_is_approved_as_it_is_once_its_remark_has_an_answer(listed):
    answer(listed)

    approve(listed)
    approve(listed, Role.GOVERNOR)

    assert again(listed).step == Step.SELECTION


def test_the_same_text_is_not_proposed_again(written, client):
    with pytest.raises(Refused, match="celui qui vous a été renvoyé"):
        propose(written)
    client.force_login(user_as(Role.PRESIDENT))
    page = f"{written.get_absolute_url()}proposer-la-convention/"

    refused = client.post(page, entries(client.get(page)))

    [fault] = faults(refused)
    assert fault.startswith("Ce texte est celui qui vous a été renvoyé.")


def test_the_page_says_that_the_session_was_dropped_by_the_return(listed, client):
    client.force_login(user_as(Role.PRESIDENT))

    page = text(client.get(reverse("dossier-session", args=[listed.reference])).content.decode())

    assert "Session du 20 novembre 2026 (sans suite : la liste a été renvoyée le 20 novembre 2026)" in page
    assert "remplacée" not in page


def test_a_text_with_another_clause_is_proposed(written):
    propose(written, disputes="Le Gouverneur de la Région, puis le tribunal administratif de Kayes.")

    assert again(written).drafts.count() == 2


def test_the_same_text_is_proposed_once_the_remark_has_an_answer(written):
    answer(written)
    propose(written)

    assert again(written).drafts.count() == 2
    assert again(written).remarks == []


@pytest.mark.parametrize("sent", ["listed", "written"])
@pytest.mark.parametrize("function", [Function.AGENT, Function.SIGNATORY])
def test_what_is_sent_back_comes_first_in_the_inbox_with_its_words(client, request, sent, function):
    ContractFactory(step=Step.FORMALISATION, ready=True)
    contract = request.getfixturevalue(sent)
    client.force_login(user_as(Role.REGION, function=function))

    page = text(client.get(reverse("inbox")).content.decode())

    assert ASKED in page
    assert Contract.objects.inbox(actor(Role.REGION, function=function)).first() == contract


def test_the_box_and_the_mail_say_who_sent_what_back(listed, client):
    client.force_login(user_as(Role.PRESIDENT))
    whose = "liste renvoyée par le signatory (gouvernorat Kayes)"

    page = text(client.get(listed.get_absolute_url()).content.decode())
    notice = Notice.objects.get(institution=institution(Body.COUNCIL), contract=listed)

    assert f"À vous de jouer : {whose}" in page
    assert text(notice.subject) == f"{listed.reference} : {whose}"
    assert ASKED in notice.body


@pytest.mark.parametrize("count", [1, 4])
def test_the_inbox_costs_the_same_however_many_lists_are_back(client, django_assert_num_queries, count):
    for _one in range(count):
        contract = ContractFactory(step=Step.SELECTION, ready=True)
        operations.make_move(contract, "return_list", by=actor(Role.GOVERNOR), at=NOW, comment=ASKED)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(23):
        client.get(reverse("inbox"))


def test_a_president_reads_why_nothing_waits_for_him_during_his_interim(client):
    facts = {"basis": "2-interim", "act": "Décision n°12", "valid_to": TODAY, "function": "signatory"}
    president = user_as(Role.PRESIDENT)
    MandateFactory(institution=institution(Body.COUNCIL), **facts)
    client.force_login(president)

    page = text(client.get(reverse("inbox")).content.decode())

    assert "Aucun acte de la négociation ne lui revient" not in page
    assert "Aucun acte ne lui revient" not in page
    assert "Un intérim de votre charge est en cours : tant qu’il dure, l’intérimaire agit seul." in page
