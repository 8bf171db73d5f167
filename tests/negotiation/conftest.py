"""Who sits before the page of a test."""

from collections.abc import Callable

import pytest
from django.test import Client

from cper.people.roles import Role
from tests.factories import user_as


@pytest.fixture
def enter(client) -> Callable[..., Client]:
    """Sign in as whoever holds a role."""

    def as_holder(role, function=None):
        client.force_login(user_as(role, function=function))
        return client

    return as_holder


@pytest.fixture
def council(enter) -> Client:
    """The President of Kayes, signed in."""
    return enter(Role.PRESIDENT)
