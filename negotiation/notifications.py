"""Telling those whose turn it is: a notice row with the act, a mail after commit, never inside the transaction."""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from negotiation.access import fills
from negotiation.clock import day_of
from negotiation.models import Contract, Mandate, Notice, Turn

logger = logging.getLogger(__name__)


def announce(contract: Contract, awaited: Iterable[Turn], *, at: datetime, author: Mandate) -> None:
    """Write a notice for each institution newly awaited, other than the author's own; mail them once committed."""
    notices = [
        _notice(contract, turn, at) for turn in awaited if turn.institution_id != author.institution_id
    ]
    if notices:
        written = Notice.objects.bulk_create(notices)
        transaction.on_commit(partial(mail, [notice.pk for notice in written]), robust=True)


def _notice(contract: Contract, turn: Turn, at: datetime) -> Notice:
    words = {"contract": contract, "turn": turn, "site": settings.CPER_SITE_URL}
    return Notice(
        contract=contract,
        institution=turn.institution,
        role=turn.role,
        subject=_("%(reference)s : à vous de jouer, %(what)s")
        % {"reference": contract.reference, "what": turn.label.lower()},
        body=render_to_string("email/turn.txt", words),
        written_at=at,
    )


def mail(pks: list[int]) -> int:
    """Mail these notices to the people whose mandates give the role today; return how many left.

    A notice whose mail cannot leave keeps its `mailed_at` empty: `manage.py send_notices` tries again.
    """
    sent = 0
    for notice in Notice.objects.filter(pk__in=pks, mailed_at=None).select_related("institution"):
        try:
            _mail_one(notice)
        except (SMTPException, OSError):
            logger.exception("notice %s could not be mailed", notice.pk)
            continue
        Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
        sent += 1
    return sent


def _mail_one(notice: Notice) -> None:
    today = day_of(timezone.now())
    mandates = Mandate.objects.on(today).filter(institution=notice.institution, person__is_active=True)
    people = {
        mandate.person.email
        for mandate in mandates.select_related("person", "institution")
        if mandate.person.email and fills(mandate, notice.role)
    }
    if people:
        EmailMessage(subject=notice.subject, body=notice.body, bcc=sorted(people)).send()
