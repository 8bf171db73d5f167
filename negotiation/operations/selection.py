"""The list (E6) and the session that selects from it (E7)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from negotiation.models import Actor, Contract, Decision, Session
from negotiation.operations.door import act


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

    Until the Governor adopts it the DRPSIAP may write it again; the former record is superseded, not erased.
    """
    with act("record_session", contract, by=by, at=at, seen=seen) as deed:
        for former in deed.contract.sessions.filter(superseded=False):
            former.superseded = True
            former.save(update_fields=["superseded"])
        session = Session.objects.create(
            contract=deed.contract, recorded_at=at, judged=deed.judged, **facts, **deed.stamp
        )
        Decision.objects.bulk_create(Decision(session=session, **decision) for decision in decisions)
    return session
