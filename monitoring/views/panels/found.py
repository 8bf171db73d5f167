"""What the controls found on a contract: the heaviest sums first, with their evidence."""

from datetime import date

from django.urls import reverse

from monitoring.models import FollowedContract, Standing

SHOWN = 10


def findings(contract: FollowedContract, *, every: bool) -> dict:
    """The first findings, or all of them; `rest` tells how many are left, `url` where. Nothing found says when the
    controls were run, or that they have not been."""
    found = list(contract.findings.all())
    rest = 0 if every else max(0, len(found) - SHOWN)
    return {
        "count": len(found),
        "rows": [
            {"title": row.title, "evidence": row.evidence, "amount": row.amount, "on": row.as_of or row.found_on}
            for row in found[: len(found) - rest]
        ],
        "rest": rest,
        "checked_on": None if found else checked_on(contract),
        "url": f"{reverse('execution', args=[contract.reference])}?constats=tous#constats",
    }


def checked_on(contract: FollowedContract) -> date | None:
    """The day of the last controls; None before the first."""
    return Standing.objects.filter(contract=contract).values_list("worked_out_on", flat=True).first()
