"""Every address of the follow-up, on contracts that stand in every state, with all that each page would send."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring import renewal
from monitoring.models import (
    Erratum,
    FollowedContract,
    FundingWindow,
    Movement,
    Paper,
    Passage,
    QuarterReport,
    ReportLine,
    Tranche,
    TrancheRule,
)
from monitoring.models.budget import ANSWERED, FACTS
from monitoring.vocabulary import PaperKind, ReportState, TrancheState
from monitoring.workflow import CONTRACT, ENDED_BY, OWN_ACTS, REPORT, TRANCHE, TRANCHE_PAPERS, Stage
from negotiation.models import ContractSector
from negotiation.vocabulary import Step
from tests.factories import NOW, TODAY, ContractFactory, ProjectFactory, stamp
from tests.journeys.chapters import small_pdf
from tests.monitoring.quarters import told
from tests.monitoring.world import window

MILLION = 1_000_000
# What every paper and report holds, and its fingerprint.
PDF = b"%PDF-1.7 frozen"
PRINT = sha256(PDF).hexdigest()
DUTY_ACTS = OWN_ACTS | ENDED_BY
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
READ = ("execution", "budget", "tranches", "quarters", "calendar", "follow-up-journal")
SITE = ("nation", "follow-up-inbox", "late", "waiting", "findings", "windows")
# Rules ask the first tranches, one in each state but the last, for a paper that none has; three more meet no rule.
RULE, RULED = "paper-progress", len(TrancheState)
WITHOUT_RULE = (TrancheState.DRAFT, TrancheState.REQUESTED, TrancheState.RETURNED)


@dataclass(frozen=True)
class Place:
    """A page: its name among the addresses, where it is, the act it is for (none: it is read) and its subject."""

    name: str
    path: str
    act: str = ""
    subject: Any = None
    sends: dict = field(default_factory=dict, compare=False)
    exists: bool = True


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
        TrancheRule.objects.create(window=window(), rank=rank, papers=[PaperKind.PROGRESS.value])
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


def words(table: tuple[Stage, ...]) -> dict[str, str]:
    """The name and the word of each act of a machine."""
    return {action.name: action.word for stage in table for action in stage.actions}


def reading(full: FollowedContract) -> list[Place]:
    """The pages of a contract that are only read."""
    ref, adopted = full.reference, QUARTERS[ReportState.ADOPTED]
    paper = full.tranches.first().papers.first()
    return [
        *(Place(name, reverse(name, args=[ref])) for name in READ),
        *(Place("tranche", row.get_absolute_url()) for row in full.tranches.all()),
        Place("tranche", reverse("tranche", args=[ref, 99]), exists=False),
        *(Place("quarter", row.get_absolute_url()) for row in full.reports.all()),
        Place("quarter", reverse("quarter", args=[ref, f"{YEAR + 1}-T1"]), exists=False),
        Place("paper", reverse("paper", args=[ref, paper.pk])),
        Place("paper", reverse("paper", args=[ref, paper.pk + 10_000]), exists=False),
        Place("report-pdf", reverse("report-pdf", args=[ref, adopted])),
        Place("erratum-pdf", reverse("erratum-pdf", args=[ref, adopted, 1])),
        Place("erratum-pdf", reverse("erratum-pdf", args=[ref, QUARTERS[ReportState.TRANSMITTED], 1]), exists=False),
    ]


def acting(full: FollowedContract, held: FollowedContract, bare: FollowedContract) -> list[Place]:
    """The page of every act, on what stands in every state."""
    tranches = [
        _on_tranche(row, name, word)
        for row in full.tranches.all()
        for name, word in words(TRANCHE).items()
        if name not in ("waive", "ask_waiver") or row.number < RULED
    ]
    reports = [
        _on_report(row, name, word)
        for contract in (full, held)
        for row in contract.reports.all()
        for name, word in words(REPORT).items()
    ]
    return [*tranches, *reports, *(_on_contract(bare, action.name, action.word) for action in CONTRACT)]


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("piece.pdf", small_pdf())


def _on_tranche(row: Tranche, name: str, word: str) -> Place:
    ref, seen = row.contract.reference, {"seen": row.version, "on": "20/11/2026"}
    if name == "file_paper":
        path = reverse("tranche-file", args=[ref, row.number, PaperKind.DEMAND.value])
        return Place("tranche-file", path, name, row, seen | {"file": _pdf()})
    if name == "waive":
        path = reverse("tranche-waive", args=[ref, row.number, RULE])
        return Place("tranche-waive", path, name, row, seen | {"comment": "Voici pourquoi."})
    if name == "ask_waiver":
        path = reverse("tranche-ask-waiver", args=[ref, row.number, RULE])
        return Place("tranche-ask-waiver", path, name, row, seen | {"comment": "Voici pourquoi."})
    demand = {"project": row.project_id, "window": row.window_id, "year": YEAR, "requested": "1000000"}
    sent = {"comment": "Voici pourquoi.", "amount": "1000000", "file": _pdf(), "concerns": ["whole"]} | demand
    sent |= {"outcome": "whole"}
    return Place("tranche-act", reverse("tranche-act", args=[ref, row.number, word]), name, row, seen | sent)


def _on_report(row: QuarterReport, name: str, word: str) -> Place:
    project = row.contract.projects.get().pk
    sent = {
        "seen": row.version,
        "comment": "Voici pourquoi.",
        "on": "20/11/2026",
        "kind": "ordinary",
        "place": "Kita",
        "attendance": "40",
        "session_on": (TODAY + timedelta(days=9)).strftime("%d/%m/%Y"),
        "what-0": "other",
        "was-0": "Kayes",
        "is-0": "Kita",
        "attendees": "",
        f"physical-{project}": "45,5",
        "difficulties": "Aucune.",
        **{f"verdict-{party}": "kept" for party in ("state", "region", "partner")},
        **{f"sentence-{party}": "La part est mobilisée." for party in ("state", "region", "partner")},
        "nothing": "on",
        "rows": "0",
        "reference": "001/GRK",
        "file": _pdf(),
    }
    return Place(
        "quarter-act", reverse("quarter-act", args=[row.contract.reference, row.quarter, word]), name, row, sent
    )


def _on_contract(contract: FollowedContract, name: str, word: str) -> Place:
    ref, project = contract.reference, contract.projects.get().pk
    common = {"on": "20/11/2026", "amount": "1000000", "reference": "Délibération 3", "file": _pdf()}
    if name in FACTS or name in ANSWERED:
        return Place("budget-act", reverse("budget-act", args=[ref, word, YEAR]), name, contract, common)
    if name in DUTY_ACTS:
        duty = contract.duties.filter(code=DUTY_ACTS[name].code).first()
        if duty is None:
            key = f"{YEAR}-T4"
            return Place(
                "national-act", reverse("national-act", args=[word, key]), name, None, common | {"outcome": "held"}
            )
        path = reverse("duty-act", args=[ref, word, duty.key or "une-fois"])
        return Place("duty-act", path, name, contract, common | {"outcome": "held", "note": "Fait."})
    if name == "reverse_movement":
        path = reverse("movement-act", args=[ref, contract.movements.get().pk, word])
        return Place("movement-act", path, name, contract, {"comment": "Voici pourquoi."})
    sent = common | {
        "project": project,
        "window": FundingWindow.objects.get().pk,
        "year": YEAR,
        "requested": "1000000",
        "session_on": (TODAY + timedelta(days=7)).strftime("%d/%m/%Y"),
        "until": f"{YEAR}-T3",
        "comment": "Voici pourquoi.",
        "place": "Kayes",
        "kind": "mobilised",
        "source": "region",
    }
    return Place("contract-act", reverse("contract-act", args=[ref, word]), name, contract, sent)


def on_site(bare: FollowedContract) -> list[Place]:
    """The pages about no contract in particular; the windows are kept by the ANICT."""
    held = FundingWindow.objects.get()
    region = reverse("follow-up-region", args=[bare.region.slug])
    return [
        *(Place(name, reverse(name)) for name in SITE),
        Place("follow-up-region", region),
        Place("window-add", reverse("window-add"), "keep_rules"),
        Place("window", reverse("window", args=[held.pk]), "keep_rules"),
    ]
