"""One's own account: everyone chooses the password that they alone know."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cper.people.models import User
from cper.people.roles import Body, Function, Role
from negotiation.accounts import DEMO_PASSWORD
from tests.factories import PASSWORD, MandateFactory, UserFactory, institution, user_as
from tests.negotiation.pages import entries, faults, notices, send, text

pytestmark = pytest.mark.django_db

ACCOUNT = "/compte/"
NEW = "une-phrase-que-je-retiens"
CHANGE = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
CHANGED = "Mot de passe changé. Vos autres sessions sont fermées."


@pytest.fixture
def awa(client) -> User:
    """Somebody who has signed in, and whose mandate is an interim."""
    interim = {"basis": "2-interim", "act": "Décision n° 1", "valid_from": date(2026, 1, 1)}
    mandate = MandateFactory(title="Agente", **interim, valid_to=date(2099, 12, 31))
    sign_in(client, mandate.person, PASSWORD)
    return mandate.person


@pytest.fixture
def administrator(client) -> Client:
    client.force_login(user_as(Role.ADMIN))
    return client


def sign_in(client, user: User, password: str):
    return client.post(reverse("sign-in"), {"username": user.username, "password": password})


def newcomer(administrator) -> User:
    """An account opened by the administrator, with a password of the administrator's."""
    facts = {"name": "Awa Traoré", "username": "awa.traore", "email": "", "is_active": "on", "password": PASSWORD}
    administrator.post(reverse("person-add"), facts)
    return User.objects.get(username="awa.traore")


# The page


def test_the_page_says_who_one_is_and_under_which_mandates(client, awa):
    MandateFactory(person=awa, title="Ancienne agente", function=Function.SECRETARIAT, valid_to=date(2021, 1, 1))

    page = text(client.get(ACCOUNT).content.decode())

    council = institution(Body.COUNCIL).name
    assert f"Agente P.I. {council} Du 1er janvier 2026 au 31 décembre 2099" in page
    assert "Ancienne agente" not in page


def test_without_a_mandate_the_page_says_so(client):
    client.force_login(UserFactory())

    assert (
        "Aucun mandat en cours. L’administrateur de la plateforme les donne." in client.get(ACCOUNT).content.decode()
    )


def test_the_name_at_the_head_of_every_page_leads_to_the_account(client, awa):
    assert f'<a href="{ACCOUNT}"><strong>{awa.name}</strong></a>' in client.get("/").content.decode()


# Changing one's password


def test_a_password_is_changed_by_who_knows_the_current_one(client, awa):
    response = client.post(ACCOUNT, CHANGE, follow=True)

    assert response.redirect_chain == [(ACCOUNT, 302)]
    assert notices(response)[0] == CHANGED
    assert [sign_in(Client(), awa, password).status_code for password in (PASSWORD, NEW)] == [200, 302]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"old_password": "faux"},
            "Mot de passe actuel : Ce n’est pas votre mot de passe actuel. Vérifiez les majuscules, puis réessayez.",
        ),
        (
            {"new_password2": "autre-chose"},
            "Nouveau mot de passe, une seconde fois : Les deux saisies diffèrent : "
            "écrivez deux fois le même mot de passe.",
        ),
        (
            {"new_password1": "court", "new_password2": "court"},
            "Nouveau mot de passe, une seconde fois : Ce mot de passe est trop court. "
            "Il doit contenir au minimum 12 caractères.",
        ),
        (
            {"new_password1": PASSWORD, "new_password2": PASSWORD},
            "Nouveau mot de passe : Choisissez un mot de passe différent de l’actuel.",
        ),
    ],
)
def test_what_cannot_be_a_new_password_is_told_in_french(client, awa, typed, sentence):
    response = client.post(ACCOUNT, CHANGE | typed)

    assert faults(response) == [sentence]
    assert User.objects.get(pk=awa.pk).check_password(PASSWORD)


def test_an_empty_form_says_what_to_write(client, awa):
    assert [fault.partition(" : ")[2] for fault in faults(client.post(ACCOUNT, {"once": "x"}))] == [
        "Écrivez votre mot de passe actuel.",
        "Écrivez le mot de passe que vous avez choisi.",
        "Écrivez-le une seconde fois, pour vérifier chaque lettre.",
    ]


