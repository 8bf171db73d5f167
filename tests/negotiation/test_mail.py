"""A mail server that is slow, silent, choosy or forgetful: no act waits for it, nobody is told twice unknowingly."""

import socket
import threading
import time
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse

from cper.people.roles import Function, Role
from negotiation import notifications, operations
from negotiation.models import Incident, Notice
from tests.factories import NOW, ContractFactory, MandateFactory, UserFactory, actor, user_as

pytestmark = pytest.mark.django_db


class Server(BaseEmailBackend):
    """A mail server that refuses some addresses with a code, and keeps what it took."""

    refusing: dict[str, Exception] = {}
    taken: list = []

    def send_messages(self, messages):
        for message in messages:
            if error := self.refusing.get(message.to[0]):
                raise error
            self.taken.append((message.to[0], message.message()["Message-ID"]))
        return len(messages)


@pytest.fixture(autouse=True)
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.refusing, Server.taken = {}, []
    monkeypatch.setattr(notifications.silence, "until", 0.0)
    return Server


@pytest.fixture
def governor():
    return user_as(Role.GOVERNOR)


@pytest.fixture
def agent(governor):
    """Somebody else to whom the same notice goes."""
    other = UserFactory(email="agent@exemple.ml")
    held = governor.mandates.get()
    MandateFactory(
        person=other,
        institution=held.institution,
        function=Function.SIGNATORY,
        basis="3-delegation",
        act="Décision n°1",
        valid_from="2026-01-01",
        valid_to="2027-01-01",
    )
    return other


@pytest.fixture
def notice(governor) -> Notice:
    facts = {"institution": governor.mandates.get().institution, "roles": [Role.GOVERNOR], "written_at": NOW}
    return Notice.objects.create(contract=ContractFactory(), subject="À vous", body="Bonjour", **facts)


def refused(address: str, code: int) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({address: (code, b"no such mailbox")})


def test_an_address_refused_for_good_is_marked_shown_and_not_tried_again(notice, governor, agent, server, client):
    server.refusing = {governor.email: refused(governor.email, 550)}

    call_command("send_notices", verbosity=0)
    call_command("send_notices", verbosity=0)

    assert [address for address, _id in server.taken] == [agent.email]
    governor.refresh_from_db()
    assert (governor.is_unreachable, governor.refusal) == (True, "550 no such mailbox")
    assert Notice.objects.get().mailed_at is not None
    assert (Incident.objects.get().kind, Incident.objects.get().subject) == ("mail", governor.email)
    client.force_login(user_as(Role.ADMIN))
    assert (
        "Le serveur de courriel refuse cette adresse"
        in client.get(reverse("person", args=[governor.pk])).content.decode()
    )
    assert "adresse électronique refusée" in client.get(reverse("people"), {"q": governor.username}).content.decode()


def test_the_next_notice_does_not_try_a_refused_address(notice, governor, server):
    server.refusing = {governor.email: refused(governor.email, 550)}
    call_command("send_notices", verbosity=0)
    server.refusing = {}
    Notice.objects.create(
        contract=notice.contract,
        subject="À vous",
        body="Bonjour",
        institution=notice.institution,
        roles=[Role.GOVERNOR],
        written_at=NOW,
    )

    call_command("send_notices", verbosity=0)

    assert server.taken == []


def test_saving_the_account_has_its_address_tried_again(notice, governor, server):
    server.refusing = {governor.email: refused(governor.email, 550)}
    call_command("send_notices", verbosity=0)
    governor.refresh_from_db()

    facts = {"name": governor.name, "username": governor.username, "email": governor.email, "is_active": True}
    operations.save_person(facts, by=actor(Role.ADMIN), person=governor)

    assert not governor.is_unreachable


@pytest.mark.parametrize(
    "error", [refused("x", 451), SMTPDataError(552, b"full"), SMTPServerDisconnected("gone"), TimeoutError()]
)
def test_what_may_pass_later_is_tried_again_for_those_alone_whom_it_has_not_reached(
    notice, governor, agent, server, error
):
    if isinstance(error, SMTPRecipientsRefused):
        error = refused(governor.email, 451)
    server.refusing = {governor.email: error}
    with pytest.raises(CommandError, match="0 avis envoyé"):
        call_command("send_notices", verbosity=0)
    assert not Incident.objects.exists()

    server.refusing = {}
    call_command("send_notices", verbosity=0)

    assert sorted(address for address, _id in server.taken) == sorted([agent.email, governor.email])
    assert Notice.objects.get().mailed_at is not None


def test_a_second_sending_bears_the_same_mark_and_no_other_mail_does(notice, governor, agent, server):
    call_command("send_notices", verbosity=0)
    Notice.objects.update(mailed_at=None, reached=[])  # as after a kill between the server's answer and ours
    call_command("send_notices", verbosity=0)

    marks = [mark for _address, mark in server.taken]
    assert marks[:2] == marks[2:]
    assert len({*marks}) == 2


@pytest.fixture
def silent_server():
    """It accepts, and never speaks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held = []
        accepting = threading.Thread(target=lambda: held.append(listening.accept()), daemon=True)
        accepting.start()
        yield listening.getsockname()[1]
        for connection, _address in held:
            connection.close()


def test_a_server_that_never_speaks_holds_one_act_for_its_short_time_and_the_next_not_at_all(notice, silent_server):
    smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**smtp, EMAIL_PORT=silent_server, EMAIL_TIMEOUT=1):
        started = time.monotonic()
        notifications.mail_soon([notice])
        first = time.monotonic() - started
        notifications.mail_soon([notice])
        second = time.monotonic() - started - first

    assert 1 <= first < 3
    assert second < 0.5
    assert Notice.objects.get().mailed_at is None
