"""Printing is harmless: nothing typed by a user makes the server fetch, read, hang or fall."""

import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from cper.papers import rendering
from cper.papers.rendering import Limits, RenderingFailed, render, render_pdf
from negotiation.act_parts import Site
from tests.negotiation.acts import PASTURES, kayes_convention

pytestmark = pytest.mark.usefixtures("processes_apart")

TOO_SLOW = "La mise en page a demandé trop de temps et a été arrêtée. Vérifiez les textes très longs du dossier."
TOO_LARGE = "Le document est trop volumineux pour être mis en page."
NOT_PRINTABLE = "Le document n’a pas pu être mis en page. L’administrateur en est informé."
KILLED = "La mise en page a été interrompue par la machine. Réessayez dans une minute."
BUSY = "Trop de documents sont en cours de mise en page. Réessayez dans une minute."
AS_GIVEN = Limits()
QUICK = Limits(cpu_seconds=3, wall_seconds=4)
PAGE = '<!DOCTYPE html><html lang="fr"><head><title>Essai</title>%s</head><body>%s</body></html>'
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ENDLESS = PAGE % ("", "mot " * 350_000)


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


def processes_started() -> list[str]:
    """The processes this one has started and that still live."""
    mine = str(os.getpid())
    stats = {entry: facts(entry, "stat") for entry in os.listdir("/proc") if entry.isdigit()}
    return [pid for pid, stat in stats.items() if stat and stat.rpartition(")")[2].split()[1] == mine]


