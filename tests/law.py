"""Who sees a dossier, who may act on it, and what a page answers: said again from the rows of `workflow` alone."""

from collections.abc import Iterable

from cper.people.roles import REACH, ROLES, Role, Scope
from negotiation.workflow import SIGHT, Step, at, example, piece_rule
from tests.matrix import READ, Page, Target
from tests.situations import ANONYMOUS, HERE, SEATS, Situation

FOUND, SIGN_IN, FORBIDDEN, MISSING, NOT_TAKEN, REFUSED, DONE = "200", "302 sign in", "403", "404", "405", "409", "302"
SEATS_HELD = {name: seat for name, seat in SEATS.items() if not seat.ended}


def sees(who: str, situation: Situation) -> bool:
    seat = SEATS_HELD.get(who)
    if seat is None or seat.body not in SIGHT:
        return False
    scope, since = REACH[seat.body], SIGHT[seat.body]
    if scope == Scope.TERRITORY:
        return seat.where == HERE
    return situation.reached >= since and (scope == Scope.NATION or seat.concerned)


def fills(who: str, roles: Iterable[Role]) -> bool:
    seat = SEATS_HELD.get(who)
    return seat is not None and any(seat.body == ROLES[role][0] and seat.function in ROLES[role][1] for role in roles)


def may(who: str, situation: Situation, name: str) -> bool:
    row = at(situation.step, name)
    return bool(row and fills(who, row.roles) and situation.unmet.isdisjoint(row.needs) and name not in situation.done)


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
    if target.name == "project-add" and situation.step in (Step.MINISTRY_REVIEW, Step.SIGNATURE):
        return False  # no project reaches the ministries without the four criteria, nor the convention without them
    # From E2 on, papers about the project are filed: it cannot leave the dossier any more.
    return target.name != "project-remove" or situation.step == Step.DELIBERATION


# What is said to one of two institutions that file papers, of a paper of the other's.
NOT_YOUR_PAPER = "Cette pièce est déposée par une autre institution."


def sentence(roles: Iterable[Role]) -> str:
    """What a 403 says to whom the law does not name."""
    labels = [str(role.label) for role in roles]
    only = "Seule" if all(label.startswith("la ") for label in labels) else "Seul"
    named = " ou ".join(f"{label}," if ", " in label else label for label in labels)
    return f"{only}s {named} peuvent faire cet acte." if len(labels) > 1 else f"{only} {named} peut faire cet acte."


def expected_at(page: Page, who: str, method: str) -> str:
    if who == ANONYMOUS:
        return SIGN_IN
    if page.roles and not fills(who, page.roles):
        return FORBIDDEN
    if method == "GET":
        return FOUND
    return NOT_TAKEN if page.sends is None else DONE
