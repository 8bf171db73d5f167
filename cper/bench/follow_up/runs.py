"""One run over the follow-up: contracts in force grow from size to size, and at each size the pages are measured."""

from itertools import cycle
from time import perf_counter

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cper.bench.follow_up.growth import FollowedBlock
from cper.bench.measure import WARM_UP, Probe, Visit, page, sample, weigh
from cper.bench.negotiation.pages import ROWS
from cper.bench.negotiation.runs import Run, block_size
from monitoring import renewal, workflow
from monitoring.models import Duty, FollowedContract, QuarterReport, Tranche
from monitoring.vocabulary import ReportState

NATIONAL, SECRETARIAT = "anict", "drpsiap"
PULLED = 100
VARIETY = 12


class FollowUpRun(Run):
    """A run over growing sizes; the floor is the same empty page as in the negotiation's."""

    def all(self) -> None:
        self.settle()
        for size in self.sizes:
            self.seed(size)
            self.read(size)
            self.move(size)
            self.pull(size)
        self.compare()

    def settle(self) -> None:
        self.people_the_country()
        start = perf_counter()
        self.block = FollowedBlock(block_size(self.sizes))
        self.block.write(self.crew, self.region)
        self.written_in = perf_counter() - start

    def read(self, size: int) -> None:
        national = self.people.client(NATIONAL)
        secretariat = self.people.client(f"{self.region.slug}.{SECRETARIAT}")
        deep = max(Duty.objects.late(self.crew.today).count() // ROWS, 1)
        contracts = [page(national, "execution", reference) for reference in self.references()]
        quarters = [page(national, "quarter", *keys) for keys in self.quarters()]
        pages = [
            Probe("floor", cycle([page(secretariat, "bench-floor")])),
            Probe("nation", cycle([page(national, "nation")])),
            Probe("region", cycle([page(national, "follow-up-region", self.region.slug)])),
            Probe("late", cycle([page(national, "late")])),
            Probe("late_deep", cycle([page(national, "late", query=f"page={deep}")])),
            Probe("waiting", cycle([page(national, "waiting")])),
            Probe("findings", cycle([page(national, "findings")])),
            Probe("inbox_anict", cycle([page(national, "follow-up-inbox")])),
            Probe("inbox_drpsiap", cycle([page(secretariat, "follow-up-inbox")])),
            Probe("execution", cycle(contracts), variety=len(contracts)),
            Probe("quarter", cycle(quarters), variety=len(quarters)),
        ]
        self.ask(pages, size)

    def references(self) -> list[str]:
        return list(FollowedContract.objects.order_by("-pk").values_list("reference", flat=True)[:VARIETY])

    def quarters(self) -> list[tuple[str, str]]:
        """The latest quarter of each state."""
        latest = QuarterReport.objects.exclude(state=ReportState.LAPSED).order_by("state", "-pk").distinct("state")
        return list(latest.values_list("contract__reference", "quarter"))

    def move(self, size: int) -> None:
        """A tranche declared complete by the ANICT, each time another one."""
        client = self.people.client(NATIONAL)
        floor = Probe("floor", cycle([page(client, "bench-floor")]))
        asked = self.block.add_examined(self.rounds + WARM_UP + 1, self.crew, self.region)
        visits = iter([examination(client, tranche) for tranche in asked])
        moves = Probe("move", visits, status=302)
        sample([floor, moves], self.rounds)
        self.times(moves, size, floor=floor.p50)
        self.say(f"move.{size}.queries", weigh(moves)["queries"], 0)

    def pull(self, size: int) -> None:
        """A part of the nightly pull: a hundred contracts, or all of them where there are fewer."""
        keys = list(FollowedContract.objects.order_by("pk").values_list("pk", flat=True)[:PULLED])
        start = perf_counter()
        for pk in keys:
            with transaction.atomic():
                contract = FollowedContract.objects.select_for_update(of=("self",)).for_pages().get(pk=pk)
                renewal.renew(contract, self.crew.today)
        self.say(f"pull_100.{size}.seconds", (perf_counter() - start) * PULLED / len(keys))


def examination(client: Client, tranche: Tranche) -> Visit:
    address = reverse("tranche-act", args=[tranche.contract.reference, tranche.number, WORD])

    def examine() -> HttpResponse:
        return client.post(address, {"seen": tranche.version}, secure=True)

    return examine


WORD = workflow.example("accept").word
