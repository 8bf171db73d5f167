"""A person who goes through the site by HTTP, without any script: reads, fills in forms by their labels, presses."""

from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.journeys.by_words import BUTTON, ERRORS, LABEL, LABEL_AT_LENGTH, LINK, QUESTION, plain


class Visitor:
    """Someone at a page. Every gesture fails as soon as the page does not allow it, or has something to mend."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)

    def open(self, address: str) -> None:
        self._show(self.client.get(urljoin(getattr(self, "address", "/"), address), follow=True))

    def follow(self, words: str) -> None:
        """Follow the first link of the page that begins with these words."""
        self.open(self.page.xpath(LINK.format(words))[0].get("href"))

    def offers(self, words: str) -> bool:
        return bool(self.page.xpath(LINK.format(words)))

    def asks(self, label: str) -> bool:
        """Whether the page has an entry of that label."""
        return bool(self.page.xpath(LABEL.format(label)))

    def fill(self, entries: dict[str, str]) -> None:
        """Write in entries, and pick in lists, each known by its label."""
        for label, value in entries.items():
            self._write(self._labelled(label)[0], value)

    def choose(self, words: str, question: str = "") -> None:
        """Give that answer to a question; to every question of the page that has it, unless one is named."""
        for choice in self._labelled(words, QUESTION.format(question) if question else ""):
            entry = self._form(choice).inputs[choice.name]
            entry.value = {choice.get("value")} if choice.get("type") == "checkbox" else choice.get("value")

    def attach(self, label: str, name: str, content: bytes) -> None:
        self.files[self._labelled(label)[0].name] = SimpleUploadedFile(name, content)

    def press(self, words: str) -> None:
        """Press a button; what the form holds is sent with it."""
        button = self.page.xpath(BUTTON.format(words))[0]
        form = self._form(button)
        sent: dict[str, list] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        address = urljoin(self.address, form.get("action") or self.address)
        self._show(self.client.post(address, sent | self.files, follow=True))
        assert self.errors == []

    def download(self, address: str) -> bytes:
        response = self.client.get(address)
        return b"".join(response.streaming_content) if response.streaming else response.content

    @property
    def text(self) -> str:
        """The words of the page, without its frame."""
        return plain(self.page.get_element_by_id("contenu").text_content())

    @property
    def errors(self) -> list[str]:
        return self.texts(ERRORS)

    def texts(self, place: str) -> list[str]:
        found = self.page.xpath(place)
        return [plain(one if isinstance(one, str) else one.text_content()) for one in found]

    def _show(self, response) -> None:
        self.address, self.status, self.files = response.request["PATH_INFO"], response.status_code, {}
        self.page = html.fromstring(response.content.decode())

    def _labelled(self, words: str, within: str = "") -> list:
        labels = self.page.xpath(within + LABEL.format(words)) or self.page.xpath(LABEL_AT_LENGTH.format(words))
        found = [self.page.get_element_by_id(label.get("for")) for label in labels]
        assert found, f"{words!r} is not asked at {self.address}: {self.text}"
        return found

    @staticmethod
    def _form(element) -> html.FormElement:
        return next(element.iterancestors("form"))

    @staticmethod
    def _write(entry, value: str) -> None:
        if isinstance(entry, html.SelectElement):
            value = next(o.get("value") for o in entry.iter("option") if plain(o.text_content()) == value)
        entry.value = value
