"""The list (E6) and the session that selects from it (E7)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.people.rights import Refused, Verdict
from cper.words.clock import day_of
from negotiation import dated
from negotiation.envelope import finance_opinion
from negotiation.models import Contract, Decision, Session
from negotiation.operations.door import act
from negotiation.workflow import PieceKind


def draw_list(contract: Contract, listed: Collection[int], *, by: Actor, at: datetime, seen: int) -> None:
    """Put these projects (ids) on the list and take the others off; approvals already given are void."""
    with act("draw_list", contract, by=by, at=at, seen=seen) as deed:
        for project in deed.contract.projects.all():
            if project.listed != (project.pk in listed):
                project.listed = not project.listed
                project.save()
        deed.contract.assents.filter(action="approve_list", voided=False).update(voided=True)


def record_session(
    contract: Contract,
    facts: Mapping[str, Any],
    decisions: Iterable[Mapping[str, Any]],
    *,
    by: Actor,
    at: datetime,
    seen: int,
) -> Session:
    """Write the record of the enlarged CROCSAD: `facts` are the fields of Session, `decisions` those of Decision.

    It works with the envelope of the finance ministry's opinion, and with no other: `Refused` when the State's share
    of the retained projects exceeds it, or falls outside its years. Until the Governor adopts it the DRPSIAP may write
    it again; the former record is superseded, not erased, and its minutes no longer count. `Refused` for a day to come
    or before the list was approved.
    """
    with act("record_session", contract, by=by, at=at, seen=seen) as deed:
        if wrong := dated.session_fault(deed.contract, facts["held_on"], day_of(at)):
            raise Refused(Verdict(allowed=False, reason=wrong))
        supersede_session(deed.contract)
        made = [Decision(**decision) for decision in decisions]
        given = _envelope_for(deed.contract, made) | {"judged": deed.judged}
        session = Session.objects.create(contract=deed.contract, recorded_at=at, **given, **facts, **deed.stamp)
        for decision in made:
            decision.session = session
        Decision.objects.bulk_create(made)
    return session


def supersede_session(contract: Contract) -> None:
    """The session on record gives way, and with it its minutes: they are those of another session."""
    contract.sessions.filter(superseded=False).update(superseded=True)
    contract.pieces.filter(kind=PieceKind.SESSION_MINUTES, current=True).update(current=False)


def _envelope_for(contract: Contract, decisions: Iterable[Decision]) -> dict[str, Any]:
    """The envelope of the opinion, as fields of Session; refused when what is retained does not fit."""
    opinion = finance_opinion(contract)
    if opinion is None or opinion.granted is None:
        reason = _("Le ministère chargé des finances n’a pas donné l’enveloppe de l’État.")
        raise Refused(Verdict(allowed=False, reason=reason))
    retained = {decision.project_id for decision in decisions if decision.is_retained}
    refusal = opinion.granted.refusal(project for project in contract.projects.all() if project.pk in retained)
    if refusal:
        raise Refused(Verdict(allowed=False, reason=refusal))
    columns = ("envelope", "envelope_from", "envelope_to")
    return {"envelope_opinion": opinion} | {column: getattr(opinion, column) for column in columns}
