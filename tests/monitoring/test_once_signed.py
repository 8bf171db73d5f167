"""A contract signed today has its calendar at once; nothing is said of controls that have not been run."""

import pytest
from django.urls import reverse

from cper.people.roles import Role
from monitoring.models import Duty, FollowedContract, Standing
from negotiation import operations
from negotiation.models import Contract
from negotiation.vocabulary import Step
from tests.factories import CLAUSES, NOW, TODAY, ContractFactory, actor, all_seats
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


def sign() -> Contract:
    """Proposed, approved, signed by both."""
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    contract.refresh_from_db()
    ceremony = {"ceremony_on": TODAY, "ceremony_place": "Kayes"}
    operations.approve_convention(contract, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version, **ceremony)
    for role in (Role.GOVERNOR, Role.PRESIDENT):
        held = Contract.objects.get(pk=contract.pk)
        operations.sign(held, signed_on=TODAY, signed_place="Kayes", by=actor(role), at=NOW)
    return Contract.objects.get(pk=contract.pk)


def read(client, contract: Contract) -> str:
    client.force_login(actor(Role.PRESIDENT).user)
    return text(client.get(reverse("execution", args=[contract.reference])).content.decode())


def test_the_calendar_of_a_contract_is_there_with_its_signature(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        contract = sign()

    assert Duty.objects.filter(contract=contract.pk, code="O5").exists()
    assert Standing.objects.filter(contract=contract.pk, worked_out_on=TODAY).exists()


def test_the_duty_to_designate_the_team_says_what_it_asks_beyond_article_8(
    client, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(NOW, tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        contract = sign()
    client.force_login(actor(Role.PRESIDENT).user)

    said = text(client.get(reverse("duty-act", args=[contract.reference, "equipe", "une-fois"])).content.decode())

    assert "Obligation Désigner par décision l’équipe de mise en œuvre" in said
    assert (
        "Équipe, article 8 Chef de projet : Awa Traoré ; Comptable : Moussa Keïta "
        "La convention nomme l’équipe ; la décision la désigne, et va au comité régional."
    ) in said


def test_controls_that_have_not_been_run_are_not_said_to_find_nothing(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    contract = sign()  # nothing follows before the commit
    FollowedContract.objects.get(pk=contract.pk)

    said = read(client, contract)

    assert "Les contrôles n’ont pas encore été faits" in said
    assert "rien à redire" not in said
