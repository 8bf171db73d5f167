"""Every address × everybody × every situation × GET and POST: the answer is what the rows of the law say.

Who sees a dossier and who may act on it is said again here, from the rows of `workflow` alone.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from negotiation.models import Contract
from negotiation.workflow import ROLES, SIGHT, Role, Scope, Step, at, example, piece_rule
from tests.factories import NOW
from tests.matrix import READ, UNKNOWN, Probe, Target, forged, targets, written
from tests.situations import ANONYMOUS, HERE, SEATS, SITUATIONS, Situation, make_dossier, make_people

FOUND, SIGN_IN, FORBIDDEN, MISSING, NOT_TAKEN, REFUSED, DONE = "200", "302 sign in", "403", "404", "405", "409", "302"
# On either side of each step from which somebody new sees a dossier.
AROUND_EACH_SIGHT = ("formalisation", "sent back", "corrections asked", "convention approved", "withdrawn")
# Making a draft takes a second: one reader in sight has it made; the others differ by their sight alone.
DRAFTS, READER_OF_DRAFTS = ("list", "selection", "convention awaited", "convention proposed"), "adr"
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=)"\w+"')


@dataclass
class World:
    """Everybody's probe, on a dossier to which each request leaves all as it was."""

    probes: dict[str, Probe]
    contract: Contract | None = None
    unknown: dict[str, bytes] = field(default_factory=dict)

    def enter(self, situation: str) -> Contract:
        """Make the dossier of that situation; from now on whatever is written is counted, and undone."""
        self.contract = make_dossier(SITUATIONS[situation])
        self.as_made = transaction.savepoint()
        self.rows = written()
        return self.contract

    def ask(self, who: str, method: str, path: str, data: dict | None = None) -> tuple[HttpResponse, bool]:
        """The answer to one request, and whether anything was written."""
        response = self.probes[who].send(method, path, data)
        before, self.rows = self.rows, written()
        if self.rows != before:
            transaction.savepoint_rollback(self.as_made)
        return response, self.rows != before

    def unknown_dossier(self, who: str) -> bytes:
        """What the person reads of a dossier that does not exist."""
        if who not in self.unknown:
            response, _written = self.ask(who, "GET", reverse("dossier", args=[UNKNOWN]))
            self.unknown[who] = TOKEN.sub(b"", response.content)
        return self.unknown[who]


@pytest.fixture
def world(db, settings) -> Iterator[World]:
    """Everybody, on the day of the dossiers."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # the time of a query in each request
    with time_machine.travel(NOW):
        people = make_people() | {ANONYMOUS: None}
        yield World({name: Probe(person) for name, person in people.items()})


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are logged as they should be: nobody reads them here."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


# The law, said again.


def sees(who: str, situation: Situation) -> bool:
    seat = SEATS.get(who)
    if seat is None or seat.ended or seat.body not in SIGHT:
        return False
    scope, since = SIGHT[seat.body]
    if scope == Scope.TERRITORY:
        return seat.where == HERE
    return situation.reached >= since and (scope == Scope.NATION or seat.concerned)


def fills(who: str, roles: Iterable[Role]) -> bool:
    seat = SEATS[who]
    return any(seat.body == ROLES[role][0] and seat.function in ROLES[role][1] for role in roles)


def may(who: str, situation: Situation, name: str) -> bool:
    row = at(situation.step, name)
    return bool(
        row and fills(who, row.roles) and situation.unmet.isdisjoint(row.needs) and name not in situation.done
    )


def expected(who: str, situation: Situation, target: Target, method: str) -> str:
    if who == ANONYMOUS:
        return SIGN_IN
    if not sees(who, situation):
        return MISSING
    if target.name in READ:
        return FOUND if exists(situation, target) else MISSING
    if is_forbidden(who, situation, target):
        return FORBIDDEN
    if method == "GET":
        return FOUND
    return DONE if is_open(who, situation, target) else REFUSED


def exists(situation: Situation, target: Target) -> bool:
    if target.name == "signature-record-pdf":
        return situation.step == Step.SIGNED
    return target.name != "convention-pdf" or (situation.reached >= 6 and situation.step != Step.WITHDRAWN)


def act_of(target: Target) -> str:
    return {"act": target.about, "piece-attach": "attach"}.get(target.name, "edit")


def is_forbidden(who: str, situation: Situation, target: Target) -> bool:
    if not fills(who, example(act_of(target)).roles):
        return True
    filing = target.name == "piece-attach" and may(who, situation, "attach")
    return filing and not fills(who, piece_rule(target.about).filed_by)


def is_open(who: str, situation: Situation, target: Target) -> bool:
    if not may(who, situation, act_of(target)):
        return False
    if target.name == "piece-attach":
        return situation.step in piece_rule(target.about).filed_at
    # From E2 on, papers about the project are filed: it cannot leave the dossier any more.
    return target.name != "project-remove" or situation.step == Step.DELIBERATION


def sentence(target: Target) -> str:
    """What a 403 says to whom the law does not name."""
    roles = " ou ".join(str(role.label) for role in example(act_of(target)).roles)
    return f"Seul {roles} peut faire cet acte."


# What is found.


def surprises(world: World, situation: str, method: str, names: Iterable[Target]) -> Iterator[str]:
    """Where the site does not answer as the law says."""
    for target in names:
        data = forged(world.contract, target) if method == "POST" else None
        for who in world.probes:
            wanted = expected(who, SITUATIONS[situation], target, method)
            response, wrote = world.ask(who, method, target.path, data)
            found = answer(response)
            if found != wanted or wrote != (wanted == DONE):
                yield f"{who}, {method} {target.path}: {found}, not {wanted}; {'wrote' if wrote else 'wrote nothing'}"
            elif wanted == MISSING and TOKEN.sub(b"", response.content) != world.unknown_dossier(who):
                yield f"{who}, {method} {target.path}: not what an unknown dossier answers"
            elif wanted == FORBIDDEN and not fills(who, example(act_of(target)).roles):
                if sentence(target) not in unescape(response.content.decode()):
                    yield f"{who}, {method} {target.path}: does not say « {sentence(target)} »"


def answer(response: HttpResponse) -> str:
    signs_in = response.status_code == 302 and response["Location"].startswith(reverse("sign-in"))
    return SIGN_IN if signs_in else str(response.status_code)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_forged_act_is_done_by_whom_the_law_names_then_and_by_nobody_else(world, situation):
    forms = [target for target in targets(world.enter(situation)) if target.name not in READ]

    assert [*surprises(world, situation, "POST", forms)] == []


@pytest.mark.parametrize("situation", AROUND_EACH_SIGHT)
def test_every_page_of_a_dossier_shows_to_whom_sees_it_and_changes_nothing(world, situation):
    pages = targets(world.enter(situation))

    assert [*surprises(world, situation, "GET", pages)] == []
