"""The follow-up of every contract at once: who reads it, its figures, its regions, what its pages cost."""

from datetime import date

import pytest
from django.urls import reverse

from cper.people.roles import Role
from cper.words.french import long_date
from monitoring import renewal
from monitoring.models import FollowedContract, Standing
from tests.factories import UserFactory, region, user_as
from tests.monitoring import rows
from tests.monitoring.nation import PAGES, followed
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import MILLION, follow, on
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


NATIONAL = (Role.ANICT, Role.DNPD, Role.DGCT, Role.FINANCE)


REGIONAL = (Role.REGION, Role.GOVERNOR, Role.DRPSIAP, Role.ADR)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def asked_at_once() -> FollowedContract:
    """The like of it, whose tranche is written as a row: one of many."""
    contract = follow()
    rows.tranche("requested", contract=contract)
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)
    return contract


def references(page) -> set[str]:
    """The contracts that the lines of a page are about."""
    rows = page.context["table"].rows
    return {row["reference"] if "reference" in row else row["contract"]["reference"] for row in rows}


def test_the_nation_is_read_whole_from_the_national_institutions(client):
    both = {followed().reference, followed("gao").reference}

    read = {(role, name): references(opened(client, role, name)) for role in NATIONAL for name in PAGES}

    assert read == {(role, name): both for role in NATIONAL for name in PAGES}


def test_a_regional_institution_reads_its_region_and_nothing_of_another(client):
    here = {where: followed(where).reference for where in ("kayes", "gao")}

    for role in REGIONAL:
        for name in PAGES:
            pages = {where: opened(client, role, name, where=where) for where in here}
            read = {where: references(page) for where, page in pages.items()}
            assert (role, name, read) == (role, name, {where: {reference} for where, reference in here.items()})
            assert here["gao"] not in pages["kayes"].content.decode()


@pytest.mark.parametrize("name", [*PAGES, "follow-up-inbox", "windows"])
@pytest.mark.parametrize("who", [lambda: user_as(Role.ADMIN), UserFactory], ids=["administrator", "no mandate"])
def test_who_follows_nothing_is_told_so(client, name, who):
    someone = who()
    someone.mandates.update(valid_from=date(2010, 1, 1))
    client.force_login(someone)

    page = client.get(reverse(name))

    assert page.status_code == 403
    assert "aucun de vos mandats n’en est une" in text(page.content.decode())


def test_the_figures_are_those_of_the_contracts_that_the_person_reads(client):
    followed()
    followed("gao")

    pages = [opened(client, Role.ANICT, "nation"), opened(client, Role.PRESIDENT, "nation")]

    told = [
        [text(page.context["groups"][0]["bar"].label), page.context["groups"][0]["bar"].steps[0].amount]
        for page in pages
    ]
    assert told == [
        ["2 contrats-plans, tous en vigueur", 800 * MILLION],
        ["1 contrat-plan, en vigueur", 400 * MILLION],
    ]
    assert [text(page.context["groups"][0]["alarms"][1]["figure"]) for page in pages] == [
        "120 000 000 FCFA",
        "60 000 000 FCFA",
    ]


def test_the_latest_contract_comes_first(client):
    calm, lagging = followed(), followed("gao")
    Standing.objects.filter(contract=calm.pk).update(late=2)
    Standing.objects.filter(contract=lagging.pk).update(late=9)

    page = opened(client, Role.DGCT, "nation")

    assert [(row["reference"], row["late"]) for row in page.context["table"].rows] == [
        (lagging.reference, 9),
        (calm.reference, 2),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"kayes", "gao"}),
        ({"region": "gao"}, {"gao"}),
        ({"terme": "en-vigueur"}, {"gao"}),
        ({"terme": "echu"}, {"kayes"}),
        ({"avec": "retards"}, {"gao"}),
        ({"avec": "constats"}, {"kayes"}),
        ({"q": "CPER-ESSAI"}, {"kayes", "gao"}),
        ({"q": "introuvable"}, set()),
        ({"region": "ailleurs", "terme": "<b>", "avec": "7", "page": "zéro"}, {"kayes", "gao"}),
    ],
)
def test_the_contracts_are_narrowed(client, query, found):
    contracts = {where: follow(where=where) for where in ("kayes", "gao")}
    Standing.objects.filter(contract=contracts["kayes"].pk).update(late=0, findings=3, in_force=False)
    Standing.objects.filter(contract=contracts["gao"].pk).update(late=4, findings=0)

    assert references(opened(client, Role.DGCT, "nation", **query)) == {contracts[where].reference for where in found}


