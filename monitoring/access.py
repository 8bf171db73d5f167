"""The same one question as in the negotiation, asked of the follow-up's own tables."""

from typing import Any

from cper.people import rights
from cper.people.rights import Verdict
from monitoring import workflow


def decide(actor: Any, name: str, subject: Any) -> Verdict:
    """Answer whether `actor` may do the follow-up's action `name` to `subject` (a tranche, a report, a contract in
    force, or the nation), and if not, why."""
    return rights.ask(actor, workflow.roles_of(name), name, subject)


def forbids(actor: Any, name: str, contract: Any) -> Verdict | None:
    """The 403 of who has no mandate for the action on this contract, else nothing; no fact of it is read."""
    return rights.forbids(actor, workflow.roles_of(name), contract)


def follows(actor: Any) -> bool:
    """Whether a mandate of the actor's day is in an institution that takes part in the follow-up."""
    return any(mandate.body in workflow.FOLLOWERS for mandate in actor.mandates)


class Nation:
    """The subject of what concerns every contract at once: the national committee, the rules of the windows."""

    region_id = None
    sector_ids = frozenset()

    def refuses(self, name: str, mandate: Any, day: Any) -> tuple[str, list[str]]:
        """Nothing but the role stands in the way."""
        return "", []


def plays(verdict: Verdict, role: Any) -> bool:
    """Whether the mandate a verdict was given under fills that role."""
    return verdict.mandate is not None and rights.fills(verdict.mandate, role)
