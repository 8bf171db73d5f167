"""A paper is dated on or after what it records, never before what it follows, never to come."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Passage
from negotiation.operations import Refused
from negotiation.workflow import PIECES, PieceKind, Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    actor,
    all_seats,
    file_piece,
    settle,
    stamp,
    typed_of,
    user_as,
)
from tests.negotiation.crafted import saved_pdf
from tests.negotiation.pages import faults, page_of, text

pytestmark = pytest.mark.django_db

AUTHORISES, CHOOSES, EXAMINES = "deliberation-negotiate", "deliberation-choice", "crocsad-report"
MINUTES = "session-minutes"
CHOSEN = "Délibération sur le choix des projets"


@pytest.fixture(autouse=True)
def today(time_machine):
    all_seats()
    time_machine.move_to(NOW, tick=False)


def file_at(client, contract, code, day, role=Role.PRESIDENT):
    client.force_login(user_as(role))
    typed = typed_of(code) | {"dated_on": day, "file": SimpleUploadedFile("piece.pdf", saved_pdf())}
    return client.post(page_of("piece-attach", contract, code), typed, follow=True)


def filed(contract, code):
    slot = operations.slot_of(contract, code)
    return file_piece(contract, slot, stamp())


@pytest.mark.parametrize("code", [CHOOSES, EXAMINES])
def test_what_follows_the_authorisation_is_not_dated_before_it(client, code):
    contract = ContractFactory(step=Step.FORMALISATION)
    filed(contract, AUTHORISES)

    response = file_at(client, contract, code, "13/03/2026")

    [fault] = faults(response)
    assert text(fault).endswith(
        "Cette pièce vient après « Délibération autorisant à négocier et à signer le CPER », du 14 mars 2026 : "
        "vérifiez cette date, ou déposez d’abord une autre version de cette pièce-là si sa date est fausse."
    )
    assert not contract.pieces.filter(kind=code).exists()


def test_the_authorisation_is_not_dated_after_what_follows_it(client):
    contract = ContractFactory(step=Step.FORMALISATION)
    filed(contract, CHOOSES)

    [fault] = faults(file_at(client, contract, AUTHORISES, "15/03/2026"))

    assert f"vient avant « {CHOSEN} », du 14 mars 2026" in text(fault)
    assert faults(file_at(client, contract, AUTHORISES, "14/03/2026")) == []


def test_the_authorisation_is_not_dated_after_the_request_it_allows(client):
    contract = ContractFactory(step=Step.FORMALISATION, ready=True, returns=1)
    contract.pieces.filter(kind=CHOOSES).update(current=False)
    contract.pieces.filter(kind=EXAMINES).update(current=False)
    sent = {"source": Step.FORMALISATION, "target": Step.DGCT_REVIEW, "version": 2, "at": NOW - timedelta(days=9)}
    Passage.objects.create(contract=contract, action="submit", judged=contract.snapshots.get(), **sent, **stamp())

    [fault] = faults(file_at(client, contract, AUTHORISES, "12/11/2026"))

    assert "La demande a été transmise le 11 novembre 2026" in text(fault)
    assert faults(file_at(client, contract, AUTHORISES, "11/11/2026")) == []


def test_minutes_are_dated_from_the_day_of_their_session(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    [fault] = faults(file_at(client, contract, MINUTES, "19/11/2026", Role.DRPSIAP))

    assert "La session s’est tenue le 20 novembre 2026" in text(fault)
    assert faults(file_at(client, contract, MINUTES, "20/11/2026", Role.DRPSIAP)) == []


def test_minutes_are_those_of_a_session_on_record(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    contract.sessions.update(superseded=True)

    [fault] = faults(file_at(client, contract, MINUTES, "20/11/2026", Role.DRPSIAP))

    assert "Aucune session n’est consignée : consignez-la d’abord" in text(fault)


def recorded_anew(contract):
    session = contract.sessions.get()
    facts = {"held_on": TODAY, "place": "Kita", "attendance": 38}
    decisions = [
        {"project": decision.project, "outcome": decision.outcome, "priority": decision.priority}
        for decision in session.decisions.all()
    ]
    return operations.record_session(contract, facts, decisions, by=actor(Role.DRPSIAP), at=NOW, seen=contract.version)


def test_a_session_recorded_anew_asks_for_new_minutes(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True)
    settle()
    recorded_anew(contract)

    assert [piece.current for piece in contract.pieces.filter(kind=MINUTES)] == [False]
    with pytest.raises(Refused) as refused:
        operations.make_move(contract, "adopt_selection", by=actor(Role.GOVERNOR), at=NOW)
    assert [text(one) for one in refused.value.verdict.missing] == [
        "Procès-verbal du CROCSAD élargi au comité de suivi, à déposer."
    ]
    client.force_login(user_as(Role.DRPSIAP))
    page = text(client.get(page_of("piece-attach", contract, MINUTES)).content.decode())
    assert "Ne compte plus" in page
    assert "En vigueur" not in page


def test_a_list_sent_back_takes_the_minutes_of_its_session_with_it():
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    operations.make_move(contract, "return_list", by=actor(Role.GOVERNOR), at=NOW, comment="Revoir le rang.")

    assert [piece.current for piece in contract.pieces.filter(kind=MINUTES)] == [False]


@pytest.mark.parametrize(
    ("held_on", "said"), [(date(2026, 11, 21), "est à venir"), (date(2026, 11, 18), "ce jour-là ou après")]
)
def test_the_door_refuses_a_session_to_come_or_before_its_list(held_on, said):
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    with pytest.raises(Refused) as refused:
        facts = {"held_on": held_on, "place": "Kayes", "attendance": 38}
        operations.record_session(contract, facts, [], by=actor(Role.DRPSIAP), at=NOW, seen=contract.version)

    assert said in refused.value.verdict.reason


def test_the_door_refuses_a_ceremony_that_is_over():
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    contract.refresh_from_db()

    with pytest.raises(Refused, match="Cette date est passée"):
        operations.approve_convention(
            contract,
            by=actor(Role.GOVERNOR),
            at=NOW,
            seen=contract.version,
            ceremony_on=TODAY - timedelta(days=1),
            ceremony_place="Kayes",
        )


def test_every_kind_that_follows_another_is_dated_as_it_is():
    follows = {rule.kind: rule.follows for rule in PIECES if rule.follows}

    assert follows == {
        PieceKind.CHOICE_DELIBERATION: PieceKind.NEGOTIATION_DELIBERATION,
        PieceKind.CROCSAD_REPORT: PieceKind.NEGOTIATION_DELIBERATION,
    }
