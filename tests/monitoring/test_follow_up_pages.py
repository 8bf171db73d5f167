"""WCAG 2.2 AA as far as axe can tell, and light enough for a weak network: every page of the follow-up, on a screen
and on a telephone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from monitoring import access
from monitoring.models import FollowedContract, QuarterReport, Tranche
from monitoring.vocabulary import ReportState, TrancheState
from tests.factories import NOW
from tests.monitoring.furnished import furnish
from tests.monitoring.places import Place, acting, on_site, reading
from tests.situations import make_people
from tests.test_accessibility import SAVE, WIDTHS, found_by_axe
from tests.test_weight import load, signed_in

READERS = {"nation": "dgct", "late": "dgct", "waiting": "anict", "findings": "finance", "windows": "anict"}
FILES = ("paper", "report-pdf", "erratum-pdf", "report-and-errata-pdf")


@dataclass
class Scene:
    """Everybody, three contracts, and all pages with somebody to open each."""

    people: dict
    contracts: tuple[FollowedContract, ...]

    def readings(self) -> Iterator[tuple[str, str]]:
        full, _held, bare = self.contracts
        for place in [*reading(full), *on_site(bare)]:
            if place.exists and not place.act and place.name not in FILES:
                yield READERS.get(place.name, "president"), place.path

    def acts(self) -> Iterator[tuple[str, str]]:
        """Each act once, where it can be done, by who may do it."""
        met = set()
        for place in acting(*self.contracts):
            who = None if place.act in met else self.who_may(place)
            if who:
                met.add(place.act)
                yield who, place.path

    def who_may(self, place: Place) -> str | None:
        subject = self.fresh(place.subject)
        allowed = (who for who, user in self.people.items() if user and self.allows(user, place.act, subject))
        return next(allowed, None)

    def fresh(self, subject):
        """The subject with its contract's facts."""
        if not isinstance(subject, Tranche | QuarterReport):
            return subject or access.Nation()
        contract = FollowedContract.objects.get(pk=subject.contract_id).load()
        rows = contract.tranches if isinstance(subject, Tranche) else contract.reports
        return next(row for row in rows.all() if row.pk == subject.pk)

    def allows(self, user, name: str, subject) -> bool:
        return access.decide(user.on(NOW.date()), name, subject).allowed


@pytest.fixture
def scene(db) -> Iterator[Scene]:
    with time_machine.travel(NOW):
        people = make_people()
        yield Scene(people, furnish())


def test_every_state_is_on_the_scene(scene):
    full, held, _bare = scene.contracts

    assert {row.state for row in full.tranches.all()} == set(TrancheState)
    assert {row.state for contract in (full, held) for row in contract.reports.all()} == set(ReportState)


def test_every_page_of_the_follow_up_is_light(scene):
    visits = [*scene.readings(), *scene.acts()]

    excesses = {path: found for who, path in visits if (found := load(signed_in(scene.people[who]), path).excesses)}

    assert (len(visits) > 50, excesses) == (True, {})


@pytest.fixture
def browse(live_server, new_context, scene):
    """The page of each person's own browser."""
    pages: dict[str, Page] = {}

    def page_of(who: str) -> Page:
        if who not in pages:
            client, name = Client(), settings.SESSION_COOKIE_NAME
            client.force_login(scene.people[who])
            context = new_context(base_url=live_server.url)
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
            pages[who] = context.new_page()
        return pages[who]

    return page_of


def faults(page: Page, where: str) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        yield from (f"{where}, {width} px: {fault}" for fault in found_by_axe(page))
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess:
            yield f"{where}, {width} px: {excess} px wider than the screen"


@pytest.mark.browser
def test_nobody_is_shut_out_of_a_page_that_is_read(scene, browse):
    found = []
    for who, path in scene.readings():
        browse(who).goto(path)
        found += faults(browse(who), f"{who}, {path}")

    assert found == []


@pytest.mark.browser
def test_nobody_is_shut_out_of_an_act_nor_of_its_errors(scene, browse):
    found = []
    for who, path in scene.acts():
        page = browse(who)
        page.goto(path)
        found += faults(page, f"{who}, {path}")
        if page.locator("main form input:not([type=hidden]), main form textarea").count():
            with page.expect_navigation():
                page.locator(SAVE).last.click()
            found += faults(page, f"{who}, {path}, sent as it stands")

    assert found == []
