"""WCAG 2.2 AA as far as axe can tell, on every page in its telling states, on a screen and on a telephone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from negotiation.models import Contract, User
from negotiation.workflow import PieceKind, example
from tests.factories import NOW, MandateFactory
from tests.matrix import ACTS, EDIT
from tests.situations import ANONYMOUS, SITUATIONS, make_dossier, make_people

pytestmark = pytest.mark.browser

WIDTHS = (1366, 360)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
SAVE = "main form .button--primary"
TABS = ("dossier", "-projects", "-financing", "-pieces", "-opinions", "-session", "-convention", "-journal")


@dataclass(frozen=True)
class Look:
    """A page: who looks, at what; `situation` tells of which dossier; `touch` is what they do there first."""

    who: str
    name: str
    situation: str = ""
    about: tuple = ()
    query: str = ""
    touch: Callable[[Page, Contract | None], None] = lambda page, contract: None

    def path(self, contract: Contract | None) -> str:
        if self.name in ACTS:
            return reverse("act", args=[contract.reference, example(self.name)])
        return reverse(self.name, args=[contract.reference, *self.about] if contract else self.about) + self.query


def press(page: Page, contract: Contract | None) -> None:
    """Send the form as it stands: empty, or with what was already there."""
    page.locator(SAVE).first.click()


def mistype(page: Page, contract: Contract | None) -> None:
    """Write what is no amount, where amounts go."""
    for entry in page.locator("input[data-amount]").all():
        entry.fill("douze")
    press(page, contract)


def come_second(page: Page, contract: Contract | None) -> None:
    """Send the form after somebody has acted on the dossier."""
    Contract.objects.filter(pk=contract.pk).update(version=contract.version + 1)
    page.locator("main form button").last.click()


OUTSIDE = (
    Look(ANONYMOUS, "sign-in"),
    Look(ANONYMOUS, "sign-in", touch=press),
    Look(ANONYMOUS, "style"),
    Look("president", "inbox", "deliberation"),
    Look("sector unconcerned", "inbox"),
    Look("adr", "inbox"),
    Look("administrator", "inbox"),
    Look("mandate ended", "inbox"),
    Look("dgct", "dossiers", "convention approved"),
    Look("dgct", "dossiers", query="?q=introuvable"),
    Look("sector unconcerned", "dossiers"),
    Look("dgct", "regions"),
    Look("dgct", "region", about=("kayes",)),
)
...
