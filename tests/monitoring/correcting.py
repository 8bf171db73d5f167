"""What the tests of corrections share: who acts on which day."""

from datetime import date

from monitoring.models import QuarterReport
from negotiation.vocabulary import Role
from tests.monitoring.world import at, on


def by(role: Role, day: date, contract) -> dict:
    return {"by": on(day, role, contract.region), "at": at(day)}


def again(opened: QuarterReport) -> QuarterReport:
    return QuarterReport.objects.get(pk=opened.pk)
