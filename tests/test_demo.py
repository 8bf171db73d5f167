"""`make demo` for real, on a database of its own: it answers, and leaves nothing behind."""

import contextlib
import os
import socket
import subprocess
import sys
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
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        status = page.status

    demo.terminate()
    demo.wait(30)

    assert (status, processes_naming(f"--port {port}")) == (200, [])


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
