"""`decide` in the follow-up, exhaustively: role × territory × state × act, on objects that are never saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from cper.people.rights import Verdict, not_your_role
from cper.people.roles import REACH, ROLES, Body, Function, Role, Scope
from monitoring import access, workflow
from monitoring.access import Nation
from monitoring.models import FollowedContract
from monitoring.models.machines import Machine
from monitoring.vocabulary import ReportState, TrancheState

DAY = date(2019, 3, 1)
HERE, ELSEWHERE = 1, 2
EVERY_STATE = [*TrancheState, *ReportState]
ON_STATES = sorted({row.name for table in workflow.MACHINES.values() for stage in table for row in stage.actions})
ON_CONTRACT = [action.name for action in workflow.CONTRACT]
ON_NATION = ["hold_national", "keep_rules"]


@dataclass(frozen=True)
class Seat:
    body: str
    function: str
    region_id: int | None
    institution_id: int = 10
    suspended: bool = False  # nobody stands in for it
    mention: str = ""


@dataclass(frozen=True)
class Person:
    mandates: tuple = ()
    day: date = DAY


class Whole:
    """A tranche or a report that stands in a state and misses nothing."""

    region_id, sector_ids = HERE, frozenset({10})
    at, refuses = Machine.at, Machine.refuses

    def __init__(self, state: TrancheState | ReportState):
        self.state, self.states, self.contract = state, type(state), FollowedContract(region_id=HERE)

    def missing(self, _needs) -> list[str]:
        return []

    def get_state_display(self) -> str:
        return self.state.label


def everybody() -> Iterator[Seat]:
    for body in Body:
        for function in Function:
            yield from (Seat(body, function, home) for home in (HERE, ELSEWHERE))


def fills(seat: Seat, roles: tuple[Role, ...]) -> bool:
    return any(ROLES[role][0] == seat.body and seat.function in ROLES[role][1] for role in roles)


def reaches(seat: Seat) -> bool:
    scope = REACH.get(seat.body)
    return scope == Scope.NATION or (scope == Scope.TERRITORY and seat.region_id == HERE)


def sentence(seat: Seat, name: str, state: TrancheState | ReportState | None = None) -> str:
    """What the law answers, said again from its rows: nothing when the act may be done."""
    roles = tuple(role for row in workflow.every_action() if row.name == name for role in row.roles)
    if not fills(seat, roles):
        return not_your_role(workflow.roles_of(name))
    if not reaches(seat):
        return "Votre mandat ne couvre pas ce dossier."
    if state is None:
        return ""
    row = next((row for row in workflow.stage_of(state).actions if row.name == name), None)
    if row is None:
        return f"À l’état « {state.label} », cet acte ne se fait pas.".replace("« ", "«\u00a0").replace(
            " »", "\u00a0»"
        )
    if not fills(seat, row.roles):
        other = f"À l’état « {state.label} », cet acte revient à une autre institution."
        return other.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    return ""


def answer(verdict: Verdict) -> str:
    assert verdict.allowed == (verdict.reason == "")
    return verdict.reason


@pytest.mark.parametrize("state", EVERY_STATE, ids=str)
def test_in_each_state_whoever_the_table_names_may_act_and_everybody_else_is_told_why(state):
    subject = Whole(state)

    wrong = [
        (seat, name)
        for seat in everybody()
        for name in ON_STATES
        if answer(access.decide(Person((seat,)), name, subject)) != sentence(seat, name, state)
    ]

    assert wrong == []


def test_on_the_contract_whoever_the_table_names_may_act_and_everybody_else_is_told_why():
    contract = FollowedContract(region_id=HERE)

    wrong = [
        (seat, name)
        for seat in everybody()
        for name in ON_CONTRACT
        if answer(access.decide(Person((seat,)), name, contract)) != sentence(seat, name)
    ]

    assert wrong == []


def test_what_concerns_the_nation_is_done_by_national_institutions():
    may = {
        name: {
            (seat.body, seat.function)
            for seat in everybody()
            if access.decide(Person((seat,)), name, Nation()).allowed
        }
        for name in ON_NATION
    }

    assert may == {
        "hold_national": {(Body.DGCT, function) for function in Function},
        "keep_rules": {(Body.ANICT, Function.SECRETARIAT), (Body.ANICT, Function.SIGNATORY)},
    }


def test_a_person_without_a_mandate_may_do_nothing():
    names = [*ON_STATES, *ON_CONTRACT, *ON_NATION]

    assert not any(access.decide(Person(), name, Whole(state)).allowed for name in names for state in EVERY_STATE)


def test_the_president_gives_up_what_is_examined_and_the_anict_cancels_what_is_complete():
    here = {
        "president": Seat(Body.COUNCIL, Function.SIGNATORY, HERE),
        "anict": Seat(Body.ANICT, Function.SIGNATORY, None),
    }

    may = {
        who: [state.value for state in TrancheState if access.decide(Person((seat,)), "cancel", Whole(state)).allowed]
        for who, seat in here.items()
    }

    assert may == {
        "president": ["draft", "requested", "returned"],
        "anict": ["complete", "approved", "released"],
    }
