"""The money of a contract, read from its loaded facts: per source and year, engaged, inscribed, mobilised, paid,
justified. Integer FCFA throughout; nothing is written here.

Engaged is what the convention's financing plan gives; a line without a year stays without one, as in its source.
`on` reads the sums as they stood at the end of that day (`monitoring.entries`); without it, as they stand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cper.words.clock import Term
from cper.words.rates import rate, rounded
from monitoring import entries
from monitoring.models import BudgetEntry, FollowedContract, Movement, QuarterReport, Tranche
from monitoring.models.tranche import NOT_ASKED
from negotiation.models import Project
from negotiation.models.project import Source

Kind = Movement.Kind


@dataclass
class Line:
    """One source in one year (None where the plan gives no year); `inscribed` is None where nothing is recorded.

    `released` is what tranches have released in all, `mobilised` that less what was `given_back`; `approved` is what
    is approved and waits to be released.
    """

    source: Source
    year: int | None
    engaged: int = 0
    inscribed: int | None = None
    mobilised: int = 0
    paid: int = 0
    justified: int = 0
    approved: int = 0
    released: int = 0
    given_back: int = 0
    asked: BudgetEntry | None = None
    registered: BudgetEntry | None = None
    inscription: BudgetEntry | None = None

    @property
    def gap(self) -> int | None:
        """Engaged minus inscribed; None where no inscription is recorded or no year is planned."""
        return self.engaged - self.inscribed if self.inscribed is not None and self.year else None


def lines(contract: FollowedContract, on: date | None = None) -> list[Line]:
    """Every source and year in which something is planned or happens, by source, then year (no year last)."""
    table: dict[tuple[str, int | None], Line] = {}

    def at(source: str, year: int | None) -> Line:
        return table.setdefault((source, year), Line(Source(source), year))

    for line in planned(contract.retained):
        at(line.source, line.year).engaged += line.amount
    for entry in entries.by(on, contract.budget.all()):
        _inscribe(at(entry.source, entry.year), entry)
    for movement in entries.movements(contract, on):
        line = at(movement.source, movement.year)
        setattr(line, movement.kind, getattr(line, movement.kind) + entries.amount(movement))
    for tranche, sums in entries.tranches(contract, on):
        if sums.approved:
            _add_tranche(at(tranche.source, tranche.year), sums)
    order = list(Source)
    return sorted(table.values(), key=lambda line: (order.index(line.source), line.year or 9999))


def planned(projects: Iterable[Project]) -> Iterator:
    """The financing lines of these projects that give something."""
    return (line for project in projects for line in project.lines if line.amount)


def _inscribe(line: Line, entry: BudgetEntry) -> None:
    """The last entry of a kind counts."""
    if entry.kind == BudgetEntry.Kind.ASKED:
        line.asked = entry
    elif entry.kind == BudgetEntry.Kind.REGISTERED:
        line.registered = entry
    elif entry.kind == BudgetEntry.Kind.INSCRIBED:
        line.inscription, line.inscribed = entry, entry.amount


def _add_tranche(line: Line, sums: entries.Sums) -> None:
    line.approved += sums.to_release
    line.released += sums.released or 0
    line.given_back += sums.given_back
    line.mobilised += sums.mobilised
    line.paid += sums.paid or 0
    line.justified += sums.justified


def total(rows: Iterable[Line], name: str) -> int:
    return sum(getattr(row, name) or 0 for row in rows)


def share(contract: FollowedContract, source: Source, year: int) -> int:
    """What the plan gives from that source in that year, lines without a year aside."""
    return sum(line.amount for line in planned(contract.retained) if (line.source, line.year) == (source, year))


def undated(contract: FollowedContract, source: Source) -> int:
    """What the plan gives from that source without saying when."""
    return sum(line.amount for line in planned(contract.retained) if (line.source, line.year) == (source, None))


def gives(contract: FollowedContract, source: Source, year: int) -> bool:
    """Whether the plan expects something from that source in that year."""
    return bool(share(contract, source, year) or undated(contract, source))


def plan_years(contract: FollowedContract, term: Term) -> list[int]:
    """The years of the term, and those the plan names beyond it."""
    named = {line.year for line in planned(contract.retained) if line.year}
    return sorted(named | set(term.years))


def still_gives(contract: FollowedContract, source: Source, year: int) -> bool:
    """Whether something of that source is still expected in that year: named by the plan, or undated and not taken."""
    return bool(share(contract, source, year)) or left_undated(contract, source) > 0


def left_undated(contract: FollowedContract, source: Source) -> int:
    """What the plan gives without a year, less what tranches (the State's) or budgets (the others') took of it."""
    if source == Source.STATE:
        return sum(_left_undated(project, source, contract.tranches.all()) for project in contract.retained)
    inscribed = {e.year: e.amount or 0 for e in contract.budget.all() if e.source == source and e.kind == "inscribed"}
    beyond = sum(max(0, amount - share(contract, source, year)) for year, amount in inscribed.items())
    return undated(contract, source) - beyond


def _left_undated(project: Project, source: str, tranches: Iterable[Tranche]) -> int:
    plan, held = _plan(project, source), _held_by_year(project, source, tranches)
    return plan.get(None, 0) - sum(max(0, amount - plan.get(when, 0)) for when, amount in held.items())


def remaining(project: Project, source: str, year: int, tranches: Iterable[Tranche]) -> int:
    """What is left for a new tranche: what the year still gives, and what is left of the lines without a year.

    The rule that the database enforces by its trigger `tranche_within_the_plan`.
    """
    plan, held = _plan(project, source), _held_by_year(project, source, tranches)
    return max(0, plan.get(year, 0) - held.get(year, 0)) + _left_undated(project, source, tranches)


def _plan(project: Project, source: str) -> dict[int | None, int]:
    plan: dict[int | None, int] = {}
    for line in project.lines:
        if line.source == source:
            plan[line.year] = plan.get(line.year, 0) + line.amount
    return plan


def _held_by_year(project: Project, source: str, tranches: Iterable[Tranche]) -> dict[int, int]:
    held: dict[int, int] = {}
    for tranche in tranches:
        if (tranche.project_id, tranche.source) == (project.pk, source) and tranche.state not in NOT_ASKED:
            held[tranche.year] = held.get(tranche.year, 0) + _held(tranche)
    return held


def _held(tranche: Tranche) -> int:
    return tranche.current_sum


def of_project(contract: FollowedContract, project: Project, on: date | None = None) -> dict[str, int]:
    """What one project has been engaged, mobilised, paid and justified for, all sources together."""
    sums = {"engaged": sum(line.amount for line in project.lines), "mobilised": 0, "paid": 0, "justified": 0}
    for movement in entries.movements(contract, on):
        if movement.project_id == project.pk:
            sums[movement.kind] += entries.amount(movement)
    for tranche, held in entries.tranches(contract, on):
        if tranche.project_id == project.pk and held.released:
            sums["mobilised"] += held.mobilised
            sums["paid"] += held.paid or 0
            sums["justified"] += held.justified
    return sums


def waiting(contract: FollowedContract, on: date | None = None) -> int:
    """What tranches have been asked for and not yet paid."""
    return sum(sums.latest for _tranche, sums in entries.tranches(contract, on) if sums.paid is None)


def physical(projects: Iterable[Project], report: QuarterReport) -> int | None:
    """The physical rate of the whole in that report, weighted by cost, in hundredths of a percent; None when no
    project has one."""
    rates = {line.project_id: line.rate for line in report.lines.all() if line.rate is not None}
    known = [project for project in projects if project.pk in rates]
    cost = sum(project.cost for project in known)
    return rounded(sum(rates[project.pk] * project.cost for project in known), cost) if cost else None


def latest_physical(contract: FollowedContract) -> tuple[int | None, date | None]:
    """The rate of the last adopted report that gives one, and the day that it speaks of: what is declared and not
    adopted feeds no figure, and a rate carried over never goes without its day."""
    for report in reversed(contract.reports.all()):
        found = physical(contract.retained, report) if report.is_frozen else None
        if found is not None:
            return found, report.rates_on
    return None, None


def mobilisation_rate(line: Line) -> int | None:
    return rate(line.mobilised, line.engaged)


def earliest_mobilisation(contract: FollowedContract) -> date | None:
    """The first day on which money is known to have been mobilised."""
    return min((m.on for m in contract.standing_movements if m.kind == Kind.MOBILISED), default=None)
