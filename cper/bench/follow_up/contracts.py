"""One contract in force to write, signed twenty-one quarters ago: its plan, its tranches, its quarters, their journal.

Each method gives the rows of one table. What its duties, findings and figures are is worked out from them by
`renewal`, as for any contract.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import cycle

from django.db.models import Model

from cper.bench.negotiation.dossiers import Crew
from cper.bench.negotiation.plans import TITLES
from cper.demo.follow_up.days import Days
from cper.papers import freezing
from cper.places.models import Region
from cper.places.wording import Territory
from cper.words import clock
from monitoring import gathering
from monitoring.calendar import Quarter
from monitoring.models import (
    BudgetEntry,
    Fulfilment,
    FundingWindow,
    Movement,
    Paper,
    Passage,
    QuarterReport,
    Recommendation,
    ReportLine,
    Tranche,
)
from monitoring.quarter_report import QuarterReport as Document
from monitoring.vocabulary import ReportState, TrancheState
from monitoring.workflow import TRANCHE_PAPERS
from negotiation.models import Contract, ContractSector, FinancingLine, Project
from negotiation.vocabulary import Step
from negotiation.workflow import number

T, R = TrancheState, ReportState
QUARTERS, MONTHS, PROJECTS = 20, 84, 2
YEARLY = {"region": 20_000_000, "state": 160_000_000, "partner": 30_000_000}
TRANCHE_SUM = 80_000_000
PHYSICAL = 480
# Where the last tranche stands, and what became of the last quarters, contract after contract.
LAST_TRANCHES = (T.REQUESTED, T.DRAFT, T.COMPLETE, T.REQUESTED, T.APPROVED, T.RELEASED, T.PAID)
LAST_QUARTERS = ((R.TRANSMITTED,), (R.CANVAS,), (R.HELD,), (R.ADOPTED,), (None, None), (R.LAPSED, R.LAPSED, None))
SUMS_FROM = {
    "approved": (T.APPROVED, T.RELEASED, T.PAID, T.JUSTIFIED),
    "released": (T.RELEASED, T.PAID, T.JUSTIFIED),
    "paid": (T.PAID, T.JUSTIFIED),
}


class InForce:
    """A contract in force as planned; `serial` makes it differ from the next, `examined` has its last tranches
    wait for their examination."""

    def __init__(self, serial: int, region: Region, crew: Crew, window: FundingWindow, *, examined: bool = False):
        self.serial, self.region, self.crew, self.window = serial, region, crew, window
        self.examined = examined
        self.days = Days(crew.today)
        self.signed = self.days.of(f"q-{QUARTERS + 1}+20")
        self.contract = self._contract()
        self.projects: list[Project] = []
        self.papers_of: list[Tranche] = []
        self.made: dict[type[Model], list] = {}

    def _contract(self) -> Contract:
        return Contract(
            region=self.region,
            reference=f"CPER-{self.region.key}-{self.signed.year}-{self.serial:02d}",
            title=TITLES[self.serial % len(TITLES)],
            opened_on=self.signed,
            clock_started_on=self.signed,
            signed_on=self.signed,
            duration_months=MONTHS,
            step=Step.SIGNED,
            reached=number(Step.SIGNED),
            entered_step_at=self.moment(self.signed) - timedelta(minutes=self.serial),
            invented=True,
        )

    @staticmethod
    def moment(day: date) -> datetime:
        return datetime.combine(day, time(9), tzinfo=clock.BAMAKO)

    def stamp(self, account: str) -> dict:
        held = self.crew.mandates
        return (held.get(f"{self.region.slug}.{account}") or held[account]).stamp

    def quarters(self) -> list[Quarter]:
        return [self.days.quarter(offset) for offset in range(-QUARTERS, 0)]

    def state_of(self, rank: int) -> ReportState | None:
        """What became of the quarter of that rank: transmitted, but for the last ones."""
        last = LAST_QUARTERS[self.serial % len(LAST_QUARTERS)]
        from_end = rank - QUARTERS + len(last)
        return last[from_end] if from_end >= 0 else R.TRANSMITTED

    def planned_projects(self) -> Iterator[Project]:
        for rank in range(1, PROJECTS + 1):
            project = Project(
                contract=self.contract,
                number=rank,
                title=f"{self.contract.title}, lot {rank}",
                nature="economic",
                scale="regional",
                domain="livestock",
                ministry=self.crew.ministries[(self.serial + rank) % len(self.crew.ministries)],
                duration_months=MONTHS,
                cost=sum(YEARLY.values()) * len(self.plan_years()),
            )
            self.projects.append(project)
            yield project

    def plan_years(self) -> range:
        return range(self.signed.year, self.signed.year + MONTHS // 12)

    def lines(self) -> Iterator[FinancingLine]:
        for project in self.projects:
            for source, amount in YEARLY.items():
                for year in self.plan_years():
                    yield FinancingLine(project=project, source=source, year=year, amount=amount)

    def sectors(self) -> Iterator[ContractSector]:
        for ministry in sorted({project.ministry_id for project in self.projects}):
            yield ContractSector(contract=self.contract, institution_id=ministry)

    def tranches(self) -> Iterator[Tranche]:
        """One a year and project, justified; the last year's stand where `LAST_TRANCHES` says."""
        years = [year for year in self.plan_years() if year <= self.crew.today.year]
        told = LAST_TRANCHES[self.serial % len(LAST_TRANCHES) :] + LAST_TRANCHES
        last = cycle((T.REQUESTED,) if self.examined else told)
        serial = 0
        for year in years:
            for project in self.projects:
                serial += 1
                state = next(last) if year == years[-1] else T.JUSTIFIED
                tranche = self.tranche(serial, project, year, state)
                if state == T.REQUESTED:
                    self.papers_of.append(tranche)
                yield tranche

    def tranche(self, serial: int, project: Project, year: int, state: TrancheState) -> Tranche:
        sums = {name: TRANCHE_SUM for name, states in SUMS_FROM.items() if state in states}
        return Tranche(
            contract_id=self.contract.pk,
            number=serial,
            project=project,
            window=self.window,
            source=self.window.source,
            year=year,
            state=state,
            opened_on=self.days.last - timedelta(days=serial * 9),
            entered_state_on=self.days.last - timedelta(days=serial * 7 + self.serial % 5),
            requested_on=None if state == T.DRAFT else self.days.last - timedelta(days=serial * 9),
            requested=TRANCHE_SUM,
            justified=TRANCHE_SUM if state == T.JUSTIFIED else 0,
            **sums,
        )

    def papers(self) -> Iterator[Paper]:
        """Those of the tranches that are examined."""
        for tranche in self.papers_of:
            for kind in TRANCHE_PAPERS:
                yield Paper(
                    contract_id=self.contract.pk,
                    tranche=tranche,
                    kind=kind,
                    file=f"papers/00/{kind}.pdf",
                    name=f"{kind}.pdf",
                    extension="pdf",
                    mime="application/pdf",
                    size=240_000,
                    sha256=sha256(f"{self.serial} {kind}".encode()).hexdigest(),
                    filed_at=self.moment(self.days.last),
                    **self.stamp("agent"),
                )

    def entries(self) -> Iterator[BudgetEntry]:
        """The own share and the State's, in each year but one of four."""
        for year in self.plan_years():
            on = date(year - 1, 12, 10)
            if on > self.days.last or (self.serial + year) % 4 == 0:
                continue
            facts = {"contract_id": self.contract.pk, "year": year, "on": on, **self.stamp("agent")}
            for source, kind in (("region", "inscribed"), ("state", "asked"), ("state", "inscribed")):
                yield BudgetEntry(source=source, kind=kind, amount=PROJECTS * YEARLY[source], **facts)

    def movements(self) -> Iterator[Movement]:
        for project in self.projects:
            for year in range(self.signed.year, self.crew.today.year):
                for kind in ("mobilised", "paid", "justified"):
                    yield Movement(
                        contract_id=self.contract.pk,
                        project=project,
                        source="partner",
                        year=year,
                        kind=kind,
                        amount=YEARLY["partner"],
                        on=date(year, 6, 20),
                        **self.stamp("agent"),
                    )

    def reports(self) -> Iterator[QuarterReport]:
        for rank, quarter in enumerate(self.quarters()):
            state = self.state_of(rank)
            if state is not None:
                report = self.report(rank, quarter, state)
                self.made.setdefault(QuarterReport, []).append((rank, report))
                yield report

    def report(self, rank: int, quarter: Quarter, state: ReportState) -> QuarterReport:
        session = quarter.start + timedelta(days=80)
        report = QuarterReport(
            contract_id=self.contract.pk,
            quarter=quarter.code,
            starts_on=quarter.start,
            opened_on=session,
            state=state,
            entered_state_on=session,
            canvas_on=session,
            session_planned_on=session,
        )
        if state == R.LAPSED:
            report.lapse_reason = "La session n’a pas pu se réunir."
        elif state != R.CANVAS:
            report.held_on, report.attendance = session, 30
            report.difficulties = "Les pluies ont retardé les travaux. " * 4
        if state in (R.ADOPTED, R.TRANSMITTED):
            report.adopted_on = quarter.next.start
            report.sha256 = sha256(f"{self.serial} {rank}".encode()).hexdigest()
            report.facts = self.facts(quarter, report)
        if state == R.TRANSMITTED:
            report.transmitted_on, report.letter_reference = report.adopted_on, f"Lettre n°{rank}"
        return report

    def facts(self, quarter: Quarter, report: QuarterReport) -> dict:
        """What an adopted report of that quarter says, without its tables."""
        return freezing.frozen(
            Document(
                reference=self.contract.reference,
                contract_title=self.contract.title,
                ministry="Ministère chargé des collectivités territoriales",
                territory=Territory(self.region.name, is_district=self.region.is_district),
                session=None,
                draft=False,
                on=quarter.next.start,
                as_of=quarter.end,
                **gathering.of_quarter(report),
            )
        )

    def report_lines(self) -> Iterator[ReportLine]:
        for rank, report in self.made[QuarterReport]:
            if report.state == R.LAPSED:
                continue
            for project in self.projects:
                yield ReportLine(report=report, project=project, physical=PHYSICAL * (rank + 1), works="En cours")

    def recommendations(self) -> Iterator[Recommendation]:
        for rank, report in self.made[QuarterReport]:
            if report.held_on and rank % 4 == 0:
                state = "done" if rank < QUARTERS // 2 else "open"
                due = report.held_on + timedelta(days=60)
                text = "Reprendre les travaux avant les pluies"
                yield Recommendation(
                    report=report, number=1, text=text, responsible="Conseil régional", due_on=due, state=state
                )

    def fulfilments(self) -> Iterator[Fulfilment]:
        facts = {"contract_id": self.contract.pk, "on": self.signed + timedelta(days=25), **self.stamp("agent")}
        for code, key in (("O5", ""), ("O13", ""), ("O6", "P1"), ("O10", "R1"), ("O10", "R2")):
            yield Fulfilment(code=code, key=key, **facts)

    def passages(self) -> Iterator[Passage]:
        """What the journal holds of the quarters that were reviewed."""
        for _rank, report in self.made[QuarterReport]:
            if report.state != R.TRANSMITTED:
                continue
            for version, name in enumerate(("hold", "adopt_report", "transmit_report"), start=2):
                yield Passage(
                    contract_id=self.contract.pk,
                    report=report,
                    action=name,
                    version=version,
                    at=self.moment(report.held_on),
                    on=report.held_on,
                    **self.stamp("gouverneur"),
                )
