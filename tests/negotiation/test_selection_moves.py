"""The list, the selection and the signature: what each move asks and leaves."""

from datetime import date

import pytest

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import FinancingLine
from negotiation.workflow import Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    actor,
    all_seats,
    settle,
)
from tests.negotiation.moving import awaited, move, refusal
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", [(Role.PRESIDENT, Role.GOVERNOR), (Role.GOVERNOR, Role.PRESIDENT)])
def test_the_list_passes_when_both_have_approved_in_either_order(order):
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)

    steps = [move(contract, "approve_list", role).step for role in order]

    assert steps == [Step.PROJECT_LIST, Step.SELECTION]


def test_redrawing_the_list_voids_the_approval_already_given():
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    move(contract, "approve_list", Role.PRESIDENT)
    contract.refresh_from_db()

    listed = {contract.projects.get().pk}
    operations.draw_list(contract, listed, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version)

    assert awaited(contract) == [("approve_list", "governor"), ("approve_list", "president")]


def test_what_exceeds_the_envelope_is_not_adopted():
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    settle()
    FinancingLine.objects.filter(source="state").update(amount=90_000_001)

    verdict = refusal(move, contract, "adopt_selection", Role.GOVERNOR)

    assert [text(sentence) for sentence in verdict.missing] == [
        "La part de l’État retenue (90 000 001 FCFA) dépasse de 1 FCFA l’enveloppe donnée par le "
        "ministère chargé des finances (90 000 000 FCFA, exercices 2027 à 2031).",
        "La DRPSIAP peut consigner de nouveau la session avec moins de projets retenus ; le Gouverneur peut aussi "
        "renvoyer la liste à l’étape E6.",
    ]


def test_a_list_sent_back_asks_for_another_list_or_an_answer_and_a_new_session():
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    move(contract, "return_list", Role.GOVERNOR, comment="L’enveloppe a changé.")

    assert awaited(contract) == [
        ("answer_remarks", "region"),
        ("draw_list", "governor"),
        ("draw_list", "president"),
    ]
    assert contract.sessions.get().superseded is True


def test_the_list_and_the_session_share_one_clock():
    all_seats()
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    move(contract, "approve_list", Role.PRESIDENT)
    moved = move(contract, "approve_list", Role.GOVERNOR)

    # 7.5 days from 19 November, when the list began, not from the 20th, when the session's step did.
    assert {turn.due_on for turn in moved.turns.all()} == {date(2026, 11, 27)}


def test_the_contract_is_in_force_when_both_have_signed_what_was_approved():
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    contract.refresh_from_db()
    draft = operations.approve_convention(
        contract, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version, ceremony_on=TODAY, ceremony_place="Kayes"
    )

    wet = {"signed_on": TODAY, "signed_place": "Kayes", "at": NOW}
    operations.sign(contract, by=actor(Role.GOVERNOR), **wet)
    signed = operations.sign(contract, by=actor(Role.PRESIDENT), **wet)

    assert (signed.step, signed.signed_on, signed.ends_on) == ("signed", TODAY, date(2031, 11, 19))
    assert signed.signature_record.convention_sha256 == draft.sha256
