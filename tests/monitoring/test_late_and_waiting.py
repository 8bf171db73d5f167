"""Late duties, money that waits and findings of every contract: what each line says, and to whom."""

from datetime import date

import pytest
from django.urls import reverse

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import Duty, Finding
from monitoring.views.rows import is_mine
from monitoring.views.tables import in_line
from tests.factories import MandateFactory, region
from tests.monitoring.nation import PAGES, followed
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import MILLION, bring, follow, move, on, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_a_late_duty_says_who_owes_what_since_when(client):
    contract = followed()

    page = opened(client, Role.ANICT, "late", obligation="O5")

    assert [
        (row["title"], row["contract"]["reference"], row["who"], text(row["due"]["label"]), row["url"])
        for row in page.context["table"].rows
    ] == [
        (
            "Désigner par décision l’équipe de mise en œuvre",
            contract.reference,
            "Conseil régional ou du District Kayes",
            "en retard de 246 jours",
            reverse("calendar", args=[contract.reference]),
        )
    ]


def test_a_late_duty_leads_who_owes_it_to_its_act(client):
    contract = followed()

    page = opened(client, Role.REGION, "late", obligation="O5")

    assert [(row["mine"]["label"], row["url"]) for row in page.context["table"].rows] == [
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

    rows = opened(client, Role.GOVERNOR, "late", obligation="O12").context["table"].rows

    assert [(row["period"], row["contract"], row["url"]) for row in rows] == [("T1 2019", None, "")]


def test_waiting_money_says_where_with_whom_and_why(client):
    drafted, asked, returned, complete = (
        tranche(follow(where=where)) for where in ("kayes", "gao", "nioro", "bamako")
    )
    drafted.papers.filter(kind="plan").update(current=False)
    bring(asked, "request")
    move(bring(returned, "request"), "send_back", comment="Pièces illisibles.")
    bring(complete, "request", "accept")

    rows = opened(client, Role.ANICT, "waiting").context["table"].rows

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


def test_in_a_file_what_is_missing_follows_its_head_at_once():
    said = in_line(["Retournée : « Illisible. »", "Il manque encore :", "Plan", "et 2 autres points"])

    assert text(said) == "Retournée : « Illisible. » ; Il manque encore : Plan ; et 2 autres points"


def test_paid_money_waits_until_its_last_franc_is_justified(client):
    paid = bring(tranche(follow()), "request", "accept", "approve", "release", "pay")
    move(paid, "justify", 20 * MILLION)

    page = opened(client, Role.ANICT, "waiting")

    assert (
        text(page.context["groups"][0]["lead"])
        == "40 000 000 FCFA payés par les tranches ne sont pas encore justifiés."
    )
    assert [(row["state"], row["sum"], text(row["why"][0])) for row in page.context["table"].rows] == [
        ("Payée, à justifier", 40 * MILLION, "20 000 000 FCFA justifiés sur 60 000 000 FCFA payés")
    ]


def test_cancelled_and_justified_money_waits_no_more(client):
    move(bring(tranche(follow()), "request"), "cancel", role=Role.PRESIDENT)
    whole = bring(tranche(follow(where="gao")), "request", "accept", "approve", "release", "pay")
    move(whole, "justify", 60 * MILLION)

    assert opened(client, Role.ANICT, "waiting").context["table"].rows == []


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
    assert [row["sum"] for row in page.context["table"].rows] == [5 * MILLION]


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

    rows = opened(client, Role.ANICT, "waiting").context["table"].rows

    assert [row["since"] for row in rows] == ["depuis 91 jours", "depuis 32 jours"]


def test_many_things_missing_are_told_in_short(client):
    drafted = tranche(follow())
    drafted.papers.update(current=False)

    rows = opened(client, Role.ANICT, "waiting").context["table"].rows

    assert [len(rows[0]["why"]), rows[0]["why"][-1]] == [5, "et 1 autre point"]


def test_findings_are_narrowed_by_control_and_region(client):
    followed()
    gao = followed("gao")

    page = opened(client, Role.DGCT, "findings", controle="own-share", region="gao")

    assert [(row["title"], row["contract"]["reference"], row["amount"]) for row in page.context["table"].rows] == [
        ("La contribution de 2019 n’est pas inscrite au budget de la collectivité", gao.reference, 10 * MILLION)
    ]
    # A project's whole cost and its imbalance are not of one kind: nothing adds them up.
    assert page.context["header"]["lead"] == ""


@pytest.mark.parametrize("name", PAGES[1:])
def test_an_empty_list_says_what_would_fill_it(client, name):
    contract = follow()
    Duty.objects.filter(contract=contract).delete()
    Finding.objects.filter(contract=contract).update(lifted_on=DAY)  # never erased

    page = opened(client, Role.ANICT, name)

    assert [page.context["table"].rows, b'class="empty"' in page.content] == [[], True]
