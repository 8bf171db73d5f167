"""What the tests of inboxes share: contracts with something that waits."""

from datetime import date

from cper.people.roles import Role
from monitoring import operations
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract
from tests.monitoring.world import MILLION, at, on, paper

INBOX = "follow-up-inbox"


HOME = "inbox"


def canvas(contract: FollowedContract):
    """The first quarter of the contract, opened by the DRPSIAP in March 2019."""
    day = date(2019, 3, 20)
    who = on(day, Role.DRPSIAP, contract.region)
    return operations.propose_canvas(contract, Quarter(2018, 4), session_on=date(2019, 3, 28), by=who, at=at(day))


def ask_bsi(contract: FollowedContract, year: int = 2020) -> None:
    day = date(2019, 5, 2)
    facts = {"year": year, "amount": 90 * MILLION, "reference": "n°12", "file": paper()}
    operations.record_budget(contract, "ask_bsi", **facts, by=on(day, Role.PRESIDENT, contract.region), at=at(day))
