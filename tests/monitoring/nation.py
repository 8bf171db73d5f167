"""What the tests of the nation’s pages share: contracts followed until a day, and what the lines are about."""

from monitoring import renewal
from monitoring.models import FollowedContract
from tests.monitoring.pages import DAY
from tests.monitoring.world import bring, follow, tranche

PAGES = ("nation", "late", "waiting", "findings")


def followed(where: str = "kayes") -> FollowedContract:
    """A contract followed until that day, with a tranche that waits for the ANICT."""
    contract = follow(where=where)
    bring(tranche(contract), "request")
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)
    return contract
