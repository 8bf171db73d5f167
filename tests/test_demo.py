"""`make demo` for real, on a database of its own: it answers, and leaves nothing behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from cper import database


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(tmp_path: Path, port: int) -> Iterator[subprocess.Popen]:
    with database.lease(tmp_path / "pg", durable=False) as address:
        environment = os.environ | {"DATABASE_URL": address, "MEDIA_ROOT": str(tmp_path), "PORT": str(port)}
        command = [sys.executable, "-m", "cper.demo"]
        with subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
        ) as demo:
            yield demo
            demo.kill()


def processes_naming(words: str) -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            found.append(file.read_text().replace("\0", " "))
    return [line for line in found if words in line]


def test_the_demo_answers_then_leaves_nothing_behind(demo, port):
    next(line for line in demo.stdout if "Le site est prêt" in line)
    status = answer_of(port)
    [server] = children_of(demo.pid)
    workers = children_of(server)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    status_after_they_died = answer_of(port)

    demo.terminate()
    demo.wait(30)

    assert len(workers) >= 2
    assert (status, status_after_they_died) == (200, 200)
    assert processes_naming(f"--port {port}") == []


def answer_of(port: int) -> int:
    """What the home page answers, within half a minute: while no worker is left, nobody answers."""
    for _try in range(60):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return page.status
        time.sleep(0.5)
    return 0


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_port_already_taken_is_said_with_its_remedy(port):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", port))
        holder.listen()
        environment = os.environ | {"PORT": str(port)}
        demo = subprocess.run(
            [sys.executable, "-m", "cper.demo"], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
        )

    assert (demo.returncode, demo.stderr) == (
        1,
        f"Le port {port} est déjà pris ou interdit. Choisissez-en un autre : make demo PORT=8001\n",
    )
