"""What sources older than this system tell of the follow-up of the contracts signed from 2015 to 2018.

Each contract gets the day on which its data stop; nothing after that day is supposed, and nobody is asked to act. As
with its milestones, no person did here what the source tells: the source itself stands where a signatory would.
"""

from datetime import date
from typing import Any

from cper.people.models import User
from monitoring import renewal
from monitoring.models import Cutoff, FollowedContract, Fulfilment, Movement
from negotiation.management.fixtures import document

ACCOUNT = "reprise"
CONTRACTS, FACTS = "contracts_2015_2018.toml", "follow_up_2015_2018.toml"


def load_follow_up(today: date) -> int:
    """Add what is missing for the historic contracts that are there; return for how many."""
    data = document(FACTS)
    told = {row["reference"]: row for row in data["contract"]}
    references = [row["reference"] for row in document(CONTRACTS)["contract"]]
    missing = FollowedContract.objects.filter(reference__in=references, cutoff=None).select_related("region")
    count = 0
    for contract in missing:
        load_facts(contract, told.get(contract.reference, {}), data)
        renewal.renew(FollowedContract.objects.select_related("region").get(pk=contract.pk), today)
        count += 1
    return count


def load_facts(contract: FollowedContract, told: dict[str, Any], data: dict[str, Any]) -> None:
    """Write the day on which the data of one contract stop, and what its source tells until then."""
    Cutoff.objects.create(
        contract=contract,
        on=told.get("known_until", contract.signed_on),
        source=told.get("source", data["source"]),
        absent=told.get("absent", []),
    )
    for model, name in ((Movement, "movement"), (Fulfilment, "fulfilment")):
        for facts in told.get(name, []):
            told_in = facts.pop("told_in")
            model.objects.create(contract=contract, **facts, **stamp_of(told_in, data))


def stamp_of(source: str, data: dict[str, Any]) -> dict[str, Any]:
    """The stamp of a fact that a source tells, in the place of a person."""
    return {
        "by": teller(data),
        "by_name": data["told_by"],
        "by_title": source,
        "by_institution": data["told_for"],
    }


def teller(data: dict[str, Any]) -> User:
    """The account that such facts are tied to: closed, without a password or a mandate, nobody signs in with it."""
    known = User.objects.filter(username=ACCOUNT).first()
    if known:
        return known
    account = User(username=ACCOUNT, name=data["told_by"], is_active=False)
    account.set_unusable_password()
    account.save()
    return account
