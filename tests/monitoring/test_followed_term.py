"""The term of a signed contract, as its convention prints it, in the follow-up."""

from datetime import date

import pytest

from cper.words.clock import Term
from monitoring.findings import findings
from monitoring.schedule import expected
from monitoring.values import Delays
from tests.monitoring.rows import movement
from tests.monitoring.world import follow

pytestmark = pytest.mark.django_db

SIGNED, START = date(2026, 11, 27), date(2027, 1, 1)


@pytest.fixture
def contract():
    made = follow(signed=SIGNED, starts_on=START, duration_months=60)
    made.projects.first().financing.all().delete()
    for year, amount in ((2027, 60), (2031, 40)):
        made.projects.first().financing.create(source="state", year=year, amount=amount)
    return made


def test_what_is_followed_is_the_term_that_the_convention_prints(contract):
    assert contract.term(SIGNED) == contract.known_term == Term(START, date(2031, 12, 31))


def test_a_project_runs_from_the_first_day_of_the_term(contract):
    project = contract.projects.first()
    project.duration_months = 12

    assert contract.term_of(project) == Term(START, date(2027, 12, 31))


def test_what_is_owed_for_having_signed_counts_from_the_signature(contract):
    contract.load()

    due = {(duty.code, duty.key): (duty.opens_on, duty.due_on) for duty in expected(contract, SIGNED, Delays())}

    assert due["O5", ""] == (SIGNED, date(2026, 12, 27))
    assert due["O7", "2027-T1"] == (START, date(2027, 3, 31))
    assert ("O7", "2026-T4") not in due


def outside(contract) -> list[tuple[str, int]]:
    contract.load()
    found = findings(contract, SIGNED, Delays())
    return [(one.key, one.amount) for one in found if one.rule == "outside-term"]


def test_money_in_the_last_year_that_the_act_prints_is_inside_it(contract):
    assert outside(contract) == []


def test_money_outside_the_term_is_found_with_its_sum(contract):
    contract.projects.first().financing.create(source="state", year=2032, amount=7_000_000)
    contract.projects.first().financing.create(source="region", year=2026, amount=3_000_000)

    assert outside(contract) == [("region-2026", 3_000_000), ("state-2032", 7_000_000)]


def moved(contract) -> list[tuple[str, str]]:
    """What the follow-up says of money that moved outside the term, read in 2032."""
    contract.load()
    found = [one for one in findings(contract, date(2032, 6, 1), Delays()) if one.rule == "moved-outside"]
    return [(one.title.replace("\u00a0", " "), one.evidence.replace("\u00a0", " ")) for one in found]


def test_money_paid_before_the_term_begins_or_after_it_ends_is_found_with_its_days(contract):
    contract.projects.first().financing.create(source="region", year=2027, amount=90_000_000)
    facts = {"source": "region", "year": 2027, "amount": 20_000_000}
    movement(contract, on=START, **facts | {"amount": 80_000_000})
    for day in (date(2026, 11, 28), START, date(2031, 12, 31), date(2032, 1, 1)):
        movement(contract, kind="paid", on=day, **facts)

    assert moved(contract) == [
        (
            "Collectivité (ressources propres) : 40 000 000 FCFA payés hors de la durée du contrat-plan",
            "Le 28 novembre 2026 et le 1er janvier 2032 ; le contrat-plan va du 1er janvier 2027 au 31 décembre 2031.",
        )
    ]


def test_money_mobilised_before_the_signature_is_told_as_such_and_once(contract):
    contract.projects.first().financing.create(source="region", year=2027, amount=90_000_000)
    facts = {"source": "region", "year": 2027, "kind": "mobilised"}
    movement(contract, on=date(2026, 11, 1), amount=5_000_000, **facts)
    movement(contract, on=date(2026, 12, 1), amount=None, **facts)

    contract.load()
    found = [one for one in findings(contract, date(2027, 1, 2), Delays()) if "mobilisés" in one.title]

    assert [(one.rule, one.amount) for one in found] == [("early-money", 5_000_000), ("moved-outside", None)]
    assert "fonds mobilisés hors de la durée" in moved(contract)[0][0]
