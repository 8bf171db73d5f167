"""Guessing is slowed down by account, whatever the spelling; a browser keeps nothing of a session."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cper.people.models import SignInTry
from cper.people.roles import Role
from negotiation import gate
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


def knock(client, name: str, times: int, **more) -> None:
    for _rank in range(times):
        client.post(reverse("sign-in"), {"username": name, "password": "faux"}, **more)


def test_a_stranger_does_not_close_the_account_of_who_signs_in_from_the_same_browser():
    user, owner = UserFactory(), Client()
    sign_in(owner, user.username, PASSWORD)
    owner.post(reverse("sign-out"))
    knock(Client(), user.username, 15, REMOTE_ADDR="203.0.113.9")

    answer = owner.post(
        reverse("sign-in"), {"username": user.username, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )

    assert answer.status_code == 302


def test_a_stranger_does_not_close_the_account_of_who_signs_in_from_the_same_office():
    user = UserFactory()
    sign_in(Client(), user.username, PASSWORD)
    knock(Client(), user.username, 15, REMOTE_ADDR="203.0.113.9")

    assert sign_in(Client(), user.username, PASSWORD) == 302


def test_ten_tries_are_all_that_strangers_have_together_on_an_account():
    user = UserFactory()
    for rank in range(10):
        knock(Client(), user.username, 1, REMOTE_ADDR=f"203.0.113.{rank}")

    sent = {"username": user.username, "password": PASSWORD}
    assert Client().post(reverse("sign-in"), sent, REMOTE_ADDR="192.0.2.1").status_code == 429


def test_a_known_place_has_ten_tries_too():
    user = UserFactory()
    sign_in(Client(), user.username, PASSWORD)
    knock(Client(), user.username, 10)

    assert sign_in(Client(), user.username, PASSWORD) == 429


def test_who_sprays_names_from_one_address_is_slowed_down_and_the_office_next_door_is_not():
    user, neighbour = UserFactory(), UserFactory()
    for rank in range(41):
        knock(Client(), f"nom{rank}", 1, REMOTE_ADDR="203.0.113.9")

    answers = [
        Client().post(reverse("sign-in"), {"username": one.username, "password": PASSWORD}, REMOTE_ADDR=address)
        for one, address in ((user, "203.0.113.9"), (neighbour, "198.51.100.7"))
    ]

    assert [answer.status_code for answer in answers] == [429, 302]


def test_forty_people_behind_one_address_sign_in():
    people = [UserFactory() for _rank in range(45)]

    assert {sign_in(Client(), one.username, PASSWORD) for one in people} == {302}


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(settings):
    settings.BEHIND_TLS_PROXY = True
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}

    knock(Client(), "fantôme", 1, **forged)

    assert SignInTry.objects.get().address == "203.0.113.9"


def test_when_the_gate_is_full_one_is_told_to_wait_and_no_try_is_counted(client, monkeypatch):
    monkeypatch.setattr(gate, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(gate, "AT_ONCE", 1)

    with gate.passage() as free:
        answer = client.post(reverse("sign-in"), {"username": "awa", "password": "faux"})

    assert free
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Attendez quelques secondes, puis réessayez" in answer.text
    assert 'value="awa"' in answer.text
    assert not SignInTry.objects.exists()
    assert sign_in(client, "awa") == 200


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
