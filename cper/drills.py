"""`make drills`: break the running site on purpose, and print what it did. Some minutes; outside `make test`.

A demonstration of its own is started on a database of its own. One `name: value` a line, then `goal.name: tenu` or
`goal.name: manqué` for each figure that is held to a value. Nothing of the developer's own demonstration is touched.
"""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from cper import database
from cper.demo.launch import WORKERS
from cper.drill_site import Site, pss, site
from cper.drill_visitor import DROPPED, Visitor

OPEN, LIST = "/dossiers/ouvrir/", "/dossiers/"
DELIBERATION = "pieces/deliberation-negotiate/deposer/"
KNOWN_BY = {"number": "12/CR-K", "dated_on": "02/03/2026", "session": "ordinary"}
RACERS, RACES = 16, 12
AT_ONCE, TRIES = 8, 60
FLOOD_A_SECOND, MOST_SLOWED = 20, 2
READS = 100
MOST_PSS = 100
# How many times each trouble comes. A worker takes some seconds to be replaced, PostgreSQL to start again: between two
# troubles the site lives, and sendings go on all the while.
TROUBLES, TROUBLE_SECONDS = 4, 6
SIDE = 1200  # of a picture filed as a paper, in pixels: 4 MB, for a kill to fall in the middle of one


def races(tried: Site) -> None:
    """Sixteen times the same sending at the same moment: one effect."""
    answers = Counter()
    for rank in range(RACES):
        entries = tried.agent.form(OPEN) | {"title": f"Course {rank}"}
        together = threading.Barrier(RACERS)

        def race(_n: int, entries: dict = entries, together: threading.Barrier = together) -> int:
            one = tried.same_agent()
            together.wait()
            return one.send(OPEN, entries)[0]

        with ThreadPoolExecutor(RACERS) as pool:
            answers.update(pool.map(race, range(RACERS)))
    tried.say("races.answers", dict(answers))
    tried.hold("races.doubled", sum(count - 1 for count in tried.dossiers("Course ").values()), 0)
    tried.hold("races.errors", sum(n for status, n in answers.items() if status >= 500), 0)


