"""Three contracts in force, furnished with a tranche, a report, a movement in every state that pages tell apart."""

from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile

from monitoring import renewal
from monitoring.models import (
    Erratum,
    FollowedContract,
    Movement,
    Paper,
    Passage,
    QuarterReport,
    ReportLine,
    Tranche,
    TrancheRule,
)
from monitoring.vocabulary import PaperKind, ReportState, TrancheState
from monitoring.workflow import TRANCHE_PAPERS
from negotiation.models import ContractSector
from negotiation.vocabulary import Step
from tests.factories import NOW, TODAY, ContractFactory, ProjectFactory, stamp
from tests.monitoring.quarters import told
from tests.monitoring.world import window

MILLION = 1_000_000


def printed() -> bytes:
    """A real PDF of one blank page, the same each time."""
    with pikepdf.new() as document, BytesIO() as file:
        document.add_blank_page()
        document.save(file, deterministic_id=True)
        return file.getvalue()


# What every paper and report holds, and its fingerprint.
PDF = printed()
PRINT = sha256(PDF).hexdigest()
YEAR = TODAY.year
SIGNED = date(YEAR - 1, 12, 1)
SUMS = {"requested": 5 * MILLION, "approved": 4 * MILLION, "released": 3 * MILLION, "paid": 2 * MILLION}
KNOWN = {
    TrancheState.APPROVED: ("approved",),
    TrancheState.RELEASED: ("approved", "released"),
    TrancheState.PAID: ("approved", "released", "paid"),
    TrancheState.JUSTIFIED: ("approved", "released", "paid"),
}
# The states left the road with a reason, which the pages tell.
LEFT = {TrancheState.CANCELLED: "cancel", TrancheState.RETURNED: "send_back"}
QUARTERS = {
    ReportState.TRANSMITTED: f"{YEAR}-T1",
    ReportState.ADOPTED: f"{YEAR}-T2",
    ReportState.LAPSED: f"{YEAR}-T3",
    ReportState.CANVAS: f"{YEAR}-T4",
}
# Which reports have an erratum, and whether it is adopted.
ERRATA = {ReportState.TRANSMITTED: False, ReportState.ADOPTED: True}
# Rules ask the first tranches, one in each state but the last, for a paper that none has; three more meet no rule.
RULE, RULED = "paper-progress", len(TrancheState)
WITHOUT_RULE = (TrancheState.DRAFT, TrancheState.REQUESTED, TrancheState.RETURNED)


def signed(title: str) -> FollowedContract:
    """A contract in force, with a plan for this year and the next."""
    contract = ContractFactory(step=Step.SIGNED, signed_on=SIGNED, opened_on=SIGNED, reached=9, title=title)
    project = ProjectFactory(contract=contract, cost=400 * MILLION, whole=False)
    ContractSector.objects.create(contract=contract, institution=project.ministry)
    for year in (YEAR, YEAR + 1):
        project.financing.create(source="region", year=year, amount=20 * MILLION)
        project.financing.create(source="state", year=year, amount=180 * MILLION)
    project.financing.create(source="partner", year=YEAR, amount=10 * MILLION)
    return FollowedContract.objects.get(pk=contract.pk)


def furnish() -> tuple[FollowedContract, FollowedContract, FollowedContract]:
    """Three contracts: one with every tranche and its quarters to the open one, one whose session is held, one in
    which nothing has been done but a movement of funds."""
    full, held, bare = signed("Suivi entier"), signed("Session tenue"), signed("Rien encore")
    # One in preparation comes after all that are asked: it has the rank that follows theirs.
    for rank in (*range(1, RULED - 1), RULED + 1):
        TrancheRule.objects.create(window=window(), since=TODAY, rank=rank, papers=[PaperKind.PROGRESS.value])
    for number, state in enumerate((*TrancheState, *WITHOUT_RULE), start=1):
        _tranche(full, number, state)
    for state, quarter in QUARTERS.items():
        _report(full, state, quarter)
    _report(held, ReportState.HELD, QUARTERS[ReportState.TRANSMITTED])
    _movement(bare)
    for contract in (full, held, bare):
        renewal.renew(contract, TODAY)
    renewal.renew_nation(TODAY)
    return tuple(FollowedContract.objects.get(pk=contract.pk) for contract in (full, held, bare))


