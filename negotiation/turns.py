"""Whose turn it is: the awaited acts of the law, worked out for one contract and kept as rows for the inbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from cper.people.models import Institution, Mandate
from cper.people.roles import ROLES, Body, Function, Role
from cper.words.clock import day_of, midnight
from negotiation.models import Contract, Turn, requirements
from negotiation.models.convention_requirements import current_draft
from negotiation.values import counts_working_days
from negotiation.workflow import Action, Need, Step


@dataclass(frozen=True)
class Seat:
    """The signatory's seat of an institution: what `already_done` is asked about when nobody in particular acts."""

    body: str
    institution_id: int
    region_id: int | None
    function: str = Function.SIGNATORY
    person_id: None = None
    suspended: bool = False
    mention: str = ""
    commits_the_contract: bool = True


def awaited(contract: Contract, day: date) -> Iterator[tuple[Action, Role, Institution]]:
    """The acts the contract waits for, with the role and the institution of each, in the order of the law."""
    if contract.stage is None:
        return
    actions = [action for action in contract.stage.actions if action.awaited]
    contract.load(need for action in actions for need in (*action.waits_for, *action.until))
    around = institutions_around(contract)
    for action in actions:
        if not requirements.holds(contract, action.waits_for, day):
            continue
        if action.until and requirements.holds(contract, action.until, day):
            continue
        for role in action.roles:
            for institution in around.get(ROLES[role][0], ()):
                seat = Seat(institution.body, institution.pk, institution.region_id)
                if not requirements.already_done(contract, action, seat):
                    yield action, role, institution


def institutions_around(contract: Contract) -> dict[str, list[Institution]]:
    """The institutions that can be awaited at this step, by body: the region's own and the national ones."""
    bodies = {Body(ROLES[role][0]) for action in contract.stage.actions for role in action.roles}
    found: dict[str, list[Institution]] = {}
    for institution in Institution.objects.filter(Q(region=None) | Q(region=contract.region_id), body__in=bodies):
        found.setdefault(institution.body, []).append(institution)
    return found


def step_due(contract: Contract) -> date | None:
    """The last day of the step's delay, whoever holds the dossier, or the day of the ceremony convened beyond it; None
    where the law gives none."""
    due = contract.due_on(working=counts_working_days(contract.clock_started_on))
    draft = current_draft(contract) if due and contract.step == Step.SIGNATURE else None
    return max(due, draft.ceremony_on) if draft and draft.ceremony_on else due


def due_on(action: Action, step_due: date | None, since: date) -> date | None:
    """When a turn is due: on the last day of the step's delay; at once where that day was past when the turn came,
    since nobody answers for the days that others took. Where the delay is not this act's, nothing is due."""
    return None if step_due is None or action.untimed else max(step_due, since)


def begins(contract: Contract, action: Action, at: datetime) -> datetime:
    """From when an act is awaited: at once, but for what is done at a ceremony: from its day on."""
    draft = current_draft(contract) if Need.CEREMONY in action.needs else None
    return max(at, midnight(draft.ceremony_on)) if draft and draft.ceremony_on else at


def named(contract: Contract, action: Action, institution: Institution) -> Mandate | None:
    """Of whom alone of that institution the act is awaited: a signature, of who the approved text names."""
    draft = current_draft(contract) if action.joint and action.commits else None
    return draft.named(institution.body) if draft and draft.is_approved else None


class Renewed(NamedTuple):
    """What an act changes in what is awaited: the turns that come with it, the institutions of those that go."""

    fresh: list[Turn]
    relieved: frozenset[int]


def renew(contract: Contract, *, at: datetime, day: date) -> Renewed:
    """Make the rows say what is awaited now. A turn that goes on keeps its date."""
    now_awaited = list(awaited(contract, day))
    until = step_due(contract)
    standing = {(turn.action, turn.role, turn.institution_id): turn for turn in contract.turns.all()}
    owed = _owed_before(contract, standing, now_awaited)
    fresh = []
    for action, role, institution in now_awaited:
        kept = standing.pop((action.name, role.value, institution.pk), None)
        if kept is None or kept.since < contract.entered_step_at:
            if kept:
                kept.delete()
            since = begins(contract, action, at)
            due = due_on(action, until, day_of(since))
            if due and since == at:
                due = min(due, owed.get(institution.pk, due))
            asked = {"action": action.name, "role": role, "institution": institution}
            if mandate := named(contract, action, institution):
                asked |= {"person": mandate.person, "who": mandate.introduced}
            fresh.append(Turn(contract=contract, since=since, due_on=due, **asked))
    if standing:
        Turn.objects.filter(pk__in=[turn.pk for turn in standing.values()]).delete()
    return Renewed(Turn.objects.bulk_create(fresh), frozenset(turn.institution_id for turn in standing.values()))


def _owed_before(contract: Contract, standing: dict, now_awaited: list) -> dict[int, date]:
    """By institution, the day by which it was awaited in this step for an act that is done: the act that falls to it
    next is of the same delay, and is as late."""
    going_on = {(action.name, role.value, institution.pk) for action, role, institution in now_awaited}
    owed: dict[int, date] = {}
    for key, turn in standing.items():
        if key not in going_on and turn.due_on and turn.since >= contract.entered_step_at:
            owed[turn.institution_id] = min(turn.due_on, owed.get(turn.institution_id, turn.due_on))
    return owed
