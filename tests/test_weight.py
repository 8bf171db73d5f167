"""Light enough for a telephone on a weak network: what the pages cost in bytes, requests and nodes."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse
from lxml import html

from cper.people.models import User
from negotiation.models import Contract
from negotiation.workflow import Step, example
from tests.factories import NOW, ContractFactory, ProjectFactory, UserFactory
from tests.journeys.stage import load_mali
from tests.situations import SITUATIONS, make_dossier, make_people

KILO = 1000
ROWS = 25
TABS = ("", "-projects", "-financing", "-pieces", "-opinions", "-session", "-convention", "-journal")
ASSETS = '//link[@rel="stylesheet" or @rel="icon"]/@href | //script/@src | //img/@src'


@dataclass(frozen=True)
class Load:
    """A first visit to a page: its own bytes, those of each file it asks for (compressed), the elements it holds."""

    page: int
    files: dict[str, int]
    nodes: int

    @property
    def excesses(self) -> dict[str, int]:
        """What is beyond the goal, and by how much it weighs."""
        script = sum(size for name, size in self.files.items() if name.endswith(".js"))
        measured = {
            "first load, bytes": (self.page + sum(self.files.values()), 40 * KILO),
            "first load, requests": (1 + len(self.files), 6),
            "script, bytes": (script, 15 * KILO),
            "next page, bytes": (self.page, 10 * KILO),
            "nodes": (self.nodes, 1000),
        }
        return {name: found for name, (found, most) in measured.items() if found > most}


def load(client: Client, path: str) -> Load:
    response = client.get(path, headers={"accept-encoding": "gzip"})
    page = html.fromstring(gzip.decompress(response.content).decode())
    files = {name: packed(name) for address in page.xpath(ASSETS) for name in with_what_it_imports(address)}
    return Load(len(response.content), files, sum(1 for _element in page.iter("*")))


def with_what_it_imports(address: str) -> list[str]:
    """A static file by its name, and those that a style sheet asks for in turn."""
    name = address.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
    sheet = Path(find(name)).read_text() if name.endswith(".css") else ""
    return [name, *(asked for asked in re.findall(r"url\(([^)]+)\)", sheet) if not asked.startswith("data:"))]


def packed(name: str) -> int:
    return len(gzip.compress(Path(find(name)).read_bytes()))


@pytest.fixture
def people(db) -> Iterator[dict[str, User]]:
    with time_machine.travel(NOW):
        yield make_people()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def dossier_of_five_projects(situation: str) -> Contract:
    """As many projects as the richest of the eight contracts signed so far."""
    contract = make_dossier(SITUATIONS[situation])
    ProjectFactory.create_batch(4, contract=contract)
    return contract


def test_the_door_is_light_even_with_all_the_accounts_of_the_demonstration(db, client):
    load_mali()

    assert load(client, reverse("sign-in")).excesses == {}


@pytest.mark.parametrize(("who", "name"), [("dgct", "inbox"), ("dgct", "dossiers"), ("administrator", "people")])
def test_a_full_list_is_light(people, who, name):
    ContractFactory.create_batch(ROWS + 1, step=Step.DGCT_REVIEW, ready=True)
    UserFactory.create_batch(ROWS + 1)

    page = load(signed_in(people[who]), reverse(name))

    assert (page.nodes > ROWS * 8, page.excesses) == (True, {})


def test_ones_account_is_light(people):
    assert load(signed_in(people["president"]), reverse("account")).excesses == {}


@pytest.mark.parametrize("tab", TABS)
def test_a_dossier_is_light(people, tab):
    contract = dossier_of_five_projects("corrections asked")

    page = load(signed_in(people["president"]), reverse(f"dossier{tab}", args=[contract.reference]))

    assert page.excesses == {}


@pytest.mark.parametrize(
    ("who", "situation", "name"),
    [
        ("dgct", "dgct review", "assess"),
        ("drpsiap", "selection", "record_session"),
        ("president", "list", "draw_list"),
    ],
)
def test_a_long_form_is_light(people, who, situation, name):
    contract = dossier_of_five_projects(situation)

    page = load(signed_in(people[who]), reverse("act", args=[contract.reference, example(name)]))

    assert page.excesses == {}


@pytest.mark.browser
def test_the_browser_asks_for_nothing_more_than_the_page_names(live_server, page):
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))

    page.goto(live_server.url + reverse("sign-in"), wait_until="networkidle")

    home = f"/{settings.STATIC_URL.strip('/')}"
    named, icon = [f"{home}/css/cper.css", f"{home}/js/cper.js"], f"{home}/img/mark.svg"
    assert page.locator("link[rel=icon]").get_attribute("href") == icon
    # A browser without windows has no tab to show it in: it is fetched here, so that what is asked is the same.
    if icon not in asked:
        assert page.request.get(live_server.url + icon).ok
        asked.append(icon)
    assert sorted(asked) == sorted([reverse("sign-in"), *named, icon])
