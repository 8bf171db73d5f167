"""The administration of the reference data: for whom it opens, and that it is no second door."""

from collections.abc import Iterator

import pytest
from django.urls import get_resolver, reverse

from negotiation.models import Contract
from tests.matrix import (
    World,
    addresses,
    everybody,
)
from tests.situations import ANONYMOUS, NO_MANDATE


@pytest.fixture
def world(db, settings) -> Iterator[World]:
    with everybody(settings) as made:
        yield made


def administration(contract: Contract) -> list[str]:
    """Every address of it, about the contract where it is about something."""
    # The two nameless words of an address are those of a past version: what it is of, and which.
    words = {"app_label": ["negotiation"], "content_type_id": [1], "": [contract.pk, contract.history.latest().pk]}
    places = []
    for name, wanted in addresses(get_resolver().url_patterns):
        if name.startswith("admin:") and name != "admin:None":
            args = [arg for word in dict.fromkeys(wanted) for arg in words.get(word, [contract.pk])]
            places.append(reverse(name, args=args))
    return places


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("who", ["president", "dgct", "mandate ended", NO_MANDATE, ANONYMOUS])
def test_reference_data_is_shown_to_the_administrator_alone(world, who, method):
    places = administration(world.enter("selection"))

    for path in places:
        response, wrote = world.ask(who, method, path)
        assert (path, response.status_code in (302, 403), wrote) == (path, True, False)


def test_the_administration_is_no_second_door_to_a_dossier(world):
    contract = world.enter("selection")
    changes = {"step": "signed", "signed_on": "20/11/2026", "title": "Un autre intitulé"}
    changes |= {"region": contract.region_id, "opened_on": "02/03/2026"}
    changes |= {"action": "delete_selected", "post": "yes", "_selected_action": contract.pk}
    doors = [path for path in administration(contract) if "/contract/" in path or "/passage/" in path]

    answers = [world.ask("administrator", "POST", path, changes) for path in doors]

    assert len(doors) >= 10
    assert {wrote for _response, wrote in answers} == {False}
