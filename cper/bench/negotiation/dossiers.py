"""One dossier to write: its contract and the rows of its preparation; `records` has those of the procedure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from cper.bench.negotiation.plans import Plan
from cper.bench.negotiation.story import deeds
from cper.people.models import Institution, Mandate
from cper.people.roles import Body
from cper.words import clock
from negotiation import workflow
from negotiation.models import (
    Contract,
    ContractSector,
    FinancingLine,
    Opinion,
    Piece,
    Project,
    Session,
    Site,
    Snapshot,
)
from negotiation.models.checklist import Slot, slots
from negotiation.workflow import PieceKind, Step

COST = 840_000_000
# Who pays how many tenths.
TENTHS = {"region": 1, "state": 7, "partner": 2}
YEARS = 3
SITES = 2
DAYS_A_STEP = 15


@dataclass
class Crew:
    """Who acts: the mandates of the accounts, and the ministries that are asked."""

    now: datetime
    mandates: dict[str, Mandate] = field(init=False)
    ministries: list[Institution] = field(init=False)
    finance: Institution = field(init=False)

    def __post_init__(self):
        held = Mandate.objects.on(self.today).select_related("person", "institution")
        self.mandates = {mandate.person.username: mandate for mandate in held}
        self.ministries = list(Institution.objects.filter(body=Body.SECTOR).order_by("pk"))
        self.finance = Institution.objects.get(body=Body.FINANCE)

    @property
    def today(self) -> date:
        return clock.day_of(self.now)

    def mandate(self, account: str, plan: Plan) -> Mandate:
        """The mandate of that account of the region, else of the nation."""
        return self.mandates.get(f"{plan.region.slug}.{account}") or self.mandates[account]


class Dossier:
    """A dossier as planned; each method gives the rows of one table."""

    def __init__(self, plan: Plan, crew: Crew, serial: int):
        self.plan, self.crew, self.serial = plan, crew, serial
        self.random = Random(serial)  # noqa: S311 -- bytes that do not compress, nothing secret
        self.entered = crew.now - timedelta(days=2 + serial % 40, minutes=serial)
        self.opened = self.entered - timedelta(days=DAYS_A_STEP * (plan.standing.left + 1))
        self.deeds = list(deeds(plan))
        self.contract = self._contract()
        self.projects: list[Project] = []
        self.judged: Snapshot | None = None
        self.finance_opinion: Opinion | None = None
        self.session: Session | None = None

    def _contract(self) -> Contract:
        standing, year = self.plan.standing, self.crew.today.year
        entered = clock.day_of(self.entered)
        return Contract(
            region=self.plan.region,
            reference=f"CPER-{self.plan.region.key}-{year}-{self.serial:02d}",
            title=self.plan.title,
            opened_on=clock.day_of(self.opened),
            starts_on=date(year + 1, 1, 1),
            duration_months=60,
            pdesc_from=date(year - 2, 1, 1),
            pdesc_to=date(year + 2, 12, 31),
            step=standing.step,
            entered_step_at=self.entered,
            clock_started_on=entered,
            reached=standing.left + 1,
            version=len(self.deeds),
            signed_on=entered if standing.step == Step.SIGNED else None,
            invented=True,
        )

    def stamp(self, account: str) -> dict[str, Any]:
        return self.crew.mandate(account, self.plan).stamp

    def is_past(self, number: int) -> bool:
        """Whether the dossier has left that step behind."""
        return self.plan.standing.left >= number

    @property
    def envelope(self) -> tuple[int, int, int]:
        """What the State can bring, and its first and last year."""
        first = self.contract.starts_on.year
        return COST * self.plan.projects, first, first + YEARS - 1

    @property
    def concerned(self) -> list[int]:
        """The sector ministries of its projects."""
        return sorted({project.ministry_id for project in self.projects})

    def planned_projects(self) -> Iterator[Project]:
        for number in range(1, self.plan.projects + 1):
            project = Project(
                contract=self.contract,
                number=number,
                title=f"{self.plan.title}, lot {number}",
                purpose="Accroître les revenus et l’emploi dans toute la région. " * 5,
                nature="economic",
                scale="regional",
                domain="livestock",
                ministry=self.crew.ministries[(self.serial + number) % len(self.crew.ministries)],
                duration_months=12 * YEARS,
                cost=COST,
            )
            self.projects.append(project)
            yield project

    def sites(self) -> Iterator[Site]:
        for project in self.projects:
            for rank in range(SITES):
                yield Site(project=project, number=rank + 1, name=f"Village {rank + 1}", kind="market")

    def lines(self) -> Iterator[FinancingLine]:
        first = self.contract.starts_on.year
        for project in self.projects:
            for source, tenths in TENTHS.items():
                for year in range(first, first + YEARS):
                    yield FinancingLine(
                        project=project,
                        source=source,
                        payer="Agence partenaire" if source == "partner" else "",
                        year=year,
                        amount=COST // 10 * tenths // YEARS,
                    )

    def sectors(self) -> Iterator[ContractSector]:
        for ministry in self.concerned:
            yield ContractSector(contract=self.contract, institution_id=ministry)

    def pieces(self) -> Iterator[Piece]:
        """Every paper due by now, but for a third of them while the request is prepared; then former versions."""
        last = workflow.STAGES[min(self.plan.standing.left, len(workflow.STAGES) - 1)].step
        filed = slots(self.contract, up_to=last)
        if self.contract.step == Step.PREPARATION:
            filed = filed[: -len(filed) // 3]
        former = max(self.plan.pieces - len(filed), 0)
        for rank, slot in enumerate(filed):
            versions = 1 + former // len(filed) + (rank < former % len(filed))
            yield from (self.piece(slot, version, current=version == versions) for version in range(1, versions + 1))

    def piece(self, slot: Slot, version: int, *, current: bool) -> Piece:
        digest = sha256(f"{self.serial} {slot.code} {version}".encode()).hexdigest()
        return Piece(
            contract=self.contract,
            kind=slot.kind,
            project_id=slot.project_id,
            year=slot.year,
            version=version,
            current=current,
            file=f"pieces/{digest[:2]}/{digest}.pdf",
            name=f"{slot.code}.pdf",
            extension="pdf",
            mime="application/pdf",
            size=240_000,
            sha256=digest,
            filed_at=self.opened,
            **self.stamp("drpsiap" if slot.kind == PieceKind.SESSION_MINUTES else "agent"),
        )
