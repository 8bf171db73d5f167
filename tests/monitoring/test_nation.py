"""The follow-up of every contract at once: figures, late duties, money that waits, findings; each reads their own."""

from datetime import date

import pytest
from django.urls import reverse

from monitoring import renewal
from monitoring.models import Duty, Finding, FollowedContract, Standing
from monitoring.views.rows import is_mine
from negotiation.vocabulary import Role
from tests.factories import MandateFactory, UserFactory, region, user_as
from tests.monitoring import rows
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import MILLION, bring, follow, move, on, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

PAGES = ("nation", "late", "waiting", "findings")
NATIONAL = (Role.ANICT, Role.DNPD, Role.DGCT, Role.FINANCE)
REGIONAL = (Role.REGION, Role.GOVERNOR, Role.DRPSIAP, Role.ADR)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def followed(where: str = "kayes") -> FollowedContract:
    """A contract followed until that day, with a tranche that waits for the ANICT."""
    contract = follow(where=where)
    bring(tranche(contract), "request")
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)
    return contract


def asked_at_once() -> FollowedContract:
    """The like of it, whose tranche is written as a row: one of many."""
    contract = follow()
    rows.tranche("requested", contract=contract)
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)
    return contract


def references(page) -> set[str]:
    """The contracts that the lines of a page are about."""
    return {row["reference"] if "reference" in row else row["contract"]["reference"] for row in page.context["rows"]}


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
        ["2 contrats-plans, dont 2 en vigueur", 800 * MILLION],
        ["1 contrat-plan, dont 1 en vigueur", 400 * MILLION],
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

    assert [(row["reference"], row["late"]) for row in page.context["rows"]] == [
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


def test_a_late_duty_says_who_owes_what_since_when(client):
    contract = followed()

    page = opened(client, Role.ANICT, "late", obligation="O5")

    assert [
        (row["title"], row["contract"]["reference"], row["who"], text(row["due"]["label"]), row["url"])
        for row in page.context["rows"]
    ] == [
        (
            "Désigner l’équipe chargée de la mise en œuvre",
            contract.reference,
            "Conseil régional ou du District Kayes",
            "en retard de 246 jours",
            reverse("calendar", args=[contract.reference]),
        )
    ]


def test_a_late_duty_leads_who_owes_it_to_its_act(client):
    contract = followed()

    page = opened(client, Role.REGION, "late", obligation="O5")

    assert [(row["mine"]["label"], row["url"]) for row in page.context["rows"]] == [
        ("À vous de jouer", reverse("duty-act", args=[contract.reference, "equipe", "une-fois"]))
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"chez": "adr"}, {"O10", "O11"}),
        ({"chez": "council", "region": "kayes"}, {"O1", "O5"}),
        ({"chez": "drpsiap", "obligation": "O13"}, {"O13"}),
        ({"obligation": "O99", "chez": "personne"}, {"O1", "O5", "O7", "O8", "O10", "O11", "O13"}),
    ],
)
def test_the_late_duties_are_narrowed(client, query, codes):
    followed()
    followed("gao")

    page = opened(client, Role.DGCT, "late", **query)

    assert {duty.code for duty in page.context["page_obj"]} == codes


def test_a_duty_is_mine_when_one_mandate_gives_both_its_institution_and_its_role():
    duty = follow().duties.filter(code="O2").first()
    president = on(DAY, Role.PRESIDENT, region("gao")).user
    MandateFactory(person=president, institution=duty.institution, valid_from=date(2010, 1, 1))

    assert [is_mine(duty, president.on(DAY)), is_mine(duty, on(DAY, Role.PRESIDENT))] == [False, True]


def test_the_nation_s_own_duty_is_read_by_every_follower(client):
    follow()
    renewal.renew_nation(date(2019, 1, 5))

    rows = opened(client, Role.GOVERNOR, "late", obligation="O12").context["rows"]

    assert [(row["period"], row["contract"], row["url"]) for row in rows] == [("T1 2019", None, "")]


def test_waiting_money_says_where_with_whom_and_why(client):
    drafted, asked, returned, complete = (
        tranche(follow(where=where)) for where in ("kayes", "gao", "nioro", "bamako")
    )
    drafted.papers.filter(kind="plan").update(current=False)
    bring(asked, "request")
    move(bring(returned, "request"), "send_back", comment="Pièces illisibles.")
    bring(complete, "request", "accept")

    rows = opened(client, Role.ANICT, "waiting").context["rows"]

    council = "Conseil régional ou du District"
    anict = "agence nationale d’investissement des collectivités (ANICT) anict"
    assert {(row["state"], row["who"]): [text(one) for one in row["why"]] for row in rows} == {
        ("En préparation", f"{council} Kayes"): [
            "Il manque encore :",
            "Plan de développement, ou stratégie de développement économique (SDER), de la collectivité",
        ],
        ("Demandée", anict): ["Acte attendu : Déclarer le dossier complet"],
        ("Retournée pour complément", f"{council} Nioro"): ["Retournée : « Pièces illisibles. »"],
        ("Dossier complet", anict): ["Acte attendu : Approuver la tranche"],
    }


