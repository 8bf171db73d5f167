"""What is typed in a page's form, whatever interrupts its sending, and what the page holds afterwards.

Nothing here runs a script: pages are read, filled and sent as a browser without JavaScript would.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import count

from django.test import Client

from cper.words import typed
from negotiation.models import User

TYPED = ("text", "email", "number", "search")
NUMBER = count(1)


class Fields(HTMLParser):
    """The form of a page: what each entry holds, and which are typed in."""

    def __init__(self, html: str):
        super().__init__()
        self.held: dict[str, str | list[str]] = {}
        self.texts: set[str] = set()
        self.name = self.within = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        kind, name = facts.get("type") or "text", facts.get("name", "")
        if "__prefix__" in name:
            return  # the model of a row, which a script copies
        if tag == "textarea":
            self.name, self.held[name] = name, ""
            self.texts.add(name)
        elif tag == "select":
            self.within, self.held[name] = name, ""
        elif tag == "option" and "selected" in facts:
            self.held[self.within] = facts.get("value") or ""
        elif tag == "input" and name and (kind in (*TYPED, "hidden") or "checked" in facts):
            value = facts.get("value") or ""
            ticked = self.held.get(name) if kind == "checkbox" else None
            self.held[name] = [*([ticked] if isinstance(ticked, str) else ticked), value] if ticked else value
            self.texts |= {name} if kind in TYPED else set()

    def handle_data(self, data):
        if self.name:
            self.held[self.name] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line end that stands first.
            self.held[self.name] = self.held[self.name].removeprefix("\n")
            self.name = ""


def fields(response) -> Fields:
    return Fields(response.content.decode())


def fill(page: Fields) -> dict[str, str]:
    """Another text in each entry that takes one: accents, quotes, marks that HTML or a search would read."""
    return {name: f"L’école n° {next(NUMBER)} <b>& « puits »</b> {{{{ x }}}} 50 %" for name in page.texts}


def lost(texts: dict[str, str], response) -> dict[str, str]:
    """The entries that no longer hold what was typed in them."""
    held = fields(response).held
    return {name: text for name, text in texts.items() if held.get(name) != typed.text(text)}


def unread(texts: dict[str, str], response) -> dict[str, str]:
    """What was typed and can be read nowhere on the page."""
    words = unbound(unescape(response.content.decode().replace("<br>", "\n")))
    return {name: text for name, text in texts.items() if unbound(typed.text(text)) not in words}


def unbound(text: str) -> str:
    """The text without the spaces that print binds."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


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
    tab = Client(enforce_csrf_checks=True)
    tab.force_login(user)
    tab.get("/compte/")
    return tab.post(url, sent | {"csrfmiddlewaretoken": "a" * 64}, follow=True)


def back(user: User, url: str, sent: dict):
    """The sending failed; the page is opened again: the button « Précédent », or the link that led there."""
    tab = Client()
    tab.force_login(user)
    Client().post(url, sent)
    return tab.get(url)


def refused(user: User, url: str, sent: dict):
    """What the page was made from is not what the site holds, or an entry is to be mended."""
    tab = Client()
    tab.force_login(user)
    return tab.post(url, sent | {"seen": "0"} if "seen" in sent else sent)


COMING_BACK: dict[str, Callable] = {
    "the session is over": after_sign_out,
    "the guard has changed": after_a_new_session,
    "the page is opened again": back,
    "the page is stale or to be mended": refused,
}


def losses(user: User, url: str) -> Iterator[str]:
    """What is lost of a page's form, one interruption after another, then the end of the right to send it."""
    browser = Client()
    browser.force_login(user)
    page = fields(browser.get(url))
    for name, interrupted in COMING_BACK.items():
        texts = fill(page)
        response = interrupted(user, url, page.held | texts)
        if response.status_code == 302:
            continue  # everything was right: it is done
        if missing := lost(texts, response):
            yield f"{url}, {name} ({response.status_code}): {sorted(missing)}"
    texts = fill(page)
    day = user.mandates.order_by("valid_from").first().valid_from
    user.mandates.update(valid_from=day - timedelta(days=10), valid_to=day - timedelta(days=1))
    response = browser.post(url, page.held | texts)
    said = response.content.decode()
    if response.status_code not in (403, 409) or "inexacte" in said or unread(texts, response):
        yield f"{url}, the mandate has ended ({response.status_code}): {sorted(unread(texts, response))}"
