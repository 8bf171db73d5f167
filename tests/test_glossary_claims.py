"""What the glossary claims of an act (at which steps, from where to where, by whom) is what the table says."""

import re

import pytest

from cper.people.roles import Role
from monitoring.workflow import DUTIES
from negotiation import workflow
from negotiation.workflow import ENDED, STAGE, Criterion, Move
from tests.sources import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
ROWS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", GLOSSARY, re.MULTILINE)
# A noun whose row tells of the act that makes it.
MADE_BY = {
    "Criterion": "assess",
    "Opinion": "give_opinion",
    "Project.listed": "draw_list",
    "Session": "record_session",
    "Step.DELIBERATION": "adopt",
}
NAMED = {
    "President": Role.PRESIDENT,
    "DGCT": Role.DGCT_HEAD,
    "DRPSIAP": Role.DRPSIAP,
    "finance": Role.FINANCE,
    "sector ministry": Role.SECTOR,
}


def act_of(names: str) -> str:
    """The act of the negotiation that a row is about; empty for none."""
    for name in re.findall(r"`([\w.]+)`", names):
        owner, _dot, member = name.rpartition(".")
        if owner in ("Contract", "operations") and member in workflow.ACTION_NAMES:
            return member
        if name in MADE_BY:
            return MADE_BY[name]
    return ""


CLAIMS = [(term, act_of(names), said) for term, names, said in ROWS if act_of(names)]
OF_STEPS = [claim for claim in CLAIMS if re.search(r"\bE\d", claim[2])]
OF_ROLES = [claim for claim in CLAIMS if re.search(r"\b(?:by the|of finance and of each) ", claim[2])]


def codes(steps) -> list[str]:
    return [STAGE[step].code for step in steps]


def ids(claim) -> str:
    return claim if isinstance(claim, str) and claim in workflow.ACTION_NAMES else ""


def test_the_glossary_claims_something_of_the_acts():
    assert [len(OF_STEPS) >= 10, len(OF_ROLES) >= 4] == [True, True]


@pytest.mark.parametrize(("term", "act", "said"), OF_STEPS, ids=ids)
def test_the_steps_of_an_act_are_those_of_the_table(term, act, said):
    told, steps = re.findall(r"\bE\d", said), codes(workflow.steps_of(act))

    if not re.search(r"\bE\d to E\d", said):
        assert told == steps
        return
    example = workflow.example(act)
    ends = isinstance(example, Move) and example.target in ENDED
    assert told == ([steps[0], steps[-1]] if ends else [*steps, STAGE[example.target].code])
    assert not ends or steps == [f"E{number}" for number in range(int(told[0][1]), int(told[1][1]) + 1)]


@pytest.mark.parametrize(("term", "act", "said"), OF_ROLES, ids=ids)
def test_the_roles_of_an_act_are_those_of_the_table(term, act, said):
    told = {role for word, role in NAMED.items() if re.search(rf"\b{word}\b", said)}

    assert told == set(workflow.example(act).roles)


def test_the_criteria_and_the_duties_are_as_many_as_told():
    assert f"the {['', 'one', 'two', 'three', 'four', 'five'][len(Criterion)]} checks of E4" in GLOSSARY
    assert f"obligation ({DUTIES[0].code} à {DUTIES[-1].code})" in GLOSSARY
