"""Contracts in force by the thousand: a first block is written whole, then PostgreSQL copies it, table by table."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from django.db.models import Model

from cper.bench.follow_up.contracts import InForce
from cper.bench.negotiation.dossiers import Crew
from cper.bench.negotiation.growth import Block, analyse
from cper.places.models import Region
from monitoring import renewal
from monitoring.models import (
    BudgetEntry,
    Duty,
    Finding,
    FollowedContract,
    Fulfilment,
    FundingWindow,
    Movement,
    Paper,
    Passage,
    QuarterReport,
    Recommendation,
    ReportLine,
    Standing,
    Tranche,
)
from negotiation.models import Contract, ContractSector, FinancingLine, Project, Snapshot, Terms
from negotiation.operations.agreed import begin_terms

WINDOW = "Sous-guichet CPER de la DIN"
BATCH = 5000
# Where the numbers of the contracts that are not of the block begin.
APART = 1_000_000

# In the order of their foreign keys.
PARTS: tuple[tuple[type[Model], Callable[[InForce], Iterator[Model]]], ...] = (
    (Project, InForce.planned_projects),
    (FinancingLine, InForce.lines),
    (ContractSector, InForce.sectors),
    (Tranche, InForce.tranches),
    (Paper, InForce.papers),
    (BudgetEntry, InForce.entries),
    (Movement, InForce.movements),
    (QuarterReport, InForce.reports),
    (ReportLine, InForce.report_lines),
    (Recommendation, InForce.recommendations),
    (Fulfilment, InForce.fulfilments),
    (Passage, InForce.passages),
)


def write(contracts: list[InForce]) -> None:
    """Write these contracts whole, then work out their duties, findings and figures."""
    Contract.objects.bulk_create(one.contract for one in contracts)
    for model, rows in PARTS:
        model.objects.bulk_create((row for one in contracts for row in rows(one)), batch_size=BATCH)
    analyse(Contract, *(model for model, _rows in PARTS))
    for one in contracts:
        begin_terms(one.contract, at=one.contract.entered_step_at)
        contract = FollowedContract.objects.for_pages().get(pk=one.contract.pk)
        renewal.renew(contract, one.crew.today)


class FollowedBlock(Block):
    """The contracts in force that are copied, with the duties, findings and figures worked out for each."""

    models: ClassVar = (Contract, *(model for model, _rows in PARTS), Snapshot, Terms, Duty, Finding, Standing)

    def fill(self, crew: Crew, main: Region) -> None:
        self.window = FundingWindow.objects.create(name=WINDOW)
        regions = list(Region.objects.all())
        homes = (main if rank % 4 == 0 else regions[(rank + rank // 4) % len(regions)] for rank in range(self.size))
        write([InForce(serial, home, crew, self.window) for serial, home in enumerate(homes, start=1)])

    def write(self, crew: Crew, main: Region) -> None:
        super().write(crew, main)
        # After the block: what concerns the nation is not copied.
        renewal.renew_nation(crew.today)

    def add_examined(self, count: int, crew: Crew, main: Region) -> list[Tranche]:
        """Further contracts, each with a tranche that waits for its examination; return these tranches."""
        first = APART + Contract.objects.count()
        added = [InForce(serial, main, crew, self.window, examined=True) for serial in range(first, first + count)]
        write(added)
        keys = [one.papers_of[0].pk for one in added]
        return list(Tranche.objects.filter(pk__in=keys).select_related("contract"))
