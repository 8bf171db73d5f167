"""A person who goes through the site in Chromium: with a mouse, with the keyboard alone, or without script."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator

from tests.journeys.by_words import BUTTON, ERRORS, LABEL, LABEL_AT_LENGTH, LINK, QUESTION, plain

PDF = "application/pdf"
# More presses of a key than any of our pages needs to come to an entry or to a choice.
MOST_PRESSES = 200
# At least how many presses of Tab lie between the element that has the focus and another that comes after it: a group
# of radio buttons, or what has stops inside, may take more.
STOPS_BEFORE = """what => {
  const after = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING
  const stops = "a[href], button, select, summary, textarea, input:not([type=hidden]):not([type=radio])"
  const stopsAt = one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true})
  const between = one => after(document.activeElement, one) && after(one, what)
  return [...document.querySelectorAll(stops)].filter(one => between(one) && stopsAt(one)).length
}"""


class Visitor:
    """Someone at a page, with a mouse. `troubles` keeps whatever the browser complains of, on any page."""

    def __init__(self, context: BrowserContext, troubles: list[str]):
        self.context = context
        context.on("console", lambda message: troubles.append(f"console: {message.text}"))
        context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
        context.on("requestfailed", lambda request: troubles.append(f"failed: {request.url} {request.failure}"))
        context.on("response", lambda reply: reply.status < 400 or troubles.append(f"{reply.status}: {reply.url}"))
        self.page = context.new_page()

    @property
    def address(self) -> str:
        return urlsplit(self.page.url).path

    def open(self, address: str) -> None:
        self.page.goto(address)

    def follow(self, words: str) -> None:
        """Follow the first link of the page that begins with these words."""
        self._go(self._at(LINK.format(words)).first)

    def offers(self, words: str) -> bool:
        return self._at(LINK.format(words)).count() > 0

    def asks(self, label: str) -> bool:
        """Whether the page has an entry of that label."""
        return self._at(LABEL.format(label)).count() > 0

    def fill(self, entries: dict[str, str]) -> None:
        """Write in entries, and pick in lists, each known by its label."""
        for label, value in entries.items():
            entry = self._labelled(label)[0]
            if entry.evaluate("entry => entry.tagName") == "SELECT":
                self._pick(entry, value)
            else:
                self._write(entry, value)

    def choose(self, words: str, question: str = "") -> None:
        """Give that answer to a question; to every question of the page that has it, unless one is named."""
        for choice in self._labelled(words, QUESTION.format(question) if question else ""):
            self._choose(choice)

    def attach(self, label: str, name: str, content: bytes) -> None:
        with self.page.expect_file_chooser() as chooser:
            self._push(self._labelled(label)[0])
        chooser.value.set_files({"name": name, "mimeType": PDF, "buffer": content})

    def press(self, words: str) -> None:
        """Press a button; what the form holds is sent with it."""
        self._go(self._at(BUTTON.format(words)).first)
        assert self.texts(ERRORS) == []

    def download(self, address: str) -> bytes:
        return self.context.request.get(address).body()

    def texts(self, place: str) -> list[str]:
        return [plain(text) for text in self._at(place).all_text_contents()]

    def _at(self, place: str) -> Locator:
        return self.page.locator(f"xpath={place}")

    def _labelled(self, words: str, within: str = "") -> list[Locator]:
        labels = self._at(within + LABEL.format(words))
        if not labels.count():
            labels = self._at(LABEL_AT_LENGTH.format(words))
        found = [self.page.locator(f'[id="{label.get_attribute("for")}"]') for label in labels.all()]
        assert found, f"{words!r} is not asked at {self.address}"
        return found

    def _go(self, where: Locator) -> None:
        """Push a link or a button, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self._push(where)

    def _push(self, what: Locator) -> None:
        what.click()

    def _write(self, entry: Locator, value: str) -> None:
        entry.fill(value)

    def _pick(self, entry: Locator, value: str) -> None:
        entry.select_option(label=value)

    def _choose(self, choice: Locator) -> None:
        choice.check()


class KeyboardVisitor(Visitor):
    """Someone who has no mouse: Tab goes everywhere, Enter, Space and the arrows do all the rest."""

    def _push(self, what: Locator) -> None:
        self._reach(what)
        self.page.keyboard.press("Enter")

    def _write(self, entry: Locator, value: str) -> None:
        self._reach(entry)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(value)

    def _pick(self, entry: Locator, value: str) -> None:
        self._reach(entry)
        self._until(entry, f"entry => entry.selectedOptions[0].label.trim() === {value!r}", "ArrowDown")

    def _choose(self, choice: Locator) -> None:
        """Come to the question, then to the choice by the arrows; Space marks the one where one arrives."""
        self._come_near(choice)
        self._until(choice, "choice => document.activeElement.name === choice.name", "Tab")
        self.page.keyboard.press("Space")
        self._until(choice, "choice => choice.checked", "ArrowDown")

    def _reach(self, what: Locator) -> None:
        self._come_near(what)
        self._until(what, "what => what === document.activeElement", "Tab")

    def _come_near(self, what: Locator) -> None:
        """Press Tab without looking each time, as long as what one wants cannot be reached yet."""
        if self.page.evaluate("document.activeElement === document.body"):
            self.page.keyboard.press("Tab")
        for _press in range(what.evaluate(STOPS_BEFORE)):
            self.page.keyboard.press("Tab")

    def _until(self, what: Locator, condition: str, key: str) -> None:
        for _press in range(MOST_PRESSES):
            if what.evaluate(condition):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead to {what} at {self.address}")
