"""WCAG 2.2 AA as far as axe can tell, on every page in its telling states, on a screen and on a telephone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from cper.people.models import Institution, Mandate, User
from negotiation.models import Contract
from negotiation.workflow import PieceKind, example
from tests.factories import NOW, MandateFactory, UserFactory
from tests.matrix import ACTS, MANDATE, SOMEBODY
from tests.situations import ANONYMOUS, SITUATIONS, make_dossier, make_people

WIDTHS = (1366, 360)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
SCRIPT = Axe().axe_script  # read once, and once a page: it is long
SAVE = "main form .button--primary, main form .button--destructive"


def look(page: Page, contract: Contract | None) -> None:
    """Only look."""


def send(page: Page, contract: Contract | None) -> None:
    """Send the form as it stands."""
    with page.expect_navigation():
        page.locator(SAVE).last.click()


def send_nonsense(page: Page, contract: Contract | None) -> None:
    """Send words where amounts and days go."""
    for entry in page.locator("input[data-amount], input.input--day").all():
        entry.fill("douze")
    send(page, contract)


def come_second(page: Page, contract: Contract | None) -> None:
    """Send the form after somebody has acted on the dossier."""
    Contract.objects.filter(pk=contract.pk).update(version=contract.version + 1)
    send(page, contract)


@dataclass(frozen=True)
class State:
    """A page in a state: who is there, at which page, of the dossier of which situation, and what they have done."""

    who: str
    page: str
    situation: str = ""
    about: tuple = ()
    do: Callable[[Page, Contract | None], None] = look

    def path(self, contract: Contract | None) -> str:
        if self.page in ACTS:
            return reverse("act", args=[contract.reference, example(self.page)])
        name, mark, query = self.page.partition("?")
        return reverse(name, args=[contract.reference, *self.about] if contract else self.about) + mark + query


LISTS = (
    State(ANONYMOUS, "sign-in"),
    State(ANONYMOUS, "sign-in", do=send),
    State(ANONYMOUS, "style"),
    *(State(who, "inbox") for who in ("president", "adr", "sector unconcerned", "administrator", "mandate ended")),
    State("dgct", "dossiers"),
    State("dgct", "dossiers?q=introuvable"),
    State("sector unconcerned", "dossiers"),
    State("dgct", "regions"),
    State("dgct", "region", about=("kayes",)),
    State("president", "account"),
    State("mandate ended", "account", do=send),
)
TABS = ("", "-projects", "-financing", "-pieces", "-opinions", "-session", "-convention", "-journal")
READING = (
    *(State("agent", f"dossier{tab}", "deliberation") for tab in TABS),
    *(State("agent", f"dossier{tab}", "corrections asked") for tab in TABS),
    *(State("adr", f"dossier{tab}", "signed") for tab in TABS),
    State("governor", "dossier", "selection"),
    State("governor", "dossier-session", "selection"),
    State("president", "dossier", "withdrawn"),
)
PREPARING = (
    State("agent", "dossier-open"),
    State("agent", "dossier-open", do=send),
    State("agent", "dossier-edit", "preparation"),
    State("agent", "project-add", "preparation"),
    State("agent", "project-add", "preparation", do=send),
    State("agent", "project-edit", "preparation", (1,)),
    State("agent", "project-financing", "preparation", (1,)),
    State("agent", "project-financing", "preparation", (1,), send_nonsense),
    State("agent", "project-remove", "deliberation", (1,)),
    State("agent", "project-remove", "preparation", (1,)),
    State("agent", "piece-attach", "preparation", (PieceKind.PDESC.value,)),
    State("agent", "piece-attach", "preparation", (PieceKind.PDESC.value,), send),
    State("agent", "dossier-edit", "dgct review"),
    State("agent", "project-edit", "convention returned", (1,)),
)
ACTING = (
    State("agent", "adopt", "deliberation"),
    State("agent", "complete", "preparation"),
    State("president", "submit", "formalisation"),
    State("dgct", "assess", "dgct review"),
    State("dgct", "assess", "dgct review", do=send),
    State("dgct", "transmit", "dgct review"),
    State("dgct", "send_back", "dgct review"),
    State("dgct", "send_back", "dgct review", do=send),
    State("finance", "give_opinion", "opinions awaited"),
    State("finance", "give_opinion", "opinions awaited", do=send),
    State("president", "resubmit", "corrections answered"),
    State("agent", "answer_remarks", "sent back"),
    State("dgct", "open_negotiation", "opinions given"),
    State("president", "draw_list", "list"),
    State("president", "draw_list", "list", do=send),
    State("governor", "approve_list", "list"),
    State("drpsiap", "record_session", "selection"),
    State("drpsiap", "record_session", "selection", do=send_nonsense),
    State("governor", "adopt_selection", "selection"),
    State("governor", "return_list", "selection"),
    State("president", "propose_convention", "convention awaited"),
    State("governor", "approve_convention", "convention proposed"),
    State("governor", "approve_convention", "convention proposed", do=send),
    State("governor", "return_convention", "convention proposed"),
    State("president", "sign", "convention approved"),
    State("president", "withdraw", "deliberation"),
    State("dgct", "close", "dgct review"),
    # The acts refused: out of turn, incomplete, done by somebody else since, without the mandate; no such dossier.
    State("president", "submit", "dgct review"),
    State("dgct", "open_negotiation", "opinions awaited"),
    State("president", "sign", "convention approved", do=come_second),
    State("agent", "submit", "formalisation"),
    State("president elsewhere", "dossier", "formalisation"),
)
PEOPLE = (
    State("administrator", "people"),
    State("administrator", "person", about=(SOMEBODY,)),
    State("administrator", "person-add"),
    State("administrator", "person-add", do=send),
    State("administrator", "person-edit", about=(SOMEBODY,)),
    State("administrator", "mandate-add", about=(SOMEBODY,)),
    State("administrator", "mandate-add", about=(SOMEBODY,), do=send),
    State("administrator", "mandate-end", about=(MANDATE,)),
    State("administrator", "mandate-end", about=(MANDATE,), do=send_nonsense),
)


@dataclass
class Place:
    """The site and everybody, each at a browser of their own."""

    url: str
    arrive: Callable[..., BrowserContext]
    people: dict[str, User | None]
    dossiers: dict[str, Contract] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def page_of(self, who: str) -> Page:
        if who not in self.pages:
            context = self.arrive(base_url=self.url)
            if self.people[who]:
                client = Client()
                client.force_login(self.people[who])
                name = settings.SESSION_COOKIE_NAME
                context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])
            self.pages[who] = context.new_page()
        return self.pages[who]

    def fill(self) -> None:
        """A dossier in every situation, for the lists."""
        for situation in SITUATIONS:
            self.dossier(situation)

    def dossier(self, situation: str) -> Contract:
        if situation not in self.dossiers:
            self.dossiers[situation] = make_dossier(SITUATIONS[situation])
        return self.dossiers[situation]

    def come_to(self, state: State) -> Page:
        page, contract = self.page_of(state.who), self.dossier(state.situation) if state.situation else None
        page.goto(state.path(contract))
        state.do(page, contract)
        return page


@pytest.fixture
def place(live_server, new_context) -> Iterator[Place]:
    with time_machine.travel(NOW):
        people = make_people() | {ANONYMOUS: None}
        MandateFactory(pk=MANDATE, person=UserFactory(pk=SOMEBODY))
        yield Place(live_server.url, new_context, people)


@pytest.mark.browser
@pytest.mark.parametrize(
    "states", [LISTS, READING, PREPARING, ACTING, PEOPLE], ids=["lists", "reading", "preparing", "acting", "people"]
)
def test_nobody_is_shut_out_of_a_page(place, states):
    if states is LISTS:
        place.fill()

    found = [fault for state in states for fault in faults(place.come_to(state), state)]

    assert found == []


def faults(page: Page, state: State) -> Iterator[str]:
    """What axe finds on the page, and whether it is wider than the screen, at each width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        where = f"{state.who}, {page.url} after {state.do.__name__}, {width} px"
        yield from (f"{where}: {fault}" for fault in found_by_axe(page))
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess:
            yield f"{where}: {excess} px wider than the screen"


