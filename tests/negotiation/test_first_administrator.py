"""How a new platform gets its first administrator, and only that one."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cper.people.models import User
from cper.people.roles import Body, Role
from tests.factories import institution, user_as

pytestmark = pytest.mark.django_db
PASSWORD = "un mot de passe bien long"


@pytest.fixture
def typed(monkeypatch):
    """A person at the keyboard: no terminal in the tests."""
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)


def test_the_first_administrator_signs_in_and_manages_people(client, typed):
    institution(Body.PLATFORM)

    call_command("first_administrator", "awa.traore", "Awa Traoré", verbosity=0)

    client.post(reverse("sign-in"), {"username": "awa.traore", "password": PASSWORD})
    assert client.get(reverse("people")).status_code == 200


def test_a_platform_that_has_an_administrator_gets_no_other_this_way(typed):
    user_as(Role.ADMIN)

    with pytest.raises(CommandError, match="déjà un administrateur"):
        call_command("first_administrator", "intrus", "Un Intrus")

    assert not User.objects.filter(username="intrus").exists()


def test_the_reference_data_come_first(typed):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("first_administrator", "awa.traore", "Awa Traoré")
