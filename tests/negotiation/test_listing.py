"""The list of the dossiers and the regions: searched, narrowed, sorted, counted."""

import pytest
from django.urls import reverse

from cper.people.roles import Role
from cper.places.models import Cercle, CerclePlacement
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    region,
    user_as,
)
from tests.negotiation.reading import NIORO_BORN, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def titles(response):
    return [row["title"] for row in response.context["table"].rows]


# --- The list --------------------------------------------------------------------------------------------------------
def search(client, user=None, **asked):
    client.force_login(user or user_as(Role.PRESIDENT))
    return client.get(reverse("dossiers"), asked)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_rows(client, django_assert_num_queries, count):
    for _number in range(count):
        ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    client.force_login(user_as(Role.DGCT))

    with django_assert_num_queries(7):
        page = client.get(reverse("dossiers"))

    assert len(page.context["table"].rows) == count


@pytest.mark.parametrize("asked", ["élevage", "ELEVAGE kayes", "cper-kayes", "d'Élevage"])
def test_words_are_found_with_or_without_accents_and_capitals(client, asked):
    ContractFactory(reference="CPER-KAYES-2026-07", title="Projet d’Élevage pastoral")
    ContractFactory(title="Musée régional", region=region("bamako"))

    assert titles(search(client, q=asked)) == ["Projet d’Élevage pastoral"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"etape": "dgct-review"}, ["E4"]),
        ({"etape": "en-cours"}, ["E4", "E3"]),
        ({"etape": "signed"}, ["signé"]),
        ({"chez": "dgct"}, ["E4"]),
        ({"chez": "council"}, ["E3"]),
        ({"etape": "n’existe pas", "tri": "n’existe pas"}, ["signé", "E4", "E3"]),
    ],
)
def test_the_list_is_narrowed_by_step_and_by_holder(client, asked, found):
    all_seats()
    ContractFactory(step=Step.FORMALISATION, ready=True, title="E3")
    ContractFactory(step=Step.DGCT_REVIEW, ready=True, title="E4")
    ContractFactory(step=Step.SIGNED, title="signé")

    assert titles(search(client, **asked)) == found


def test_the_list_is_sorted_by_amount(client):
    for title, cost in (("petit", 1_000), ("grand", 9_000)):
        ProjectFactory(contract=ContractFactory(title=title), cost=cost)

    found = [titles(search(client, tri=order)) for order in ("montant", "-montant")]

    assert found == [["petit", "grand"], ["grand", "petit"]]


def test_the_regions_are_a_filter_only_for_who_sees_several(client):
    ContractFactory(step=Step.DGCT_REVIEW)
    ContractFactory(step=Step.DGCT_REVIEW, where="gao", title="Gao")

    president, dgct = search(client), search(client, user_as(Role.DGCT), region="gao")

    offered = [[select["name"] for select in page.context["filters"]["selects"]] for page in (president, dgct)]
    assert offered == [["etape", "chez"], ["etape", "region", "chez"]]
    assert titles(dgct) == ["Gao"]


@pytest.mark.parametrize(
    ("role", "asked", "title"),
    [
        (Role.PRESIDENT, {}, "Aucun dossier pour l’instant"),
        (Role.PRESIDENT, {"q": "introuvable"}, "Aucun dossier ne répond à cette recherche"),
    ],
)
def test_an_empty_list_says_why(client, role, asked, title):
    page = search(client, user_as(role), **asked)

    assert [page.context["empty"]["title"], title in words(page)] == [title, True]


@pytest.mark.parametrize(("role", "offered"), [(Role.PRESIDENT, True), (Role.GOVERNOR, False), (Role.DGCT, False)])
def test_only_the_council_is_offered_to_open_a_dossier(client, role, offered):
    page = search(client, user_as(role))

    assert bool(page.context["open_url"]) == offered


# --- The regions -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_regions_cost_the_same_however_many(client, django_assert_num_queries, count):
    for slug in ("kayes", "gao", "nioro")[:count]:
        region(slug)
    client.force_login(user_as(Role.DGCT))

    with django_assert_num_queries(5):
        page = client.get(reverse("regions"))

    assert len(page.context["page_obj"]) == count


def test_a_region_lists_only_the_contracts_one_sees(client):
    ContractFactory(where="kayes", title="Le contrat de Kayes")
    client.force_login(user_as(Role.PRESIDENT, region("gao")))

    page = client.get(reverse("region", args=["kayes"]))

    assert [page.status_code, "Le contrat de Kayes" in words(page)] == [200, False]


def test_a_region_shows_the_sites_of_other_contracts_that_lie_there_today(client):
    diema = Cercle.objects.create(name="Diéma", slug="diema")
    CerclePlacement.objects.create(cercle=diema, region=region("kayes"), valid_to=NIORO_BORN)
    CerclePlacement.objects.create(cercle=diema, region=region("nioro"), valid_from=NIORO_BORN)
    ProjectFactory(contract=ContractFactory(step=Step.SIGNED)).sites.create(number=2, name="Zambougou", cercle=diema)
    client.force_login(user_as(Role.DGCT))

    pages = [client.get(reverse("region", args=[slug])) for slug in ("nioro", "kayes")]

    assert [[site["name"] for site in page.context["site_table"].rows] for page in pages] == [["Zambougou"], []]


def test_the_contracts_of_today_are_counted_as_one_sees_them(client):
    ContractFactory(where="kayes", step=Step.DGCT_REVIEW)
    ContractFactory(where="kayes", step=Step.PREPARATION)

    client.force_login(user_as(Role.DGCT))
    [kayes] = client.get(reverse("regions")).context["page_obj"]

    assert [kayes.contract_count, Contract.objects.visible_to(actor(Role.DGCT)).count()] == [1, 1]
