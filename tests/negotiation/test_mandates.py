"""Accounts and mandates as the administrator keeps them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.urls import reverse

from cper.people.models import Mandate, User
from cper.people.roles import Body, Role
from negotiation import operations
from tests.factories import PASSWORD, MandateFactory, UserFactory, actor, institution, user_as

AT_ONCE = 6
ACCOUNT = {"name": "Awa Traoré", "email": "awa@exemple.ml", "is_active": "on"}


def granted(person: User, barrier: Barrier, **facts) -> str:
    """Give the mandate together with the others; the sentence of a refusal, "" for a success."""
    administrator = actor(Role.ADMIN)
    barrier.wait()
    try:
        operations.grant_mandate(person, facts, by=administrator)
    except ValidationError as refusal:
        return refusal.messages[0]
    finally:
        connections.close_all()
    return ""


@pytest.mark.django_db(transaction=True)
def test_of_simultaneous_signatories_one_is_named_and_the_others_are_told():
    actor(Role.ADMIN)
    people, barrier = [UserFactory() for _rank in range(AT_ONCE)], Barrier(AT_ONCE)
    seat = {"institution": institution(Body.ADR), "function": "signatory", "title": "Directeur", "basis": "1-holder"}

    with ThreadPoolExecutor(AT_ONCE) as threads:
        each = threads.map(lambda one: granted(one, barrier, valid_from=date(2026, 1, 1), **seat), people)
        answers = sorted(each)

    sentence = "Cette institution a déjà un signataire titulaire à ces dates : mettez d’abord fin à son mandat."
    assert answers == ["", *[sentence] * (AT_ONCE - 1)]


@pytest.mark.django_db
def test_a_mandate_is_cut_short_and_never_lengthened(client):
    client.force_login(user_as(Role.ADMIN))
    ended = MandateFactory(basis="2-interim", act="Décision n° 1", valid_to=date(2025, 6, 30))

    response = client.post(reverse("mandate-end", args=[ended.pk]), {"on": "31/12/2030"})

    assert response.context["form"].errors["on"] == [
        "Un mandat ne se prolonge pas : donnez-en un autre, avec son acte."
    ]
    assert Mandate.objects.get(pk=ended.pk).valid_to == date(2025, 6, 30)


@pytest.mark.django_db
def test_two_names_that_differ_by_capitals_alone_are_one_name(client):
    client.force_login(user_as(Role.ADMIN))
    UserFactory(username="awa.traore")

    response = client.post(reverse("person-add"), ACCOUNT | {"username": "Awa.Traore"})

    assert response.context["form"].non_field_errors() == ["Cet identifiant est déjà pris."]
    assert User._meta.constraints[0].name == "user_name_once_whatever_its_capitals"


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["awa.traore\u0301", "awa.traoré", "\u0430wa.traore", "awa traore"])
def test_a_name_that_sign_in_could_read_otherwise_is_refused(client, username):
    client.force_login(user_as(Role.ADMIN))

    response = client.post(reverse("person-add"), ACCOUNT | {"username": username, "password": PASSWORD})

    sentences = response.context["form"].errors["username"]
    assert [*sentences] in (
        ["Un identifiant s’écrit en lettres sans accent, chiffres, points et tirets."],
        ["Le signe «\u00a0\u0430\u00a0», le 1er de la ligne 1, ne s’imprime pas\u00a0: écrivez-le en mots."],
    )
    assert not User.objects.filter(name="Awa Traoré").exists()
