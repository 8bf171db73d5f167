"""Any page of a contract is read at a past day: marked, kept from link to link, never acted upon."""

import io
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cper.people.roles import Role
from monitoring.models import FollowedContract
from tests.monitoring import scene
from tests.monitoring.reading import chosen, read, response, texts, words
from tests.monitoring.test_contract_pages import QUERIES, TABS
from tests.monitoring.world import kayes, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sessions_without_a_query")]

MARCH = "?au=2019-03-31"


@pytest.fixture
def contract(scene_contract) -> FollowedContract:
    return scene_contract


def refusal(contract: FollowedContract, query: str) -> str:
    found = response(Role.PRESIDENT, "budget", contract.reference, query=query)
    assert found.status_code == 400
    return found.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("name", TABS)
def test_every_page_of_a_contract_says_its_day_and_the_way_back(contract, name):
    page = read(Role.PRESIDENT, name, contract.reference, query=MARCH)

    assert texts(page, ".as-of .notice__title") == ["Situation au 31 mars 2019"]
    back, other = chosen(page, ".as-of__ways a")
    assert (back.get("href"), other.get("href")) == (
        reverse(name, args=[contract.reference]),
        "?au=2019-03-31&su=2019-03-31",
    )
    assert "Situation au 31 mars 2019" in texts(page, ".lead")[0]


@pytest.mark.parametrize("name", TABS)
def test_nothing_is_done_from_a_past_page(contract, name):
    page = read(Role.PRESIDENT, name, contract.reference, query=MARCH)

    links = [link.get("href") for link in page.iter("a")]
    assert not [url for url in links if "/actes/" in url or "/obligations/" in url or "/contre-passer" in url]
    assert chosen(page, ".turn") == []
    assert [words(one) for one in chosen(page, ".button") if one.get("type") != "submit"] == []


@pytest.mark.parametrize("name", TABS)
def test_every_link_inside_the_contract_keeps_the_day(contract, name):
    page = read(Role.PRESIDENT, name, contract.reference, query=MARCH + "&su=2019-04-02")

    home = reverse("execution", args=[contract.reference])
    inside = [link for link in page.iter("a") if link.get("href").startswith(home) and "data-today" not in link.attrib]
    assert inside
    papers = [link for link in inside if "/papiers/" in link.get("href") or ".pdf" in link.get("href")]
    lost = [link.get("href") for link in inside if "au=2019-03-31&su=2019-04-02" not in link.get("href")]
    assert lost == [link.get("href") for link in papers]


def test_the_calendar_is_narrowed_without_losing_the_day(contract):
    page = read(Role.PRESIDENT, "calendar", contract.reference, query=MARCH + "&etat=retard")

    kept = {field.get("name"): field.get("value") for field in page.xpath('.//input[@type="hidden"]')}
    assert kept == {"au": "2019-03-31"}
    assert all("au=2019-03-31" in link.get("href") for link in chosen(page, ".downloads a"))


def test_the_figures_are_those_of_the_day(contract):
    then = read(Role.FINANCE, "execution", contract.reference, query="?au=2019-02-28")
    now = read(Role.FINANCE, "execution", contract.reference)

    assert texts(then, ".way__step .amount")[2:] == ["20 000 000 FCFA", "0 FCFA", "0 FCFA"]
    assert texts(now, ".way__step .amount")[2:] == ["80 000 000 FCFA", "60 000 000 FCFA", "30 000 000 FCFA"]
    assert texts(then, ".chart__summary")[0].startswith("Au 28 février 2019 : ")
    assert "aujourd’hui" not in words(chosen(then, ".chart")[0])
    assert "aujourd’hui" in words(chosen(now, ".chart")[0])


def test_a_tranche_is_shown_in_the_state_it_had(contract):
    page = read(Role.FINANCE, "tranche", contract.reference, 1, query="?au=2019-04-30")

    assert texts(page, ".lead .status") == ["Payée"]
    assert "Justification" not in texts(page, "h2")
    assert response(Role.FINANCE, "tranche", contract.reference, 1, query="?au=2018-12-31").status_code == 404


def test_a_quarter_is_shown_as_its_review_stood(contract):
    page = read(Role.FINANCE, "quarter", contract.reference, "2019-T1", query="?au=2019-03-20")

    assert texts(page, ".lead .status") == ["Session tenue"]
    assert response(Role.FINANCE, "quarter", contract.reference, "2019-T1", query="?au=2019-03-19").status_code == 404


