"""After any sequence of acts, every page, list and printed report of a contract states the same sums.

The test keeps its own accounts while it acts: nothing of `ledger`, `entries` or `figures` is asked.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cper.people.roles import Role
from cper.words.french import digits
from monitoring import operations
from monitoring.models import FollowedContract, Tranche
from monitoring.operations import Refused
from tests.journeys.cast import text_of
from tests.monitoring.quarters import T1, T4, lapse, proposed
from tests.monitoring.world import MILLION, SUMS, TO_PAID, YEARS, at, follow, move, on, paper, tranche
from tests.stated import Page

pytestmark = pytest.mark.django_db

FIRST, CUT, TODAY = date(2019, 3, 1), date(2019, 3, 31), date(2019, 6, 3)
STEPS = {"engaged": "Engagé", "inscribed": "Inscrit", "mobilised": "Mobilisé", "paid": "Payé", "justified": "Justifié"}
SHARES = {"state": "État", "region": "Collectivité"}
SOURCES = {"state": "État", "region": "Collectivité (ressources propres)"}
PLANNED = {"state": 90 * MILLION, "region": 10 * MILLION}
PROJECTS = 2


@dataclass(frozen=True)
class Entry:
    """What an act brought to a figure of a source, from its day on."""

    on: date
    source: str
    year: int
    project: int
    figure: str
    amount: int


@dataclass
class Books:
    """The test's own accounts of what was done."""

    entries: list[Entry] = field(default_factory=list)

    def sum(self, figure: str, by: date = TODAY, **of) -> int:
        if figure == "engaged":
            shares = [amount for source, amount in PLANNED.items() if of.get("source") in (None, source)]
            return sum(shares) * (1 if "year" in of else len(YEARS)) * (1 if "project" in of else PROJECTS)
        return sum(
            one.amount
            for one in self.entries
            if one.figure == figure and one.on <= by and all(getattr(one, name) == value for name, value in of.items())
        )


# Who is tried on what, for how much of what may come: an act that the follow-up refuses leaves nothing, here as there.
PART = st.sampled_from((1, 2, 3, 4))
NAMES = ("move", "move", "move", "move", "movement", "movement", "reverse", "inscribe")
ACTS = st.tuples(st.sampled_from(NAMES), PART, PART)


class NothingToDo(Exception):
    """What the walk would act on has come to its end, or has not begun."""


@dataclass
class Walk:
    """One contract with two projects, of which two tranches each are drafted, and the days as they pass."""

    contract: FollowedContract
    books: Books
    day: date = FIRST

    def act(self, name: str, which: int, part: int) -> None:
        self.day += timedelta(days=7)
        getattr(self, name)(which - 1, part)

    def note(self, figure: str, amount: int, source: str, year: int, project: int) -> None:
        self.books.entries.append(Entry(self.day, source, year, project, figure, amount))

    def move(self, which: int, part: int) -> None:
        """The next act of a tranche, for a part of the sum before it."""
        held = Tranche.objects.get(contract=self.contract, number=which + 1)
        done = [held.requested, held.approved, held.released, held.paid]
        rank = {"draft": 0, "requested": 1, "complete": 2, "approved": 3, "released": 4, "paid": 5}.get(held.state)
        if rank is None:
            raise NothingToDo
        name = (*TO_PAID, "justify")[rank]
        most = next(sum_ for sum_ in reversed(done) if sum_ is not None) - held.justified
        amount = most * (part + 4) // 8 if name in SUMS else None
        move(held, name, amount, day=self.day)
        place = ("state", held.year, held.project_id)
        if name == "release":
            self.note("mobilised", amount, *place)
        if name == "pay":
            self.note("paid", amount, *place)
            self.note("mobilised", amount - held.released, *place)
            self.note("given_back", held.released - amount, *place)
        if name == "justify":
            self.note("justified", amount, *place)

    def movement(self, which: int, part: int) -> None:
        """Money of the collectivité: what may still follow what came before it."""
        project, year = self.contract.projects.all()[which % PROJECTS], 2019
        place = {"source": "region", "year": year, "project": project.pk}
        came = [PLANNED["region"], *(self.books.sum(kind, **place) for kind in ("mobilised", "paid", "justified"))]
        kind = ("mobilised", "paid", "justified")[which % 3]
        left = came[which % 3] - came[which % 3 + 1]
        amount = left * part // 4
        facts = {"project": project, "source": "region", "year": year, "kind": kind, "amount": amount, "file": paper()}
        operations.record_movement(self.contract, by=on(self.day, Role.REGION), at=at(self.day), **facts)
        self.note(kind, amount, **place)

    def reverse(self, which: int, part: int) -> None:
        """Undo a movement: it never counted, on any day."""
        standing = self.contract.movements.filter(reverses=None, reversal=None).order_by("pk")
        if not standing:
            raise NothingToDo
        wrong = standing[part % len(standing)]
        operations.reverse_movement(wrong, reason="Saisi deux fois.", by=on(self.day, Role.REGION), at=at(self.day))
        self.books.entries.remove(
            Entry(wrong.on, wrong.source, wrong.year, wrong.project_id, wrong.kind, wrong.amount)
        )

    def inscribe(self, which: int, part: int) -> None:
        """The own share of a year in the budget: the last entry counts."""
        year, amount = 2019 + which % 2, PROJECTS * PLANNED["region"] * part // 4
        facts = {"amount": amount, "reference": "Délibération 3", "reason": "Budget rectifié.", "file": paper()}
        who = {"by": on(self.day, Role.REGION), "at": at(self.day)}
        operations.record_budget(self.contract, "inscribe_share", year=year, **facts, **who)
        was = self.books.sum("inscribed", source="region", year=year)
        self.note("inscribed", amount - was, "region", year, 0)


