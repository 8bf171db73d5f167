"""What a person reads and finds filled in on a page."""

import re
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse


def page_of(name: str, contract, *numbers: int | str) -> str:
    """The address of a page of a dossier."""
    return reverse(name, args=[contract.reference, *numbers])


def send(client, url: str, **typed: str):
    """Open the page, type, send it all back."""
    return client.post(url, entries(client.get(url)) | typed)


def text(html: str) -> str:
    """The words of a piece of page, with plain spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def faults(response) -> list[str]:
    """The sentences of the summary of errors."""
    summary = re.search(r'<ul class="error-summary__list">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [text(item) for item in re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL)] if summary else []


def notices(response) -> list[str]:
    """What the boxes above the page say: what was done, what was refused."""
    boxes = re.findall(r'<div class="notice [^>]*>(.*?)</div>', response.content.decode(), re.DOTALL)
    return [text(box) for box in boxes]


def entries(response) -> dict[str, str]:
    """What each entry of the page's forms holds: what sending the page back would send."""
    reader = Entries()
    reader.feed(response.content.decode())
    return reader.held


class Entries(HTMLParser):
    def __init__(self):
        super().__init__()
        self.held: dict[str, str] = {}
        self.name = ""
        self.in_text = False

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "input" and "name" in facts and facts.get("type") != "file":
            self.held[facts["name"]] = facts.get("value") or ""
        elif tag in ("select", "textarea"):
            self.name, self.in_text = facts["name"], tag == "textarea"
            self.held[self.name] = ""
        elif tag == "option" and "selected" in facts:
            self.held[self.name] = facts["value"]

    def handle_data(self, data):
        if self.in_text:
            self.held[self.name] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        self.in_text = self.in_text and tag != "textarea"
