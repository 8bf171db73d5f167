"""`make drills`: break the running site on purpose, and print what it did. Some minutes; outside `make test`.

A demonstration of its own is started on a database of its own. One `name: value` a line, then `goal.name: tenu` or
`goal.name: manqué` for each figure that is held to a value. Nothing of the developer's own demonstration is touched.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from cper import database
from cper.drill_visitor import HOST, Visitor

AGENT, PASSWORD = "kayes.agent", "cper-demo"
OPEN, LIST = "/dossiers/ouvrir/", "/dossiers/"
RACERS, RACES = 16, 12
SENDINGS, READS, AT_ONCE = 160, 200, 8
FLOOD_A_SECOND, FLOOD_SECONDS = 20, 10
MOST_PSS = 100
# A worker takes some seconds to be replaced, PostgreSQL to start again: between two troubles the site lives.
TROUBLE_SECONDS, TRIES = 10, 60


class Drills:
    """The site under trial: its port, its database, its processes; what was found, and what is held to a goal."""

    def __init__(self, port: int, address: str, demo: subprocess.Popen, folder: Path, media: Path):
        self.port, self.address, self.demo, self.folder, self.media = port, address, demo, folder, media
        self.missed = 0
        self.agent = self.visitor()

    def visitor(self) -> Visitor:
        somebody = Visitor(self.port)
        if somebody.sign_in(AGENT, PASSWORD) != 302:
            sys.exit("La connexion échoue : le site ne peut pas être mis à l’épreuve.")
        return somebody

    def say(self, name: str, value: object) -> None:
        print(f"{name}: {value}", flush=True)

    def hold(self, name: str, value: float, limit: float) -> None:
        """Print a figure and whether it stays within its limit."""
        self.say(name, f"{value:g}")
        self.missed += value > limit
        print(f"goal.{name}: {'tenu' if value <= limit else 'manqué'} ({value:g}, {limit:g} au plus)", flush=True)

    def rows(self, title: str) -> Counter:
        """How many dossiers bear each title that begins so."""
        with psycopg.connect(self.address) as base:
            found = base.execute("SELECT title FROM negotiation_contract WHERE title LIKE %s", [f"{title}%"])
            return Counter(row[0] for row in found)

    # The drills.

    def races(self) -> None:
        """Sixteen times the same sending at the same moment: one effect."""
        answers = Counter()
        for rank in range(RACES):
            entries = self.agent.form(OPEN) | {"title": f"Course {rank}"}
            together = threading.Barrier(RACERS)
            with ThreadPoolExecutor(RACERS) as pool:
                told = pool.map(lambda _n, e=entries, b=together: self.together(b, e), range(RACERS))
                answers.update(told)
        self.say("races.answers", dict(answers))
        self.hold("races.doubled", sum(count - 1 for count in self.rows("Course ").values()), 0)
        self.hold("races.errors", sum(n for status, n in answers.items() if status >= 500), 0)

    def together(self, barrier: threading.Barrier, entries: dict) -> int:
        one = Visitor(self.port, dict(self.agent.cookies))
        barrier.wait()
        return one.send(OPEN, entries)[0]

    def kills(self) -> None:
        """Workers killed under sendings: what was answered is kept, the rest may be sent again, nothing doubles."""
        self.under("kills", self.kill_a_worker)
        self.hold("kills.files_left", len(list(Path(tempfile.gettempdir()).glob("*.upload*"))), 0)

    def kill_a_worker(self) -> None:
        workers = children_of(children_of(self.demo.pid)[0])
        if workers:
            os.kill(workers[0], signal.SIGKILL)

    def restarts(self) -> None:
        """PostgreSQL restarts under sendings: 503 in words, sent again with success, nothing doubles."""
        self.under("restarts", self.restart)

    def restart(self) -> None:
        database.stop(self.folder)
        database.start(self.folder, durable=False)

    def under(self, name: str, trouble: Callable[[], None]) -> None:
        """Send many forms while the trouble comes again and again; whoever gets no redirect sends the same again."""
        over = threading.Event()
        troubles = threading.Thread(target=repeat, args=(trouble, over))
        first, last = Counter(), Counter()

        def send(rank: int) -> None:
            one = Visitor(self.port, dict(self.agent.cookies))
            entries = one.form(OPEN) | {"title": f"{name} {rank}"}
            for tried in range(TRIES):
                status = one.send(OPEN, entries)[0] if "once" in entries else 0
                if not tried:
                    first[status] += 1
                if status == 302:
                    break
                time.sleep(1)
                if "once" not in entries:
                    entries = one.form(OPEN) | {"title": f"{name} {rank}"}
            last[status] += 1

        troubles.start()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(send, range(SENDINGS)))
        over.set()
        troubles.join()
        kept = self.rows(f"{name} ")
        self.say(f"{name}.first_answers", dict(first))
        self.say(f"{name}.last_answers", dict(last))
        self.hold(f"{name}.lost", SENDINGS - len(kept), 0)
        self.hold(f"{name}.doubled", sum(kept.values()) - len(kept), 0)
        self.hold(f"{name}.errors_of_500", first[500] + last[500], 0)

    def reads(self) -> None:
        """Pages read while PostgreSQL restarts: tried again by themselves."""
        over = threading.Event()
        troubles = threading.Thread(target=repeat, args=(self.restart, over))
        troubles.start()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = Counter(pool.map(self.read, range(READS)))
        over.set()
        troubles.join()
        self.say("reads.answers", dict(answers))
        self.hold("reads.not_answered", READS - answers[200], 0)

    def read(self, _rank: int) -> int:
        return Visitor(self.port, dict(self.agent.cookies)).ask("GET", LIST)[0]

    def flood(self) -> None:
        """A flood of sign-ins with unknown names: the list stays within twice its p95."""
        calm = self.p95_of_the_list(60)
        over = threading.Event()
        strangers = ThreadPoolExecutor(64)
        flooding = threading.Thread(target=self.strangers, args=(strangers, over))
        flooding.start()
        flooded = self.p95_of_the_list(60)
        over.set()
        flooding.join()
        strangers.shutdown(cancel_futures=True)
        self.say("flood.p95_calm_ms", round(calm * 1000))
        self.say("flood.p95_ms", round(flooded * 1000))
        self.hold("flood.ratio", round(flooded / calm, 2), 2)

    def strangers(self, pool: ThreadPoolExecutor, over: threading.Event) -> None:
        held = Visitor(self.port)
        form = held.form("/connexion/")
        rank = 0
        while not over.wait(1 / FLOOD_A_SECOND):
            rank += 1
            entries = form | {"username": f"inconnu{rank}", "password": "faux"}
            pool.submit(Visitor(self.port, dict(held.cookies)).send, "/connexion/", entries)

    def p95_of_the_list(self, times: int) -> float:
        reader = Visitor(self.port, dict(self.agent.cookies))
        for _time in range(times):
            reader.ask("GET", LIST)
            time.sleep(0.05)
        return sorted(reader.seconds)[int(times * 0.95)]

    def memory(self) -> None:
        """What a worker weighs after the pages (PSS, in megabytes)."""
        for path in ("/", LIST, "/regions/", "/suivi/", OPEN, "/style/", "/compte/") * 8:
            self.agent.ask("GET", path)
        for rank, worker in enumerate(children_of(children_of(self.demo.pid)[0])):
            if (weight := pss(worker)) > 20:  # granian keeps a small process to watch its children
                self.hold(f"memory.worker_{rank}_mb", weight, MOST_PSS)

    def leftovers(self) -> None:
        """Halves of files, after all this."""
        self.hold("leftovers.partial_files", len(list(self.media.rglob("*.part"))), 0)


def repeat(trouble: Callable[[], None], over: threading.Event) -> None:
    while not over.wait(TROUBLE_SECONDS):
        trouble()


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) // 1024


@contextlib.contextmanager
def site() -> Iterator[Drills]:
    """A demonstration apart: its own database, papers and port, gone at the end."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="cper-drills-") as folder:
        media, base = Path(folder, "media"), Path(folder, "pg")
        with database.lease(base, durable=False) as address:
            environment = os.environ | {
                "DATABASE_URL": address,
                "MEDIA_ROOT": str(media),
                "PORT": str(port),
                "LOG_LEVEL": "CRITICAL",
            }
            with subprocess.Popen(
                [sys.executable, "-m", "cper.demo"], env=environment, stdout=subprocess.PIPE
            ) as demo:
                try:
                    while "prêt".encode() not in (line := demo.stdout.readline()):
                        if not line:
                            sys.exit("Le site ne démarre pas.")
                    yield Drills(port, address, demo, base, media)
                finally:
                    demo.terminate()
        database.stop(base)  # what a drill has started again


def main() -> None:
    asked = sys.argv[1:] or ["races", "flood", "kills", "restarts", "reads", "memory", "leftovers"]
    with site() as drills:
        for name in asked:
            getattr(drills, name)()
    sys.exit(1 if drills.missed else 0)


if __name__ == "__main__":
    main()
