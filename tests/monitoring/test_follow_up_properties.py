"""Whatever is tried, by whomever, in whatever order: no ceiling breaks, no sum passes the one before it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cper.people.models import Actor
from cper.people.roles import Role
from monitoring import operations
from monitoring.models import FollowedContract, Movement, Passage, Tranche
from monitoring.operations import Refused
from monitoring.workflow import TRANCHE, TRANCHE_PAPERS
from tests.factories import region
from tests.monitoring import rows
from tests.monitoring.world import MILLION, at, follow, on, paper, window

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)
PLANNED = 90 * MILLION
MOVES = {move.name: move for stage in TRANCHE for move in stage.moves}
ROLES = (Role.REGION, Role.PRESIDENT, Role.ANICT, Role.ANICT_HEAD, Role.GOVERNOR)
SUMS = (0, -1, 1, 20 * MILLION, 45 * MILLION, 46 * MILLION, PLANNED, PLANNED + 1)


@dataclass(frozen=True)
class Try:
    """One attempt: on which of the six tranches, what, by whom (the last is a President elsewhere), how much."""

    which: int
    what: str
    who: int
    amount: int
    comment: str = "Motif."
    paper: bool = True


SIX, ANY_SUM = st.integers(0, 5), st.sampled_from(SUMS)
USUAL = st.sampled_from((45 * MILLION, 45 * MILLION, 20 * MILLION, 46 * MILLION))
TRIES = st.one_of(
    # What the law awaits next of a tranche, by who may do it: without it, chance alone would pay nothing.
    st.builds(Try, SIX, st.just("awaited"), st.just(0), USUAL),
    # What its state admits, by who may do it.
    st.builds(Try, SIX, st.just("admitted"), st.integers(0, 5), ANY_SUM),
    # Anything, by anybody.
    st.builds(
        Try,
        SIX,
        st.sampled_from((*MOVES, "edit_tranche", "justify", *Movement.Kind.values)),
        st.integers(0, len(ROLES)),
        ANY_SUM,
        st.sampled_from(("", "Motif.")),
        st.booleans(),
    ),
)
# Three tranches of 45 millions for each of two projects, where the plan gives each 90.
START = (("draft",), ("complete",), ("paid", 45, 45, 45), ("draft",), ("approved", 20), ("released", 45, 20))


def test_no_sequence_of_acts_breaks_a_ceiling_or_the_order_of_the_sums():
    contract, actors = six_tranches()
    done = Counter()

    @settings(max_examples=20, deadline=None, derandomize=True)
    @given(st.lists(TRIES, min_size=5, max_size=12))
    def holds(tries):
        with transaction.atomic():
            for one in tries:
                done[attempt(contract, actors, one)] += 1
                assert broken(contract) == []
            transaction.set_rollback(True)

    holds()
    assert {"request", "approve", "release", "pay", "justify", "examine", "cancel", "edit_tranche", "refused"} <= set(
        done
    )


def six_tranches() -> tuple[FollowedContract, list[Actor]]:
    contract = follow(projects=2)
    first, second = contract.projects.all()
    for project, start in zip((first, first, first, second, second, second), START, strict=True):
        held = rows.tranche(*start, contract=contract, project=project, requested=45 * MILLION)
        for kind in TRANCHE_PAPERS:
            rows.paper(held, kind=kind)
    stranger = on(DAY, Role.PRESIDENT, region("gao"))
    return contract, [*(on(DAY, role, contract.region) for role in ROLES), stranger]


def attempt(contract: FollowedContract, actors: list[Actor], one: Try) -> str:
    """Try it; the name of what was done, or « refused ». Done leaves one passage, refused leaves nothing."""
    held = contract.tranches.get(number=one.which + 1)
    name, by = chosen(held, actors, one)
    before = (Passage.objects.count(), picture(contract))
    try:
        act_of(contract, held, name)(by, one)
    except Refused:
        assert (Passage.objects.count(), picture(contract)) == before
        return "refused"
    assert Passage.objects.count() == before[0] + 1
    return name


def chosen(held: Tranche, actors: list[Actor], one: Try) -> tuple[str, Actor]:
    offered = [row for row in held.stage.actions if row.name in (*MOVES, "edit_tranche", "justify")]
    if one.what not in ("awaited", "admitted") or not offered:
        return one.what if offered else "cancel", actors[one.who]
    awaited = next((row for row in offered if held.awaits(row)), offered[0])
    row = awaited if one.what == "awaited" else offered[one.who % len(offered)]
    return row.name, actors[ROLES.index(row.roles[0])]


def act_of(contract: FollowedContract, held: Tranche, name: str) -> Callable[[Actor, Try], object]:
    facts = {"project": held.project, "year": 2019}
    if name == "edit_tranche":
        return lambda by, one: operations.edit_tranche(
            held, requested=one.amount, window=window(), by=by, at=at(DAY), **facts
        )
    if name in Movement.Kind.values:
        return lambda by, one: operations.record_movement(
            contract, source="region", kind=name, amount=one.amount, file=paper(), by=by, at=at(DAY), **facts
        )
    if name == "justify":
        return lambda by, one: operations.justify(
            held, one.amount, file=paper() if one.paper else None, by=by, at=at(DAY)
        )
    if name == "examine":
        return lambda by, one: operations.examine(held, accepted=one.amount, reason=one.comment, by=by, at=at(DAY))
    return lambda by, one: operations.move_tranche(
        held,
        name,
        by=by,
        at=at(DAY),
        comment=one.comment,
        amount=one.amount,
        file=paper() if one.paper and MOVES[name].paper else None,
    )


def picture(contract: FollowedContract) -> list[tuple]:
    names = ("state", "version", "requested", "approved", "released", "paid", "justified", "under_review")
    return [*contract.tranches.values_list(*names), *contract.movements.values_list("kind", "amount")]


def broken(contract: FollowedContract) -> list[str]:
    """The rules that do not hold, in the rows as they stand."""
    found, held = [], Counter()
    for one in contract.tranches.all():
        sums = [s for s in (one.requested, one.approved, one.released, one.paid) if s is not None]
        if [*sums, one.justified] != sorted([*sums, one.justified], reverse=True) or one.justified < 0:
            found.append(f"order of {one.number}")
        told = [(row.accepted or 0, row.declared if row.waits else 0) for row in one.justifications.all()]
        if [one.justified, one.under_review] != [sum(accepted for accepted, _ in told), sum(rest for _, rest in told)]:
            found.append(f"justifications of {one.number}")
        held[one.project_id] += one.held
    found += [f"ceiling of {project}" for project, amount in held.items() if amount > PLANNED]
    moved = Counter()
    for movement in contract.movements.all():
        moved[movement.project_id, movement.kind] += movement.amount
    for project in held:
        if not moved[project, "mobilised"] >= moved[project, "paid"] >= moved[project, "justified"]:
            found.append(f"movements of {project}")
    return found
