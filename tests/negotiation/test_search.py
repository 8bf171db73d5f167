"""A search forgives what a keyboard, a phone or a copied text changes; Python and PostgreSQL read by one key."""

import pytest
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from cper.people.roles import Role
from cper.places.models import Region
from cper.words import search
from negotiation.models import Contract
from tests.factories import ContractFactory, UserFactory, region, user_as
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

KEYS = [
    ("Élevage à Yélimané", "elevage a yelimane"),
    ("E\u0301levage", "elevage"),
    ("L’eau, l'eau et l\u02bceau", "l eau l eau et l eau"),
    ("Œuvre d’æthusa, ŒUVRE", "oeuvre d aethusa oeuvre"),
    ("Taoudénit–Tombouctou", "taoudenit tombouctou"),
    ("savoir\u2011faire, savoir-faire", "savoir faire savoir faire"),
    ("  deux   espaces\u00a0et\u202fdes fines ", "deux espaces et des fines"),
    ("CPER-KAYES-2018-01", "cper kayes 2018 01"),
    ("Ŋaramaji Ɲɛnɛ Ɔrɔ", "naramaji nene oro"),
    ("Straße, Đakovo, Łódź", "strasse dakovo lodz"),
    ("soft\u00adhyphen\u200b", "softhyphen"),
    ("« N° 12/CR-K »", "n 12 cr k"),
    ("ﬁnances Ⅻ \uff12\uff10\uff12\uff17", "finances xii 2027"),
    ("كَتَبَ", "كتب"),
    ("ߓߊ߲߬ߓߊ", "ߓߊߓߊ"),
    ("İstanbul ı", "istanbul i"),
    ("50 % (cinquante)", "50 % cinquante"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "key"), KEYS)
def test_a_key_is_the_same_for_python_and_for_the_database(typed, key):
    region()
    kept = Region.objects.values_list(search.Key(Cast(Value(typed), TextField())), flat=True).get()

    assert (search.key(typed), kept) == (key, key)


@pytest.mark.parametrize(
    "typed",
    [
        "puits d'élevage",
        "PUITS D’ELEVAGE",
        "elevage puits",
        "e\u0301levage",
        "oeuvres",
        "Œuvres",
        "savoir faire",
        "savoir–faire",
        "  puits   élevage ",
        "Kayes puits",
        "région de Kayes",
    ],
)
def test_a_dossier_is_found_however_its_words_are_typed(client, typed):
    wanted = ContractFactory(title="Puits d’élevage, œuvres et savoir-faire")
    ContractFactory(title="Musée", region=region("bamako"))

    assert list(Contract.objects.matching(typed)) == [wanted]


def test_words_that_another_dossier_has_do_not_find_this_one():
    ContractFactory(title="Puits")

    assert list(Contract.objects.matching("puits musée")) == []


@pytest.mark.parametrize(
    "typed", ["Traoré Awa", "awa traore", "TRAORÉ", "traore\u0301", "conseil traoré", "  awa  kayes "]
)
def test_a_person_is_found_by_the_parts_of_the_name_and_of_the_institution_in_any_order(client, typed):
    awa = user_as(Role.REGION)
    awa.name = "Awa Traoré"
    awa.save()
    UserFactory(name="Moussa Keïta")
    client.force_login(user_as(Role.ADMIN))

    page = client.get(reverse("people"), {"q": typed})

    assert [person.name for person in page.context["page_obj"]] == ["Awa Traoré"]


@pytest.mark.parametrize(("role", "where"), [(Role.DGCT, "dossiers"), (Role.DGCT, "nation"), (Role.ADMIN, "people")])
def test_a_search_that_is_too_long_is_said_and_finds_nothing(client, role, where):
    ContractFactory(title="Puits", region=region())
    client.force_login(user_as(role))

    page = client.get(reverse(where), {"q": "puits " * 50})

    said = "Une recherche compte 200 signes au plus, celle-ci en a 299 : raccourcissez-la."
    assert said in text(page.content.decode())
    assert list(page.context["page_obj"]) == []
    assert ("puits " * 50).strip() in page.content.decode()
