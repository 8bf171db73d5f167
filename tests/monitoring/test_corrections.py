"""What was entered wrong is corrected by a new entry with its reason; what was entered first stays in sight."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Function, Role
from monitoring import ledger, operations
from monitoring.models import BudgetEntry, FollowedContract, Movement, Passage, Tranche
from tests.factories import stamp
from tests.monitoring.acting import act, budget, pdf, said
from tests.monitoring.rows import movement
from tests.monitoring.test_budget import DAY, bring, record
from tests.monitoring.world import MILLION, at, follow, move, on, refusal, tranche
from tests.negotiation.pages import entries

pytestmark = pytest.mark.django_db
LATER = date(2019, 4, 10)


@pytest.fixture
def contract():
    return follow()


def undo(row: Movement, reason: str = "Un zéro de trop.") -> Movement:
    region = row.contract.region
    return operations.reverse_movement(row, reason=reason, by=on(LATER, Role.REGION, region), at=at(LATER))


def sums(contract: FollowedContract) -> list[int]:
    lines = ledger.lines(FollowedContract.objects.get(pk=contract.pk))
    return [ledger.total(lines, name) for name in ("mobilised", "paid", "justified")]


# Movements of funds


def test_a_reversed_movement_no_longer_counts_and_stays(contract):
    wrong = bring(contract, "mobilised", 10 * MILLION)

    undone = undo(wrong)

    assert (undone.reverses, undone.on, undone.amount, undone.reason) == (wrong, DAY, 10 * MILLION, "Un zéro de trop.")
    assert sums(contract) == [0, 0, 0]
    assert Movement.objects.count() == 2
    assert Passage.objects.first().comment == "Un zéro de trop."


def test_what_it_took_of_the_plan_is_free_again(contract):
    undo(bring(contract, "mobilised", 10 * MILLION))

    bring(contract, "mobilised", 10 * MILLION)

    assert sums(contract) == [10 * MILLION, 0, 0]


def test_a_reversal_says_why(contract):
    assert refusal(undo, bring(contract, "mobilised", MILLION), " ") == "Indiquez le motif."


def test_a_movement_is_reversed_once(contract):
    wrong = bring(contract, "mobilised", MILLION)
    undo(wrong)

    assert refusal(undo, wrong) == "Ce mouvement est déjà contre-passé."


def test_a_reversal_is_not_reversed(contract):
    assert refusal(undo, undo(bring(contract, "mobilised", MILLION))) == (
        "Une contre-passation ne se contre-passe pas : enregistrez à nouveau le mouvement."
    )


def test_what_was_paid_of_it_is_reversed_first(contract):
    wrong = bring(contract, "mobilised", 10 * MILLION)
    bring(contract, "paid", 4 * MILLION)

    assert refusal(undo, wrong) == "4 000 000 FCFA en sont déjà enregistrés comme payé : contre-passez-les d’abord."


@pytest.mark.parametrize("changed", [{"amount": 2}, {"year": 2020}, {"on": date(2019, 3, 2)}, {"kind": "paid"}])
def test_the_database_takes_no_reversal_but_of_the_same(changed):
    wrong = movement()
    same = {name: getattr(wrong, name) for name in ("contract", "project", "source", "year", "kind", "amount", "on")}

    with pytest.raises(DatabaseError, match="reversal_of_the_same_movement"), transaction.atomic():
        Movement.objects.create(**(same | changed), reverses=wrong, reason="x", **stamp())


def test_the_budget_shows_the_pair_with_who_when_and_why(contract, office):
    undo(bring(contract, "mobilised", 10 * MILLION))

    page = office.enter(Role.REGION, LATER).read(f"/suivi/{contract.reference}/budget/")

    who = Movement.objects.last().signatory
    assert f"Contre-passé le 10 avril 2019 par {who} : Un zéro de trop." in page
    assert "Contre-passation (mobilisé)" in page


def test_a_movement_is_reversed_from_its_page(contract, office):
    wrong = bring(contract, "mobilised", 10 * MILLION)
    office.enter(Role.REGION, LATER)
    url = f"/suivi/{contract.reference}/mouvements/{wrong.pk}/contre-passer/"

    assert url in office.client.get(f"/suivi/{contract.reference}/budget/").content.decode()
    response = office.send(url, comment="Un zéro de trop.")

    assert said(response).startswith("Mouvement contre-passé : 10 000 000 FCFA.")


# Inscriptions


def test_an_inscription_is_corrected_with_its_reason_only(contract):
    record(contract, "inscribe_share", 5 * MILLION)

    assert refusal(record, contract, "inscribe_share", 10 * MILLION) == (
        "Une inscription du 1er mars 2019 est déjà enregistrée : dites pourquoi vous la corrigez."
    )


def test_the_correction_begins_with_what_is_inscribed(contract, office):
    record(contract, "inscribe_share", 5 * MILLION)

    response = office.enter(Role.REGION).client.get(budget(contract, "inscrire", 2020))

    assert entries(response)["amount"].replace("\u00a0", " ") == "5 000 000"
    assert "Pourquoi cette correction" in response.content.decode()


def test_the_budget_shows_both_inscriptions(contract, office):
    record(contract, "inscribe_share", 5 * MILLION)
    office.enter(Role.REGION).send(
        budget(contract, "inscrire", 2020), amount="10 000 000", reason="Collectif budgétaire.", file=pdf()
    )

    page = office.read(f"/suivi/{contract.reference}/budget/")

    who = BudgetEntry.objects.last().signatory
    assert f"5 000 000 FCFA au budget Corrigé le 1er mars 2019 par {who} : Collectif budgétaire." in page


# A demand put away


def test_the_agent_who_prepared_a_demand_may_put_it_away(contract, office):
    draft = tranche(contract)

    office.enter(Role.REGION, DAY, function=Function.AGENT).send(act(draft, "annuler"), comment="En double.")

    assert Tranche.objects.get().state == "cancelled"
    page = office.read(f"/suivi/{contract.reference}/tranches/")
    assert "Une demande abandonnée avant d’être faite : tranche 1 ." in page


def test_once_asked_for_the_president_alone_gives_it_up(contract):
    asked = move(tranche(contract), "request")
    agent = on(DAY, Role.REGION, contract.region, Function.AGENT)

    with pytest.raises(operations.Refused):
        operations.move_tranche(asked, "cancel", comment="En double.", by=agent, at=at(DAY))
