"""Telling those who are awaited next: a notice row with the act, mailed after commit by the negotiation's post."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from monitoring.models import QuarterReport, Tranche
from negotiation import notifications
from negotiation.models import Institution, Mandate, Notice
from negotiation.vocabulary import ROLES


def announce(subject: Tranche | QuarterReport, *, at: datetime, author: Mandate) -> None:
    """Write one notice to each institution awaited in the state just reached, other than the author's own."""
    asked: dict[str, list] = {}
    for action in subject.stage.actions:
        for role in action.roles if action.awaited else ():
            asked.setdefault(ROLES[role][0], []).append((action, role))
    if not asked:
        return
    here = Q(region=None) | Q(region=subject.region_id)
    notices = [
        _notice(subject, at, institution, asked[institution.body])
        for institution in Institution.objects.filter(here, body__in=asked)
        if institution.pk != author.institution_id
    ]
    if notices:
        written = Notice.objects.bulk_create(notices)
        transaction.on_commit(partial(notifications.mail, written), robust=True)


def _notice(subject: Tranche | QuarterReport, at: datetime, institution: Institution, asked: list) -> Notice:
    words = {
        "contract": subject.contract,
        "what": what(subject),
        "state": subject.get_state_display(),
        "acts": list(dict.fromkeys(str(action.label) for action, _role in asked)),
        "address": settings.CPER_SITE_URL + subject.get_absolute_url(),
    }
    return Notice(
        contract=subject.contract,
        institution=institution,
        roles=list(dict.fromkeys(role.value for _action, role in asked)),
        subject=_("%(reference)s : à vous de jouer") % {"reference": subject.contract.reference},
        body=render_to_string("email/follow_up.txt", words),
        written_at=at,
    )


def what(subject: Tranche | QuarterReport) -> str:
    """« Tranche 2 (2026) », « Trimestre T4 2018 »."""
    if isinstance(subject, Tranche):
        return _("Tranche %(number)s (%(year)s)") % {"number": subject.number, "year": subject.year}
    return _("Trimestre %s") % subject.when.label