@dataclass
class Sendings:
    """Dossiers opened and their deliberations filed while troubles last; whoever gets no redirect sends again."""

    tried: Site
    name: str
    over: threading.Event = field(default_factory=threading.Event)
    begun: int = 0
    first: Counter = field(default_factory=Counter)
    last: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def until(self, trouble: Callable[[], None]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            senders = [pool.submit(self.go_on) for _rank in range(AT_ONCE)]
            again_and_again(trouble)
            self.over.set()
            for sender in senders:
                sender.result()

    def go_on(self) -> None:
        one = self.tried.same_agent()
        while not self.over.is_set():
            with self.lock:
                self.begun += 1
                rank = self.begun
            place = self.insist(one, OPEN, {"title": f"{self.name} {rank}"})
            self.insist(one, f"{place}{DELIBERATION}", KNOWN_BY, picture(rank))

    def insist(self, one: Visitor, path: str, typed: dict, file: bytes = b"") -> str:
        """Send one form until it leads on; where it led."""
        entries: dict = {}
        status, place = DROPPED, ""
        for tries in range(TRIES):
            if "once" not in entries:
                entries = one.form(path) | typed
            status, place, _text = one.send(path, entries, file)
            if not tries:
                self.first[status] += 1
            if status == 302:
                break
            time.sleep(1)
        self.last[status] += 1
        return place

    def judge(self) -> None:
        dossiers, papers = self.tried.dossiers(f"{self.name} "), self.tried.papers(f"{self.name} ")
        for found, kept in (("", dossiers), ("_papers", papers)):
            self.tried.hold(f"{self.name}.lost{found}", self.begun - len(kept), 0)
            self.tried.hold(f"{self.name}.doubled{found}", sum(kept.values()) - len(kept), 0)
        self.tried.say(f"{self.name}.troubles", TROUBLES)
        self.tried.say(f"{self.name}.sendings", 2 * self.begun)
        self.tried.say(f"{self.name}.first_answers", dict(self.first))
        self.tried.say(f"{self.name}.last_answers", dict(self.last))
        self.tried.hold(f"{self.name}.errors_of_500", self.first[500] + self.last[500], 0)


def again_and_again(trouble: Callable[[], None]) -> None:
    for _time in range(TROUBLES):
        time.sleep(TROUBLE_SECONDS)
        trouble()
    time.sleep(TROUBLE_SECONDS)


def picture(rank: int) -> bytes:
    """A picture of some megabytes, another for each rank."""
    drawn, written = Image.new("RGB", (SIDE, SIDE), (rank % 256, rank // 256 % 256, os.getpid() % 256)), io.BytesIO()
    drawn.save(written, "PNG", compress_level=0)
    return written.getvalue()


def kills(tried: Site) -> None:
    """Workers killed under sendings: each is replaced, nothing is lost or doubled, nothing stays on the disks."""
    before = set(Path(tempfile.gettempdir()).iterdir())
    sendings = Sendings(tried, "kills")
    sendings.until(lambda: os.kill(tried.workers()[0], signal.SIGKILL))
    sendings.judge()
    tried.hold("kills.workers_missing", WORKERS - len(tried.workers()), 0)
    left = [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.stat().st_size]
    tried.hold("kills.temporary_files", len(left), 0)
    tried.say("kills.files_of_no_row_before_the_night", len(of_no_row(tried)))
    for path in tried.media.rglob("*"):
        os.utime(path, (0, 0))  # old enough for the night to take it away
    tried.manage("check_files", "--verbosity", "0")
    tried.hold("kills.files_of_no_row", len(of_no_row(tried)), 0)


def of_no_row(tried: Site) -> set[str]:
    """The files, or halves of files, that no row tells of."""
    rows = "SELECT file FROM {} WHERE file <> ''"
    tables = tried.count("SELECT table_name FROM information_schema.columns WHERE column_name = 'file'")
    told = {name for table in tables for name in tried.count(rows.format(table))}
    return {str(path.relative_to(tried.media)) for path in tried.media.rglob("*") if path.is_file()} - told


def restarts(tried: Site) -> None:
    """PostgreSQL restarts under sendings: 503 in words, sent again with success, nothing doubles."""
    sendings = Sendings(tried, "restarts")
    sendings.until(lambda: restart(tried))
    sendings.judge()


def restart(tried: Site) -> None:
    database.stop(tried.base)
    database.start(tried.base, durable=False)


def reads(tried: Site) -> None:
    """Pages read while PostgreSQL restarts: tried again by themselves."""
    over, answers = threading.Event(), Counter()

    def read() -> None:
        one = tried.same_agent()
        while not over.is_set():
            answers[one.ask("GET", LIST)[0]] += 1

    with ThreadPoolExecutor(AT_ONCE) as pool:
        readers = [pool.submit(read) for _rank in range(AT_ONCE)]
        again_and_again(lambda: restart(tried))
        over.set()
        for reader in readers:
            reader.result()
    tried.say("reads.answers", dict(answers))
    tried.hold("reads.not_answered", answers.total() - answers[200], 0)


def disk(tried: Site) -> None:
    """A full disk for the papers: 503, and the same sending passes once there is room. Needs the right to mount."""
    papers = tried.media / "pieces"
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "none", papers]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        tried.say("disk", "non essayé : il faut le droit de monter un disque")
        return
    one = tried.same_agent()
    place = one.send(OPEN, one.form(OPEN) | {"title": "disk"})[1]
    try:
        entries = one.form(f"{place}{DELIBERATION}") | KNOWN_BY
        status, _place, text = one.send(f"{place}{DELIBERATION}", entries, picture(0))
    finally:
        subprocess.run(["umount", papers], check=True)
    tried.hold("disk.not_503", status != 503, 0)
    tried.hold("disk.words_lost", sum(value not in text for value in KNOWN_BY.values()), 0)
    tried.hold("disk.not_said", "Le disque du site est plein" not in text, 0)
    again = one.send(f"{place}{DELIBERATION}", entries, picture(0))[0]
    tried.hold("disk.lost", again != 302 or tried.papers("disk").total() != 1, 0)


def flood(tried: Site) -> None:
    """A flood of sign-ins with unknown names: the list stays within twice its p95, measured calm around it."""
    calm = [p95_of_the_list(tried)]
    over, strangers = threading.Event(), ThreadPoolExecutor(64)
    flooding = threading.Thread(target=knock, args=(tried, strangers, over))
    flooding.start()
    flooded = p95_of_the_list(tried)
    over.set()
    flooding.join()
    strangers.shutdown(cancel_futures=True)
    calm.append(p95_of_the_list(tried))
    tried.say("flood.p95_calm_ms", [round(seconds * 1000) for seconds in calm])
    tried.say("flood.p95_ms", round(flooded * 1000))
    tried.hold("flood.ratio", round(flooded / (sum(calm) / 2), 2), MOST_SLOWED)


def knock(tried: Site, pool: ThreadPoolExecutor, over: threading.Event) -> None:
    held = Visitor(tried.port)
    form = held.form("/connexion/")
    rank = 0
    while not over.wait(1 / FLOOD_A_SECOND):
        rank += 1
        entries = form | {"username": f"inconnu{rank}", "password": "faux"}
        pool.submit(Visitor(tried.port, dict(held.cookies)).send, "/connexion/", entries)


def p95_of_the_list(tried: Site) -> float:
    reader = tried.same_agent()
    for _time in range(READS):
        reader.ask("GET", LIST)
        time.sleep(0.05)
    return sorted(reader.seconds)[int(READS * 0.95)]


def memory(tried: Site) -> None:
    """What a worker weighs after the pages."""
    for path in ("/", LIST, "/regions/", "/suivi/", OPEN, "/style/", "/compte/") * 8:
        tried.agent.ask("GET", path)
    for rank, worker in enumerate(tried.workers()):
        tried.hold(f"memory.worker_{rank}_mb", pss(worker), MOST_PSS)


DRILLS = {drill.__name__: drill for drill in (races, flood, kills, restarts, reads, disk, memory)}


def main() -> None:
    with site() as tried:
        for name in sys.argv[1:] or DRILLS:
            DRILLS[name](tried)
    sys.exit(1 if tried.missed else 0)


if __name__ == "__main__":
    main()
