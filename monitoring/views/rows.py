"""A contract followed, a duty, a finding, as the line of a list."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.people.rights import fills
from cper.words.delays import lateness
from cper.words.french import day_or_words, digits, long_date, ngettext
from cper.words.rates import rate, written
from monitoring import renewal
from monitoring.models import DatedStanding, Duty, Finding, FollowedContract, Standing
from monitoring.money_bar import against_cost
from monitoring.views.links import duty_url
from monitoring.views.page import status
from monitoring.views.tables import STANDINGS


def standing_rows(standings: Iterable[Standing | DatedStanding], actor: Actor, past: date | None = None) -> list[dict]:
    """A line for each; those of a `past` day lead to the contract as it stood then."""
    return [standing_row(standing, actor.day, past) for standing in standings]


def duty_rows(duties: Iterable[Duty], actor: Actor) -> list[dict]:
    return [duty_row(duty, actor) for duty in duties]


def finding_rows(findings: Iterable[Finding]) -> list[dict]:
    return [finding_row(finding) for finding in findings]


def standing_row(standing: Standing | DatedStanding, today: date, past: date | None = None) -> dict:
    """A contract with its money, its time and what is wrong; its region and cutoff are loaded."""
    contract = standing.contract
    passed = renewal.elapsed(contract, past) if past else standing.elapsed
    paid = rate(standing.paid, standing.engaged) if standing.paid is not None and standing.engaged else None
    return {
        **contract_cell(contract, f"?au={past}&su={past}" if past else ""),
        "status": status(contract, today),
        "signed": day_or_words(contract.signed_on, contract.signed_precision),
        "engaged": standing.engaged,
        "engaged_notes": against_cost(standing.engaged, standing.cost),
        "paid": standing.paid,
        "paid_rate": _("%s de l’engagé") % written(paid) if paid else "",
        "waiting": counted(standing, standing.waiting),
        "elapsed": written(passed) if passed is not None else _("non connu"),
        "elapsed_rate": passed,
        "physical": done(standing),
        "physical_rate": standing.physical,
        "physical_on": standing.physical_on,
        "late": counted(standing, standing.late),
        "late_on": standing.as_of if standing.late else None,
        "findings": counted(standing, standing.findings),
    }


def counted(standing: Standing, number: int) -> int | None:
    """A count or a sum of what is recorded; None where there is nothing and the data have stopped: what an older
    source does not tell is not known to be nothing."""
    return None if standing.as_of and not number else number


def done(standing: Standing) -> str:
    """« 35,22 % réalisés au 30 juin 2026 »: the last adopted rate with the day it speaks of; nothing without one."""
    if standing.physical is None:
        return ""
    words = {"rate": written(standing.physical), "day": long_date(standing.physical_on)}
    return _("%(rate)s réalisés au %(day)s") % words


def apart(rows: list[dict], request: HttpRequest) -> dict:
    """The lines of a list of contracts; those whose source gives no sum, to fold under one line."""
    unknown = [row for row in rows if row["engaged"] is None]
    label = ngettext(
        "%(n)s contrat-plan dont la source ne donne pas les montants",
        "%(n)s contrats-plans dont la source ne donne pas les montants",
        len(unknown),
    )
    known = [row for row in rows if row["engaged"] is not None]
    return {
        "table": STANDINGS.drawn(known, request),
        "unknown": STANDINGS.drawn(unknown, None if known else request),
        "unknown_label": label % {"n": digits(len(unknown))},
    }


def contract_cell(contract: FollowedContract, query: str = "") -> dict:
    """Which contract a line is about; `query` is what its address asks."""
    return {
        "url": contract.get_absolute_url() + query,
        "title": contract.title,
        "reference": contract.reference,
        "region": contract.region.name,
        "invented": contract.invented,
    }


def duty_row(duty: Duty, actor: Actor) -> dict:
    """A duty with who owes it and since when; it leads to the act for whom it waits, else to the calendar."""
    return {
        "title": duty.title,
        "period": duty.label,
        "url": place_of(duty, actor),
        "mine": {"tone": "todo", "label": _("À vous de jouer")} if is_mine(duty, actor) else None,
        "who": duty.institution.name,
        "document": _("Document attendu : %s") % duty.rule.document,
        "expected": duty.rule.document,
        "due": lateness(duty.due_on, actor.day),
        "contract": contract_cell(duty.contract) if duty.contract else None,
    }


def is_mine(duty: Duty, actor: Actor) -> bool:
    """Whether one mandate gives both: the institution that owes it, and the role."""
    return any(
        mandate.institution_id == duty.institution_id and fills(mandate, duty.rule.role) for mandate in actor.mandates
    )


def place_of(duty: Duty, actor: Actor) -> str:
    """Where the duty is done, or read; nowhere for the nation's, which has no page but that of its act."""
    if is_mine(duty, actor):
        return duty_url(duty)
    return reverse("calendar", args=[duty.contract.reference]) if duty.contract else ""


def finding_row(finding: Finding) -> dict:
    """What a control found, its evidence, its money; the day it was first found apart from that of what it says."""
    return {
        "title": finding.title,
        "evidence": finding.evidence,
        "amount": finding.amount,
        "since": finding.found_on,
        "told_on": finding.as_of or finding.contract.standing.worked_out_on,
        "contract": contract_cell(finding.contract),
    }