def test_no_password_comes_back_in_a_page(client, awa):
    response = client.post(ACCOUNT, CHANGE | {"new_password2": "autre-chose"})

    assert NEW not in response.content.decode()


def test_the_other_sessions_die_with_the_former_password(client, awa):
    elsewhere = Client()
    sign_in(elsewhere, awa, PASSWORD)

    client.post(ACCOUNT, CHANGE)

    assert elsewhere.get("/").url == "/connexion/?next=/"
    assert client.get("/").status_code == 200


def test_a_double_click_changes_the_password_once_and_both_land_on_the_account(client, awa):
    sent = entries(client.get(ACCOUNT)) | CHANGE

    answers = [client.post(ACCOUNT, sent) for _click in range(2)]

    assert [answer.url for answer in answers] == [ACCOUNT, ACCOUNT]


def test_the_history_of_an_account_keeps_no_password(client, awa):
    client.post(ACCOUNT, CHANGE)

    last = awa.history.first()
    assert last.history_user == awa
    assert not hasattr(last, "password")


# A password chosen by somebody else


def test_who_was_given_a_password_goes_nowhere_before_choosing_another(client, administrator):
    awa = newcomer(administrator)
    theirs = Client()
    sign_in(theirs, awa, PASSWORD)

    answers = [theirs.get(address).headers.get("Location") for address in ("/", "/dossiers/", "/regions/")]

    assert answers == [ACCOUNT] * 3
    assert notices(theirs.get(ACCOUNT))[0].startswith("Choisissez votre propre mot de passe pour continuer.")
    assert theirs.post(reverse("dossier-open"), {"title": "Élevage"}).url == ACCOUNT


def test_once_chosen_the_site_opens(administrator):
    awa = newcomer(administrator)
    theirs = Client()
    sign_in(theirs, awa, PASSWORD)

    response = send(theirs, ACCOUNT, **CHANGE)

    assert response.url == "/"
    assert theirs.get("/").status_code == 200
    assert User.objects.get(pk=awa.pk).must_change_password is False


def test_until_then_the_page_shows_no_way_but_out(administrator):
    theirs = Client()
    sign_in(theirs, newcomer(administrator), PASSWORD)

    page = theirs.get(ACCOUNT)

    assert page.context["site"]["nav"] == []
    assert theirs.post(reverse("sign-out")).url == reverse("sign-in")


def test_a_password_given_anew_is_to_be_changed_too_and_closes_the_sessions(administrator, awa, client):
    administrator = Client()
    administrator.force_login(user_as(Role.ADMIN))
    facts = {"name": awa.name, "username": awa.username, "email": "", "is_active": "on", "password": NEW}
    theirs = Client()
    sign_in(theirs, awa, PASSWORD)

    administrator.post(reverse("person-edit", args=[awa.pk]), facts)

    assert theirs.get("/").url == "/connexion/?next=/"
    assert User.objects.get(pk=awa.pk).must_change_password is True


def test_an_administrator_who_gives_oneself_a_password_has_chosen_it(administrator):
    me = user_as(Role.ADMIN)
    facts = {"name": me.name, "username": me.username, "email": "", "is_active": "on", "password": NEW}

    administrator.post(reverse("person-edit", args=[me.pk]), facts)

    assert User.objects.get(pk=me.pk).must_change_password is False


def test_changing_an_account_without_its_password_asks_nothing_of_its_owner(administrator):
    someone = UserFactory()
    facts = {"name": "Awa Traoré", "username": someone.username, "email": "", "is_active": "on", "password": ""}

    administrator.post(reverse("person-edit", args=[someone.pk]), facts)

    assert User.objects.get(pk=someone.pk).must_change_password is False


# The demonstration


def test_a_demonstration_account_keeps_the_public_password(client):
    demo = UserFactory(is_demo=True, password="!")
    sign_in(client, demo, DEMO_PASSWORD)

    page, sent = client.get(ACCOUNT), client.post(ACCOUNT, CHANGE)

    sentence = "Ce compte de démonstration garde son mot de passe public."
    assert ("old_password" in entries(page), sentence in page.content.decode()) == (False, True)
    assert (sent.status_code, sentence in sent.content.decode()) == (403, True)
    assert not User.objects.get(pk=demo.pk).has_usable_password()
