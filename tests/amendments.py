"""An amendment, as the database lets it in: the new version of the terms first, then the rows that say it."""

from dataclasses import replace
from datetime import date, datetime

from django.db import connection, transaction

from negotiation import snapshots
from negotiation.models import Contract, FinancingLine, Terms
from negotiation.snapshots import Facts, LineFacts, ProjectFacts
from tests.factories import NOW


def agreed(contract: Contract) -> Facts:
    """What the last version says."""
    return contract.terms.order_by("number").last().facts


def with_plan(facts: Facts, number: int, *lines: tuple[str, int | None, int], **changes) -> Facts:
    """The same terms, but for the plan (source, year, amount) of the project of that number, and these columns."""
    plan = tuple(LineFacts(source, "", year, amount) for source, year, amount in lines)

    def amended(project: ProjectFacts) -> ProjectFacts:
        return replace(project, lines=plan, **changes) if project.number == number else project

    return replace(facts, projects=tuple(map(amended, facts.projects)))


@transaction.atomic
def amend(contract: Contract, facts: Facts, *, since: date, at: datetime = NOW, write: bool = True) -> Terms:
    """Add the version that says these facts, then have the rows say it too (unless not to `write` them); checked as at
    the commit."""
    settle()
    last = contract.terms.order_by("number").last()
    kept = snapshots.keep(contract, facts, at)
    told = {"number": last.number + 1, "since": since, "act": "Avenant", "made_at": at}
    terms = Terms.objects.create(contract=contract, snapshot=kept, **told)
    if write:
        for project in facts.projects:
            _write(contract, project)
    settle()
    contract.forget()
    return terms


def settle() -> None:
    """Check now what is checked at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _write(contract: Contract, told: ProjectFacts) -> None:
    row = contract.projects.get(number=told.number)
    for column in snapshots.PROJECT:
        setattr(row, column, getattr(told, column))
    row.save()
    row.financing.all().delete()
    for line in told.lines:
        FinancingLine.objects.create(project=row, source=line.source, year=line.year, amount=line.amount)