def _tranche(contract: FollowedContract, number: int, state: TrancheState) -> None:
    sums = {name: SUMS[name] for name in KNOWN.get(state, ())}
    tranche = Tranche.objects.create(
        contract=contract,
        number=number,
        project=contract.projects.get(),
        window=window(),
        source="state",
        year=YEAR,
        state=state,
        opened_on=TODAY,
        entered_state_on=TODAY,
        requested_on=TODAY,
        requested=SUMS["requested"],
        to_mend=["whole"] if state == TrancheState.RETURNED else [],
        justified=SUMS["paid"] if state == TrancheState.JUSTIFIED else 0,
        **sums,
    )
    by = stamp()
    for kind in TRANCHE_PAPERS:
        file_paper(contract, tranche, kind, by)
    if state in LEFT:
        move = {"action": LEFT[state], "source": TrancheState.REQUESTED, "target": state, "version": 1}
        Passage.objects.create(
            contract=contract, tranche=tranche, at=NOW, on=TODAY, comment="Voici pourquoi.", **move, **by
        )


def _movement(contract: FollowedContract) -> None:
    facts = {"project": contract.projects.get(), "source": "region", "year": YEAR, "kind": "mobilised"}
    Movement.objects.create(contract=contract, amount=MILLION, on=TODAY, at=NOW, **facts, **stamp())


def file_paper(contract: FollowedContract, tranche: Tranche | None, kind: PaperKind, by: dict | None = None) -> Paper:
    paper = Paper(contract=contract, tranche=tranche, kind=kind, name="piece.pdf", extension="pdf", **(by or stamp()))
    paper.mime, paper.size, paper.sha256, paper.filed_at = "application/pdf", len(PDF), PRINT, NOW
    paper.file.save("piece.pdf", ContentFile(PDF), save=False)
    paper.save()
    return paper


def _report(contract: FollowedContract, state: ReportState, quarter: str) -> None:
    facts: dict[str, Any] = {"canvas_on": TODAY, "session_planned_on": TODAY}
    if state in (ReportState.HELD, ReportState.ADOPTED, ReportState.TRANSMITTED):
        facts |= {"held_on": TODAY, "attendance": 40, "place": "Kayes", "difficulties": "Aucune."}
        facts |= {"region_done_on": TODAY, "anict_done_on": TODAY}
    if state in (ReportState.ADOPTED, ReportState.TRANSMITTED):
        facts |= {"adopted_on": TODAY, "sha256": PRINT, "facts": told()}
    if state == ReportState.TRANSMITTED:
        facts |= {"transmitted_on": TODAY, "letter_reference": "001/GRK"}
    if state == ReportState.LAPSED:
        facts = {"lapse_reason": "Le gouvernorat était fermé."}
    report = QuarterReport(
        contract=contract, quarter=quarter, state=state, opened_on=TODAY, entered_state_on=TODAY, **facts
    )
    report.starts_on = report.when.start
    if report.sha256:
        report.file.save("rapport.pdf", ContentFile(PDF), save=False)
    report.save()
    ReportLine.objects.create(report=report, project=contract.projects.get(), physical=1000)
    if report.held_on:
        report.appraisals.create(party="state", verdict="kept", sentence="La part est mobilisée.")
    if state in ERRATA:
        _erratum(report, adopted=ERRATA[state])


def _erratum(report: QuarterReport, *, adopted: bool) -> None:
    lines = [{"what": "Lieu", "was": "Kayes", "is": "Kita"}]
    erratum = Erratum(report=report, number=1, reason="Relu.", lines=lines, at=NOW, **stamp())
    if adopted:
        erratum.adopted_on, erratum.adopted_by, erratum.sha256 = TODAY, "Le Gouverneur", PRINT
        erratum.file.save("erratum.pdf", ContentFile(PDF), save=False)
    else:
        QuarterReport.objects.filter(pk=report.pk).update(erratum_proposed_on=TODAY)
    erratum.save()
