"""Every address of the follow-up × everybody × every state × GET and POST: the answer is what its tables say."""

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import count

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from cper.people.roles import REACH, ROLES, Body, Function, Role, Scope
from monitoring import access, urls, workflow
from monitoring.models import FollowedContract, QuarterReport, Tranche
from monitoring.vocabulary import ReportState, TrancheState
from tests.factories import NOW, TODAY
from tests.law import DONE, FORBIDDEN, FOUND, MISSING, NOT_TAKEN, REFUSED, SIGN_IN
from tests.matrix import Probe, World, addresses, without_token, written
from tests.monitoring.furnished import RULED, furnish
from tests.monitoring.places import Place, acting, on_site, reading
from tests.situations import ANONYMOUS, ELSEWHERE, NO_MANDATE, SEATS, Seat, make_people

OURS = SEATS | {
    "anict head": Seat(Body.ANICT, Function.SIGNATORY),
    "anict secretariat": Seat(Body.ANICT, Function.SECRETARIAT),
    "drpsiap elsewhere": Seat(Body.DRPSIAP, Function.AGENT, ELSEWHERE),
}
# Nothing has been asked of the DNPD, nothing declared to the ANICT; the year of the other resources is not over.
NOTHING_TO_LEAN_ON = ("register", "inscribe_bsi", "refuse_bsi", "ask_complement", "examine", "lapse_resources")
SHARES = 3
UNKNOWN = "CPER-KAYES-2026-99"


class Follow(World):
    """The same world, on the contracts of the follow-up."""

    def furnish(self) -> tuple[FollowedContract, FollowedContract, FollowedContract]:
        contracts = furnish()
        self.as_made = transaction.savepoint()
        self.rows = written()
        return contracts


@pytest.fixture
def world(db, settings) -> Iterator[Follow]:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    logging.disable(logging.WARNING)
    with time_machine.travel(NOW):
        people = make_people() | {name: seat.take() for name, seat in OURS.items() if name not in SEATS}
        yield Follow({name: Probe(person) for name, person in (people | {ANONYMOUS: None}).items()}, people)
    logging.disable(logging.NOTSET)


def seat_of(who: str) -> Seat | None:
    seat = OURS.get(who)
    return None if seat is None or seat.ended else seat


def sees(who: str) -> bool:
    """Whether the contracts, of Kayes, without a sector, exist for this person."""
    seat = seat_of(who)
    if seat is None or seat.body not in REACH:
        return False
    scope = REACH[seat.body]
    if scope == Scope.TERRITORY:
        return seat.where != ELSEWHERE
    return scope == Scope.NATION or seat.concerned


def fills(who: str, roles: Iterable[Role]) -> bool:
    seat = seat_of(who)
    return seat is not None and any(seat.body == ROLES[role][0] and seat.function in ROLES[role][1] for role in roles)


def row_of(place: Place):
    """The row of the law for the act in the state of its subject."""
    if isinstance(place.subject, Tranche):
        return workflow.at(TrancheState(place.subject.state), place.act)
    if isinstance(place.subject, QuarterReport):
        return workflow.at(ReportState(place.subject.state), place.act)
    return workflow.example(place.act)


def expected(who: str, place: Place, method: str) -> str:
    if who == ANONYMOUS:
        return SIGN_IN
    about_one = place.name not in ("national-act", "window", "window-add")
    if about_one and not sees(who):
        return MISSING
    if not fills(who, workflow.roles_of(place.act)):
        return FORBIDDEN
    if method == "GET":
        return FOUND
    row = row_of(place)
    return DONE if row and fills(who, row.roles) and not lacks(place) else REFUSED


def expected_of_a_list(who: str, place: Place) -> str:
    """A region without a contract for the reader is one that does not exist."""
    seat = seat_of(who)
    if who == ANONYMOUS:
        return SIGN_IN
    if seat is None or seat.body not in REACH:
        return FORBIDDEN
    return FOUND if place.name != "follow-up-region" or sees(who) else MISSING


def lacks(place: Place) -> bool:
    """What the facts, rather than the role or the state, refuse: a paper of the rule, a demand to the DNPD,
    an erratum that nobody proposes."""
    ruled = isinstance(place.subject, Tranche) and place.subject.number <= RULED + 1
    early = place.act == "lapse"  # the open quarter has not ended
    if place.act == "adopt_erratum" and place.subject.erratum_proposed_on is None:
        return True
    returned = place.act == "request" and place.subject.state == TrancheState.RETURNED
    return early or returned or (place.act in ("request", "accept") and ruled) or place.act in NOTHING_TO_LEAN_ON


def answer(response: HttpResponse) -> str:
    signs_in = response.status_code == 302 and response["Location"].startswith(reverse("sign-in"))
    return SIGN_IN if signs_in else str(response.status_code)


def asking(world: Follow, places: Iterable[Place], further: Callable) -> Iterator[tuple[Place, str]]:
    """Everybody asks for each page once; for the same page in a further state, those that `further` names."""
    met = set()
    for place in places:
        kind = (place.name, place.act, place.exists)
        yield from ((place, who) for who in (further(place) if kind in met else world.probes))
        met.add(kind)


def named(place: Place) -> list[str]:
    """Those whom the law names for the act, in one state or another."""
    return [who for who in OURS if sees(who) and fills(who, workflow.roles_of(place.act))]