@pytest.mark.browser
def test_words_as_long_as_their_fields_make_no_page_wider_than_its_screen(place):
    place.fill()
    for model, name in ((Contract, "title"), (User, "name"), (Institution, "name"), (Mandate, "title")):
        longest = model._meta.get_field(name).max_length or 300
        # A contract that was selected, or signed, keeps the title that was judged.
        free = model.objects.filter(reached__lt=8) if model is Contract else model.objects.all()
        for row in free:
            model.objects.filter(pk=row.pk).update(**{name: ("Gouvernorat" * 30)[: min(longest, 300)]})

    found = []
    for state in (*LISTS[3:], *READING[:16], PEOPLE[1]):
        page = place.come_to(state)
        for width in (320, 768, 1366):
            page.set_viewport_size({"width": width, "height": 768})
            excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{state.who}, {page.url}, {width} px: {excess} px"] if excess else []

    assert found == []


def found_by_axe(page: Page) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    for violation in page.evaluate("options => axe.run(options)", OPTIONS)["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} at {node['target'][0]}: {node['html'][:160]}"


@pytest.mark.browser
def test_axe_is_looking(page):
    page.set_content('<html lang="fr"><title>Essai</title><main><h1>Essai</h1><img src="x"></main>')

    assert [*found_by_axe(page)] == ['image-alt at img: <img src="x">']


def test_the_page_of_every_act_is_looked_at():
    assert {state.page for state in ACTING} & set(ACTS) == set(ACTS)
