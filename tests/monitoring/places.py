"""Every address of the follow-up, on contracts that stand in every state, with all that each page would send."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.entries import last_movement
from monitoring.models import (
    FollowedContract,
    FundingWindow,
    QuarterReport,
    Tranche,
)
from monitoring.models.budget import ANSWERED, FACTS
from monitoring.vocabulary import PaperKind, ReportState
from monitoring.workflow import CONTRACT, ENDED_BY, OWN_ACTS, REPORT, TRANCHE, Stage
from tests.factories import TODAY
from tests.journeys.chapters import small_pdf
from tests.monitoring.furnished import QUARTERS, RULE, RULED, YEAR

DUTY_ACTS = OWN_ACTS | ENDED_BY
READ = ("execution", "budget", "tranches", "quarters", "calendar", "follow-up-journal")
SITE = ("nation", "follow-up-inbox", "late", "waiting", "findings", "windows")


@dataclass(frozen=True)
class Place:
    """A page: its name among the addresses, where it is, the act it is for (none: it is read) and its subject."""

    name: str
    path: str
    act: str = ""
    subject: Any = None
    sends: dict = field(default_factory=dict, compare=False)
    exists: bool = True


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
        Place("report-and-errata-pdf", reverse("report-and-errata-pdf", args=[ref, adopted])),
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
        "chaired_by": "Awa Traoré",
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
    seen = last_movement(contract) if name == "record_movement" else 0
    common = {"on": "20/11/2026", "amount": "1000000", "reference": "Délibération 3", "file": _pdf(), "seen": seen}
    if name in FACTS or name in ANSWERED:
        common |= {"amount": "20000000"}  # the whole share of the collectivité: less is asked twice
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
