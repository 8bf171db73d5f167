"""Those who play the journeys, and what they can say of the dossier they meet around."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO

from pypdf import PdfReader

from tests.journeys import by_http
from tests.journeys.by_words import plain
from tests.journeys.chapters import Visitor, sign_in

ACTORS = ("kayes.agent", "kayes.president", "kayes.gouverneur", "kayes.drpsiap", "dgct", "finances", "elevage")
# What the inbox says is awaited, in the row of one dossier.
AWAITED = '//table[caption[normalize-space()="Dossiers en négociation"]]//tr[contains(., "{}")]/td[1]/text()'
ACTS = '//*[@class="event__act"]'


class Cast:
    """Everybody by the name of an account, each at a place of their own and signed in when first called."""

    def __init__(self, arrive: Callable[[], Visitor] = by_http.Visitor, troubles: Sequence[str] = ()):
        self.arrive = arrive
        self.troubles = troubles
        self.places: dict[str, Visitor] = {}

    def __call__(self, account: str) -> Visitor:
        if account not in self.places:
            self.places[account] = self.arrive()
            sign_in(self.places[account], account)
        return self.places[account]

    def awaited(self, dossier: str) -> dict[str, list[str]]:
        """In whose inbox the dossier stands, and for which acts."""
        reference = dossier.split("/")[-2]
        inboxes = {account: self._inbox(account, reference) for account in ACTORS}
        return {account: acts for account, acts in inboxes.items() if acts}

    def _inbox(self, account: str, reference: str) -> list[str]:
        self(account).open("/")
        return [act for act in self(account).texts(AWAITED.format(reference)) if act]


def journal(reader: Visitor, dossier: str) -> list[str]:
    """All the acts of the journal from the first to the last; one act done several times in a row counts once, as do
    the deposits that a page gathers."""
    reader.open(f"{dossier}journal/")
    acts = reader.texts(ACTS)
    while reader.offers("Page suivante"):
        reader.follow("Page suivante")
        acts += reader.texts(ACTS)
    acts = [re.sub(r"^\d+ pièces déposées$", "Pièce déposée", act) for act in reversed(acts)]
    return [act for act, before in zip(acts, ["", *acts], strict=False) if act != before]


def text_of(pdf: bytes) -> str:
    """All the words of a PDF, with single spaces."""
    return plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
