"""Every address × everybody × every situation × GET and POST: the answer is what the rows of the law say."""

from collections.abc import Iterable, Iterator
from html import unescape
from itertools import count

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from cper.people.roles import Body
from cper.places.wording import said
from monitoring import urls as follow_up
from negotiation import access
from negotiation.models import Contract, Incident
from negotiation.workflow import ACTION_NAMES, example
from tests.factories import NOW, PASSWORD, TODAY, MandateFactory, UserFactory, institution
from tests.law import (
    DONE,
    FORBIDDEN,
    FOUND,
    MISSING,
    NOT_TAKEN,
    NOT_YOUR_PAPER,
    SIGN_IN,
    act_of,
    expected,
    expected_at,
    fills,
    may,
    sees,
    sentence,
)
from tests.matrix import (
    EDIT,
    INCIDENT,
    MANDATE,
    PUBLIC,
    READ,
    SITE,
    SOMEBODY,
    Target,
    World,
    addresses,
    everybody,
    forged,
    links_of,
    targets,
    without_token,
)
from tests.situations import ANONYMOUS, NO_MANDATE, SEATS, SITUATIONS

# One situation between each two steps from which somebody new sees a dossier: there everybody tries everything. In the
# others, the one question is asked for everybody; by HTTP, those try whom the law names for the act in some step, and
# in turn one of those who see the dossier and whom it does not name.
EACH_SIGHT = ("formalisation", "sent back", "corrections asked", "convention approved")


@pytest.fixture
def world(db, settings) -> Iterator[World]:
    with everybody(settings) as made:
        yield made


# What is found.


def asking(situation: str, names: Iterable[Target]) -> Iterator[tuple[str, Target]]:
    """Who tries what in a situation."""
    turn = count()
    for target in names:
        if situation in EACH_SIGHT:
            yield from ((who, target) for who in (*SEATS, NO_MANDATE, ANONYMOUS))
            continue
        seeing = [who for who in SEATS if sees(who, SITUATIONS[situation])]
        named = [who for who in seeing if fills(who, example(act_of(target)).roles)]
        others = [who for who in seeing if who not in named]
        yield from ((who, target) for who in (*named, others[next(turn) % len(others)]))


def surprises(world: World, situation: str, method: str, names: Iterable[Target]) -> Iterator[str]:
    """Where the site does not answer as the law says."""
    for who, target in asking(situation, names):
        data = forged(world.contract, target) if method == "POST" else None
        wanted = expected(who, SITUATIONS[situation], target, method)
        response, wrote = world.ask(who, method, target.path, data)
        found = answer(response)
        if found != wanted or wrote != (wanted == DONE):
            yield f"{who}, {method} {target.path}: {found}, not {wanted}; {'wrote' if wrote else 'wrote nothing'}"
        elif method == "GET" and not response.streaming and "error-summary" in response.content.decode():
            yield f"{who}, {method} {target.path}: a page that nobody has sent yet speaks of errors"
        elif wanted in (MISSING, FORBIDDEN) and not tells(world, who, target, response):
            yield f"{who}, {method} {target.path}: {wanted} in other words"


def misjudged(world: World, situation: str) -> Iterator[str]:
    """Where the one question is not answered as the law says: who sees the dossier, and each act, for everybody."""
    stands = SITUATIONS[situation]
    for who in (*SEATS, NO_MANDATE):
        actor = world.people[who].on(TODAY)
        if Contract.objects.visible_to(actor).filter(pk=world.contract.pk).exists() != sees(who, stands):
            yield f"{who} sees the dossier, or does not"
        for name in ACTION_NAMES:
            verdict = access.decide(actor, name, world.contract)
            forbidden = not (sees(who, stands) and fills(who, example(name).roles))
            if sees(who, stands) and (verdict.forbidden, verdict.allowed) != (forbidden, may(who, stands, name)):
                yield f"{who}, {name}: {verdict}"


def tells(world: World, who: str, target: Target, response: HttpResponse) -> bool:
    """Whether a dossier out of sight answers like one that does not exist, and a refusal says whose act it is."""
    if response.status_code == 404:
        return without_token(response) == world.unknown_dossier(who)
    named = example(act_of(target)).roles
    told = NOT_YOUR_PAPER if fills(who, named) else sentence(named)
    page = unescape(response.content.decode())
    return any(words in page for words in (told, said(told, is_district=False)))


def answer(response: HttpResponse) -> str:
    signs_in = response.status_code == 302 and response["Location"].startswith(reverse("sign-in"))
    return SIGN_IN if signs_in else str(response.status_code)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_forged_act_is_done_by_whom_the_law_names_then_and_by_nobody_else(world, situation):
    forms = [target for target in targets(world.enter(situation)) if target.name not in READ]

    assert [*surprises(world, situation, "POST", forms)] == []


