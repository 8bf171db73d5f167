"""From a document to the bytes of its PDF, in a process apart that may fail, hang or be attacked without harm here.

`render(document)` fills the template that the document names; `render_pdf(html)` hands the page to `pdf_child.py`.
What comes out depends on the document alone: fonts are ours, dates are its own, no clock is read.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cper.words.typography import bound_page

CHILD = Path(__file__).with_name("pdf_child.py")
FONTS = Path(__file__).with_name("fonts") / "fonts.conf"
# -P and -s: neither the folder nor the user's packages are searched. -B: no bytecode is written. Not -I, which would
# also ignore PYTHONHASHSEED, without which two renderings could differ.
PYTHON = (sys.executable, "-P", "-s", "-B")
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "FONTCONFIG_FILE": str(FONTS)}
# Where the child stands; it may not read it, and leaves nothing there when it is killed.
NOWHERE = "/"
AT_ONCE = 2
STDERR_READ = 65536
STDERR_LOGGED = 300

logger = logging.getLogger(__name__)
slots = threading.BoundedSemaphore(AT_ONCE)


class RenderingFailed(Exception):
    """The PDF could not be made; the message is a French sentence for the person who asked."""


class Killed(RenderingFailed):
    """Something else than our own limits ended the process: the machine was short of memory, or stopped it."""


class Document(Protocol):
    """What can be printed: it names its template, which finds it under `document`."""

    template_name: str


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes one rendering may take. Ours need about 2 s, 0.3 GB of addresses, 100 kB."""

    wall_seconds: float = 19
    cpu_seconds: int = 15
    wait_seconds: float = 30
    memory_bytes: int = 768 * 1024 * 1024
    html_bytes: int = 1_500_000
    pdf_bytes: int = 10 * 1024 * 1024


def render(document: Document, limits: Limits = Limits()) -> bytes:
    """This will print the document; `RenderingFailed` when it cannot be within the limits."""
    page = render_to_string(document.template_name, {"document": document})
    return render_pdf(bound_page(page), limits)


def render_pdf(html: str, limits: Limits = Limits()) -> bytes:
    """This will return the PDF of a page. At most two are made at once in a process; the others wait their turn."""
    page = html.encode()
    if len(page) > limits.html_bytes:
        raise RenderingFailed(_("Le document est trop volumineux pour être mis en page."))
    if not slots.acquire(timeout=limits.wait_seconds):
        raise RenderingFailed(_("Trop de documents sont en cours de mise en page. Réessayez dans une minute."))
    try:
        try:
            return run_child(page, limits)
        except Killed:
            return run_child(page, limits)  # the texts have no part in it: once more
    finally:
        slots.release()


def run_child(page: bytes, limits: Limits) -> bytes:
    """Hand the page over and take the PDF back; at the deadline the child and all it started are killed."""
    command = [*PYTHON, CHILD, str(limits.cpu_seconds), str(limits.memory_bytes), str(limits.pdf_bytes)]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 -- our interpreter, our file, three numbers
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=NOWHERE, env=ENVIRONMENT, start_new_session=True
    ) as child:
        late = threading.Event()
        deadline = threading.Timer(limits.wall_seconds, stop, [child, late])
        deadline.start()
        try:
            feed(child, page)
            # One byte more than allowed tells "too large" without ever holding what is too large.
            pdf = child.stdout.read(limits.pdf_bytes + 1)
            if len(pdf) > limits.pdf_bytes:
                kill(child)
            complaint = child.stderr.read(STDERR_READ)
            child.wait()
        finally:
            kill(child)
            deadline.cancel()
    ours = late.is_set() or len(pdf) > limits.pdf_bytes
    return accept(-signal.SIGXCPU if ours and child.returncode < 0 else child.returncode, pdf, complaint)


def feed(child: subprocess.Popen, page: bytes) -> None:
    try:
        child.stdin.write(page)
        child.stdin.close()
    except BrokenPipeError:
        logger.info("PDF child ended before it had read its page")


def kill(child: subprocess.Popen) -> None:
    """End the child's process group, if it still runs."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def stop(child: subprocess.Popen, late: threading.Event) -> None:
    """The time is over: say so, then end the child."""
    late.set()
    kill(child)


def accept(status: int, pdf: bytes, complaint: bytes) -> bytes:
    """The PDF of a child that ended well; otherwise the reason, in words for the user and, in the log, for us.

    SIGXCPU tells that it went past our limits; SIGKILL, that something else than us ended it.
    """
    if status == 0 and pdf.startswith(b"%PDF-"):
        return pdf
    last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2][:STDERR_LOGGED]
    logger.warning("PDF child ended with status %s: %r", status, last_line)
    if status == -signal.SIGKILL:
        raise Killed(_("La mise en page a été interrompue par la machine. Réessayez dans une minute."))
    if status == -signal.SIGXCPU:
        raise RenderingFailed(
            _("La mise en page a demandé trop de temps et a été arrêtée. Vérifiez les textes très longs du dossier.")
        )
    raise RenderingFailed(_("Le document n’a pas pu être mis en page. L’administrateur en est informé."))
