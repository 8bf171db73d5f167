"""Incidents of the machine, settled by an administrator."""

from datetime import datetime

from cper.people.models import Actor
from negotiation.models import Incident
from negotiation.operations.people import require_administrator


def settle_incident(incident: Incident, *, by: Actor, at: datetime) -> None:
    """Say that it is over; met again, it is another one."""
    require_administrator(by)
    Incident.objects.standing().filter(pk=incident.pk).update(settled_at=at)
