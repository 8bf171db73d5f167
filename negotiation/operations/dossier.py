"""Opening a dossier and preparing it: general data, projects, sites, financing plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cper.people import rights
from cper.people.models import Actor, Institution
from cper.people.rights import Refused, Stale, Verdict
from cper.people.roles import Body, Role
from cper.places.models import Region
from cper.words import clock
from negotiation import access, announcements, turns
from negotiation.models import Contract, ContractSector, FinancingLine, Passage, Project, Site
from negotiation.operations import selected
from negotiation.operations.door import Deed, act, what_happened
from negotiation.workflow import Step, number


@dataclass(frozen=True)
class Opening:
    """The subject of the question "may I open a dossier for this region?"."""

    region_id: int
    sector_ids: frozenset = frozenset()

    def refuses(self, _name: str, _mandate: Any, _day: date) -> tuple[str, list[str]]:
        return "", []


def may_open(actor: Actor, region: Region) -> Verdict:
    """Whether the actor may open a dossier for the region: those of its own council only."""
    return rights.ask(actor, (Role.REGION,), "open", Opening(region.pk))


def open_contract(region: Region, facts: Mapping[str, Any], *, by: Actor, at: datetime) -> Contract:
    """Open a dossier at E1 with its reference, such as CPER-KAYES-2018-01: region, year, rank in the year. What is
    opened in the demonstration, by whomever, or by one of its accounts, is invented, and never summed with real
    contracts."""
    verdict = may_open(by, region)
    if not verdict.allowed:
        raise Refused(verdict)
    with transaction.atomic():
        held = Region.objects.select_for_update().get(pk=region.pk)
        day = clock.day_of(at)
        contract = Contract(
            region=held,
            reference=next_reference(held, day.year),
            opened_on=day,
            entered_step_at=at,
            clock_started_on=day,
            **{"invented": settings.DEMO or by.user.is_demo, **facts},
        )
        contract._history_user = by.user
        contract.save()
        Passage.objects.create(
            contract=contract,
            action="open",
            source=contract.step,
            target=contract.step,
            at=at,
            version=1,
            **verdict.mandate.stamp,
        )
        renewed = turns.renew(contract, at=at, day=by.day)
        announcements.announce(contract, renewed, at=at, author=verdict.mandate)
    return contract


def next_reference(region: Region, year: int) -> str:
    """The next free reference of the region for the year; the caller holds the region's lock."""
    stem = f"CPER-{region.key}-{year}-"
    taken = Contract.objects.filter(reference__startswith=stem).values_list("reference", flat=True)
    return f"{stem}{max((int(reference.removeprefix(stem)) for reference in taken), default=0) + 1:02d}"


