"""One run: dossiers grow from size to size, and at each size the pages are measured; the figures come out by name."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from math import gcd
from time import perf_counter

import pikepdf
from django.db import connection
from django.utils import timezone

from cper.bench.measure import WARM_UP, Probe, content_of, first_load, page, sample, weigh
from cper.bench.negotiation.dossiers import Crew
from cper.bench.negotiation.growth import Block, write
from cper.bench.negotiation.pages import NATIONAL, People, draft_probes, move_probes, probes
from cper.bench.negotiation.plans import UNDER_REVIEW, heavy
from cper.demo.negotiation.people import load_people
from cper.places.models import Region
from cper.words import clock
from negotiation.management.reference_data import (
    load_cercles,
    load_communes,
    load_institutions,
    load_legal_texts,
    load_regions,
)

REFERENCE = (load_regions, load_cercles, load_communes, load_institutions, load_legal_texts)
REGION = "kayes"
LARGEST_BLOCK = 100
DRAFTS = 5
# Pages whose numbers of elements are that near show the same.
FULL = 0.9
RATIO_TO_LIST = ("list_deep", "list_search", "list_by_amount")

Say = Callable[[str, float], None]


class Run:
    """A run over growing sizes. `say` is told each figure as soon as it is known."""

    def __init__(self, sizes: Sequence[int], rounds: int, say: Say):
        self.sizes, self.rounds, self.tell = sorted(set(sizes)), rounds, say
        self.figures: dict[str, float] = {}
        self.people = People()
        self.written_in = 0.0

    def say(self, name: str, value: float, digits: int = 1) -> None:
        self.figures[name] = round(value, digits) if digits else int(value)
        self.tell(name, self.figures[name])

    def all(self) -> None:
        self.settle()
        for size in self.sizes:
            self.seed(size)
            self.read(size)
            self.move(size)
        self.compare()
        self.load_first()
        self.print_drafts()

    def settle(self) -> None:
        """Territory, institutions, legal texts and accounts; then the block of dossiers to copy, and a heavy one."""
        self.people_the_country()
        start = perf_counter()
        self.block = Block(block_size(self.sizes))
        self.block.write(self.crew, self.region)
        write([heavy(self.region, UNDER_REVIEW)], self.crew)
        self.written_in = perf_counter() - start

    def people_the_country(self) -> None:
        for load in REFERENCE:
            load()
        now = timezone.now()
        load_people(clock.day_of(now))
        self.crew = Crew(now)
        self.region = Region.objects.get(slug=REGION)

    def seed(self, size: int) -> None:
        start = perf_counter()
        self.block.grow(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
        self.written_in += perf_counter() - start
        self.say(f"seed.{size}.seconds", self.written_in)

    def read(self, size: int) -> None:
        pages = probes(self.people, self.region)
        self.ask(pages, size)
        p50 = {probe.name: probe.p50 for probe in pages}
        for name in RATIO_TO_LIST:
            self.say(f"{name}.{size}.ratio_list", p50[name] / p50["list"])

    def ask(self, pages: Sequence[Probe], size: int) -> None:
        """Time these pages, the floor first, and weigh them."""
        sample(pages, self.rounds)
        for probe in pages:
            self.times(probe, size, floor=pages[0].p50)
            for name, value in weigh(probe).items():
                self.say(f"{probe.name}.{size}.{name}", value, 0)

    def move(self, size: int) -> None:
        floor = probes(self.people, self.region)[0]
        moves, long = move_probes(self.people, self.region, self.crew, self.rounds + WARM_UP + 1)
        sample([floor, moves], self.rounds)
        self.times(moves, size, floor=floor.p50)
        for probe in (moves, long):
            self.say(f"{probe.name}.{size}.queries", weigh(probe)["queries"], 0)

    def times(self, probe: Probe, size: int, *, floor: float) -> None:
        name = f"{probe.name}.{size}"
        self.say(f"{name}.p50_ms", probe.p50)
        self.say(f"{name}.p95_ms", probe.p95)
        if probe.name != "floor":
            self.say(f"{name}.p95_over_p50", probe.p95 / probe.p50)
            self.say(f"{name}.ratio_floor", probe.p50 / floor)

    def compare(self) -> None:
        """From the smallest size to the largest: how the time grows beside the floor's, and how many queries more."""
        smallest, last = self.sizes[0], self.sizes[-1]
        suffix = f".{last}.ratio_floor"
        for name in [name.removesuffix(suffix) for name in self.figures if name.endswith(suffix)]:
            few, many = (self.figures[f"{name}.{size}.queries"] for size in (smallest, last))
            self.say(f"{name}.queries_growth", many - few, 0)
            first = self.first_as_full(name)
            if first != last:
                before, after = (self.figures[f"{name}.{size}.ratio_floor"] for size in (first, last))
                self.say(f"{name}.growth_{first}_{last}", after / before, 2)

    def first_as_full(self, name: str) -> int:
        """The smallest size at which the page shows as many rows as at the largest; a fuller page is no growth."""
        nodes = {size: self.figures.get(f"{name}.{size}.nodes", 0) for size in self.sizes}
        return next(size for size in self.sizes if nodes[size] >= FULL * nodes[self.sizes[-1]])

    def load_first(self) -> None:
        client = self.people.client(NATIONAL)
        for name, value in first_load(client, page(client, "inbox")).items():
            self.say(f"first_load.{name}", value, 0)

    def print_drafts(self) -> None:
        drafts = draft_probes(self.people, self.region, self.crew)
        for probe in drafts:
            pdf = content_of(probe.visit())
            for _rank in range(min(DRAFTS, self.rounds)):
                probe.time()
            with pikepdf.open(BytesIO(pdf)) as document:
                self.say(f"{probe.name}.pages", len(document.pages), 0)
            self.say(f"{probe.name}.bytes", len(pdf), 0)
            self.say(f"{probe.name}.p50_ms", probe.p50)
            self.say(f"{probe.name}.p95_ms", probe.p95)
            self.say(f"{probe.name}.queries", weigh(probe)["queries"], 0)


def block_size(sizes: Iterable[int]) -> int:
    """The largest number of dossiers, a hundred at most, that all sizes are multiples of."""
    common = gcd(*sizes)
    return next(size for size in range(min(common, LARGEST_BLOCK), 0, -1) if common % size == 0)
