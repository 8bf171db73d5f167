"""Telling by mail those whose turn it is, and those to whom a signed convention goes: a notice row with the act.

One notice an institution and an act: nobody is mailed twice of one act, and its author is not told of it.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cper.people.models import Institution, Mandate
from cper.people.offices import Offices
from cper.people.rights import fills
from cper.words.clock import day_of
from cper.words.french import long_date
from negotiation import corrections, notifications, workflow
from negotiation.differences import told
from negotiation.documents import COPIES, ORIGINALS, territory_of
from negotiation.models import Contract, Notice, Opinion, OpinionVerdict, Turn
from negotiation.models.office_holders import offices_of
from negotiation.models.remarks import sent_back
from negotiation.signature_record import parties
from negotiation.turns import Renewed
from negotiation.workflow import Need

# What an act of the region waits for where an examiner asks it for something.
ASKED = {Need.REMARKS, Need.CORRECTIONS_ASKED}
# The changes that a mail tells; the others are read in the dossier.
TOLD = 20


def announce(
    contract: Contract, renewed: Renewed, *, at: datetime, author: Mandate, asking: Opinion | None = None
) -> None:
    """Write one notice to each institution newly awaited; mail them once committed.

    The author's own house is told once nothing of what is awaited there can be done by himself. An opinion that asks
    for corrections (`asking`) is told to the region even where it is awaited already for those that another asks.
    """
    own = author.institution_id
    turns = [turn for turn in renewed.fresh if turn.institution_id != own]
    turns += asked_again(contract) if asking else []
    if own in renewed.relieved or any(turn.institution_id == own for turn in renewed.fresh):
        turns += left_to_others(contract, author)
    heard: dict[int, dict[tuple, Turn]] = {}
    for turn in turns:
        heard.setdefault(turn.institution_id, {}).setdefault((turn.action, turn.role), turn)
    _write(_notice(contract, list(found.values()), at, author, asking) for found in heard.values())


def asked_again(contract: Contract) -> list[Turn]:
    """The turns of the region that wait for what is asked of it, as they stand."""
    turns = contract.turns.select_related("institution")
    return [turn for turn in turns if ASKED & {*workflow.at(contract.step, turn.action).waits_for}]


def left_to_others(contract: Contract, author: Mandate) -> list[Turn]:
    """The turns of the author's house where others alone can go on; none while one is his own too."""
    turns = list(contract.turns.filter(institution=author.institution_id).select_related("institution"))
    own = (fills(author, turn.role) and turn.person_id in (None, author.person_id) for turn in turns)
    return [] if any(own) else turns


def announce_signature(contract: Contract, *, at: datetime, author: Mandate) -> None:
    """Tell each institution to which an original or a copy of the signed convention goes (grid, step 8)."""
    here = Q(region=None) | Q(region=contract.region_id)
    found = Institution.objects.filter(here, body__in=(*ORIGINALS, *COPIES)).order_by("pk")
    _write(_signed(contract, institution, at, author) for institution in found)


def _write(notices: Iterable[Notice]) -> None:
    if made := list(notices):
        written = Notice.objects.bulk_create(made)
        transaction.on_commit(partial(notifications.mail_soon, written), robust=True)


def _notice(contract: Contract, turns: list[Turn], at: datetime, author: Mandate, asking: Opinion | None) -> Notice:
    offices, institution = offices_of(contract, day_of(at)), turns[0].institution
    acts = list(dict.fromkeys(offices.said(turn.label) for turn in turns))
    due = next((long_date(turn.due_on) for turn in turns if turn.due_on), "")
    asked = [remark for remark in contract.remarks if not remark.is_met]
    again = _corrected(contract, institution, offices) if any(turn.action == "give_opinion" for turn in turns) else {}
    what = again.get("subject") or _what(contract, asking)
    return Notice(
        contract=contract,
        institution=institution,
        roles=list(dict.fromkeys(turn.role for turn in turns)),
        person_id=turns[0].person_id if len({turn.person_id for turn in turns}) == 1 else None,
        author_id=author.person_id,
        subject=_("%(reference)s : %(what)s") % {"reference": contract.reference, "what": what},
        body=_body("email/turn.txt", contract, {"acts": acts, "due": due, "asked": asked, "again": again}),
        written_at=at,
    )


def _what(contract: Contract, asking: Opinion | None) -> str:
    """What the mail is about: who has just asked for corrections, what was sent back; else the turn."""
    if asking and asking.verdict == OpinionVerdict.UNFAVOURABLE:
        return _("avis défavorable (%s)") % asking.institution.name
    if asking:
        return _("corrections demandées (%s)") % asking.institution.name
    return sent_back(contract) or _("à vous de jouer")


def _corrected(contract: Contract, institution: Institution, offices: Offices) -> dict[str, Any]:
    """Why an institution is asked again for its opinion: what has changed since it gave it, what the region says."""
    since = corrections.since(contract, institution)
    if since is None:
        return {}
    lines = [corrections.line(told(change, offices.said)) for change in since.changes]
    return {
        "subject": _("dossier corrigé, votre nouvel avis est demandé"),
        "day": long_date(since.opinion.given_at),
        "verdict": since.opinion.get_verdict_display(),
        "changes": lines[:TOLD],
        "more": len(lines[TOLD:]),
        "answer": since.answer,
        "words": since.words,
    }


def _signed(contract: Contract, institution: Institution, at: datetime, author: Mandate) -> Notice:
    given = contract.assents.filter(action="sign", voided=False)
    names = parties(territory_of(contract))
    signed = [
        {"party": names[one.role], "who": one.signatory, "day": long_date(one.signed_on), "place": one.signed_place}
        for one in given
    ]
    keeps = _("Un original vous est destiné.") if institution.body in ORIGINALS else _("Une copie vous est destinée.")
    return Notice(
        contract=contract,
        institution=institution,
        roles=[],
        author_id=author.person_id,
        subject=_("%(reference)s : contrat-plan signé") % {"reference": contract.reference},
        body=_body("email/signed.txt", contract, {"signed": signed, "keeps": keeps}),
        written_at=at,
    )


def _body(template: str, contract: Contract, words: dict[str, Any]) -> str:
    return render_to_string(template, {"contract": contract, "site": settings.CPER_SITE_URL, **words})
