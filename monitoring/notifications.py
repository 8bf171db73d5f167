"""Telling those who are awaited next, and whom an end concerns: a notice row with the act, mailed after commit by the
negotiation's post."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cper.people.models import Institution, Mandate
from cper.people.rights import fills
from cper.people.roles import ROLES, Role
from monitoring.models import FollowedContract, QuarterReport, Tranche
from monitoring.vocabulary import ReportState, TrancheState
from negotiation import notifications
from negotiation.models import Notice

# Who is told of an end after which nobody is awaited.
TOLD = {TrancheState.CANCELLED: Role.REGION, ReportState.TRANSMITTED: Role.FINANCE}


def announce(
    subject: Tranche | QuarterReport,
    *,
    at: datetime,
    author: Mandate,
    done: str = "",
    why: str = "",
    known: frozenset[str] | None = None,
) -> None:
    """Write one notice to each institution awaited in the state just reached, or told of it; what falls to a role that
    the author's mandate gives is not announced to their own institution. Within a state, `known` names the acts that
    were awaited before: the others alone are announced. `done` is the act, told with its author; `why` the reason it
    was given with, word for word."""
    heard = _heard(subject, known)
    here = Q(region=None) | Q(region=subject.region_id)
    notices = []
    for institution in Institution.objects.filter(here, body__in=heard):
        own = institution.pk == author.institution_id
        theirs = [(role, act) for role, act in heard[institution.body] if not (own and fills(author, role))]
        if theirs:
            notices.append(_notice(subject, at, institution, theirs, did(author, done), why))
    if notices:
        written = Notice.objects.bulk_create(notices)
        transaction.on_commit(partial(notifications.mail_soon, written), robust=True)


def inform(
    contract: FollowedContract,
    roles: Iterable[Role],
    *,
    about: str,
    told: str,
    path: str,
    at: datetime,
    author: Mandate,
    act: str = "",
    done: str = "",
    why: str = "",
) -> None:
    """Tell each institution of these roles, other than the author's own, of an act that moves no state: a session
    called, an erratum adopted, a demand answered. `act` is what is then asked of them; none asks nothing."""
    here, bodies = Q(region=None) | Q(region=contract.region_id), _by_body(roles)
    title = _("%(reference)s : à vous de jouer") if act else _("%(reference)s : pour information")
    words = {"contract": contract, "what": about, "state": told, "acts": [act] if act else []}
    words |= {"why": why, "did": did(author, done)}
    body = render_to_string("email/follow_up.txt", words | {"address": settings.CPER_SITE_URL + path})
    written = Notice.objects.bulk_create(
        Notice(
            contract=contract,
            institution=institution,
            roles=bodies[institution.body],
            subject=title % {"reference": contract.reference},
            body=body,
            written_at=at,
        )
        for institution in Institution.objects.filter(here, body__in=bodies).exclude(pk=author.institution_id)
    )
    transaction.on_commit(partial(notifications.mail_soon, written), robust=True)


def _by_body(roles: Iterable[Role]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for role in roles:
        found.setdefault(ROLES[role][0], []).append(role.value)
    return found


def did(author: Mandate, done: str) -> str:
    """Who did which act: « Dérogation refusée, par Awa Traoré, Directrice générale de l’ANICT »."""
    return _("%(what)s, par %(who)s") % {"what": done, "who": f"{author.person.name}, {author.label}"} if done else ""


def _heard(subject: Tranche | QuarterReport, known: frozenset[str] | None) -> dict[str, list[tuple[Role, str]]]:
    """For each body, the roles that hear of the state, each with the act awaited from it; "" where none is."""
    heard: dict[str, list[tuple[Role, str]]] = {}
    for action in subject.stage.actions:
        for role in action.roles if action.name not in (known or ()) and subject.awaits(action) else ():
            heard.setdefault(ROLES[role][0], []).append((role, str(action.label)))
    told = TOLD.get(subject.state) if known is None else None
    return heard | ({ROLES[told][0]: [(told, "")]} if told else {})


def _notice(
    subject: Tranche | QuarterReport, at: datetime, institution: Institution, heard: list, told: str, why: str
) -> Notice:
    acts = list(dict.fromkeys(act for _role, act in heard if act))
    title = _("%(reference)s : à vous de jouer") if acts else _("%(reference)s : pour information")
    words = {
        "contract": subject.contract,
        "what": what(subject),
        "state": subject.get_state_display(),
        "acts": acts,
        "did": told,
        "why": why,
        "address": settings.CPER_SITE_URL + subject.get_absolute_url(),
    }
    return Notice(
        contract=subject.contract,
        institution=institution,
        roles=list(dict.fromkeys(role.value for role, _act in heard)),
        subject=title % {"reference": subject.contract.reference},
        body=render_to_string("email/follow_up.txt", words),
        written_at=at,
    )


def what(subject: Tranche | QuarterReport) -> str:
    """« Tranche 2 (2026) », « Trimestre T4 2018 »."""
    if isinstance(subject, Tranche):
        return _("Tranche %(number)s (%(year)s)") % {"number": subject.number, "year": subject.year}
    return _("Trimestre %s") % subject.when.label
