"""What the controls found on a contract, and which could not be run: the heaviest sums first, with their evidence."""

from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.words.french import sequence
from monitoring import renewal
from monitoring.findings import LABELS
from monitoring.models import Finding, FollowedContract, Standing
from monitoring.silences import impossible, is_fed

SHOWN = 10


def findings(contract: FollowedContract, *, every: bool) -> dict:
    """The first findings, or all of them; `rest` tells how many are left, `url` where. Nothing found says when the
    controls were run, or that they have not been."""
    found = each(contract)
    rest = 0 if every else max(0, len(found) - SHOWN)
    silent = impossible(contract)
    return {
        "count": len(found),
        "rows": [
            {"title": row.title, "evidence": row.evidence, "amount": row.amount, "on": row.as_of or row.found_on}
            for row in found[: len(found) - rest]
        ],
        "rest": rest,
        "checked_on": None if found else checked_on(contract),
        "url": f"{reverse('execution', args=[contract.reference])}?constats=tous#constats",
        "quiet": quiet(contract, [row.rule for row in found], silent),
        "impossible": reasons(silent),
    }


def each(contract: FollowedContract) -> list[Finding]:
    """What stands found, the heaviest sums first; of a past day, what the controls find of its facts."""
    if contract.moment is None:
        return list(contract.findings.all())
    rows = renewal.found(contract, contract.moment.on)
    return sorted(rows, key=lambda row: (row.amount is None, -(row.amount or 0), row.rule, row.key))


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
