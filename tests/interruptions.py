"""What is typed in a page's form, whatever interrupts its sending, and what the page holds afterwards.

Nothing here runs a script: pages are read, filled and sent as a browser without JavaScript would.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import cycle

from django.conf import settings as site
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cper.people.models import User
from cper.words import typed
from cper.words.typography import BEGIN, END
from negotiation import kept

TYPED = ("text", "email", "number", "search")
# What is typed where no sentence is: an entry of that class or attribute asks for it.
PLAIN = {"data-amount": "1 000 000", "input--day": "20/11/2026", "vDateField": "20/11/2026", "input--short": "2027"}
# Marks that HTML or a search would read, ends of lines, signs that are not seen, turned, or not printed.
TRYING = (
    "L’école n° 12 <b>& « puits »</b> {{ x }} 50 %",
    "\r\nUne ligne\r\n\r\nune autre\t\u2028fin",
    "e\u0301leve\u0301 \u202edroite\u202c à 1\u202f781\u00a0000 FCFA",
    "ߒߞߏ, عربي 12, ⵜⴰⵎⴰⵣⵉⵖⵜ, 😀",
    "</textarea><script>alert(1)</script>&amp;&nbsp;'\"",
)


@cache
def texts() -> Iterator[str]:
    """Texts of any signs, one after another without end, the same in each run."""
    made = list(TRYING)

    @settings(max_examples=150, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.text(min_size=1, max_size=300))
    def gather(text: str) -> None:
        made.append(text)

    gather()
    return cycle(made)


class Fields(HTMLParser):
    """The form of a page: what each entry holds, which are typed in, and what may be chosen in the others."""

    def __init__(self, html: str):
        super().__init__()
        self.held: dict[str, str | list[str]] = {}
        self.texts: dict[str, str] = {}
        self.choices: dict[str, str] = {}
        self.name = self.within = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        kind, name = facts.get("type") or "text", facts.get("name", "")
        self.within = name if tag == "select" else self.within
        if "__prefix__" in self.within + name:
            return  # the model of a row, which a script copies
        if tag == "textarea":
            self.name, self.held[name] = name, ""
            self.texts[name] = ""
        elif tag == "select":
            self.held[name] = ""
        elif tag == "option":
            self._option(self.within, facts.get("value") or "", "selected" in facts)
        elif tag == "input" and kind == "radio":
            self._option(name, facts.get("value") or "", "checked" in facts)
        elif tag == "input" and name and (kind in (*TYPED, "hidden") or "checked" in facts):
            value = facts.get("value") or ""
            ticked = self.held.get(name) if kind == "checkbox" else None
            self.held[name] = [*([ticked] if isinstance(ticked, str) else ticked), value] if ticked else value
            if kind in TYPED:
                told = {*facts, *(facts.get("class") or "").split()}
                self.texts[name] = next((PLAIN[one] for one in PLAIN if one in told), "")

    def _option(self, name: str, value: str, chosen: bool) -> None:
        if chosen:
            self.held[name] = value
        if value:
            self.choices[name] = value

    def handle_data(self, data):
        if self.name:
            self.held[self.name] += data

    def handle_endtag(self, tag):
        self.within = "" if tag == "select" else self.within
        if tag == "textarea":
            # A browser drops the line end that stands first.
            self.held[self.name] = self.held[self.name].removeprefix("\n")
            self.name = ""


def fields(response) -> Fields:
    return Fields(response.content.decode())


def fill(page: Fields) -> dict[str, str]:
    """Another text in each entry that takes one; in the others, the last of their choices."""
    return page.choices | {name: next(texts()) for name in page.texts}


def fill_rightly(page: Fields) -> dict[str, str]:
    """The same with a day, an amount, a year, where that is what is asked: nothing to mend in them."""
    return fill(page) | {name: plain for name, plain in page.texts.items() if plain}


def lost(sent: dict[str, str], response) -> list[str]:
    """The entries that no longer hold what was typed or chosen in them."""
    held = fields(response).held
    return [name for name, text in sent.items() if unbound(held.get(name) or "") != unbound(typed.text(text))]


def unread(sent: dict[str, str], response) -> list[str]:
    """The entries of which what was typed can be read nowhere on the page."""
    words = unbound(unescape(response.content.decode().replace("<br>", "\n")))
    return [name for name, text in sent.items() if unbound(typed.text(text)) not in words]


def unbound(text: str) -> str:
    """The text without the spaces that print binds, and the marks by which it holds Arabic apart."""
    return text.translate({0xA0: " ", 0x202F: " ", ord(BEGIN): None, ord(END): None})


def after_sign_out(user: User, url: str, sent: dict):
    """The session is over; the person signs in again, where the site leads."""
    away = Client()
    asked = away.post(url, sent)
    assert asked.url == f"/connexion/?next={url}", asked.url
    assert "ce que vous avez écrit est gardé" in away.get(asked.url).content.decode()
    away.force_login(user)
    return away.get(url)


def after_a_new_session(user: User, url: str, sent: dict):
    """Another tab has signed in again since the page was made: the browser's guard is another one."""
    tab = signed_in(user, guarded=True)
    tab.cookies[site.CSRF_COOKIE_NAME] = "b" * 32
    return tab.post(url, sent | {"csrfmiddlewaretoken": "a" * 64}, follow=True)