def walk(contract: FollowedContract, acts: list, done: Counter) -> Books:
    """Do what can be done of these acts."""
    walked = Walk(contract, Books())
    for name, which, part in acts:
        try:
            walked.act(name, which, part)
        except (Refused, NothingToDo):
            continue
        done[name] += 1
    return walked.books


def stated(client: Client, contract: FollowedContract) -> dict:
    """What every page and list says of the contract today."""
    ref, slug = contract.reference, contract.region.slug
    names = ("execution", "budget", "tranches", "dossier", "dossier-financing")
    pages = {name: Page(client.get(reverse(name, args=[ref]))) for name in names}
    pages |= {"nation": Page(client.get(reverse("nation"))), "waiting": Page(client.get(reverse("waiting")))}
    pages["region"] = Page(client.get(reverse("follow-up-region", args=[slug])))
    said = {("execution", label): sum_ for label, sum_ in pages["execution"].bars()["Tout le contrat-plan"].items()}
    for source, title in SOURCES.items():
        for label, sum_ in pages["budget"].bars()[title].items():
            said["budget", source, label] = sum_
            said["budget, its years", source, label] = pages["budget"].sum(f"{title} : chaque année", label)
        said["dossier", source] = pages["dossier"].shares()[SHARES[source]]
    said["financing"] = pages["dossier-financing"].sum("Ensemble du contrat", "Total")
    for name in ("nation", "region"):
        (bar,) = pages[name].bars().values()
        (row,) = pages[name].table("Contrats-plans")
        said |= {(name, label): sum_ for label, sum_ in bar.items()}
        said |= {(f"{name}, its line", label): row[label] or 0 for label in ("Engagé", "Payé", "En attente")}
    said["nation", "attend"] = pages["nation"].alarm("Où l’argent attend, et pourquoi")
    said |= {("tranches", label): pages["tranches"].sum("Tranches", label) for label in ("Payé", "Justifié")}
    return said


def told(books: Books, contract: FollowedContract) -> dict:
    """What they must say, from the test's own accounts."""
    whole = {label: books.sum(figure) for figure, label in STEPS.items()}
    drawn = {label: sum_ for label, sum_ in whole.items() if label != "Inscrit"}
    waiting = waits(contract)
    said = {("execution", label): sum_ for label, sum_ in whole.items()}
    for source in SOURCES:
        for figure, label in STEPS.items():
            said["budget", source, label] = books.sum(figure, source=source)
            said["budget, its years", source, label] = books.sum(figure, source=source)
        said["dossier", source] = books.sum("engaged", source=source)
    said["financing"] = whole["Engagé"]
    for name in ("nation", "region"):
        said |= {(name, label): sum_ for label, sum_ in drawn.items()}
        line = {"Engagé": whole["Engagé"], "Payé": whole["Payé"], "En attente": waiting}
        said |= {(f"{name}, its line", label): sum_ for label, sum_ in line.items()}
    said["nation", "attend"] = waiting
    said |= {("tranches", STEPS[figure]): books.sum(figure, source="state") for figure in ("paid", "justified")}
    return said


def waits(contract: FollowedContract) -> int:
    """What is asked of the ANICT and not paid, row by row."""
    asked = Tranche.objects.filter(contract=contract).exclude(state="draft").filter(paid=None)
    return sum(
        row.approved if row.released is None and row.approved is not None else row.released or row.requested
        for row in asked
    )


def of_the_quarter(client: Client, report) -> list:
    """What the page of a quarter that is over and its printed draft say of each project."""
    page = Page(client.get(report.get_absolute_url()))
    rows = [{label: row[label] for label in ("Engagé", "Payé", "Justifié")} for row in page.table("Les projets")]
    pdf = client.get(reverse("report-pdf", args=[report.contract.reference, report.quarter]))
    return [rows, text_of(b"".join(pdf))]


def test_every_page_list_and_report_of_a_contract_states_the_same_sums(client, time_machine):
    contract = follow(projects=PROJECTS)
    for number, year in enumerate((2019, 2019, 2020, 2020)):
        tranche(contract, year=year, project=contract.projects.all()[number % PROJECTS], requested=80 * MILLION)
    lapse(contract, T4, day=FIRST)
    report = proposed(contract, T1, day=FIRST)
    done = Counter()
    time_machine.move_to(at(TODAY), tick=False)
    client.force_login(on(TODAY, Role.DGCT_HEAD).user)

    @settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(st.lists(ACTS, min_size=8, max_size=12))
    def holds(acts):
        with transaction.atomic():
            books = walk(contract, acts, done)
            assert stated(client, contract) == told(books, contract)
            holds_of_the_quarter(client, report, books)
            transaction.set_rollback(True)

    holds()
    assert set(done) == {"move", "movement", "reverse", "inscribe"}


def holds_of_the_quarter(client: Client, report, books: Books) -> None:
    """The page of a quarter that is over, and its printed draft, tell what had been done by its last day."""
    rows, printed = of_the_quarter(client, report)
    for project, row in zip(report.contract.projects.all(), rows, strict=True):
        sums = {figure: books.sum(figure, by=CUT, project=project.pk) for figure in STEPS if figure != "inscribed"}
        assert row == {STEPS[figure]: sums[figure] for figure in ("engaged", "paid", "justified")}
        assert " ".join(digits(sum_) for sum_ in (project.cost, *sums.values())).replace("\u00a0", " ") in printed
