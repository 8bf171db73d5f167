"""The post: the notices written with the acts, mailed after commit, never inside the transaction."""

import logging
import time
from collections.abc import Iterable
from smtplib import SMTPException, SMTPRecipientsRefused
from types import SimpleNamespace
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator

from cper.people.models import Mandate, User
from cper.people.rights import fills
from cper.people.roles import Function
from cper.words.clock import day_of
from cper.words.titles import letter, salutation
from cper.words.typography import bound
from negotiation.models import Incident, IncidentKind, Notice

logger = logging.getLogger(__name__)
REFUSED_FOR_GOOD = 5
# How long acts leave a silent server to `send_notices`; each process learns it by itself.
SILENCE_SECONDS = 60
silence = SimpleNamespace(until=0.0)


def mail_soon(notices: Iterable[Notice]) -> None:
    """Mail them with the act, unless the server has just kept silent: an act waits for it once, not each time."""
    if time.monotonic() > silence.until:
        mail(notices)


def mail(notices: Iterable[Notice]) -> int:
    """Mail these notices to the people whose mandates give the role today; return how many wait no more.

    A notice whose mail cannot leave keeps its `mailed_at` empty: `manage.py send_notices` tries again. The server is
    called once for all of them, so that a dead one is waited for once.
    """
    sent = 0
    try:
        with get_connection() as server:
            for notice in notices:
                sent += _mail_once(notice, server)
    except (SMTPException, OSError) as error:
        silence.until = time.monotonic() + SILENCE_SECONDS
        logger.error("the mail server does not answer: %s", type(error).__name__)
    return sent


@transaction.atomic
def _mail_once(notice: Notice, server: BaseEmailBackend) -> bool:
    """The row is held while the mail leaves: of two senders, one sends. Whom it has left for is kept, so that what is
    tried again is tried for the others alone."""
    held = Notice.objects.select_for_update().filter(pk=notice.pk, mailed_at=None).first()
    if held is None:
        return True
    left = [mandate for mandate in _readers(held) if not _reach(held, mandate, server)]
    if not left:
        held.mailed_at = timezone.now()
    held.save(update_fields=["mailed_at", "reached"])
    return not left


def _readers(notice: Notice) -> list[Mandate]:
    """Under which mandate each reads it whom it has not reached, each address once; never who did the act it tells."""
    mandates = Mandate.objects.on(day_of(timezone.now()))
    mandates = mandates.filter(institution=notice.institution, person__is_active=True)
    readers = {
        mandate.person.email: mandate
        for mandate in mandates.select_related("person", "institution").order_by("pk")
        if mandate.person.email and not mandate.person.is_unreachable
        if mandate.person_id != notice.author_id and notice.person_id in (None, mandate.person_id)
        if any(fills(mandate, role) for role in notice.roles) or not (notice.roles or mandate.suspended)
    }
    had = {*notice.reached, *_reached_by_the_same(notice)} if readers else ()
    return [readers[address] for address in sorted(readers) if address not in had]


def _reached_by_the_same(notice: Notice) -> set[str]:
    """Whom another notice of the same act, to another institution, has told the very same: who sits in both hears it
    once."""
    told = {name: getattr(notice, name) for name in ("contract_id", "written_at", "subject", "body")}
    same = Notice.objects.filter(**told).exclude(pk=notice.pk)
    return {address for reached in same.values_list("reached", flat=True) for address in reached}


def _reach(notice: Notice, mandate: Mandate, server: BaseEmailBackend) -> bool:
    """Mail one person, as one writes to whoever has that function; whether nothing waits for them any more. An address
    refused for good is marked, and shown to the administrator."""
    person = mandate.person
    called = salutation(mandate.title, person.styled, signs=mandate.function == Function.SIGNATORY)
    message = EmailMessage(
        subject=notice.subject,
        body=letter(bound(notice.body), called),
        to=[person.email],
        headers={"Message-ID": message_id(notice, person.email)},
    )
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        if code // 100 != REFUSED_FOR_GOOD:
            return _kept_waiting(notice, error)
        _mark(person, f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}")
        return True
    except (SMTPException, OSError) as error:
        return _kept_waiting(notice, error)
    notice.reached.append(person.email)
    return True


def _kept_waiting(notice: Notice, error: Exception) -> bool:
    # The error's own words name people and their addresses.
    logger.error("notice %s could not be mailed: %s", notice.pk, type(error).__name__)
    return False


def _mark(person: User, refusal: str) -> None:
    User.objects.filter(email=person.email).update(refused_email=person.email, refusal=Truncator(refusal).chars(200))
    Incident.objects.note(IncidentKind.MAIL, person.email, detail=f"{person.name} : {refusal}", at=timezone.now())


def message_id(notice: Notice, address: str) -> str:
    """The same for each sending of a notice to an address: the reader's server can tell a second one."""
    known = salted_hmac("negotiation.notifications", f"{notice.pk} {address}").hexdigest()[:32]
    return f"<{notice.pk}.{known}@{urlsplit(settings.CPER_SITE_URL).hostname}>"