def without_guard(user: User, url: str, sent: dict):
    """The browser has lost the cookie of the guard."""
    return signed_in(user, guarded=True).post(url, sent, follow=True)


def refused(user: User, url: str, sent: dict):
    """An entry is to be mended; the page is opened again: the button « Précédent », or the link that led there."""
    tab = signed_in(user)
    answer = tab.post(url, sent)
    if answer.status_code == 302:
        return answer
    return answer if lost(sent, answer) else tab.get(url)


def stale(user: User, url: str, sent: dict):
    """What the page was made from is no longer what the site holds."""
    return signed_in(user).post(url, sent | {"seen": "0"} if "seen" in sent else sent)


COMING_BACK: dict[str, Callable] = {
    "the session is over": after_sign_out,
    "the session is another one": after_a_new_session,
    "the guard is lost": without_guard,
    "an entry is to be mended": refused,
    "the page is stale": stale,
}


def signed_in(user: User, guarded: bool = False) -> Client:
    browser = Client(enforce_csrf_checks=guarded)
    browser.force_login(user)
    return browser


def losses(user: User, url: str) -> Iterator[str]:
    """What is lost of a page's form by each interruption, then by the end of the right to send it; undoes it all."""
    page = fields(signed_in(user).get(url))
    if mistaken := mistaken_for_codes(page):
        yield f"{url}, read where no form is left: {mistaken}"
    for name, interrupted in COMING_BACK.items():
        with undone():
            sent = fill_rightly(page) if interrupted is stale else fill(page)
            response = interrupted(user, url, page.held | sent)
            if response.status_code != 302 and (missing := lost(sent, response)):
                yield f"{url}, {name} ({response.status_code}): {sorted(missing)}"
    with undone():
        yield from lost_with_the_right(user, url, page)


def mistaken_for_codes(page: Fields) -> list[str]:
    """The entries typed in whose text would be kept from its reader as a code, and the codes that he would read."""
    sent = QueryDict(mutable=True)
    for name, value in (page.held | page.choices | dict.fromkeys(page.texts, "agent")).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    written = {*page.texts, "year"}  # a year that is chosen reads as it is sent
    return [name for name, value in kept.sent(sent) if value and kept.is_words(name, value) != (name in written)]


def lost_with_the_right(user: User, url: str, page: Fields) -> Iterator[str]:
    """The mandate has ended since the page was opened: nothing can be sent, what was typed is there to be read."""
    browser, sent = signed_in(user), fill(page)
    typed_in = {name: sent[name] for name in page.texts}
    day = user.mandates.order_by("valid_from").first().valid_from
    user.mandates.update(valid_from=day - timedelta(days=10), valid_to=day - timedelta(days=1))
    response = browser.post(url, page.held | sent)
    missing = unread(typed_in, response)
    if response.status_code not in (403, 409) or "inexacte" in response.content.decode() or missing:
        yield f"{url}, the mandate has ended ({response.status_code}): {sorted(missing)}"


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone: the next interruption meets the same page."""
    here = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(here)
