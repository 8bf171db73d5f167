"""One term for one contract: what the convention prints is what the site shows, checks and follows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cper.people.roles import Role
from cper.words.clock import Term, add_months
from negotiation import access, documents
from negotiation.forms.financing import term as grid_years
from negotiation.models import Contract
from negotiation.views.panels.overview import term as shown
from negotiation.workflow import Need, Step, at
from tests.factories import TODAY, ContractFactory, actor

START = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2018, 8, 31), 60, date(2023, 8, 30)),
        (date(2028, 2, 29), 60, date(2033, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 1, 1), 60, date(2031, 12, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_a_term_ends_on_the_eve_of_its_day_or_on_the_last_day_of_a_shorter_month(start, months, end):
    assert Term.of(start, months) == Term(start, end)


@given(st.dates(date(2015, 1, 1), date(2060, 12, 31)), st.integers(1, 240))
def test_two_terms_that_follow_each_other_leave_no_day_out_nor_count_one_twice(start, months):
    end = Term.of(start, months).end

    assert (add_months(start, months) - end).days in (0, 1)
    assert end.month == add_months(start, months).month or end.day >= 28


def known(**facts) -> Term | None:
    return Contract(duration_months=60, **facts).known_term


def test_the_start_that_the_convention_prints_comes_before_the_day_of_the_signature():
    signed = date(2026, 11, 27)

    assert known(starts_on=START, signed_on=signed) == Term(START, date(2031, 12, 31))
    assert known(signed_on=signed) == Term(signed, date(2031, 11, 26))


def test_a_term_that_nobody_knows_is_not_made_up():
    assert known() is None
    assert known(signed_on=date(2015, 9, 1), signed_precision="month") is None
    assert Contract(starts_on=START).known_term is None


@pytest.mark.django_db
def test_the_act_the_page_and_the_grid_say_the_same_term():
    contract = ContractFactory(step=Step.SIGNATURE, ready=True, starts_on=START)
    words = "du 1er\u00a0janvier 2027 au 31\u00a0décembre 2031"

    assert documents.convention_of(contract, on=TODAY, draft=True).term == words
    assert shown(contract) == f"60 mois, {words}"
    assert list(grid_years(contract)) == [2027, 2028, 2029, 2030, 2031]


def refused(contract: Contract, role: Role, name: str) -> list[str]:
    return list(access.decide(actor(role), name, Contract.objects.get(pk=contract.pk)).missing)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "role", "name"),
    [
        (Step.PREPARATION, Role.REGION, "complete"),
        (Step.FORMALISATION, Role.PRESIDENT, "submit"),
        (Step.SIGNATURE, Role.PRESIDENT, "propose_convention"),
    ],
)
def test_money_outside_the_term_is_refused_by_project_source_and_year(step, role, name):
    contract = ContractFactory(step=step, ready=True, starts_on=date(2028, 1, 1), duration_months=36)

    words = [sentence.replace("\u00a0", " ") for sentence in refused(contract, role, name)]

    assert [sentence for sentence in words if "hors du contrat" in sentence] == [
        f"Projet 1, {who} : {amount} FCFA en 2027, hors du contrat, qui va du 1er janvier 2028 au 31 décembre 2030."
        for who, amount in (("Collectivité (ressources propres)", "10 000 000"), ("État", "90 000 000"))
    ]


def test_corrections_asked_by_a_ministry_cannot_bring_money_outside_the_term():
    assert Need.TERM in at(Step.MINISTRY_REVIEW, "resubmit").needs


@pytest.mark.django_db
def test_without_a_start_the_term_is_the_one_of_a_signature_that_day():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True, duration_months=1)
    contract.projects.update(duration_months=1)

    assert [words for words in refused(contract, Role.PRESIDENT, "submit") if "20\u00a0novembre 2026" in words]
