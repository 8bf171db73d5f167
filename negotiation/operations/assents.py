"""The consents of a joint act: each role gives its own, the last one needed leads on."""

from typing import Any

from cper.people.rights import fills
from negotiation.models import Assent
from negotiation.operations.door import Deed


def give_assent(deed: Deed, **wet: Any) -> bool:
    """Write the assent of the role acted in, with what a signature on paper tells of itself (`wet`); whether all roles
    have now given theirs."""
    role = next(role for role in deed.action.roles if fills(deed.mandate, role))
    facts = {"action": deed.action.name, "role": role, "given_at": deed.at, "judged": deed.judged}
    Assent.objects.create(contract=deed.contract, **facts, **wet, **deed.stamp)
    given = Assent.objects.filter(contract=deed.contract, action=deed.action.name, voided=False)
    return {assent.role for assent in given} >= {role.value for role in deed.action.roles}