def facts(pid: str, name: str) -> str:
    """What the kernel tells of a process, nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def refusal_of(page: str, limits: Limits = AS_GIVEN) -> str:
    """The sentence the user reads, empty when the page is printed."""
    try:
        render_pdf(page, limits)
    except RenderingFailed as refusal:
        return str(refusal)
    return ""


def until(answer):
    """The first answer that is not empty."""
    for _ in range(100):
        if found := answer():
            return found
        time.sleep(0.02)
    raise AssertionError("nothing came")


def test_a_page_becomes_a_pdf():
    assert "Bɛɛ ka kan →" in text_of(render_pdf(PAGE % ("", "<p>Bɛɛ ka kan →</p>")))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="{0}/img">'),
        ("", '<img src="file:///etc/passwd">'),
        ("", '<img src="ftp://127.0.0.1/x">'),
        ("", '<object data="{0}/object"></object>'),
        ("", '<embed src="{0}/embed">'),
        ("", '<p style="background: url({0}/inline)">x'),
        ('<link rel="stylesheet" href="{0}/link">', ""),
        ('<link rel="stylesheet" href="file:///etc/passwd">', ""),
        ('<link rel="attachment" href="file:///etc/passwd">', ""),
        ('<base href="{0}/"><link rel="stylesheet" href="relative">', ""),
        ("<style>@import url({0}/import);</style>", ""),
        ("<style>@font-face {{ font-family: a; src: url({0}/font) }}</style>", ""),
        ("<style>p::before {{ content: url({0}/content) }}</style>", "<p>x"),
    ],
)
def test_a_page_that_asks_for_anything_outside_is_refused_and_nothing_is_asked(listener, head, body):
    page = PAGE % (head.format(listener.address), body.format(listener.address))

    assert (refusal_of(page), listener.asked) == (NOT_PRINTABLE, [])


def test_what_a_drawing_asks_for_is_left_out_and_nothing_is_asked(listener):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{0}</svg>'
    asking = f'<image href="{listener.address}/image" width="9" height="9"/><use href="{listener.address}/use#a"/>'
    nested = f'<img src="data:image/svg+xml;base64,{b64encode(drawing.format(asking).encode()).decode()}">'

    pdf = render_pdf(PAGE % ("", drawing.format(asking) + nested))

    assert (pdf[:5], listener.asked) == (b"%PDF-", [])


def test_what_is_not_for_paper_is_left_alone(listener):
    tags = ("iframe", "frame", "script", "video", "audio", "source", "track")

    pdf = render_pdf(PAGE % ("", "".join(f'<{tag} src="{listener.address}/{tag}"></{tag}>' for tag in tags)))

    assert (pdf[:5], listener.asked) == (b"%PDF-", [])


def test_what_stands_in_the_page_itself_is_printed():
    pdf = render_pdf(PAGE % ("", f'<img alt="point" src="data:image/png;base64,{DOT}">'))

    assert b"/Image" in pdf


def test_markup_typed_by_a_user_is_printed_as_it_was_typed(listener):
    typed = f'<img src="{listener.address}/x"><style>@import url({listener.address}/y)</style>{{{{ document }}}}'
    project = replace(PASTURES, title=typed, sites=(Site(typed, typed, typed),))

    text = text_of(render(kayes_convention(title=typed, projects=(project,), visas=(typed,))))

    assert listener.asked == []
    assert typed in text.replace("\n", "")


def test_the_process_that_prints_knows_nothing_of_the_site():
    thread = threading.Thread(target=refusal_of, args=(ENDLESS, QUICK))
    thread.start()
    child = until(lambda: next((pid for pid in processes_started() if "pdf_child.py" in facts(pid, "cmdline")), None))

    names = re.findall(r"(?:^|\0)(\w+)=", facts(child, "environ"))
    folder = Path(os.readlink(f"/proc/{child}/cwd"))
    thread.join()

    assert sorted(names) == ["FONTCONFIG_FILE", "LANG", "PYTHONHASHSEED"]
    assert folder == Path("/")  # which it may not read, and where it leaves nothing


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open(b'/etc/passwd')",
        "open(sys.prefix + '/../../../../../../../etc/passwd')",
        "os.open('/etc/passwd', os.O_RDONLY)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
    ],
)
def test_python_itself_refuses_the_child_files_networks_and_processes(attempt):
    program = (
        "import os, socket, subprocess, sys; sys.path.insert(0, sys.argv[1]); import pdf_child; "
        f"sys.addaudithook(pdf_child.guard); {attempt}"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, rendering.CHILD.parent], capture_output=True, text=True, check=False
    )

    assert ended.stderr.splitlines()[-1].startswith("PermissionError")


def test_a_page_too_large_is_refused_before_any_work():
    started = time.monotonic()

    with pytest.raises(RenderingFailed, match=TOO_LARGE):
        render_pdf(PAGE % ("", "mot " * 1_250_000))

    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "body",
    [
        "mot " * 300_000,
        "m" * 1_000_000,
        "<table><tr><td>" * 3_000,
        "<div>" * 20_000,
        "<div style='display:flex'>x" * 60,
        "<table><tr><td colspan=100000000>x</table>",
        "<style>@page { size: 3mm; margin: 0 }</style>" + "mot " * 100_000,
    ],
    ids=["words", "one-word", "nested-tables", "nested-blocks", "nested-flex", "columns", "tiny-pages"],
)
def test_a_bomb_is_printed_or_killed_in_time_and_leaves_nothing_behind(body):
    before = processes_started()
    started = time.monotonic()

    refusal = refusal_of(PAGE % ("", body), QUICK)

    assert time.monotonic() - started < QUICK.wall_seconds + 1
    assert refusal in {"", TOO_SLOW, NOT_PRINTABLE}
    assert processes_started() == before


def test_by_default_a_page_that_would_never_end_is_killed_within_twenty_seconds():
    assert AS_GIVEN.cpu_seconds < AS_GIVEN.wall_seconds < 20
    # Each limit alone ends it: the processor's here, the clock's below.
    assert refusal_of(ENDLESS, replace(AS_GIVEN, cpu_seconds=2)) == TOO_SLOW


def test_a_child_that_sleeps_past_the_deadline_is_killed_too():
    assert refusal_of(ENDLESS, Limits(wall_seconds=0.2)) == TOO_SLOW


def test_a_layout_that_the_machine_kills_is_made_again_and_the_texts_are_not_accused(monkeypatch):
    real, killed = rendering.feed, []

    def feed(child, page):
        if len(killed) < 1:
            killed.append(child.pid)
            os.kill(child.pid, signal.SIGKILL)
        real(child, page)

    monkeypatch.setattr(rendering, "feed", feed)

    assert refusal_of(PAGE % ("", "x")) == ""


def test_a_layout_that_the_machine_kills_twice_says_so(monkeypatch):
    real = rendering.feed

    def feed(child, page):
        os.kill(child.pid, signal.SIGKILL)
        real(child, page)

    monkeypatch.setattr(rendering, "feed", feed)

    assert refusal_of(PAGE % ("", "x")) == KILLED


def test_a_page_that_needs_more_memory_than_given_is_refused():
    assert refusal_of(PAGE % ("", "x"), Limits(memory_bytes=50_000_000)) == NOT_PRINTABLE


def test_a_pdf_larger_than_allowed_is_refused():
    assert refusal_of(PAGE % ("", "x"), Limits(pdf_bytes=1_000)) == NOT_PRINTABLE


def test_a_third_page_waits_for_its_turn_and_is_told_when_it_is_too_long():
    busy = [threading.Thread(target=refusal_of, args=(ENDLESS, QUICK)) for _ in range(rendering.AT_ONCE)]
    for thread in busy:
        thread.start()
    time.sleep(0.5)

    assert refusal_of(PAGE % ("", "x"), Limits(wait_seconds=0.1)) == BUSY
    assert refusal_of(PAGE % ("", "x")) == ""

    for thread in busy:
        thread.join()
