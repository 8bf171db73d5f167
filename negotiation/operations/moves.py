"""The moves: the only place where a contract changes step."""

from datetime import datetime

from cper.people.models import Actor
from cper.words import clock
from negotiation import workflow
from negotiation.models import Contract
from negotiation.operations.assents import give_assent
from negotiation.operations.door import Deed, act
from negotiation.operations.reviews import ask_again, ask_opinions
from negotiation.operations.selection import supersede_session


def make_move(
    contract: Contract, name: str, *, by: Actor, at: datetime, seen: int | None = None, comment: str = ""
) -> Contract:
    """Do the move of that name and return the contract as it then stands.

    A joint move by one of its roles leaves an Assent; the last one needed changes the step. The signature, which tells
    when and where it was given on paper, has an operation of its own (`signing.sign`). What else happens in the
    same transaction stands in `door.act`. Raises `Refused` or `Stale`, with a French sentence.
    """
    with act(name, contract, by=by, at=at, seen=seen, comment=comment) as deed:
        if not deed.action.joint or give_assent(deed):
            getattr(deed.contract, name)(on=clock.day_of(at))
            consequence = CONSEQUENCES.get(name)
            if consequence:
                consequence(deed)
    return deed.contract


def reopen_list(deed: Deed) -> None:
    """The list goes back: its approvals no longer hold, and the session is superseded with its minutes."""
    deed.contract.assents.filter(action="approve_list", voided=False).update(voided=True)
    supersede_session(deed.contract)


# What a move does beside the step, in the same transaction.
CONSEQUENCES = {
    "transmit": ask_opinions,
    "resubmit": ask_again,
    "return_list": reopen_list,
}

assert set(CONSEQUENCES) <= set(workflow.MOVE_NAMES)  # noqa: S101 -- a misspelt move would never happen
