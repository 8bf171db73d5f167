"""Guessing is slowed down by account, whatever the spelling; a browser keeps nothing of a session."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from negotiation.models import SignInTry
from negotiation.workflow import Role
from tests.factories import PASSWORD, ContractFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db


def sign_in(client, username, password="faux"):
    return client.post(reverse("sign-in"), {"username": username, "password": password}).status_code


@pytest.mark.parametrize("spelling", [" awa.diarra", "awa.diarra\u3000", "ａwa.diarra", "AWA.DIARRA", "awa.dıarra"])
def test_every_spelling_that_opens_an_account_counts_as_its_name(client, spelling):
    UserFactory(username="awa.diarra")
    for _rank in range(10):
        sign_in(client, "awa.diarra")

    assert sign_in(client, spelling, PASSWORD) == 429


def test_a_name_that_no_database_holds_is_a_wrong_name(client):
    assert sign_in(client, "awa\0diarra") == 200


def test_who_goes_on_knocking_does_not_keep_the_owner_out(client, time_machine):
    user, start = UserFactory(), timezone.now()
    for minute in range(15):
        time_machine.move_to(start + timedelta(minutes=minute))
        for _rank in range(11 if minute == 0 else 1):
            sign_in(client, user.username)

    time_machine.move_to(start + timedelta(minutes=15, seconds=1))

    assert sign_in(client, user.username, PASSWORD) == 302


def test_tries_on_names_nobody_comes_back_to_are_forgotten(client, time_machine):
    sign_in(client, "fantôme")
    time_machine.move_to(timezone.now() + timedelta(minutes=16))

    sign_in(client, "autre")

    assert [attempt.name for attempt in SignInTry.objects.all()] == ["autre"]


def test_after_signing_out_the_back_button_shows_nothing_of_a_dossier(client):
    contract = ContractFactory()
    client.force_login(user_as(Role.PRESIDENT))

    response = client.get(contract.get_absolute_url())

    assert response.headers["Cache-Control"] == "private, no-store"
