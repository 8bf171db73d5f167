"""The invented contracts in force: put in as signed, with their projects and their financing plan year by year."""

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from cper.people.models import Institution
from cper.places.models import Cercle, Region
from cper.words import clock
from monitoring.models import FollowedContract
from negotiation.models import Contract, ContractSector, FinancingLine, Project
from negotiation.operations.agreed import begin_terms
from negotiation.operations.dossier import write_sites
from negotiation.vocabulary import Step
from negotiation.workflow import number

MONTHS, PLAN_YEARS = 60, 5


def sign(told: dict[str, Any], signed: date, first_year: int) -> FollowedContract:
    """One contract, signed that day for five years; its plan begins in `first_year`."""
    region = Region.objects.get(slug=told["region"])
    contract = Contract(
        region=region,
        reference=next_reference(region, signed.year),
        title=told["title"],
        generation=told.get("generation", ""),
        step=Step.SIGNED,
        reached=number(Step.SIGNED),
        opened_on=signed,
        clock_started_on=signed,
        signed_on=signed,
        duration_months=MONTHS,
        entered_step_at=datetime.combine(signed, time.min, tzinfo=clock.BAMAKO),
        invented=True,
    )
    contract._change_reason = _("Contrat-plan inventé, mis en place déjà signé pour montrer le suivi")
    contract.save()
    projects = [add_project(contract, rank, row, first_year) for rank, row in enumerate(told["project"], start=1)]
    ministries = {project.ministry_id for project in projects}
    ContractSector.objects.bulk_create(ContractSector(contract=contract, institution_id=pk) for pk in ministries)
    begin_terms(contract, at=contract.entered_step_at)
    return FollowedContract.objects.select_related("region").get(pk=contract.pk)


def next_reference(region: Region, year: int) -> str:
    """The next free reference of the region for that year."""
    stem = f"CPER-{region.key}-{year}-"
    taken = Contract.objects.filter(reference__startswith=stem).values_list("reference", flat=True)
    return f"{stem}{max((int(reference.removeprefix(stem)) for reference in taken), default=0) + 1:02d}"


def add_project(contract: Contract, rank: int, told: dict[str, Any], first_year: int) -> Project:
    """One project with its sites and its shares; its cost is what they make."""
    lines = list(shares(told, first_year))
    project = Project.objects.create(
        contract=contract,
        number=rank,
        **{name: told[name] for name in ("title", "purpose", "nature", "domain")},
        scale="regional",
        ministry=Institution.objects.get(slug=told["ministry"]),
        duration_months=MONTHS,
        cost=sum(line["amount"] for line in lines),
    )
    FinancingLine.objects.bulk_create(FinancingLine(project=project, **line) for line in lines)
    cercles = {cercle.slug: cercle for cercle in Cercle.objects.filter(slug__in=[site[1] for site in told["sites"]])}
    write_sites(project, [{"name": name, "cercle": cercles[slug], "kind": kind} for name, slug, kind in told["sites"]])
    return project


def shares(told: dict[str, Any], first_year: int):
    """What each source pays in each year of the plan, or at no told year."""
    for source, amount in told.get("whole", {}).items():
        yield line_of(told, source, None, amount)
    for source, amount in told.get("yearly", {}).items():
        for year in range(first_year, first_year + PLAN_YEARS):
            yield line_of(told, source, year, amount)


def line_of(told: dict[str, Any], source: str, year: int | None, amount: int) -> dict[str, Any]:
    payer = told.get("partner", "") if source == "partner" else ""
    return {"source": source, "payer": payer, "year": year, "amount": amount}
