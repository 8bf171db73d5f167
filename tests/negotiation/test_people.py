"""Signing in, people and mandates."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cper.people.models import Mandate, User
from cper.people.roles import Body, Function, Role
from negotiation.accounts import DEMO_PASSWORD
from tests.factories import PASSWORD, TODAY, MandateFactory, UserFactory, institution, region, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(user_as(Role.ADMIN))
    return client


def sign_in(client, username, password):
    return client.post(reverse("sign-in"), {"username": username, "password": password})


def sentences(response):
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_an_account_signs_in_with_its_own_password(client):
    user = UserFactory()

    response = sign_in(client, user.username, PASSWORD)

    assert (response.status_code, response.url) == (302, "/")


def test_who_is_signed_in_and_sent_to_the_sign_in_page_goes_to_the_inbox(client):
    client.force_login(UserFactory())

    assert client.get("/connexion/?next=/connexion/").url == "/"


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(client):
    user = UserFactory()

    answers = [sentences(sign_in(client, *pair)) for pair in [(user.username, "x"), ("inconnu", PASSWORD)]]

    assert answers == [["Identifiant ou mot de passe inexact. Vérifiez les majuscules, puis réessayez."]] * 2


def test_the_eleventh_try_in_a_quarter_of_an_hour_is_refused_even_with_the_right_password(client):
    user = UserFactory()
    for _rank in range(10):
        sign_in(client, user.username, "faux")

    response = sign_in(client, user.username.upper(), PASSWORD)

    assert response.status_code == 429
    assert sentences(response) == [
        "Trop d’essais sur ce compte. Attendez quinze minutes, puis réessayez, ou connectez-vous depuis un ordinateur "
        "que vous utilisez d’habitude."
    ]


def test_the_tries_of_one_account_do_not_block_its_neighbour(client):
    guessed, neighbour = UserFactory(), UserFactory()
    for _rank in range(11):
        sign_in(client, guessed.username, "faux")

    assert sign_in(client, neighbour.username, PASSWORD).status_code == 302


def test_after_a_quarter_of_an_hour_one_may_try_again(client, time_machine):
    user = UserFactory()
    for _rank in range(11):
        sign_in(client, user.username, "faux")

    time_machine.move_to(timezone.now() + timedelta(minutes=16))

    assert sign_in(client, user.username, PASSWORD).status_code == 302


def test_the_demonstration_password_opens_demonstration_accounts_only(client):
    own, demo = UserFactory(), UserFactory(is_demo=True, password="!")

    answers = [sign_in(client, user.username, DEMO_PASSWORD).status_code for user in (own, demo)]

    assert answers == [200, 302]


def test_the_demonstration_password_does_not_work_when_demo_mode_is_off(client, settings):
    settings.AUTHENTICATION_BACKENDS = ["negotiation.accounts.MandateBackend"]
    demo = UserFactory(is_demo=True, password="!")

    assert sign_in(client, demo.username, DEMO_PASSWORD).status_code == 200


def test_a_demonstration_session_dies_with_demo_mode(client, settings):
    sign_in(client, UserFactory(is_demo=True, password="!").username, DEMO_PASSWORD)

    settings.AUTHENTICATION_BACKENDS = ["negotiation.accounts.MandateBackend"]

    assert client.get("/").url == "/connexion/?next=/"


def test_outside_demo_mode_the_sign_in_page_shows_no_account(client, settings):
    settings.DEMO = False
    demo = MandateFactory(person__is_demo=True)

    assert demo.person.username not in client.get(reverse("sign-in")).content.decode()


@pytest.mark.parametrize("name", ["people", "person-add"])
def test_only_an_administrator_manages_people(client, name):
    client.force_login(user_as(Role.DGCT_HEAD))

    response = client.get(reverse(name))

    assert response.status_code == 403
    assert "Seul l’administrateur de la plateforme peut faire cet acte." in response.content.decode()


def test_an_administrator_whose_mandate_ended_yesterday_is_refused(client):
    mandate = MandateFactory(institution=institution(Body.PLATFORM), valid_to=timezone.localdate() - timedelta(days=1))
    client.force_login(mandate.person)

    assert client.get(reverse("people")).status_code == 403


def test_a_person_is_added_then_given_a_mandate(administrator):
    facts = {"name": "Awa Traoré", "username": "awa.traore", "email": "awa@exemple.ml", "is_active": "on"}
    administrator.post(reverse("person-add"), facts | {"password": "un-mot-de-passe-long"})
    awa = User.objects.get(username="awa.traore")

    mandate = {
        "institution": institution(Body.COUNCIL).pk,
        "function": "agent",
        "title": "Agente",
        "basis": "1-holder",
    }
    response = administrator.post(
        reverse("mandate-add", args=[awa.pk]), mandate | {"valid_from": "01/11/2026"}, follow=True
    )

    assert messages_of(response)[-1:] == ["Mandat donné à Awa Traoré : Agente."]
    assert [m.title for m in awa.on(TODAY).mandates] == ["Agente"]


def test_a_second_titular_signatory_is_refused_in_words(administrator):
    held = user_as(Role.GOVERNOR).mandates.get()
    newcomer = UserFactory()
    facts = {"institution": held.institution_id, "function": "signatory", "title": "Gouverneur", "basis": "1-holder"}

    response = administrator.post(reverse("mandate-add", args=[newcomer.pk]), facts | {"valid_from": "01/11/2026"})

    assert sentences(response) == [
        "Cette institution a déjà un signataire titulaire à ces dates : mettez d’abord fin à son mandat."
    ]
    assert not newcomer.mandates.exists()


def test_an_interim_without_its_act_is_refused_in_words(administrator):
    newcomer = UserFactory()
    facts = {"institution": institution(Body.GOVERNORATE).pk, "function": "signatory", "title": "Gouverneur"}

    response = administrator.post(
        reverse("mandate-add", args=[newcomer.pk]), facts | {"basis": "2-interim", "valid_from": "01/11/2026"}
    )

    assert sentences(response) == ["Un intérim ou une délégation porte un acte et une date de fin."]


def test_a_mandate_is_ended_on_a_day(administrator):
    mandate = user_as(Role.PRESIDENT).mandates.get()

    administrator.post(reverse("mandate-end", args=[mandate.pk]), {"on": "31/12/2026"})

    assert Mandate.objects.get(pk=mandate.pk).valid_to.isoformat() == "2026-12-31"


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_people_asks_the_same_queries_whatever_its_length(
    administrator, people, django_assert_num_queries
):
    for _rank in range(people):
        MandateFactory(function=Function.AGENT, institution=institution(Body.COUNCIL, region("gao")))

    with django_assert_num_queries(6):
        response = administrator.get(reverse("people"))

    assert len(response.context["page_obj"].object_list) == people + 1


def test_the_reference_data_open_to_an_administrator_only(client):
    client.force_login(user_as(Role.DGCT_HEAD))
    assert client.get(reverse("admin:index")).status_code == 403

    client.force_login(user_as(Role.ADMIN))
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_reference_data_move_no_dossier(administrator):
    from_admin = administrator.post(reverse("admin:negotiation_contract_add"), {"step": "signed"})

    assert from_admin.status_code == 403
