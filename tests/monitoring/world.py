"""The world of the follow-up's tests: a signed contract, its people, the papers of a tranche.

`follow()` is a contract signed on 31 August 2018 for five years, with one project: 10 of the region and 90 of the
State in each year from 2019 to 2022 (millions of FCFA). `kayes()` is the real one, as its source tells it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cper.papers.sniffing import Examined, examine
from cper.people.models import Actor
from cper.people.roles import Function, Role
from monitoring import operations, renewal
from monitoring.models import Cutoff, FollowedContract, FundingWindow, Justification, Movement, Tranche
from monitoring.vocabulary import PaperKind
from monitoring.workflow import TRANCHE_PAPERS
from negotiation.models import Project
from negotiation.vocabulary import Step
from tests.factories import ContractFactory, ProjectFactory, mandate_as, stamp, user_as
from tests.journeys.chapters import small_pdf

SIGNED, LONG_AGO = date(2018, 8, 31), date(2010, 1, 1)
MILLION = 1_000_000
YEARS = (2019, 2020, 2021, 2022)
LIMIT = 20 * MILLION
RULED = date(2019, 3, 1)
SECOND = count()


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def on(day: date, role: Role, where=None, function: Function | None = None) -> Actor:
    """Somebody who holds the role, on that day."""
    mandate = mandate_as(role, where, function)
    if mandate.valid_from > LONG_AGO:
        mandate.person.mandates.update(valid_from=LONG_AGO)
    return mandate.person.on(day)


def seats(where=None) -> None:
    """Somebody in each body of the follow-up."""
    for role in (Role.PRESIDENT, Role.GOVERNOR, Role.DRPSIAP, Role.ADR, Role.ANICT_HEAD, Role.DNPD, Role.DGCT_HEAD):
        user_as(role, where)
    user_as(Role.FINANCE)


def follow(*, signed: date = SIGNED, projects: int = 1, **facts) -> FollowedContract:
    """A contract in force from that day, with everybody around it and its duties worked out on its first day."""
    contract = ContractFactory(step=Step.SIGNED, signed_on=signed, opened_on=signed, reached=9, **facts)
    seats(contract.region)
    for _number in range(projects):
        add_project(contract)
    followed = FollowedContract.objects.get(pk=contract.pk)
    renewal.renew(followed, signed)
    return FollowedContract.objects.get(pk=contract.pk)


def add_project(contract, **facts) -> Project:
    project = ProjectFactory(contract=contract, cost=400 * MILLION, whole=False, **facts)
    for year in YEARS:
        project.financing.create(source="region", year=year, amount=10 * MILLION)
        project.financing.create(source="state", year=year, amount=90 * MILLION)
    return project


def window(**facts) -> FundingWindow:
    """The sous-guichet CPER, with no rule."""
    return FundingWindow.objects.get_or_create(name="Sous-guichet CPER de la DIN", defaults=facts)[0]


def ruled(
    *rules: operations.Rule, day: date = date(2019, 3, 1), since: date = SIGNED, text: str = ""
) -> FundingWindow:
    """The window with these rules since the contract was signed, kept by the ANICT's secretariat."""
    clerk = on(day, Role.ANICT_RULES, function=Function.SECRETARIAT)
    return operations.save_window(window(), rules, by=clerk, at=at(day), since=since, text=text)


def paper(name: str = "piece.pdf") -> SimpleUploadedFile:
    """An examined file, as a form hands it over; each has bytes of its own, the first alone is truly examined."""
    content = blank()[0] + b"%% %d" % next(SECOND)
    file = SimpleUploadedFile(name, content, "application/pdf")
    file.examined = replace(blank()[1], name=name, size=len(content), sha256=sha256(content).hexdigest())
    return file


@cache
def blank() -> tuple[bytes, Examined]:
    """A PDF of one blank page, and what its examination says."""
    content = small_pdf()
    return content, examine(SimpleUploadedFile("piece.pdf", content), name="piece.pdf", limit=LIMIT)


def tranche(contract: FollowedContract, *, year: int = 2019, requested: int = 60 * MILLION, **facts) -> Tranche:
    """A tranche in preparation, with the papers of the source."""
    day = date(year, 2, 1)
    agent = on(day, Role.REGION, contract.region)
    *first, last = TRANCHE_PAPERS
    with followed_by_another():
        drafted = operations.open_tranche(
            contract,
            project=facts.pop("project", None) or contract.projects.first(),
            window=facts.pop("window", None) or window(),
            year=year,
            requested=requested,
            by=agent,
            at=at(day),
        )
        for kind in first:
            operations.file_paper(drafted, kind, paper(), by=agent, at=at(day))
    operations.file_paper(drafted, last, paper(), by=agent, at=at(day))
    return Tranche.objects.get(pk=drafted.pk)


