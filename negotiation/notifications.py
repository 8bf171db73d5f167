"""Telling those whose turn it is: a notice row with the act, a mail after commit, never inside the transaction."""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from negotiation.access import fills
from negotiation.clock import day_of
from negotiation.french import long_date
from negotiation.models import Contract, Mandate, Notice, Turn
from negotiation.models.remarks import reasons

logger = logging.getLogger(__name__)


def announce(contract: Contract, awaited: Iterable[Turn], *, at: datetime, author: Mandate) -> None:
    """Write one notice to each institution newly awaited, other than the author's own; mail them once committed."""
    turns_of: dict[int, list[Turn]] = {}
    for turn in awaited:
        if turn.institution_id != author.institution_id:
            turns_of.setdefault(turn.institution_id, []).append(turn)
    if turns_of:
        written = Notice.objects.bulk_create(_notice(contract, turns, at) for turns in turns_of.values())
        transaction.on_commit(partial(mail, written), robust=True)


def _notice(contract: Contract, turns: list[Turn], at: datetime) -> Notice:
    acts = list(dict.fromkeys(turn.label for turn in turns))
    due = next((long_date(turn.due_on) for turn in turns if turn.due_on), "")
    asked = [remark for remark in reasons(contract) if not remark.is_met]
    words = {"contract": contract, "acts": acts, "due": due, "asked": asked, "site": settings.CPER_SITE_URL}
    return Notice(
        contract=contract,
        institution=turns[0].institution,
        roles=list(dict.fromkeys(turn.role for turn in turns)),
        subject=_("%(reference)s : à vous de jouer") % {"reference": contract.reference},
        body=render_to_string("email/turn.txt", words),
        written_at=at,
    )


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
        logger.error("the mail server does not answer: %s", type(error).__name__)
    return sent


def _mail_once(notice: Notice, server: BaseEmailBackend) -> bool:
    """The row is taken before the mail leaves, and given back if it cannot: of two senders, one sends."""
    try:
        with transaction.atomic():
            if Notice.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=timezone.now()):
                _mail(notice, server)
    except (SMTPException, OSError) as error:
        # The error's own words name people and their addresses.
        logger.error("notice %s could not be mailed: %s", notice.pk, type(error).__name__)
        return False
    return True


def _mail(notice: Notice, server: BaseEmailBackend) -> None:
    today = day_of(timezone.now())
    mandates = Mandate.objects.on(today).filter(institution=notice.institution, person__is_active=True)
    people = {
        mandate.person.email
        for mandate in mandates.select_related("person", "institution")
        if mandate.person.email and any(fills(mandate, role) for role in notice.roles)
    }
    if people:
        server.send_messages([EmailMessage(subject=notice.subject, body=notice.body, bcc=sorted(people))])
