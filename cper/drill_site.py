"""The site under trial: a demonstration apart, its processes and its rows, and what its drills have found."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from cper import database
from cper.drill_visitor import HOST, Visitor

AGENT, PASSWORD = "kayes.agent", "cper-demo"
# granian keeps a small process beside its workers, to watch them.
SMALL_PSS = 20


@dataclass
class Site:
    """Its port, its database, its processes and its papers; `missed` counts the figures outside their goal."""

    port: int
    address: str
    demo: subprocess.Popen
    base: Path
    media: Path
    missed: int = 0
    agent: Visitor = field(init=False)

    def __post_init__(self):
        self.agent = Visitor(self.port)
        if self.agent.sign_in(AGENT, PASSWORD) != 302:
            sys.exit("La connexion échoue : le site ne peut pas être mis à l’épreuve.")

    def same_agent(self) -> Visitor:
        """Another window of the agent's browser."""
        return Visitor(self.port, dict(self.agent.cookies))

    def say(self, name: str, value: object) -> None:
        print(f"{name}: {value}", flush=True)

    def hold(self, name: str, value: float, limit: float) -> None:
        """Print a figure and whether it stays within its limit."""
        self.say(name, f"{value:g}")
        self.missed += value > limit
        print(f"goal.{name}: {'tenu' if value <= limit else 'manqué'} ({value:g}, {limit:g} au plus)", flush=True)

    def count(self, query: str, *facts: str) -> Counter:
        """How many rows for each value that the query gives."""
        with psycopg.connect(self.address) as base:
            return Counter(row[0] for row in base.execute(query, facts))

    def dossiers(self, title: str) -> Counter:
        """How many dossiers bear each title that begins so."""
        return self.count("SELECT title FROM negotiation_contract WHERE title LIKE %s", f"{title}%")

    def papers(self, title: str) -> Counter:
        """How many papers each of them has."""
        told = "SELECT c.title FROM negotiation_piece p JOIN negotiation_contract c ON c.id = p.contract_id"
        return self.count(f"{told} WHERE c.title LIKE %s", f"{title}%")

    def workers(self) -> list[int]:
        return [one for one in children_of(children_of(self.demo.pid)[0]) if pss(one) > SMALL_PSS]

    def manage(self, *command: str) -> None:
        """Run a command of the site on this database and these papers."""
        told = {"DATABASE_URL": self.address, "MEDIA_ROOT": str(self.media), "CPER_DEMO": "1"}
        subprocess.run([sys.executable, "manage.py", *command], env=os.environ | told, check=True)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def pss(pid: int) -> int:
    """What a process weighs, its share of what it shares counted once, in megabytes; nothing for one that died."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


@contextlib.contextmanager
def site() -> Iterator[Site]:
    """A demonstration with its own database, papers and port, gone at the end. Its log stays: `.local/drills.log`."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="cper-drills-") as folder:
        media, base = Path(folder, "media"), Path(folder, "pg")
        with database.lease(base, durable=False) as address:
            told = {"DATABASE_URL": address, "MEDIA_ROOT": str(media), "PORT": str(port), "LOG_LEVEL": "ERROR"}
            with (database.LOCAL / "drills.log").open("w") as log, started(os.environ | told, log) as demo:
                yield Site(port, address, demo, base, media)
        database.stop(base)  # what a drill has started again


@contextlib.contextmanager
def started(environment: dict[str, str], log) -> Iterator[subprocess.Popen]:
    """The demonstration, from the moment it answers."""
    command = [sys.executable, "-m", "cper.demo"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log) as demo:
        try:
            while "prêt".encode() not in (line := demo.stdout.readline()):
                if not line:
                    sys.exit("Le site ne démarre pas.")
            yield demo
        finally:
            demo.terminate()