def test_what_was_known_then_is_told_apart_from_what_is_known_today(contract):
    known = read(Role.FINANCE, "budget", contract.reference, query=MARCH)
    then = read(Role.FINANCE, "budget", contract.reference, query="?au=31/03/2019&su=au")

    assert "tel qu’on le sait aujourd’hui, corrections comprises" in texts(known, ".as-of p")[1]
    assert texts(then, ".as-of p")[1].startswith("D’après ce qui était saisi ce jour-là")
    assert chosen(then, ".as-of__box")[0].get("checked") is not None


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?au=2019-07-11", "Le 11 juillet 2019 est à venir : rien n’en est encore connu. Choisissez un jour"),
        ("?au=2018-08-30", "signé le 31 août 2018 : au 30 août 2018 il n’y a rien à suivre. Choisissez un jour"),
        ("?au=2019-03-31&su=2019-03-30", "avant elle. Choisissez un jour de saisie à partir du 31 mars 2019."),
        ("?au=demain", "Écrivez un jour, en chiffres ou en lettres"),
        ("?au=2019-02-30", "Ce jour n’existe pas au calendrier"),
        ("?au=2019-07-11&fichier=budget.csv", "est à venir"),
    ],
)
def test_a_day_that_cannot_be_read_is_refused_with_how_to_mend(contract, query, sentence):
    assert sentence in refusal(contract, query)


def test_today_asked_for_is_the_page_of_today(contract):
    page = read(Role.PRESIDENT, "execution", contract.reference, query="?au=2019-07-10")

    assert chosen(page, ".as-of") == []
    assert chosen(page, ".turn") != []


def test_the_last_ends_of_quarters_are_proposed(contract):
    page = read(Role.PRESIDENT, "budget", contract.reference)

    assert texts(page, ".as-of__ends a") == ["30 juin 2019", "31 mars 2019", "31 décembre 2018", "30 septembre 2018"]


def test_a_file_carries_its_day(contract):
    found = response(Role.FINANCE, "budget", contract.reference, query=MARCH + "&fichier=mouvements.xlsx")

    assert f"mouvements-{contract.reference}-au-2019-03-31" in found["Content-Disposition"]
    told = load_workbook(io.BytesIO(b"".join(found.streaming_content)))["Provenance"]
    rows = {row[0].value: row[1].value.replace("\u00a0", " ") for row in told.iter_rows()}
    assert rows["Situation au"].startswith("31 mars 2019, telle qu’on la sait aujourd’hui (lue le ")
    assert rows["Adresse"].endswith("/budget/?au=2019-03-31")


def test_a_contract_whose_data_have_stopped_is_read_at_a_day_too():
    contract = kayes()

    page = read(Role.FINANCE, "calendar", contract.reference, query="?au=2018-12-31")

    assert texts(page, ".as-of .notice__title") == ["Situation au 31 décembre 2018"]
    assert "Situation au 31 décembre 2018" in texts(page, ".lead")[0]
    # Past the day on which its data stop, nothing is known that a quarter's end would tell.
    assert texts(page, ".as-of__ends a") == ["31 mars 2019", "31 décembre 2018", "30 septembre 2018"]


def asked(name: str, *args, query: str) -> int:
    with time_machine.travel(scene.TODAY):
        client = Client()
        client.force_login(on(scene.TODAY.date(), Role.PRESIDENT).user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=args) + query).status_code == 200
    return len(captured)


# What the acts left comes with the facts; duties and findings are worked out, nothing is awaited.
PAST = {
    "execution": 8,  # since when each thing was found
    "budget": 4,
    "tranches": 5,
    "quarters": 4,
    "calendar": 5,
    "follow-up-journal": 6,
    "tranche": 6,
    "quarter": 8,
}


def test_a_past_page_costs_no_more_than_today_s(contract):
    cost = {name: asked(name, contract.reference, query=MARCH) for name in TABS}
    cost["tranche"] = asked("tranche", contract.reference, 1, query=MARCH)
    cost["quarter"] = asked("quarter", contract.reference, "2019-T1", query=MARCH)

    assert cost == PAST
    assert all(count <= QUERIES[name] for name, count in cost.items())


def test_the_day_is_that_of_the_signature_at_the_earliest(contract):
    page = read(Role.FINANCE, "execution", contract.reference, query=f"?au={contract.signed_on}")

    assert date(2018, 8, 31) == contract.signed_on
    assert texts(page, ".as-of .notice__title") == ["Situation au 31 août 2018"]