def test_paid_money_waits_until_its_last_franc_is_justified(client):
    paid = bring(tranche(follow()), "request", "accept", "approve", "release", "pay")
    move(paid, "justify", 20 * MILLION)

    page = opened(client, Role.ANICT, "waiting")

    assert (
        text(page.context["groups"][0]["lead"])
        == "40 000 000 FCFA payés par les tranches ne sont pas encore justifiés."
    )
    assert [(row["state"], row["sum"], text(row["why"][0])) for row in page.context["rows"]] == [
        ("Payée, à justifier", 40 * MILLION, "20 000 000 FCFA justifiés sur 60 000 000 FCFA payés")
    ]


def test_cancelled_and_justified_money_waits_no_more(client):
    move(bring(tranche(follow()), "request"), "cancel", role=Role.PRESIDENT)
    whole = bring(tranche(follow(where="gao")), "request", "accept", "approve", "release", "pay")
    move(whole, "justify", 60 * MILLION)

    assert opened(client, Role.ANICT, "waiting").context["rows"] == []


def test_each_place_of_the_money_is_summed_and_leads_to_its_list(client):
    followed()
    followed("gao")
    tranche(follow(where="nioro"), requested=5 * MILLION)

    page = opened(client, Role.ANICT, "waiting", etat="draft")

    assert [
        (place["label"], place["sum"], place["count"], place["url"]) for place in page.context["groups"][0]["places"]
    ] == [
        ("En préparation", 5 * MILLION, "1 tranche", "?etat=draft"),
        ("Demandée", 120 * MILLION, "2 tranches", "?etat=requested"),
    ]
    assert [row["sum"] for row in page.context["rows"]] == [5 * MILLION]


def test_a_place_keeps_the_region_asked_for(client):
    followed()
    followed("gao")

    page = opened(client, Role.ANICT, "waiting", region="gao")

    assert [(place["url"], place["sum"]) for place in page.context["groups"][0]["places"]] == [
        ("?etat=requested&region=gao", 60 * MILLION)
    ]


def test_the_oldest_money_comes_first(client):
    young, old = tranche(follow()), tranche(follow(where="gao"))
    move(young, "request", day=date(2019, 5, 2))
    move(old, "request", day=date(2019, 3, 4))

    rows = opened(client, Role.ANICT, "waiting").context["rows"]

    assert [row["since"] for row in rows] == ["depuis 91 jours", "depuis 32 jours"]


def test_many_things_missing_are_told_in_short(client):
    drafted = tranche(follow())
    drafted.papers.update(current=False)

    rows = opened(client, Role.ANICT, "waiting").context["rows"]

    assert [len(rows[0]["why"]), rows[0]["why"][-1]] == [5, "et 1 autre point"]


def test_findings_are_narrowed_by_control_and_region(client):
    followed()
    gao = followed("gao")

    page = opened(client, Role.DGCT, "findings", controle="own-share", region="gao")

    assert [(row["title"], row["contract"]["reference"], row["amount"]) for row in page.context["rows"]] == [
        ("La contribution de 2019 n’est pas inscrite au budget de la collectivité", gao.reference, 10 * MILLION)
    ]
    # A project's whole cost and its imbalance are not of one kind: nothing adds them up.
    assert page.context["header"]["lead"] == ""


@pytest.mark.parametrize("name", PAGES[1:])
def test_an_empty_list_says_what_would_fill_it(client, name):
    contract = follow()
    Duty.objects.filter(contract=contract).delete()
    Finding.objects.filter(contract=contract).delete()

    page = opened(client, Role.ANICT, name)

    assert [page.context["rows"], b'class="empty"' in page.content] == [[], True]


def test_a_region_shows_its_contracts_and_the_first_lines_of_each_list(client):
    contract, _other = followed(), followed("gao")

    page = opened(client, Role.ANICT, "follow-up-region", "kayes")

    assert references(page) == {contract.reference}
    assert {row["contract"]["reference"] for row in page.context["duties"]} == {contract.reference}
    assert [len(page.context[name]) for name in ("duties", "tranches", "findings")] == [5, 1, 3]
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
        assert len(page.context["rows"]) >= min(count, 25)


def test_a_list_has_pages_of_twenty_five(client):
    contracts = [follow() for _number in range(27)]

    pages = [opened(client, Role.ANICT, "nation", page=number) for number in (1, 2, 3)]

    assert [len(page.context["rows"]) for page in pages] == [25, 2, 2]
    assert references(pages[0]) | references(pages[1]) == {contract.reference for contract in contracts}


def test_a_page_of_a_list_keeps_its_filters(client):
    for _number in range(26):
        asked_at_once()

    page = opened(client, Role.ANICT, "waiting", etat="requested", page=2)

    assert [len(page.context["rows"]), page.context["query"]] == [1, "etat=requested"]
