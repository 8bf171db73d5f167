"""Inside E8: a text sent back is corrected before it is proposed again; until somebody signs, the dossier can end."""

from datetime import UTC, date, datetime

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction

from cper.people.roles import Body, Role
from negotiation import access, operations, turns
from negotiation.models import Contract, Project
from negotiation.operations import Refused
from negotiation.workflow import PieceKind, Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    actor,
    all_seats,
    institution,
    judged,
    settle,
    user_as,
)
from tests.matrix import STILL
from tests.negotiation.pages import faults, page_of, send, text
from tests.situations import approved, proposed, returned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    """A dossier whose convention is to be proposed."""
    all_seats()
    return ContractFactory(step=Step.SIGNATURE, ready=True)


def may(contract: Contract, role: Role, name: str) -> bool:
    return access.decide(actor(role), name, Contract.objects.get(pk=contract.pk)).allowed


def with_a_partner(contract: Contract) -> Project:
    """The project was selected with a partner who pays a tenth of it."""
    contract.sessions.update(superseded=True)
    project = contract.projects.get()
    project.financing.filter(source="state").update(amount=80_000_000)
    project.financing.create(source="partner", payer="Banque", year=2027, amount=10_000_000)
    contract.sessions.update(superseded=False, judged=judged(contract))
    return project


# Correcting the text


@pytest.mark.parametrize(
    ("situation", "opens"), [(None, True), (proposed, False), (returned, True), (approved, False)]
)
def test_the_dossier_opens_to_the_region_until_a_text_is_proposed_and_once_it_is_sent_back(contract, situation, opens):
    if situation:
        situation(contract)

    assert [may(contract, Role.REGION, name) for name in ("edit", "attach")] == [opens, opens]


def test_sending_the_text_back_awaits_the_corrections_of_the_council(contract):
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)

    operations.return_convention(contract, by=actor(Role.GOVERNOR), at=NOW, seen=2, comment="Le titre est faux.")

    assert {(turn.action, turn.role) for turn in contract.turns.all()} == {
        ("answer_remarks", "region"),
        ("edit", "region"),
        ("propose_convention", "president"),
    }


def test_what_the_convention_prints_is_corrected_then_proposed_again(council, contract):
    returned(contract)
    send(council, page_of("dossier-edit", contract), starts_on="01/01/2027")
    send(council, page_of("project-edit", contract, 1), purpose="Cent kilomètres de pistes.")

    send(council, f"{contract.get_absolute_url()}proposer-la-convention/")

    contract = Contract.objects.get()
    assert contract.starts_on == date(2027, 1, 1)
    assert contract.projects.get().purpose == "Cent kilomètres de pistes."
    assert [draft.returned for draft in contract.drafts.order_by("number")] == [True, False]


def test_a_plan_whose_first_year_has_passed_is_put_right_before_anything_is_proposed(client, contract, time_machine):
    """Found by the law explored whole: without a fixed start, nobody could act any more."""
    time_machine.move_to(later := datetime(2028, 2, 1, 9, tzinfo=UTC), tick=False)
    client.force_login(user_as(Role.PRESIDENT))

    turns.renew(contract, at=later, day=later.date())
    assert {turn.action for turn in contract.turns.all()} == {"edit", "propose_convention"}

    emptied = {"amount-0-2027": "", "amount-1-2027": ""}
    send(client, page_of("project-financing", contract, 1), **STILL["project-financing"], **emptied)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=later, seen=2)

    assert {turn.action for turn in contract.turns.all()} == {"approve_convention"}


def test_once_proposed_again_the_dossier_is_closed_again(contract):
    returned(contract)

    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)

    assert not may(contract, Role.REGION, "edit")


def test_a_text_that_the_envelope_does_not_cover_is_not_proposed(contract):
    returned(contract)
    settle()
    # The database would not let it happen: the guard stands by itself.
    with pgtrigger.ignore("negotiation.Session:session_envelope_is_that_of_the_opinion"):
        contract.sessions.update(envelope=80_000_000)

    with pytest.raises(Refused) as refused:
        operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=1)

    assert [text(one) for one in refused.value.verdict.missing] == [
        "La part de l’État retenue (90 000 000 FCFA) dépasse de 10 000 000 FCFA l’enveloppe donnée par le ministère "
        "chargé des finances (80 000 000 FCFA, exercices 2027 à 2031).",
        "Remettez les parts de l’État dans les années de l’enveloppe ; si elle ne suffit plus, la DGCT peut classer "
        "le dossier sans suite, ou la collectivité retirer sa demande.",
    ]


