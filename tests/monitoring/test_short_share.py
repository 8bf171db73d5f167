"""An own share inscribed for less than the plan gives its year: asked twice, and still to be completed."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import BudgetEntry
from tests.monitoring.acting import budget, pdf, plain, said
from tests.monitoring.world import MILLION, at, follow, on, paper, refusal

pytestmark = pytest.mark.django_db
DAY = date(2019, 2, 1)
SENTENCE = "Le plan prévoit 10 000 000 FCFA pour 2019 ; vous inscrivez 6 000 000 FCFA, il manquera 4 000 000 FCFA."


@pytest.fixture
def contract():
    return follow()


def inscribe(contract, amount: int, reason: str = "") -> BudgetEntry:
    facts = {"year": 2019, "amount": amount * MILLION, "file": paper(), "reason": reason}
    by = on(DAY, Role.REGION, contract.region)
    return operations.record_budget(contract, "inscribe_share", **facts, by=by, at=at(DAY))


def test_less_than_the_plan_is_inscribed_with_a_reason_only(contract):
    assert refusal(inscribe, contract, 6) == f"{SENTENCE} Dites pourquoi."
    assert inscribe(contract, 6, "Le reste au collectif budgétaire.").reason == "Le reste au collectif budgétaire."


def test_the_whole_is_asked_nothing_more(contract):
    assert inscribe(contract, 10).reason == ""


def test_the_form_asks_twice(contract, office):
    agent = office.enter(Role.REGION, DAY)
    typed = {"amount": "6 000 000", "on": "01/02/2019", "file": pdf()}

    asked = plain(agent.send(budget(contract, "inscrire", 2019), **typed))
    typed |= {"file": pdf(), "confirmed": str(6 * MILLION), "reason": "Le reste au collectif."}
    answer = agent.send(budget(contract, "inscrire", 2019), **typed)

    assert f"{SENTENCE} Confirmez-vous, et pourquoi ?" in asked
    assert "Je confirme ce montant" in asked
    assert said(answer)
    assert BudgetEntry.objects.get().amount == 6 * MILLION


def test_the_duty_stays_open_with_what_lacks_until_it_is_completed(contract):
    inscribe(contract, 6, "Le reste au collectif budgétaire.")
    duty = contract.duties.get(code="O1", key="2019")

    assert duty.settled_on is None
    assert (
        duty.note.replace("\u00a0", " ") == "6 000 000 FCFA inscrits sur 10 000 000 FCFA : il manque 4 000 000 FCFA."
    )

    inscribe(contract, 10, "Collectif budgétaire voté.")
    duty.refresh_from_db()

    assert (duty.settled_on, duty.note) == (DAY, "")


def ask(contract, amount: int, day: date = DAY) -> None:
    facts = {"year": 2020, "amount": amount * MILLION, "file": paper(), "reason": "Le reste du plan."}
    by = on(day, Role.PRESIDENT, contract.region)
    operations.record_budget(contract, "ask_bsi", **facts, by=by, at=at(day))


def test_a_demand_for_less_than_the_plan_leaves_the_rest_to_be_asked(contract):
    ask(contract, 60)
    duty = contract.duties.get(code="O2", key="2020")

    assert duty.settled_on is None
    assert duty.note.replace("\u00a0", " ") == (
        "60 000 000 FCFA demandés sur 90 000 000 FCFA : il manque 30 000 000 FCFA."
    )

    ask(contract, 90)
    duty.refresh_from_db()

    assert (duty.settled_on, duty.note) == (DAY, "")
