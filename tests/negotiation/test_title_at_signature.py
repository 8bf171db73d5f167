"""The title of a contract is wording: mended at E8 until a text is proposed, checked where a project was set aside."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.operations import Refused
from negotiation.workflow import Step, example
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, all_seats, judged, user_as
from tests.negotiation.pages import notices, page_of, send, text
from tests.situations import approved, proposed, returned, signed

pytestmark = pytest.mark.django_db

CHECK = "vérifiez qu’il ne nomme pas le projet que voici"
ABATTOIR = "Projet 2, « Abattoir » : différé par la session du 20 novembre 2026."


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    """At E8: the tracks retained, an abattoir deferred, which the title of the contract still names."""
    all_seats()
    contract = ContractFactory(step=Step.SELECTION, ready=True, title="Pistes et abattoir")
    abattoir = ProjectFactory(contract=contract, title="Abattoir")
    contract.sessions.update(judged=judged(contract))
    contract.sessions.get().decisions.create(project=abattoir, outcome="deferred", reason="Étude à refaire.")
    operations.make_move(contract, "adopt_selection", by=actor(Role.GOVERNOR), at=NOW)
    return Contract.objects.get()


def retitled(contract: Contract, title: str) -> str:
    """What the door answers to the region; nothing when it lets the title change."""
    try:
        operations.revise_contract(contract, {"title": title}, by=actor(Role.REGION), at=NOW)
    except Refused as refused:
        return text(" ".join(refused.verdict.missing))
    return ""


def read(client, role: Role, contract: Contract, act: str) -> str:
    client.force_login(user_as(role))
    return text(client.get(reverse("act", args=[contract.reference, example(act)])).content.decode())


def test_who_words_the_convention_reads_its_title_beside_the_project_set_aside(client, contract):
    said = read(client, Role.PRESIDENT, contract, "propose_convention")
    box = next(box for box in notices(client.get(page_of("dossier-edit", contract))) if CHECK in box)

    assert (CHECK in said, ABATTOIR in said) == (True, True)
    assert "Intitulé : « Pistes et abattoir »." in box


@pytest.mark.parametrize(
    ("role", "act", "text_is"),
    [
        (Role.GOVERNOR, "approve_convention", proposed),
        (Role.GOVERNOR, "return_convention", proposed),
        (Role.GOVERNOR, "sign", approved),
        (Role.PRESIDENT, "sign", approved),
    ],
)
def test_who_approves_or_signs_it_reads_the_same(client, contract, role, act, text_is):
    text_is(contract)

    assert ABATTOIR in read(client, role, contract, act)


def test_a_contract_that_counts_all_its_projects_asks_nothing(client):
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)

    assert CHECK not in read(client, Role.PRESIDENT, contract, "propose_convention")


def test_the_title_is_mended_before_the_proposal_and_the_journal_says_from_what_to_what(client, contract):
    client.force_login(user_as(Role.PRESIDENT))
    send(client, page_of("dossier-edit", contract), title="Pistes du Logo")

    journal = text(client.get(page_of("dossier-journal", contract)).content.decode())
    assert Contract.objects.get().title == "Pistes du Logo"
    assert "Intitulé Pistes et abattoir Pistes du Logo" in journal


@pytest.mark.parametrize(
    ("role", "act", "text_is"),
    [
        (Role.PRESIDENT, "propose_convention", None),
        (Role.GOVERNOR, "approve_convention", proposed),
        (Role.PRESIDENT, "sign", approved),
    ],
)
def test_who_proposes_approves_or_signs_reads_both_titles(client, contract, role, act, text_is):
    retitled(contract, "Pistes du Logo")
    if text_is:
        text_is(Contract.objects.get())

    said = read(client, role, contract, act)

    assert "Ce qui a changé depuis la session du 20 novembre 2026" in said
    assert "Intitulé Pistes et abattoir Pistes du Logo" in said


@pytest.mark.parametrize(
    ("text_is", "sentence"),
    [
        (proposed, "Une convention est chez le Gouverneur"),
        (approved, "La convention est approuvée : le dossier qu’elle imprime ne change plus"),
    ],
)
def test_a_text_proposed_or_approved_keeps_its_title(contract, text_is, sentence):
    text_is(contract)

    assert sentence in retitled(contract, "Pistes du Logo")
    with pytest.raises(DatabaseError, match="contract_title_stays_as_proposed"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(title="Pistes du Logo")


def test_a_text_sent_back_lets_its_title_change(contract):
    returned(contract)

    assert retitled(contract, "Pistes du Logo") == ""
    assert Contract.objects.get().title == "Pistes du Logo"


def test_the_title_of_a_signed_contract_never_changes():
    contract = ContractFactory(step=Step.SIGNED, ready=True)
    signed(contract)

    with pytest.raises(DatabaseError, match="contract_stays_as_signed"), transaction.atomic():
        Contract.objects.update(title="Autre")
