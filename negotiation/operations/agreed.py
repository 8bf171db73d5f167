"""The terms of a contract: their first version, at its signature or with its entry from an older source."""

from datetime import datetime

from django.utils.translation import gettext as _

from negotiation import snapshots
from negotiation.models import Contract, Terms


def begin_terms(contract: Contract, *, at: datetime, was_here: bool = True) -> Terms:
    """Keep what the parties have agreed, as the rows say it: version n° 0, in force from the signature. What a source
    older than the site tells (not `was_here`) has no day of recording."""
    agreed = snapshots.terms_of(contract)
    return Terms.objects.create(
        contract=contract,
        number=0,
        since=contract.signed_on,
        snapshot=snapshots.keep(contract, agreed, at),
        act=_("Contrat-plan signé"),
        made_at=at if was_here else None,
    )