def in_turn(*groups: Callable[[Place], list[str]]) -> Callable[[Place], list[str]]:
    """One of each group, another one each time."""
    turn = count()
    return lambda place: [people[rank % len(people)] for rank in [next(turn)] for people in (g(place) for g in groups)]


def surprises(world: Follow, asked: Iterable[tuple[Place, str]], method: str, said: Callable) -> Iterator[str]:
    """Where the site does not answer as it is `said` to."""
    for place, who in asked:
        wanted = said(who, place, method)
        response, wrote = world.ask(who, method, place.path, place.sends if method == "POST" else None)
        if answer(response) != wanted or wrote != (wanted == DONE):
            yield f"{who}, {method} {place.path}: {answer(response)}, not {wanted}; wrote: {wrote}"


def seen_or_missing(who: str, place: Place, method: str) -> str:
    """What a page that is only read answers."""
    if who == ANONYMOUS:
        return SIGN_IN
    if method == "POST":
        return NOT_TAKEN
    return FOUND if sees(who) and place.exists else MISSING


ONE_WHO_SEES_AND_ONE_WHO_DOES_NOT = (
    lambda place: [who for who in OURS if sees(who)],
    lambda place: [who for who in OURS if not sees(who)],
)


def share_of(places: list[Place], share: int) -> list[Place]:
    """The places of every third act: an act is asked for whole, by whichever worker is free."""
    acts = sorted({place.act for place in places})[share::SHARES]
    return [place for place in places if place.act in acts]


@pytest.mark.parametrize("share", range(SHARES))
def test_a_forged_act_is_done_by_whom_the_tables_name_then_and_by_nobody_else(world, share):
    places = share_of(acting(*world.furnish()), share)

    assert [*surprises(world, asking(world, places, named), "POST", expected)] == []


def misjudged(world: Follow, places: Iterable[Place]) -> Iterator[str]:
    """Where the one question is not answered as the tables say, for everybody, in every state: by HTTP, a further
    state is tried by those alone whom the law names somewhere."""
    actors = {who: person.on(TODAY) for who, person in world.people.items() if person}
    for place in places:
        row = row_of(place)
        for who, actor in actors.items():
            forbidden = not (sees(who) and fills(who, workflow.roles_of(place.act)))
            may = sees(who) and row is not None and fills(who, row.roles)
            verdict = access.decide(actor, place.act, place.subject)
            judged_well = verdict.allowed == may or (lacks(place) and not verdict.allowed)
            if verdict.forbidden != forbidden or not judged_well:
                yield f"{who}, {place.act}, {place.path}: {verdict}"


def loaded(*contracts: FollowedContract) -> list[FollowedContract]:
    return [FollowedContract.objects.for_pages().get(pk=contract.pk).load() for contract in contracts]


def test_the_one_question_is_answered_for_everybody_in_every_state_as_the_tables_say(world):
    places = [place for place in acting(*loaded(*world.furnish())) if place.subject is not None]

    assert [*misjudged(world, places)] == []


@pytest.mark.parametrize("share", range(SHARES))
def test_the_page_of_an_act_opens_to_whom_the_tables_name_and_writes_nothing(world, share):
    places = share_of(acting(*world.furnish()), share)

    assert [*surprises(world, asking(world, places, in_turn(named)), "GET", expected)] == []


def test_a_contract_is_read_by_whom_it_exists_for_and_by_nobody_else(world):
    full, _held, _bare = world.furnish()
    asked = asking(world, reading(full), in_turn(*ONE_WHO_SEES_AND_ONE_WHO_DOES_NOT))

    assert [*surprises(world, asked, "GET", seen_or_missing)] == []


def test_another_s_contract_answers_like_one_that_does_not_exist(world):
    full, _held, _bare = world.furnish()
    strangers = [who for who in world.probes if who != ANONYMOUS and not sees(who)]
    each = {place.name: place for place in reading(full)}.values()

    for who in strangers:
        for place in each:
            unknown = place.path.replace(full.reference, UNKNOWN)
            other, _wrote = world.ask(who, "GET", unknown)
            own, _wrote = world.ask(who, "GET", place.path)
            assert without_token(own) == without_token(other)


def test_a_page_that_is_only_read_takes_no_post(world):
    full, _held, bare = world.furnish()
    pages = [place for place in [*reading(full), *on_site(bare)] if not place.act]
    asked = asking(world, pages, lambda place: ["president"])

    assert [*surprises(world, asked, "POST", seen_or_missing)] == []


def test_the_lists_open_to_who_takes_part_and_the_rules_to_the_anict(world):
    _full, _held, bare = world.furnish()

    for place in on_site(bare):
        for who in world.probes:
            response, wrote = world.ask(who, "GET", place.path)
            wanted = expected(who, place, "GET") if place.act else expected_of_a_list(who, place)
            assert (place.path, who, answer(response), wrote) == (place.path, who, wanted, False)


def test_every_address_of_the_follow_up_has_its_line_here(world):
    full, held, bare = world.furnish()
    met = {place.name for place in [*reading(full), *acting(full, held, bare), *on_site(bare)]}

    assert {name for name, _words in addresses(urls.urlpatterns)} - met == {"national-paper"}
    assert {name for name, _words in addresses(get_resolver().url_patterns)} >= met


def test_nobody_without_a_mandate_reads_a_contract(world):
    full, _held, _bare = world.furnish()

    answers = {who: answer(world.ask(who, "GET", full.get_absolute_url())[0]) for who in (NO_MANDATE, "mandate ended")}

    assert answers == {NO_MANDATE: MISSING, "mandate ended": MISSING}
