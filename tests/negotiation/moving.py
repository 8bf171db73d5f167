"""Moves of a dossier by whoever holds a role, and what refuses them."""

import pytest

from negotiation.models import Contract
from negotiation.operations import Refused, make_move
from tests.factories import (
    NOW,
    actor,
)


def move(contract, name, role, **facts):
    return make_move(Contract.objects.get(pk=contract.pk), name, by=actor(role), at=NOW, **facts)


def refusal(act, *args, **facts):
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.verdict


def awaited(contract):
    return sorted((turn.action, turn.role) for turn in contract.turns.all())
