"""Who signs is chosen by the text: inbox, box and mail name that person, and nobody else of the house is awaited."""

import pytest
from django.core import mail

from cper.people.models import Mandate
from cper.people.roles import Body, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import CLAUSES, NOW, TODAY, ContractFactory, MandateFactory, actor, all_seats, institution
from tests.negotiation.reading import read, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def approved(time_machine) -> tuple[Contract, Mandate, Mandate]:
    """A text approved: the President, then the delegate whom it names."""
    time_machine.move_to(NOW, tick=False)
    all_seats()
    president = actor(Role.PRESIDENT).mandates[0]
    facts = {"basis": Mandate.Basis.DELEGATION, "act": "Arrêté n°2026-055", "valid_to": TODAY, "valid_from": TODAY}
    facts |= {"covers_signing": True, "function": "signatory", "title": "Premier Vice-président"}
    delegate = MandateFactory(institution=institution(Body.COUNCIL), **facts)
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
    mail.outbox.clear()
    contract = Contract.objects.get()
    where = {"ceremony_on": TODAY, "ceremony_place": "Kayes", "chosen": [delegate]}
    operations.approve_convention(contract, by=actor(Role.GOVERNOR), at=NOW, seen=contract.version, **where)
    return Contract.objects.get(), president, delegate


def test_only_who_the_text_names_is_awaited_written_to_and_told_that_it_is_his_turn(client, approved):
    contract, president, delegate = approved
    waits = {mandate.pk: list(Contract.objects.inbox(mandate.person.on(TODAY))) for mandate in (president, delegate)}
    written = {address for message in mail.outbox for address in message.to}

    assert waits == {president.pk: [], delegate.pk: [contract]}
    assert delegate.person.email in written
    assert president.person.email not in written
    assert "À vous de jouer" not in words(read(client, "dossier", contract, president.person))
    assert "À vous de jouer" in words(read(client, "dossier", contract, delegate.person))


def test_the_others_read_who_is_to_sign(client, approved):
    contract, president, delegate = approved

    page = words(read(client, "dossier", contract, president.person)).replace("\u00a0", " ")

    assert f"Chez {delegate.introduced}".replace("\u00a0", " ") in page
