"""The contracts signed before this system existed: put in as signed, with the figures that their source declares.

They come with no passage, since nobody made a move here: what the source tells of their story are milestones. A
contract that stands already is left as it is, and no figure is ever corrected.
"""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cper.people.models import Institution
from cper.places.models import Cercle, Region
from cper.words import clock
from negotiation import workflow
from negotiation.management.fixtures import document
from negotiation.models import Contract, FinancingLine, Milestone, Project
from negotiation.operations.agreed import begin_terms
from negotiation.operations.dossier import renew_sectors, write_sites
from negotiation.workflow import Step


def load_signed_contracts() -> int:
    """Add the missing contracts of 2015-2018; return how many."""
    data = document("contracts_2015_2018.toml")
    known = set(Contract.objects.values_list("reference", flat=True))
    missing = [facts for facts in data["contract"] if facts["reference"] not in known]
    for facts in missing:
        load_contract({"source": data["source"], **facts})
    return len(missing)


def load_contract(facts: dict[str, Any]) -> Contract:
    """Put one contract in, signed, with its projects and its milestones."""
    projects, milestones = facts.pop("project"), facts.pop("milestone", [])
    region, signed_on = Region.objects.get(slug=facts.pop("region")), facts["signed_on"]
    contract = Contract(
        region=region,
        step=Step.SIGNED,
        reached=workflow.number(Step.SIGNED),
        # The source gives the signature alone; nothing earlier is made up.
        opened_on=signed_on,
        clock_started_on=signed_on,
        entered_step_at=start_of(signed_on),
        **facts,
    )
    contract._change_reason = _("Reprise d’un contrat-plan déjà signé : %s") % contract.source
    contract.save()
    for number, project in enumerate(projects, start=1):
        load_project(contract, number, project)
    begin_terms(contract, at=timezone.now(), was_here=False)
    Milestone.objects.bulk_create(
        Milestone(contract=contract, rank=rank, **({"precision": Milestone.Precision.UNKNOWN} | told))
        for rank, told in enumerate(milestones, start=1)
    )
    renew_sectors(contract)
    return contract


def load_project(contract: Contract, number: int, facts: dict[str, Any]) -> None:
    """Put one project in, with its sites and, where the source gives them, its shares without a year."""
    sites, shares = facts.pop("sites", []), facts.pop("shares", {})
    printed, ministry = facts.pop("source_label", ""), facts.pop("ministry", None)
    if printed:
        facts["purpose"] = _("Libellé de la source : « %s ».") % printed
    project = Project.objects.create(
        contract=contract,
        number=number,
        ministry=Institution.objects.get(slug=ministry) if ministry else None,
        **facts,
    )
    for source, amount in shares.items():
        FinancingLine.objects.create(project=project, source=source, amount=amount)
    write_sites(project, [site_facts(site) for site in sites])


def site_facts(facts: dict[str, str]) -> dict[str, Any]:
    """The fields of a site, its cercles found by their slug."""
    cercles = {
        field: Cercle.objects.get(slug=facts[field]) for field in ("cercle", "current_cercle") if field in facts
    }
    return facts | cercles


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.BAMAKO)
