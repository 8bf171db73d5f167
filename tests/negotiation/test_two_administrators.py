"""Two administrators on the same row: who comes second undoes nothing, and reads who was faster, when, on what."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cper.people.models import User
from cper.people.roles import Role
from cper.places.models import Cercle
from tests.factories import NOW, UserFactory, region, user_as
from tests.interruptions import fields
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def desks(url: str) -> tuple[tuple[Client, dict], tuple[Client, dict]]:
    """The page of one row, open on two screens of the administrator."""
    admin, found = user_as(Role.ADMIN), []
    for _desk in range(2):
        client = Client()
        client.force_login(admin)
        found.append((client, fields(client.get(url)).held))
    return found[0], found[1]


def said(answer) -> str:
    return text(answer.content.decode())


def who() -> str:
    return f"{user_as(Role.ADMIN)}, le 20 novembre 2026 à 10 h 30, a enregistré cette fiche depuis"


def test_an_account_edited_at_two_desks_comes_together():
    person = UserFactory(name="Awa Traoré", email="awa@exemple.ml")
    (one, ours), (other, theirs) = desks(reverse("person-edit", args=[person.pk]))
    url = reverse("person-edit", args=[person.pk])
    one.post(url, ours | {"email": "a.traore@exemple.ml"})

    answer = other.post(url, theirs | {"name": "Awa Traoré Diallo"})
    other.post(url, fields(answer).held)

    assert who() in said(answer)
    held = User.objects.get(pk=person.pk)
    assert (held.name, held.email) == ("Awa Traoré Diallo", "a.traore@exemple.ml")


def test_what_both_have_changed_of_an_account_is_told_and_kept():
    person = UserFactory(name="Awa Traoré")
    url = reverse("person-edit", args=[person.pk])
    (one, ours), (other, theirs) = desks(url)
    one.post(url, ours | {"name": "Awa Traoré Diallo"})

    answer = other.post(url, theirs | {"name": "Awa Diallo"})

    assert "vous écrivez « Awa Diallo », il est enregistré « Awa Traoré Diallo »" in said(answer)
    assert fields(answer).held["name"] == "Awa Diallo"
    assert User.objects.get(pk=person.pk).name == "Awa Traoré Diallo"


def test_the_last_day_of_a_mandate_is_not_moved_behind_the_back_of_who_has_just_set_it():
    mandate = user_as(Role.GOVERNOR).mandates.get()
    url = reverse("mandate-end", args=[mandate.pk])
    (one, ours), (other, theirs) = desks(url)
    one.post(url, ours | {"on": "31/12/2026"})

    answer = other.post(url, theirs | {"on": "30/11/2026"})
    mandate.refresh_from_db()
    told, held = said(answer), mandate.valid_to
    other.post(url, fields(answer).held)

    mandate.refresh_from_db()
    assert who() in told
    assert "vous écrivez « 30/11/2026 », il est enregistré « 31/12/2026 »" in told
    assert (held, mandate.valid_to) == (date(2026, 12, 31), date(2026, 11, 30))


def test_a_row_among_others_is_merged_too_and_one_added_meanwhile_stays():
    kayes, nioro = region("kayes"), region("nioro")
    cercle = Cercle.objects.create(name="Diéma", slug="diema")
    cercle.placements.create(region=kayes, valid_to=date(2012, 1, 1))
    url = reverse("admin:negotiation_cercle_change", args=[cercle.pk])
    (one, ours), (other, theirs) = desks(url)
    added = {
        "placements-TOTAL_FORMS": "2",
        "placements-1-region": str(nioro.pk),
        "placements-1-valid_from": "01/01/2023",
    }
    one.post(url, ours | {"placements-0-valid_to": "31/12/2022"} | added)

    answer = other.post(url, theirs | {"placements-0-valid_from": "01/01/1990"})
    done = other.post(url, fields(answer).held)

    assert answer.status_code == 200
    assert who() in said(answer)
    assert done.status_code == 302
    rows = [(row.region.slug, row.valid_from, row.valid_to) for row in cercle.placements.all()]
    assert rows == [("kayes", date(1990, 1, 1), date(2022, 12, 31)), ("nioro", date(2023, 1, 1), None)]


def test_who_touches_nothing_of_a_row_is_stopped_by_nothing_but_what_he_has_not_seen():
    cercle = Cercle.objects.create(name="Diéma", slug="diema")
    cercle.placements.create(region=region("kayes"))
    url = reverse("admin:negotiation_cercle_change", args=[cercle.pk])
    (one, ours), _other = desks(url)

    assert one.post(url, ours | {"name": "Diéma-Ville"}).status_code == 302
    assert Cercle.objects.get().name == "Diéma-Ville"
