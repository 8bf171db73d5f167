"""The terms of a contract: their first version, at its signature or with its entry from an older source."""

from datetime import datetime

from django.utils import timezone

from negotiation import snapshots
from negotiation.models import Contract, Terms


def begin_terms(contract: Contract, act: str, *, at: datetime | None) -> Terms:
    """Keep what the parties have agreed, as the rows say it: version n° 0, in force from the signature. `at` is None
    for what an older source tells."""
    agreed = snapshots.terms_of(contract)
    return Terms.objects.create(
        contract=contract,
        number=0,
        since=contract.signed_on,
        snapshot=snapshots.keep(contract, agreed, at or timezone.now()),
        act=act,
        made_at=at,
    )
