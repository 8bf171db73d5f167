"""The key moments of the follow-up in Chromium: a tranche by keyboard, a quarter to its frozen report, a phone."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Download, Locator

from monitoring.calendar import Quarter
from monitoring.models import FundingWindow
from tests.journeys.by_browser import KeyboardVisitor, Visitor
from tests.journeys.cast import Cast, text_of
from tests.journeys.chapters import PASTURES
from tests.journeys.follow_up_chapters import (
    REQUEST,
    TITLE,
    WINDOW,
    Advice,
    adopt,
    do,
    fill_anict_part,
    fill_region_part,
    hold_session,
    prepare_tranche,
    propose_canvas,
    read,
    send_back,
    write_up,
)
from tests.journeys.follow_up_year import signed_contract

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
REPORT = "Lire le rapport adopté (PDF)"
ADVICE = (
    Advice("Ouvrir la piste de Goungoto.", "Conseil régional de Kayes", "15/05/2030"),
    Advice("Vérifier la nappe du second puits.", "Direction régionale de l’hydraulique", "31/12/2030"),
)
TABS = ("", "Budget", "Tranches", "Trimestres", "Calendrier", "Journal")


class PhoneVisitor(Visitor):
    """Someone with a phone: a page wider than its screen is a trouble."""

    def __init__(self, context: BrowserContext, troubles: list[str]):
        super().__init__(context, troubles)
        self.troubles = troubles

    def open(self, address: str) -> None:
        super().open(address)
        self._measure()

    def _go(self, where: Locator) -> None:
        super()._go(where)
        self._measure()

    def _measure(self) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.troubles.append(f"{self.address} is {width} px wide")


@pytest.fixture
def troubles() -> list[str]:
    """Whatever a browser complains of."""
    return []


@pytest.fixture
def people(live_server, new_context, troubles) -> Callable[..., Cast]:
    """Those around a contract signed on the first day of the quarter, with a funding window that has no rule."""
    today = date.today()
    signed_contract(Quarter.of(today).start, first_year=today.year)
    FundingWindow.objects.create(name=WINDOW)

    def gather(visitor: type[Visitor], viewport: dict) -> Cast:
        return Cast(lambda: visitor(new_context(base_url=live_server.url, viewport=viewport), troubles))

    return gather


def test_the_key_moments_of_the_follow_up(people, troubles):
    desk, phone = people(Visitor, DESK), people(PhoneVisitor, PHONE)

    a_tranche_is_prepared_by_keyboard_and_returned(people(KeyboardVisitor, DESK), desk)
    report = a_quarter_is_reviewed_and_its_report_frozen(desk, phone)
    every_part_of_the_follow_up_fits_a_phone(phone)

    words = text_of(report.path().read_bytes())
    assert [fact for fact in (TITLE, *(one.text for one in ADVICE)) if fact not in words] == []
    # A navigation that becomes a download is told as aborted; nothing else is.
    assert troubles == [f"failed: {report.url} net::ERR_ABORTED"]


def a_tranche_is_prepared_by_keyboard_and_returned(keyboard: Cast, desk: Cast) -> None:
    """The region's agent has no mouse; the President asks, the ANICT returns it with what is missing."""
    tranche = prepare_tranche(keyboard("kayes.agent"), f"1. {PASTURES.title}", "60 000 000")
    do(desk("kayes.president"), tranche, REQUEST)
    send_back(desk("anict.agent"), tranche, "Délibération du conseil sur le projet", "Signez la délibération.")

    desk("kayes.president").open(tranche)
    # First in the box of who must act, then at its place among the acts.
    assert desk("kayes.president").texts('//*[@class="event__comment"]') == ["Signez la délibération."] * 2


def a_quarter_is_reviewed_and_its_report_frozen(desk: Cast, phone: Cast) -> Download:
    """Canvas, parts (the region's by phone), session, synthesis, adoption; the frozen PDF as it is downloaded."""
    drpsiap, governor = desk("kayes.drpsiap"), desk("kayes.gouverneur")
    quarter = propose_canvas(drpsiap, date.today())
    fill_region_part(phone("kayes.agent"), quarter, {"1": "20", "2": "12,5"}, "Les pistes sont coupées.")
    fill_anict_part(desk("anict.agent"), quarter, "Une tranche retournée.")
    hold_session(drpsiap, quarter, "42")
    write_up(drpsiap, quarter, ADVICE)
    adopt(governor, quarter)

    with governor.page.expect_download() as report:
        governor.page.get_by_role("link", name=REPORT).click()
    return report.value


def every_part_of_the_follow_up_fits_a_phone(phone: Cast) -> None:
    agent = phone("kayes.agent")
    for tab in TABS:
        read(agent, tab)
    for tab in ("À faire", "Retards", "Fonds", "Constats", "Guichets"):
        agent.open("/suivi/")
        agent.follow(tab)
