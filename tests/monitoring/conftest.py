"""What several tests of the follow-up stand on: who does its acts, and the scene that its pages are read on."""

from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.db import transaction
from django.test import override_settings

from cper.people.roles import Role
from monitoring.models import FollowedContract
from tests.factories import number_from
from tests.monitoring import scene
from tests.monitoring.acting import Office
from tests.monitoring.pages import DAY
from tests.monitoring.world import on

# The numbers of what is made once for a module: far from those of the tests that are beside it.
BESIDE = 1000


@pytest.fixture
def office(client, time_machine) -> Office:
    return Office(client, time_machine)


@pytest.fixture
def keeper(client):
    """A browser of who keeps the rules of the ANICT's windows."""
    client.force_login(on(DAY, Role.ANICT_RULES).user)
    return client


@pytest.fixture(scope="module")
def scene_made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[int]:
    """The contract of the scene, made once: a test that acts on it is undone, and so is the whole in the end."""
    here = site.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("scene")}}
    stored = override_settings(STORAGES=site.STORAGES | {"default": here})
    with django_db_blocker.unblock(), stored, transaction.atomic():
        number_from(BESIDE)
        yield scene.followed().pk
        transaction.set_rollback(True)


@pytest.fixture
def scene_contract(db, scene_made) -> FollowedContract:
    return FollowedContract.objects.get(pk=scene_made)


@pytest.fixture
def sessions_without_a_query(settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
