"""What is entered against the plan: the impossible is refused; what passes a figure is asked twice, and found."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import BudgetEntry, Finding, FollowedContract, Movement
from tests.monitoring import world
from tests.monitoring.acting import budget, on_contract, pdf, plain, said
from tests.monitoring.rows import entry, movement
from tests.monitoring.test_budget import bring, record
from tests.monitoring.world import MILLION, follow, refusal
from tests.negotiation.pages import entries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return follow()


def found(contract: FollowedContract) -> list[tuple[str, str, int]]:
    rows = Finding.objects.filter(contract=contract, rule="beyond-plan").values_list("title", "evidence", "amount")
    return [tuple(text(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]


# Refused: what the plan makes impossible.


def test_no_money_comes_from_a_source_that_the_plan_does_not_give_the_project(contract):
    assert refusal(bring, contract, "mobilised", 5 * MILLION, "partner") == (
        "Le plan ne donne pas cette source au projet 1 ; il lui donne : Collectivité (ressources propres) et État."
    )


def test_no_money_is_entered_for_a_year_after_the_plan(contract):
    assert refusal(bring, contract, "mobilised", MILLION, year=2030) == (
        "L’exercice 2030 n’est pas de ceux du contrat-plan, de 2016 à 2023."
    )


@pytest.mark.parametrize("facts", [{"source": "partner"}, {"year": 2030}, {"source": "state"}])
def test_the_database_refuses_money_outside_the_plan(facts):
    with pytest.raises(DatabaseError, match="movement_of_the_plan"), transaction.atomic():
        movement(**facts)


def test_the_database_refuses_a_budget_of_what_the_plan_does_not_give():
    with pytest.raises(DatabaseError, match="budget_of_the_plan"), transaction.atomic():
        entry(year=2018, on=date(2018, 9, 1))


def test_no_bsi_is_asked_for_once_its_year_is_over(contract):
    day = date(2020, 11, 27)

    assert refusal(record, contract, "ask_bsi", year=2019, day=day) == (
        "L’exercice 2019 est terminé depuis le 31 décembre 2019 : un acte du 27 novembre 2020 n’y entre plus. S’il a "
        "été fait avant, donnez sa date."
    )


def test_a_demand_made_in_time_is_still_written_at_its_day(contract):
    assert record(contract, "ask_bsi", year=2019, day=date(2020, 11, 27), on=date(2018, 9, 3)).year == 2019


def test_the_database_refuses_a_budget_fact_of_a_year_that_is_over():
    with pytest.raises(DatabaseError, match="budget_fact_within_its_year"), transaction.atomic():
        entry(on=date(2020, 1, 1))


# Asked twice: what passes the plan's figure.


def test_ten_times_the_plan_is_asked_twice(contract):
    assert refusal(bring, contract, "mobilised", 100 * MILLION) == (
        "Le plan prévoit 10 000 000 FCFA pour le projet 1 en 2019 ; vous inscrivez 100 000 000 FCFA. Dites pourquoi."
    )


def test_what_came_before_counts(contract):
    bring(contract, "mobilised", 6 * MILLION)

    assert refusal(bring, contract, "mobilised", 5 * MILLION) == (
        "Le plan prévoit 10 000 000 FCFA pour le projet 1 en 2019, dont 6 000 000 FCFA déjà mobilisés ; vous "
        "inscrivez 5 000 000 FCFA. Dites pourquoi."
    )


def test_with_its_reason_it_is_kept_and_found(contract):
    bring(contract, "mobilised", 12 * MILLION, reason="Don de la diaspora.")
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), date(2019, 3, 2))

    assert Movement.objects.get().reason == "Don de la diaspora."
    assert found(contract) == [
        (
            "Projet 1, Collectivité (ressources propres) : mobilisé en 2019 au-delà du plan",
            "Le plan prévoit 10 000 000 FCFA pour 2019 ; 12 000 000 FCFA sont enregistrés. Motif donné : "
            "« Don de la diaspora. ».",
            2 * MILLION,
        )
    ]


def test_money_within_the_plan_is_not_asked_twice(contract):
    bring(contract, "mobilised", 10 * MILLION)

    assert found(contract) == []


@pytest.mark.parametrize(
    ("name", "amount", "sentence"),
    [
        ("inscribe_share", 60, "Le plan prévoit 10 000 000 FCFA pour 2020 ; vous inscrivez 60 000 000 FCFA."),
        ("ask_bsi", 900, "Le plan prévoit 90 000 000 FCFA pour 2020 ; vous demandez 900 000 000 FCFA."),
    ],
)
def test_a_budget_above_the_plan_is_asked_twice(contract, name, amount, sentence):
    assert refusal(record, contract, name, amount * MILLION) == f"{sentence} Dites pourquoi."


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (999_000 * MILLION, "Le plan prévoit 90 000 000 FCFA pour 2020 ; vous inscrivez 999 000 000 000 FCFA."),
        (81 * MILLION, "La collectivité a demandé 80 000 000 FCFA pour 2020 ; vous inscrivez 81 000 000 FCFA."),
    ],
)
def test_a_bsi_above_the_plan_or_the_demand_is_asked_twice(contract, amount, sentence):
    record(contract, "ask_bsi", 80 * MILLION)
    record(contract, "register", None)

    assert refusal(record, contract, "inscribe_bsi", amount) == f"{sentence} Dites pourquoi."


def test_a_budget_above_the_plan_is_found(contract):
    record(contract, "ask_bsi", 900 * MILLION, reason="Rattrapage de 2019.")

    assert found(contract) == [
        (
            "État : demande de 2020 au-delà du plan",
            "Le plan prévoit 90 000 000 FCFA pour 2020 ; 900 000 000 FCFA sont enregistrés. Motif donné : "
            "« Rattrapage de 2019. ».",
            810 * MILLION,
        )
    ]


# The second question on the page.

QUESTION = "Le plan prévoit 10 000 000 FCFA pour le projet 1 en 2019 ; vous inscrivez 100 000 000 FCFA. Confirmez-vous"


def typed(amount: str = "100 000 000", **more) -> dict:
    return {"kind": "mobilised", "source": "region", "amount": amount, "on": "20/02/2019", "file": pdf()} | more


def test_the_page_asks_the_second_question_and_keeps_what_was_typed(contract, office):
    response = office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed(note="Mandat 12"))

    page, boxed = plain(response), '<label class="label checkboxes__label" for="id_confirmed">Je confirme ce montant'
    assert QUESTION in page
    assert boxed in response.content.decode()
    assert entries(response)["note"] == "Mandat 12"
    assert "Dites pourquoi en quelques mots" in page
    assert Movement.objects.count() == 0


def test_confirmed_with_its_reason_it_is_written(contract, office):
    answer = {"confirmed": "100000000", "reason": "Don de la diaspora."}

    response = office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed(**answer))

    assert said(response) == "Mouvement enregistré : 100 000 000 FCFA."
    assert Movement.objects.get().reason == "Don de la diaspora."


def test_another_figure_than_the_one_confirmed_is_asked_again(contract, office):
    answer = {"confirmed": "100000000", "reason": "Don de la diaspora."}

    office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed("1 000 000 000", **answer))

    assert Movement.objects.count() == 0


def test_the_second_question_is_not_put_before_it_is_due(contract, office):
    page = office.enter(Role.REGION).read(on_contract(contract, "mouvement"))

    assert "Confirmez-vous" not in page


def test_a_demand_above_the_share_is_asked_twice_on_its_page(contract, office):
    page = plain(
        office.enter(Role.PRESIDENT).send(budget(contract, "demander-bsi", 2020), amount="900 000 000", file=pdf())
    )

    assert "Le plan prévoit 90 000 000 FCFA pour 2020 ; vous demandez 900 000 000 FCFA. Confirmez-vous" in page
    assert BudgetEntry.objects.count() == 0


def test_a_year_that_is_over_is_told_on_the_page(contract, office):
    office.enter(Role.PRESIDENT, date(2020, 11, 27))

    page = plain(office.send(budget(contract, "demander-bsi", 2019), on="27/11/2020", file=pdf()))

    assert "L’exercice 2019 est terminé depuis le 31 décembre 2019" in page


# Before the signature.


def test_what_the_state_mobilised_before_the_signature_is_entered_and_flagged(contract, office):
    early = typed("5 000 000", source="state", year="2018", on="12/05/2018", reason="Avance.", confirmed="5000000")

    office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **early)

    titles = [row.title.replace("\u00a0", " ") for row in Finding.objects.filter(contract=contract)]
    assert "État : fonds mobilisés avant la signature" in titles
    assert "Avant la signature" in office.read(f"/suivi/{contract.reference}/budget/")


def test_a_budget_voted_before_the_signature_says_so(contract, office):
    record(contract, "inscribe_share", year=2019, on=date(2018, 8, 1))

    assert "Au budget le 1er août 2018 avant la signature" in office.enter(Role.REGION).read(
        f"/suivi/{contract.reference}/budget/"
    )


def test_a_tranche_is_still_asked_for_after_the_signature_alone(contract):
    sentence = refusal(world.move, world.tranche(contract), "request", on=date(2018, 8, 30))

    assert sentence == "Cet acte est daté d’avant la signature du contrat-plan, du 31 août 2018."