@contextmanager
def followed_by_another() -> Iterator[None]:
    """Acts after which another comes at once: what follows from them is worked out once, after that one."""
    renew, renewal.renew = renewal.renew, lambda contract, day: None
    try:
        yield
    finally:
        renewal.renew = renew


def file(drafted: Tranche, kind: PaperKind, day: date) -> None:
    region = drafted.contract.region
    operations.file_paper(drafted, kind, paper(), by=on(day, Role.REGION, region), at=at(day))


def refusal(act, *args, **facts) -> str:
    """The sentence with which an act is refused, in plain spaces; nothing of it may remain."""
    with pytest.raises(operations.Refused) as caught:
        act(*args, **facts)
    return caught.value.verdict.reason.replace("\u00a0", " ")


ROLE_OF = {
    "request": Role.PRESIDENT,
    "accept": Role.ANICT,
    "send_back": Role.ANICT,
    "approve": Role.ANICT_HEAD,
    "release": Role.ANICT_HEAD,
    "pay": Role.ANICT,
    "cancel": Role.ANICT_HEAD,
}
SUMS = ("approve", "release", "pay", "justify")
TO_PAID = ("request", "accept", "approve", "release", "pay")


def move(drafted: Tranche, name: str, amount: int | None = None, *, day: date = date(2019, 3, 1), **more) -> Tranche:
    """Do a move as who may do it."""
    if name == "justify":
        return justify(drafted, amount, day=day, **more)
    who = on(day, more.pop("role", ROLE_OF[name]), drafted.contract.region)
    if name in ("send_back", "cancel"):
        more.setdefault("comment", "Motif.")
    return operations.move_tranche(drafted, name, by=who, at=at(day), amount=amount, **more)


def declare(paid: Tranche, amount: int, *, day: date = date(2019, 3, 1), **more) -> Justification:
    """The region declares expenses with their papers; nothing is justified yet."""
    region = on(day, Role.REGION, paid.contract.region)
    return operations.justify(paid, amount, by=region, at=at(day), **({"file": paper()} | more))


def answer(paid: Tranche, accepted: int, reason: str = "", *, day: date = date(2019, 3, 1), **more) -> Justification:
    """The ANICT answers the oldest declaration."""
    return operations.examine(paid, accepted=accepted, reason=reason, by=on(day, Role.ANICT), at=at(day), **more)


def justify(paid: Tranche, amount: int, *, day: date = date(2019, 3, 1), **more) -> Tranche:
    """Expenses declared, and accepted whole."""
    declare(paid, amount, day=day, **more)
    answer(paid, amount, day=day)
    return Tranche.objects.get(pk=paid.pk)


def bring(drafted: Tranche, *names: str, amount: int = 60 * MILLION) -> Tranche:
    """Do these moves one after the other, each for that sum."""
    for name in names:
        drafted = move(drafted, name, amount if name in SUMS else None)
    return drafted


def kayes() -> FollowedContract:
    """Kayes as the source tells it, from its signature to 31 March 2019, and nothing more."""
    contract = ContractFactory(
        step=Step.SIGNED, signed_on=SIGNED, opened_on=SIGNED, reached=9, declared_total=2_173_127_401
    )
    seats(contract.region)
    pastoral = ProjectFactory(contract=contract, cost=1_781_715_164, duration_months=84, whole=False)
    pastoral.financing.create(source="region", amount=181_715_163)
    pastoral.financing.create(source="state", amount=1_658_587_763)
    baobab = ProjectFactory(contract=contract, cost=391_412_237, duration_months=12, whole=False)
    baobab.financing.create(source="state", amount=391_412_237)
    followed = FollowedContract.objects.get(pk=contract.pk)
    Movement.objects.create(
        contract=followed,
        source="state",
        year=2017,
        kind="mobilised",
        on=date(2017, 1, 1),
        precision="year",
        **stamp(),
    )
    Cutoff.objects.create(contract=contract, on=date(2019, 3, 31), source="Grille méthodologique")
    return FollowedContract.objects.get(pk=contract.pk)
