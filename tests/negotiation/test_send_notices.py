"""Notices whose mail could not leave are mailed later."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings

from cper.people.roles import Role
from negotiation.models import Notice
from tests.factories import NOW, ContractFactory, MandateFactory, institution, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def governor():
    return user_as(Role.GOVERNOR)


@pytest.fixture
def notice(governor) -> Notice:
    return Notice.objects.create(
        contract=ContractFactory(),
        institution=governor.mandates.get().institution,
        roles=[Role.GOVERNOR],
        subject="À vous de jouer",
        body="Bonjour",
        written_at=NOW,
    )


def test_a_waiting_notice_is_mailed_once(notice, governor):
    call_command("send_notices", verbosity=0)
    call_command("send_notices", verbosity=0)

    assert [(message.subject, message.to) for message in mail.outbox] == [("À vous de jouer", [governor.email])]


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_a_notice_that_cannot_leave_goes_on_waiting_and_the_command_fails(notice):
    with pytest.raises(CommandError) as failure:
        call_command("send_notices")

    notice.refresh_from_db()
    assert str(failure.value) == "0 avis envoyé ; 1 n’a pas pu partir (voir le journal)."
    assert notice.mailed_at is None


def test_who_sits_in_two_institutions_told_the_same_is_mailed_once(notice, governor):
    second = MandateFactory(person=governor, institution=institution("council", notice.contract.region))
    facts = {name: getattr(notice, name) for name in ("contract", "subject", "body", "written_at")}
    Notice.objects.create(**facts, institution=second.institution, roles=[Role.REGION])
    Notice.objects.create(**facts | {"body": "Autre chose"}, institution=second.institution, roles=[Role.REGION])

    call_command("send_notices", verbosity=0)

    assert [next(word for word in ("Bonjour", "Autre chose") if f"\n{word}\n" in one.body) for one in mail.outbox] == [
        "Bonjour",
        "Autre chose",
    ]
    assert not Notice.objects.filter(mailed_at=None).exists()
