"""Whatever is entered and corrected, in whatever order: what was known of a day stays what was known of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import FollowedContract, QuarterReport
from monitoring.operations import Refused
from tests.monitoring import moments
from tests.monitoring.acting import CHAIR, held
from tests.monitoring.correcting import by
from tests.monitoring.world import MILLION, ROLE_OF, TO_PAID, follow, paper, tranche

pytestmark = pytest.mark.django_db

FIRST = date(2019, 2, 2)  # the tranche is prepared the day before
PROBED = (date(2019, 1, 31), date(2019, 2, 15), date(2019, 3, 5))
NEXT = {"draft": "request", "requested": "accept", "complete": "approve", "approved": "release", "released": "pay"}


@dataclass(frozen=True)
class Step:
    """One act: how many days after the one before it is written, of how many days before it is dated."""

    what: str
    later: int
    back: int
    millions: int


@dataclass(frozen=True)
class Done:
    """When it was written, the day it bears, and whether it corrects something and says so."""

    written: date
    dated: date
    corrects: bool


def record(contract: FollowedContract, day: date, dated: date, millions: int) -> bool:
    facts = {"project": contract.projects.first(), "source": "region", "year": 2019, "kind": "mobilised"}
    facts |= {"amount": millions * MILLION, "reason": "Le reste viendra.", "on": dated, "file": paper()}
    operations.record_movement(contract, **facts, **by(Role.REGION, day, contract))
    return False


def reverse(contract: FollowedContract, day: date, dated: date, millions: int) -> bool:
    wrong = contract.movements.filter(reverses=None, reversal=None).first()
    if wrong:
        operations.reverse_movement(wrong, reason="Saisi deux fois.", **by(Role.REGION, day, contract))
    return True


def inscribe(contract: FollowedContract, day: date, dated: date, millions: int) -> bool:
    facts = {"year": 2019, "amount": millions * MILLION, "reason": "Collectif budgétaire.", "on": dated}
    operations.record_budget(contract, "inscribe_share", file=paper(), **facts, **by(Role.REGION, day, contract))
    return False


def advance(contract: FollowedContract, day: date, dated: date, millions: int) -> bool:
    row = contract.tranches.get()
    if name := NEXT.get(row.state):
        facts = {"amount": 20 * MILLION if name in TO_PAID[2:] else None, "on": dated, "file": paper()}
        facts = facts if name in TO_PAID[2:] else facts | {"file": None}
        operations.move_tranche(row, name, **facts, **by(ROLE_OF[name], day, contract))
    return False


def settle(contract: FollowedContract, day: date, dated: date, millions: int) -> bool:
    again = contract.fulfilments.exists()
    facts = {"on": dated, "reason": "Date relue." if again else "", "file": paper()}
    operations.fulfil(contract, "designate_team", "", **facts, **by(Role.PRESIDENT, day, contract))
    return again


def rectify(contract: FollowedContract, day: date, dated: date, millions: int) -> bool:
    facts = {"kind": "ordinary", "place": "Kayes", "chaired_by": CHAIR, "attendees": "", "attendance": 40 + millions}
    right = date(2019, 1, 15) + timedelta(days=millions)
    report = QuarterReport.objects.get(contract=contract)
    operations.rectify_session(report, on=right, reason="Relu.", **facts, **by(Role.DRPSIAP, day, contract))
    return True


ACTS: dict[str, Callable[..., bool]] = {
    act.__name__: act for act in (record, reverse, inscribe, advance, settle, rectify)
}
STEPS = st.builds(Step, st.sampled_from(sorted(ACTS)), st.integers(1, 12), st.integers(0, 30), st.integers(1, 3))


def test_what_was_known_of_a_day_never_changes_and_what_is_known_of_it_changes_by_what_says_so():
    contract, counted = follow(), Counter()
    held(contract)
    tranche(contract)

    @settings(max_examples=5, deadline=None, derandomize=True)
    @given(st.lists(STEPS, min_size=5, max_size=7))
    def holds(steps):
        with transaction.atomic():
            kept, done = played(contract, steps, counted)
            for (on, known), picture in kept.items():
                assert moments.again(contract, on, known) == picture, (on, known)
            only_by_what_says_so(kept, done)
            transaction.set_rollback(True)

    holds()
    assert set(ACTS) <= set(counted)
    assert counted["changed"] > 0  # else nothing is proved


def played(contract: FollowedContract, steps: list[Step], counted: Counter) -> tuple[dict, list[Done]]:
    """Every picture of every probed day, as it is known at the end of each day on which something was written."""
    kept, done, day = {}, [], FIRST
    for step in steps:
        day += timedelta(days=step.later)
        dated = day - timedelta(days=step.back)
        try:
            with transaction.atomic():
                corrects = ACTS[step.what](contract, day, dated, step.millions)
        except Refused:
            continue
        counted[step.what] += 1
        done.append(Done(day, dated, corrects))
        for on in (one for one in PROBED if one <= day):
            kept[on, day] = moments.again(contract, on)
            counted["changed"] += any(kept[on, day] != old for (one, _known), old in kept.items() if one == on)
    return kept, done


def only_by_what_says_so(kept: dict, done: list[Done]) -> None:
    """Between two days of writing, a past day is known otherwise only by an entry dated of then or by a correction."""
    for before, after in pairwise(done):
        for on in (one for one in PROBED if (one, before.written) in kept):
            same = kept[on, before.written] == kept[on, after.written]
            assert same or after.corrects or after.dated <= on, (on, after)
