"""Who is awaited next is told by mail, once, and only of what has really happened."""

import pytest
from django.core import mail
from django.db import transaction

from cper.people.roles import Role
from negotiation.models import Passage
from negotiation.workflow import Step
from tests.factories import (
    ContractFactory,
    all_seats,
    user_as,
)
from tests.negotiation.moving import move

pytestmark = pytest.mark.django_db


def test_the_next_in_line_is_told_by_mail_after_commit(django_capture_on_commit_callbacks):
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    with django_capture_on_commit_callbacks(execute=True):
        move(contract, "submit", Role.PRESIDENT)

    assert [(message.subject, message.to) for message in mail.outbox] == [
        (f"{contract.reference} : à vous de jouer", [user_as(Role.DGCT_HEAD).email])
    ]
    called = "Madame ou Monsieur le signatory"
    assert mail.outbox[0].body == (
        f"{called},\n\n"
        f"Dossier {contract.reference}, Région de Kayes : {contract.title}\n\n"
        "Votre institution est attendue :\n"
        "- Examiner les quatre critères\n"
        "À faire au plus tard le 28\u00a0novembre 2026.\n\n"
        f"http://127.0.0.1:8000/dossiers/{contract.reference}/\n\n"
        f"Veuillez agréer, {called}, l’expression de notre haute considération.\n\n"
        "La plateforme des contrats-plans État-Région ou District\n"
    )


def test_one_institution_awaited_for_two_acts_gets_one_mail(django_capture_on_commit_callbacks):
    all_seats()
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    with django_capture_on_commit_callbacks(execute=True):
        move(contract, "send_back", Role.DGCT_HEAD, comment="Études à reprendre.")

    assert [message.body.count("\n- ") for message in mail.outbox] == [3]  # two acts, and what is asked


def test_nothing_is_mailed_when_the_transaction_is_rolled_back():
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    with pytest.raises(RuntimeError), transaction.atomic():
        move(contract, "submit", Role.PRESIDENT)
        raise RuntimeError

    contract.refresh_from_db()
    assert (contract.step, mail.outbox, Passage.objects.count()) == ("formalisation", [], 0)