def revise_contract(
    contract: Contract, facts: Mapping[str, Any], *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Rewrite the general data of the dossier; `seen` is the version of the dossier the form was made from."""
    with act("edit", contract, by=by, at=at, seen=seen) as deed:
        selected.keep_contract(deed.contract, facts)
        for field, value in facts.items():
            setattr(deed.contract, field, value)
        deed.detail = _("Données générales")


def save_project(
    contract: Contract,
    facts: Mapping[str, Any],
    sites: Iterable[Mapping[str, Any]] | None,
    *,
    by: Actor,
    at: datetime,
    project: Project | None = None,
    seen: int | None = None,
) -> Project:
    """Add a project, or rewrite one, with its sites (None leaves them as they are); `seen` is the revision of the
    project the form was made from."""
    with act("edit", contract, by=by, at=at) as deed:
        verdict = may_add(deed.contract, by=by) if project is None else None
        if verdict and not verdict.allowed:
            raise Refused(verdict)
        project = _project_to_write(deed, project, seen)
        selected.keep_project(deed.contract, project, facts, sites)
        for field, value in facts.items():
            setattr(project, field, value)
        project.save()
        if sites is not None:
            write_sites(project, sites)
        renew_sectors(deed.contract)
        deed.detail = _("Projet %(number)s : %(title)s") % {"number": project.number, "title": project.title}
    return project


def write_sites(project: Project, sites: Iterable[Mapping[str, Any]]) -> None:
    """Write the places of a project: one that bears a `number` is that place, rewritten where it differs; another is
    added under a number never given before; those that are not named are taken out."""
    standing = {site.number: site for site in project.sites.all()}
    # The history holds the places taken out too.
    last = Site.history.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    for facts in sites:
        site = standing.pop(facts.get("number"), None)
        if site is None:
            last += 1
            Site.objects.create(**{"project": project, **facts, "number": last})
        elif any(getattr(site, field) != value for field, value in facts.items()):
            for field, value in facts.items():
                setattr(site, field, value)
            site.save()
    for site in standing.values():
        site.delete()


def _project_to_write(deed: Deed, project: Project | None, seen: int | None) -> Project:
    if project is None:
        # The history holds the removed projects too: a number once given never names another project.
        last = Project.history.filter(contract=deed.contract).aggregate(last=Max("number"))["last"]
        return Project(contract=deed.contract, number=(last or 0) + 1)
    held = deed.contract.projects.select_for_update().filter(pk=project.pk).first()
    if held is None or (seen is not None and seen != held.revision):
        raise Stale(Verdict(allowed=False, reason=what_happened(deed.contract, project.number)))
    held.revision += 1
    return held


def may_add(contract: Contract, *, by: Actor) -> Verdict:
    """Whether the actor may put one more project in now: not once the DGCT has examined the others, for no project
    reaches the ministries without the four criteria (E4)."""
    verdict = access.decide(by, "edit", contract)
    if verdict.allowed and number(contract.step) > number(Step.DGCT_REVIEW):
        reason = _("La DGCT a déjà examiné les projets de ce dossier : un autre ne peut plus s’y ajouter.")
        return Verdict(allowed=False, reason=reason)
    return verdict


def may_remove(contract: Contract, project: Project, *, by: Actor) -> Verdict:
    """Whether the actor may take the project out now: not once a paper or a verdict rests on it."""
    verdict = access.decide(by, "edit", contract)
    if verdict.allowed and (project.pieces.exists() or project.verdicts.exists() or project.decisions.exists()):
        reason = _("Ce projet a déjà des pièces ou des décisions : il reste au dossier, modifiez-le.")
        return Verdict(allowed=False, reason=reason)
    return verdict


def remove_project(contract: Contract, project: Project, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take a project out of the dossier; `seen` is the version of the dossier the question was asked from."""
    with act("edit", contract, by=by, at=at, seen=seen) as deed:
        held = deed.contract.projects.get(pk=project.pk)
        verdict = may_remove(deed.contract, held, by=by)
        if not verdict.allowed:
            raise Refused(verdict)
        deed.detail = _("Projet %(number)s supprimé : %(title)s") % {"number": held.number, "title": held.title}
        held.delete()
        renew_sectors(deed.contract)


def set_financing(
    contract: Contract, project: Project, lines: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime, seen: int
) -> None:
    """Write the financing plan of a project: one line per source, payer and year, in integer FCFA.

    Only the lines that change are written, so that the history tells what did.
    """
    lines = list(lines)
    with act("edit", contract, by=by, at=at) as deed:
        held = _project_to_write(deed, project, seen)
        selected.keep_totals(deed.contract, held, lines)
        held.save()
        standing = {(line.source, line.payer, line.year): line for line in held.financing.all()}
        for line in lines:
            kept = standing.pop((line["source"], line["payer"], line["year"]), None)
            if kept is None:
                FinancingLine.objects.create(project=held, **line)
            elif kept.amount != line["amount"]:
                kept.amount = line["amount"]
                kept.save()
        for dropped in standing.values():
            dropped.delete()
        deed.detail = _("Financement du projet %(number)s") % {"number": held.number}


def renew_sectors(contract: Contract) -> None:
    """Keep beside the contract the sector ministries it concerns."""
    contract.forget()
    sectors = Institution.objects.filter(pk__in=contract.sector_ids, body=Body.SECTOR)
    concerned = set(sectors.values_list("pk", flat=True))
    ContractSector.objects.filter(contract=contract).exclude(institution__in=concerned).delete()
    ContractSector.objects.bulk_create(
        (ContractSector(contract=contract, institution_id=pk) for pk in concerned), ignore_conflicts=True
    )
