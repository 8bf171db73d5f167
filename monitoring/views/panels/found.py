"""What the controls found on a contract: the heaviest sums first, with their evidence."""

from django.urls import reverse

from monitoring.models import FollowedContract

SHOWN = 10


def findings(contract: FollowedContract, *, every: bool) -> dict:
    """The first findings, or all of them; `more` tells how many are left and where."""
    found = list(contract.findings.all())
    rest = 0 if every else max(0, len(found) - SHOWN)
    return {
        "count": len(found),
        "rows": [
            {"title": row.title, "evidence": row.evidence, "amount": row.amount, "on": row.as_of or row.found_on}
            for row in found[: len(found) - rest]
        ],
        "rest": rest,
        "url": f"{reverse('execution', args=[contract.reference])}?constats=tous#constats",
    }
