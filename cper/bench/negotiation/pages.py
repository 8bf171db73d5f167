"""What is measured: the pages and the act of the daily work, as the people who do it."""

from itertools import cycle

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cper.bench.measure import Probe, Visit, page, visitor
from cper.bench.negotiation.dossiers import Crew
from cper.bench.negotiation.growth import write
from cper.bench.negotiation.plans import HEAVY, ON_THE_LIST, TITLES, UNDER_REVIEW, Plan, heavy, ready
from cper.places.models import Region
from negotiation import workflow
from negotiation.models import Contract
from negotiation.workflow import Step

NATIONAL = "dgct"
ROWS = 25
# What makes a convention of some fifteen pages.
LONG_PROJECTS = 20
# A common word, two words that meet in few dossiers, a word that no dossier holds.
SEARCHES = ("q=pistes", "q=puits+kayes", "q=introuvable", "etape=dgct-review", "chez=governorate")


class People:
    """One browser for each account, signed in once."""

    def __init__(self):
        self.clients: dict[str, Client] = {}

    def client(self, username: str) -> Client:
        if username not in self.clients:
            self.clients[username] = visitor(username)
        return self.clients[username]


def probes(people: People, region: Region) -> list[Probe]:
    """The pages that are read, the floor first."""
    agent, national = people.client(f"{region.slug}.agent"), people.client(NATIONAL)
    seen = Contract.objects.filter(reached__gte=workflow.number(Step.DGCT_REVIEW)).count()
    searches = [page(national, "dossiers", query=query) for query in SEARCHES]
    dossiers = [dossier_page(people, contract) for contract in one_of_each_step()]
    return [
        Probe("floor", cycle([page(agent, "bench-floor")])),
        Probe("inbox", cycle([page(agent, "inbox")])),
        Probe("inbox_dgct", cycle([page(national, "inbox")])),
        Probe("list", cycle([page(national, "dossiers")])),
        Probe("list_deep", cycle([page(national, "dossiers", query=f"page={max(seen // ROWS, 1)}")])),
        Probe("list_search", cycle(searches), variety=len(searches)),
        Probe("list_by_amount", cycle([page(national, "dossiers", query="tri=-montant")])),
        Probe("dossier", cycle(dossiers), variety=len(dossiers)),
        Probe("dossier_heavy", cycle([dossier_page(people, heavy_one())])),
    ]


def one_of_each_step() -> list[Contract]:
    """The latest ordinary dossier of each step, among all."""
    steps = Contract.objects.exclude(title=HEAVY).order_by("step", "-pk").distinct("step")
    return list(steps.select_related("region"))


def heavy_one() -> Contract:
    return Contract.objects.filter(title=HEAVY, step=UNDER_REVIEW.step).select_related("region").first()


def dossier_page(people: People, contract: Contract) -> Visit:
    """The dossier as the president of its council reads it."""
    return page(people.client(f"{contract.region.slug}.president"), "dossier", contract.reference)


def move_probes(people: People, region: Region, crew: Crew, count: int) -> list[Probe]:
    """The submission of a request (E3), each time of another dossier; then of one with a long history."""
    president = people.client(f"{region.slug}.president")
    *light, long = [submission(president, contract) for contract in write(ready(region, count), crew)]
    return [Probe("move", iter(light), status=302), Probe("move_heavy", iter([long]), status=302)]


def submission(client: Client, contract: Contract) -> Visit:
    address = reverse("act", args=[contract.reference, workflow.example("submit")])

    def submit() -> HttpResponse:
        return client.post(address, {"seen": contract.version}, secure=True)

    return submit


def draft_probes(people: People, region: Region, crew: Crew) -> list[Probe]:
    """The draft of a convention of two projects, and of a long one, laid out anew at each visit."""
    president = people.client(f"{region.slug}.president")
    light, long = write(
        [Plan(region, ON_THE_LIST, TITLES[0]), heavy(region, ON_THE_LIST, projects=LONG_PROJECTS)], crew
    )
    return [
        Probe("pdf", cycle([page(president, "convention-pdf", light.reference)])),
        Probe("pdf_heavy", cycle([page(president, "convention-pdf", long.reference)])),
    ]
