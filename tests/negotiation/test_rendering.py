"""Printing is harmless: nothing typed by a user makes the server fetch, read, hang or fall."""

import http.server
import os
import threading
import time
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from negotiation import rendering
from negotiation.convention import Site
from negotiation.rendering import Limits, RenderingFailed, render, render_pdf
from tests.negotiation.acts import PASTURES, kayes_convention

TOO_SLOW = "La mise en page a demandé trop de temps et a été arrêtée. Vérifiez les textes très longs du dossier."
TOO_LARGE = "Le document est trop volumineux pour être mis en page."
NOT_PRINTABLE = "Le document n’a pas pu être mis en page. L’administrateur en est informé."
QUICK = Limits(cpu_seconds=3, wall_seconds=4)
PAGE = '<!DOCTYPE html><html lang="fr"><head><title>Essai</title>%s</head><body>%s</body></html>'
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SECRET = "/etc/passwd"


@pytest.fixture
def listener():
    """An HTTP server on this machine that keeps the path of every request it gets."""
    asked = []

    class Keep(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keep) as server:
        threading.Thread(target=server.serve_forever).start()
        server.asked, server.address = asked, f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def children() -> list[str]:
    """The rendering processes that still live."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as command:
                    line = command.read().decode(errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if "pdf_child.py" in line:
                found.append(entry)
    return found


def test_a_page_becomes_a_pdf():
    assert "Bɛɛ ka kan →" in text_of(render_pdf(PAGE % ("", "<p>Bɛɛ ka kan →</p>")))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="{0}/img">'),
        ("", '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22{0}/s%22/></svg>">'),
        ("", '<object data="{0}/object"></object>'),
        ("", '<embed src="{0}/embed">'),
        ("", '<p style="background:url({0}/inline)">x</p>'),
        ("", '<ul style="list-style-image:url({0}/list)"><li>x</ul>'),
        ("", '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}/svg" width="9" height="9"/></svg>'),
        ("", '<svg xmlns="http://www.w3.org/2000/svg"><use href="{0}/use#a"/></svg>'),
        ('<link rel="stylesheet" href="{0}/link">', "x"),
        ('<link rel="attachment" href="{0}/attachment">', "x"),
        ('<base href="{0}/"><link rel="stylesheet" href="relative">', "x"),
        ("<style>@import url({0}/import);</style>", "x"),
        ("<style>@font-face {{ font-family: a; src: url({0}/font) }} p {{ font-family: a }}</style>", "<p>x"),
        ("<style>p::before {{ content: url({0}/content) }}</style>", "<p>x"),
        ("<style>@page {{ background: url({0}/page) }}</style>", "x"),
        ('<link rel="stylesheet" href="file:///etc/passwd">', "x"),
        ("", '<img src="file:///etc/passwd">'),
        ("", '<img src="ftp://127.0.0.1/x">'),
    ],
)
def test_a_page_that_asks_for_anything_outside_is_refused_and_nothing_is_asked(listener, head, body):
    page = PAGE % (head.format(listener.address), body.format(listener.address))

    try:
        printed = text_of(render_pdf(page))
    except RenderingFailed as refusal:
        assert str(refusal) == NOT_PRINTABLE
        printed = ""

    assert listener.asked == []
    assert "root:" not in printed


@pytest.mark.parametrize("tag", ["iframe", "script", "video", "audio", "frame"])
def test_what_is_not_for_paper_is_left_alone(listener, tag):
    render_pdf(PAGE % ("", f'<{tag} src="{listener.address}/{tag}"></{tag}>x'))

    assert listener.asked == []


def test_what_stands_in_the_page_itself_is_printed():
    pdf = render_pdf(PAGE % ("", f'<img alt="point" src="data:image/png;base64,{DOT}">'))

    assert b"/Image" in pdf


def test_markup_typed_by_a_user_is_printed_as_it_was_typed(listener):
    typed = f'<img src="{listener.address}/x"><style>@import url({listener.address}/y)</style>{{{{ document }}}}'
    project = replace(PASTURES, title=typed, sites=(Site(typed, typed, typed),))

    text = text_of(render(kayes_convention(title=typed, projects=(project,), visas=(typed,))))

    assert listener.asked == []
    assert typed in text.replace("\n", "")


def test_the_child_knows_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "never-handed-on")
    seen = rendering.ENVIRONMENT

    assert sorted(seen) == ["FONTCONFIG_FILE", "LANG", "PYTHONHASHSEED"]


def test_a_page_too_large_is_refused_before_any_work():
    started = time.monotonic()

    with pytest.raises(RenderingFailed, match=TOO_LARGE):
        render_pdf(PAGE % ("", "mot " * 1_250_000))

    assert time.monotonic() - started < 1