def test_the_agreement_of_a_partner_is_still_filed(contract):
    project = with_a_partner(contract)
    returned(contract)
    contract = Contract.objects.get()
    asked = operations.slot_of(contract, f"partner-agreement-p{project.pk}")

    verdicts = [access.decide(actor(Role.PRESIDENT), "propose_convention", contract)]
    verdicts.append(operations.may_attach(contract, asked, by=actor(Role.REGION)))

    assert [verdict.allowed for verdict in verdicts] == [False, True]
    assert verdicts[0].missing == (f"{asked.label}, à déposer.",)


def test_no_other_paper_is_replaced(contract):
    returned(contract)
    study = operations.slot_of(contract, PieceKind.PDESC.value)

    assert operations.may_attach(contract, study, by=actor(Role.REGION)).reason == (
        "Cette pièce ne se dépose pas à cette étape."
    )


def test_no_project_comes_in_nor_goes(contract):
    returned(contract)
    project = contract.projects.get()

    verdicts = [operations.may_add(contract, by=actor(Role.REGION))]
    verdicts.append(operations.may_remove(contract, project, by=actor(Role.REGION)))

    assert [verdict.allowed for verdict in verdicts] == [False, False]


def test_the_page_of_the_projects_proposes_no_other(council, contract):
    returned(contract)

    response = council.get(page_of("dossier-projects", contract))

    assert "Ajouter un projet" not in response.content.decode()
    assert page_of("project-edit", contract, 1) in response.content.decode()


def test_a_project_stays_with_the_ministry_that_has_spoken(contract):
    returned(contract)
    facts = {"ministry": institution(Body.SECTOR, slug="agriculture")}

    with pytest.raises(Refused, match="Ministère concerné"):
        operations.save_project(
            contract, facts, None, by=actor(Role.REGION), at=NOW, project=contract.projects.get(), seen=1
        )


def test_the_form_of_a_project_takes_no_other_ministry(council, contract):
    returned(contract)
    agriculture = institution(Body.SECTOR, slug="agriculture")

    response = send(council, page_of("project-edit", contract, 1), ministry=str(agriculture.pk))

    assert faults(response) == [
        "Le CROCSAD a sélectionné ce projet tel quel : « Ministère concerné » ne se modifie plus."
    ]
    assert contract.projects.get().ministry.slug == "elevage"


def test_the_text_sent_back_is_read_as_the_dossier_now_gives_it(council, contract):
    returned(contract)

    response = council.get(page_of("dossier-convention", contract))

    assert page_of("convention-pdf", contract) in response.content.decode()
    assert "Pas encore de convention" not in response.content.decode()


# Ending


@pytest.mark.parametrize("situation", [proposed, returned, approved])
@pytest.mark.parametrize(
    ("role", "name", "step"), [(Role.PRESIDENT, "withdraw", Step.WITHDRAWN), (Role.DGCT_HEAD, "close", Step.CLOSED)]
)
def test_until_somebody_signs_a_dossier_can_end_for_a_reason(contract, situation, role, name, step):
    situation(contract)

    operations.make_move(contract, name, by=actor(role), at=NOW, comment="Le conseil y renonce.")

    assert Contract.objects.get().step == step
    assert contract.passages.get().comment == "Le conseil y renonce."


def test_the_reason_is_asked_for(council, contract):
    response = send(council, f"{contract.get_absolute_url()}retirer/")

    assert faults(response) == ["Motif du retrait : Écrivez quelques mots : cet acte est toujours motivé."]
    assert Contract.objects.get().step == Step.SIGNATURE


@pytest.mark.parametrize(("role", "name"), [(Role.PRESIDENT, "withdraw"), (Role.DGCT_HEAD, "close")])
def test_once_one_of_the_two_has_signed_nobody_ends_the_dossier_alone(contract, role, name):
    approved(contract)
    operations.sign(contract, by=actor(Role.GOVERNOR), at=NOW, signed_on=TODAY, signed_place="Kayes")
    signatory = actor(Role.GOVERNOR)

    with pytest.raises(Refused) as refused:
        operations.make_move(contract, name, by=actor(role), at=NOW, comment="Le conseil y renonce.")

    assert refused.value.verdict.missing == (
        f"La convention est déjà signée par {signatory.user.name}, {signatory.mandates[0].title}.",
    )


def test_a_text_that_was_not_approved_is_no_longer_read_once_the_dossier_has_ended(council, contract):
    proposed(contract)
    operations.make_move(contract, "withdraw", by=actor(Role.PRESIDENT), at=NOW, comment="Le conseil y renonce.")

    response = council.get(page_of("dossier-convention", contract))

    assert "Texte n° 1" in text(response.content.decode())
    assert page_of("convention-pdf", contract) not in response.content.decode()


def test_the_database_takes_no_dossier_back_from_signature(contract):
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE negotiation_contract SET step = 'selection' WHERE id = %s", [contract.pk])

    assert Contract.objects.get().step == Step.SIGNATURE