def test_the_one_question_is_answered_for_everybody_everywhere_as_the_law_says(world):
    found = []
    for situation in SITUATIONS:
        world.enter(situation)
        found += [f"{situation}: {what}" for what in misjudged(world, situation)]

    assert found == []


@pytest.mark.parametrize("situation", EACH_SIGHT)
def test_a_dossier_shows_to_whom_the_law_lets_see_it_and_showing_it_changes_nothing(world, situation):
    pages = [target for target in targets(world.enter(situation)) if target.name in READ]

    assert [*surprises(world, situation, "GET", pages)] == []


def test_the_page_of_an_act_opens_to_whom_the_law_names_and_opening_it_changes_nothing(world):
    forms = [target for target in targets(world.enter("corrections asked")) if target.name not in READ]

    assert [*surprises(world, "corrections asked", "GET", forms)] == []


# The pages about no dossier.


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_about_no_dossier_answers_whom_it_is_for(world, method):
    MandateFactory(pk=MANDATE, person=UserFactory(pk=SOMEBODY))
    Incident.objects.create(pk=INCIDENT, kind="disk", first_at=NOW, last_at=NOW)
    world.enter("deliberation")

    for name, page in SITE.items():
        sent = page.sends and page.sends | {"institution": institution(Body.ADR).pk}
        for who in world.probes:
            response, wrote = world.ask(who, method, reverse(name, args=page.about), sent)
            wanted = expected_at(page, who, method)
            assert (name, who, answer(response), wrote) == (name, who, wanted, wanted == DONE)


def test_every_address_of_the_site_has_its_line_here():
    known = {*READ, *EDIT, "piece-attach", "act", *SITE, *PUBLIC}
    elsewhere = {name for name, _words in addresses(follow_up.urlpatterns)}  # the follow-up has a matrix of its own

    assert {name for name, _words in addresses(get_resolver().url_patterns) if ":" not in name} - elsewhere == known


def test_a_page_that_is_only_read_takes_no_post(world):
    pages = [target for target in targets(world.enter("convention approved")) if target.name in READ]

    for target in pages:
        for who in world.probes:
            response, wrote = world.ask(who, "POST", target.path, {})
            assert (answer(response), wrote) == (SIGN_IN if who == ANONYMOUS else NOT_TAKEN, False)


def test_no_form_is_taken_from_another_site(world):
    targets_of_forms = [target for target in targets(world.enter("corrections asked")) if target.name not in READ]
    forms = [target.path for target in targets_of_forms] + [reverse("dossier-open")]
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = world.probes["president"].requests.cookies

    answers = {path: stranger.post(path) for path in forms}

    assert {response.status_code for response in answers.values()} == {403}
    assert all("Cette page a expiré" in response.content.decode() for response in answers.values())


@pytest.mark.django_db
def test_a_sign_in_sent_from_another_site_lets_nobody_in():
    account = UserFactory.create()
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(reverse("sign-in"), {"username": account.username, "password": PASSWORD}, follow=True)

    assert answer.redirect_chain == [(reverse("sign-in"), 302)]
    assert "La page de connexion avait expiré" in answer.content.decode()
    assert "_auth_user_id" not in stranger.session


def test_the_pages_open_to_all_ask_for_no_account(world):
    world.enter("deliberation")

    at_the_door = {name: world.ask(ANONYMOUS, "GET", reverse(name)) for name in PUBLIC}
    inside = {name: world.ask("adr", "GET", reverse(name)) for name in PUBLIC}

    assert [(name, answer(found), wrote) for name, (found, wrote) in at_the_door.items()] == [
        ("sign-in", FOUND, False),
        ("sign-out", SIGN_IN, False),
        ("style", FOUND, False),
    ]
    assert [(name, answer(found), wrote) for name, (found, wrote) in inside.items()] == [
        ("sign-in", "302", False),
        ("sign-out", NOT_TAKEN, False),
        ("style", FOUND, False),
    ]


# The administration of reference data.


# What the pages lead to.


def test_whatever_a_page_leads_to_opens_and_looking_around_changes_nothing(world):
    dossier = world.enter("corrections asked").get_absolute_url()

    met = {who: look_around(world, who) for who in SEATS}

    who_sees = {who for who in SEATS if sees(who, SITUATIONS["corrections asked"])}
    assert {who for who, pages in met.items() if dossier in pages} == who_sees


def look_around(world: World, who: str) -> set[str]:
    """Open every page that leads from one to the next, from the first; all open, none writes."""
    met, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        response, wrote = world.ask(who, "GET", path)
        assert (who, path, response.status_code in (200, 302), wrote) == (who, path, True, False)
        found = set(links_of(response)) - met
        met |= found
        waiting += sorted(found)
    return met
