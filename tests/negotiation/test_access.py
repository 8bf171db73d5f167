"""`decide`, exhaustively: role × territory × step × act, on objects that are never saved."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from cper.people import rights
from cper.people.roles import REACH, ROLES, Body, Function, Role, Scope
from negotiation import access, workflow
from negotiation.workflow import STAGES, Step

HERE, ELSEWHERE = 1, 2
DAY = date(2026, 11, 20)
EVERY_SEAT = [(body, function) for body in Body for function in Function]
EVERY_ACT = [*workflow.MOVE_NAMES, *workflow.TASK_NAMES]


@dataclass(frozen=True)
class Seat:
    body: str
    function: str
    region_id: int | None
    institution_id: int = 10
    suspended: bool = False
    mention: str = ""


@dataclass(frozen=True)
class Person:
    mandates: tuple = ()
    day: date = DAY


@dataclass(frozen=True)
class Dossier:
    """A dossier that stands at a step and misses nothing."""

    step: Step
    region_id: int = HERE
    sector_ids: frozenset = field(default=frozenset({10}))

    def refuses(self, name, mandate, day):
        action = workflow.at(self.step, name)
        ok = action and any(rights.fills(mandate, role) for role in action.roles)
        return ("" if ok else "pas à cette étape", [])


def allowed_by_the_table(body, function, home, step, name):
    """The rule said again, from the rows alone."""
    action = workflow.at(step, name)
    if action is None or not any(ROLES[role][0] == body and function in ROLES[role][1] for role in action.roles):
        return False
    scope = REACH.get(body)
    return scope == Scope.NATION or (scope == Scope.TERRITORY and home == HERE) or scope == Scope.SECTOR


@pytest.mark.parametrize("step", Step)
def test_whoever_the_table_names_may_act_and_nobody_else(step):
    for body, function in EVERY_SEAT:
        for home in (HERE, ELSEWHERE):
            person = Person((Seat(body, function, home),))
            for name in EVERY_ACT:
                verdict = access.decide(person, name, Dossier(step))
                assert verdict.allowed == allowed_by_the_table(body, function, home, step, name), (
                    body,
                    function,
                    name,
                )


def test_a_person_without_a_mandate_may_do_nothing():
    verdicts = [access.decide(Person(), name, Dossier(stage.step)) for stage in STAGES for name in EVERY_ACT]

    assert not any(verdict.allowed for verdict in verdicts)


def test_a_holder_somebody_stands_in_for_does_no_act_and_is_told_why():
    president = Person((Seat(Body.COUNCIL, Function.SIGNATORY, HERE, suspended=True),))

    verdict = access.decide(president, "submit", Dossier(Step.FORMALISATION))

    assert (verdict.allowed, verdict.forbidden) == (False, True)
    assert verdict.reason == "Un intérim de votre charge est en cours\u00a0: tant qu’il dure, l’intérimaire agit seul."


def test_a_region_cannot_act_for_another_region():
    president_elsewhere = Person((Seat(Body.COUNCIL, Function.SIGNATORY, ELSEWHERE),))

    verdict = access.decide(president_elsewhere, "submit", Dossier(Step.FORMALISATION))

    assert (verdict.allowed, verdict.forbidden) == (False, True)
    assert verdict.reason == "Votre mandat ne couvre pas ce dossier."


def test_a_ministry_without_a_project_in_the_dossier_is_not_asked():
    culture = Person((Seat(Body.SECTOR, Function.SIGNATORY, None, institution_id=99),))

    verdict = access.decide(culture, "give_opinion", Dossier(Step.MINISTRY_REVIEW))

    assert verdict.reason == "Votre mandat ne couvre pas ce dossier."


def test_an_agent_is_told_that_the_president_submits():
    agent = Person((Seat(Body.COUNCIL, Function.AGENT, HERE),))

    verdict = access.decide(agent, "submit", Dossier(Step.FORMALISATION))

    assert verdict.reason == "Seul le Président du Conseil régional (ou le Maire du District) peut faire cet acte."


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ((Role.DNPD,), "Seule la DNPD peut faire cet acte."),
        ((Role.DRPSIAP,), "Seule la DRPSIAP (secrétariat du CROCSAD) peut faire cet acte."),
        ((Role.DGCT, Role.ANICT), "Seules la DGCT ou l’ANICT peuvent faire cet acte."),
        (
            (Role.DRPSIAP, Role.GOVERNOR),
            "Seuls la DRPSIAP (secrétariat du CROCSAD) ou le Gouverneur peuvent faire cet acte.",
        ),
    ],
)
def test_who_may_is_named_in_the_number_and_the_gender_of_all(roles, sentence):
    assert rights.not_your_role(roles) == sentence


def test_the_mandate_of_the_right_territory_is_the_one_acted_under():
    here = Seat(Body.COUNCIL, Function.SIGNATORY, HERE)
    both = Person((Seat(Body.COUNCIL, Function.SIGNATORY, ELSEWHERE), here))

    assert access.decide(both, "submit", Dossier(Step.FORMALISATION)).mandate is here
