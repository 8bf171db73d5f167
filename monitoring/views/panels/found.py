"""What the controls found on a contract, and which could not be run: the heaviest sums first, with their evidence."""

from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.french import long_date, sequence
from monitoring import renewal
from monitoring.findings import LABELS
from monitoring.models import Finding, FollowedContract, Standing
from monitoring.silences import impossible, is_fed

SHOWN = 10


def findings(contract: FollowedContract, *, every: bool) -> dict:
    """The first findings, or all of them, each with the day it began; `rest` tells how many are left, `url` where.
    Then those that were lifted. Nothing found says when the controls were run, or that they have not been."""
    kept = [row for row in Finding.every.filter(contract=contract) if not is_later(row, contract)]
    found = standing(contract, kept)
    rest = 0 if every else max(0, len(found) - SHOWN)
    silent = impossible(contract)
    return {
        "count": len(found),
        "rows": [shown(row) for row in found[: len(found) - rest]],
        "rest": rest,
        "lifted": [lifted(row) for row in last_lifted(contract, kept)],
        "checked_on": None if found else checked_on(contract),
        "url": f"{reverse('execution', args=[contract.reference])}?constats=tous#constats",
        "quiet": quiet(contract, [row.rule for row in found], silent),
        "impossible": reasons(silent),
    }


def is_later(row: Finding, contract: FollowedContract) -> bool:
    """Whether it was first found after the day that is read."""
    return bool(contract.moment and row.found_on > contract.moment.on)


def standing(contract: FollowedContract, kept: list[Finding]) -> list[Finding]:
    """What stands found, the heaviest sums first; of a past day, what the controls find of its facts, since the day it
    was found where the site had found it by then."""
    if contract.moment is None:
        return [row for row in kept if row.lifted_on is None]
    day = contract.moment.on
    began = {(row.rule, row.key): row.found_on for row in kept if row.lifted_on is None or row.lifted_on > day}
    rows = renewal.found(contract, day)
    for row in rows:
        row.found_on = began.get((row.rule, row.key))
    return sorted(rows, key=lambda row: (row.amount is None, -(row.amount or 0), row.rule, row.key))


def shown(row: Finding) -> dict:
    """A finding with its evidence and its money; of data that have stopped, no day on which it began."""
    since = None if row.as_of else row.found_on
    return {"title": row.title, "evidence": row.evidence, "amount": row.amount, "since": since}


def last_lifted(contract: FollowedContract, kept: list[Finding]) -> list[Finding]:
    """The findings that were lifted by the day that is read, the last ones first."""
    rows = [row for row in kept if row.lifted_on and not (contract.moment and row.lifted_on > contract.moment.on)]
    return sorted(rows, key=lambda row: (row.lifted_on, row.pk), reverse=True)[:SHOWN]


def lifted(row: Finding) -> dict:
    words = {"found": long_date(row.found_on), "lifted": long_date(row.lifted_on)}
    return {"title": row.title, "days": _("constaté le %(found)s, levé le %(lifted)s") % words}


def checked_on(contract: FollowedContract) -> date | None:
    """The day of the last controls, or that they are made of; None before the first."""
    if contract.moment:
        return contract.moment.on
    return Standing.objects.filter(contract=contract).values_list("worked_out_on", flat=True).first()


def quiet(contract: FollowedContract, found: list[str], silent: dict[str, str]) -> str:
    """Which controls were run and found nothing, by name; of a contract of which nothing is recorded yet, that."""
    if contract.known_until is None and not is_fed(contract):
        return _("Rien n’est encore enregistré du suivi : les contrôles n’ont porté que sur la convention.")
    calm = [str(label) for rule, label in LABELS.items() if rule not in silent and rule not in found]
    return _("Contrôles faits, sans constat : %s.") % sequence(calm) if calm else ""


def reasons(silent: dict[str, str]) -> list[str]:
    """« La source ne donne pas les parts : Parts différentes du coût », by reason, under one head."""
    by_reason: dict[str, list[str]] = {}
    for rule, why in silent.items():
        by_reason.setdefault(str(why), []).append(str(LABELS[rule]))
    return [
        _("%(why)s : %(which)s.") % {"why": capfirst(why), "which": sequence(labels)}
        for why, labels in by_reason.items()
    ]