def test_a_region_shows_its_contracts_and_the_first_lines_of_each_list(client):
    contract, _other = followed(), followed("gao")

    page = opened(client, Role.ANICT, "follow-up-region", "kayes")

    assert references(page) == {contract.reference}
    assert {row["contract"]["reference"] for row in page.context["duties"].rows} == {contract.reference}
    assert [len(page.context[name].rows) for name in ("duties", "tranches", "findings")] == [5, 1, 4]
    assert page.context["duties_more"]["url"] == f"{reverse('late')}?region=kayes"


def test_the_page_of_another_region_does_not_exist(client):
    followed()
    followed("gao")

    places = ("kayes", "gao", "ailleurs")

    assert [opened(client, Role.GOVERNOR, "follow-up-region", where).status_code for where in places] == [
        200,
        404,
        404,
    ]


@pytest.mark.parametrize("slug", ["gao", "kayes"])
def test_a_region_leads_to_its_follow_up_when_there_is_one_to_read(client, slug):
    follow(where="gao")
    region()

    page = opened(client, Role.DGCT, "region", slug)

    assert (reverse("follow-up-region", args=[slug]) in page.content.decode()) == (slug == "gao")


def test_a_signed_dossier_leads_to_its_follow_up(client):
    contract = follow()

    page = opened(client, Role.PRESIDENT, "dossier", contract.reference)

    assert f'href="{reverse("execution", args=[contract.reference])}"' in page.content.decode()


@pytest.mark.parametrize(("name", "current"), [("nation", True), ("windows", True), ("dossiers", False)])
def test_the_follow_up_has_its_place_in_the_navigation(client, name, current):
    follow()

    page = opened(client, Role.ADR, name)

    assert page.context["follow_up_entry"] == {"label": "Suivi", "url": "/suivi/", "current": current}


# "waiting": what the other sources have to justify, beside the tranches.
QUERIES = {"nation": 8, "late": 6, "waiting": 15, "findings": 6, "follow-up-region": 21}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_page_costs_the_same_however_many_contracts(client, django_assert_num_queries, count):
    followed()
    for _number in range(count - 1):
        asked_at_once()
    client.force_login(on(DAY, Role.ANICT).user)

    for name, queries in QUERIES.items():
        address = reverse(name, args=["kayes"] if name == "follow-up-region" else [])
        with django_assert_num_queries(queries):
            page = client.get(address)
        assert len(page.context["table"].rows) >= min(count, 25)


def test_a_list_has_pages_of_twenty_five(client):
    contracts = [follow() for _number in range(27)]

    pages = [opened(client, Role.ANICT, "nation", page=number) for number in (1, 2, 3)]

    assert [len(page.context["table"].rows) for page in pages] == [25, 2, 2]
    assert references(pages[0]) | references(pages[1]) == {contract.reference for contract in contracts}


def test_a_page_of_a_list_keeps_its_filters(client):
    for _number in range(26):
        asked_at_once()

    page = opened(client, Role.ANICT, "waiting", etat="requested", page=2)

    assert [len(page.context["table"].rows), page.context["query"]] == [1, "etat=requested"]


def test_the_day_a_finding_was_first_made_stands_apart_from_the_day_of_its_sums(client):
    contract = followed()
    contract.findings.update(found_on=date(2018, 9, 3))

    page = opened(client, Role.DGCT, "findings")

    told = [(row["since"], row["told_on"]) for row in page.context["table"].rows]
    assert set(told) == {(date(2018, 9, 3), DAY)}
    words = text(f"{long_date(date(2018, 9, 3))} somme et délai au {long_date(DAY)}")
    assert words in text(page.content.decode())
