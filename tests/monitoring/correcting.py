"""What the tests of corrections share: who acts on which day."""

from datetime import date

from cper.people.roles import Role
from monitoring.models import QuarterReport
from tests.monitoring.world import at, on


def by(role: Role, day: date, contract) -> dict:
    return {"by": on(day, role, contract.region), "at": at(day)}


def again(opened: QuarterReport) -> QuarterReport:
    return QuarterReport.objects.get(pk=opened.pk)
