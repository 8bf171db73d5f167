"""What the budgets inscribe, and what other sources bring: facts in order, each with its proof."""

from datetime import date

import pytest

from cper.people.roles import Body, Role
from monitoring import operations
from monitoring.models import BudgetEntry, FollowedContract, Movement, Paper, Passage
from tests.monitoring.world import MILLION, add_project, at, follow, on, paper, refusal

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)
ROLES = {
    "inscribe_share": Role.REGION,
    "ask_bsi": Role.PRESIDENT,
    "register": Role.DNPD,
    "inscribe_bsi": Role.DNPD,
}


def record(contract: FollowedContract, name: str, amount: int | None = 5 * MILLION, *, day: date = DAY, **facts):
    short = name == "inscribe_share" and (amount or 0) < 10 * MILLION
    known = {"reason": "Le reste au collectif budgétaire."} if short else {}
    facts = {"year": 2020, "file": paper(), "by": on(day, ROLES[name], contract.region), "at": at(day)} | known | facts
    return operations.record_budget(contract, name, amount=amount, **facts)


def bring(contract: FollowedContract, kind: str, amount: int | None, source: str = "region", **facts) -> Movement:
    facts = {"project": contract.projects.first(), "year": 2019, "file": paper()} | facts
    by = on(DAY, Role.REGION, contract.region)
    return operations.record_movement(contract, kind=kind, amount=amount, source=source, by=by, at=at(DAY), **facts)


def test_the_own_share_is_inscribed_with_its_budget():
    entry = record(follow(), "inscribe_share", reference="Délibération n° 4", on=date(2019, 2, 27))

    assert (entry.source, entry.kind, entry.year, entry.amount) == ("region", "inscribed", 2020, 5 * MILLION)
    assert (entry.on, entry.reference, entry.paper.kind) == (date(2019, 2, 27), "Délibération n° 4", "budget")


def test_each_fact_of_a_budget_leaves_one_passage():
    contract = follow()

    entry = record(contract, "inscribe_share")

    passage = Passage.objects.get()
    assert (passage.action, passage.amount, passage.paper, passage.detail) == (
        "inscribe_share",
        5 * MILLION,
        entry.paper,
        "Exercice 2020",
    )
    assert passage.by.mandates.get().institution.body == Body.COUNCIL


def test_a_later_inscription_is_added_beside_the_former():
    contract = follow()

    for amount, reason in ((5, "Le reste plus tard."), (10, "Collectif budgétaire.")):
        record(contract, "inscribe_share", amount * MILLION, reason=reason)

    assert list(BudgetEntry.objects.order_by("pk").values_list("amount", flat=True)) == [5 * MILLION, 10 * MILLION]


def test_the_share_of_the_state_is_asked_for_then_registered_then_inscribed():
    contract = follow()

    for name, amount in (("ask_bsi", 90 * MILLION), ("register", None), ("inscribe_bsi", 80 * MILLION)):
        record(contract, name, amount)

    assert list(BudgetEntry.objects.order_by("pk").values_list("source", "kind", "amount", "paper__kind")) == [
        ("state", "asked", 90 * MILLION, "bsi-request"),
        ("state", "registered", None, "bsi-proof"),
        ("state", "inscribed", 80 * MILLION, "bsi-proof"),
    ]


def test_nothing_is_registered_before_it_is_asked_for_that_year():
    contract = follow()
    record(contract, "ask_bsi", year=2021)

    assert refusal(record, contract, "register") == "La collectivité n’a pas encore demandé cette inscription."


def test_nothing_enters_the_bsi_before_the_register():
    contract = follow()
    record(contract, "ask_bsi")

    sentence = refusal(record, contract, "inscribe_bsi")

    assert sentence == "Le contrat-plan n’est pas encore au répertoire national."


@pytest.mark.parametrize("name", ["inscribe_share", "ask_bsi"])
def test_a_year_in_which_the_plan_gives_nothing_takes_no_inscription(name):
    sentence = refusal(record, follow(), name, year=2018)

    assert sentence == "Le plan de financement ne prévoit rien de cette source en 2018."


@pytest.mark.parametrize(
    ("name", "paper_wanted"),
    [
        ("inscribe_share", "Budget voté ou délibération budgétaire"),
        ("ask_bsi", "Demande d’inscription adressée à la DNPD"),
    ],
)
def test_an_inscription_rests_on_its_proof(name, paper_wanted):
    assert refusal(record, follow(), name, file=None) == f"Joignez la pièce : {paper_wanted}."


@pytest.mark.parametrize(
    ("amount", "sentence"), [(None, "Indiquez la somme."), (-1, "Un montant ne peut pas être négatif.")]
)
def test_an_inscription_says_how_much(amount, sentence):
    assert refusal(record, follow(), "inscribe_share", amount) == sentence
    assert (Paper.objects.count(), Passage.objects.count()) == (0, 0)


def test_an_inscription_bears_no_day_to_come():
    sentence = refusal(record, follow(), "inscribe_share", on=date(2019, 3, 2))

    assert sentence == "Cet acte porte une date à venir."


def test_a_budget_voted_before_the_signature_is_inscribed():
    entry = record(follow(), "inscribe_share", year=2019, on=date(2018, 8, 30))

    assert entry.on == date(2018, 8, 30)


def test_a_budget_is_not_dated_long_before_the_signature():
    sentence = refusal(record, follow(), "inscribe_share", on=date(2016, 8, 30))

    assert sentence == (
        "Cet acte est daté trop longtemps avant la signature, du 31 août 2018 : au plus tôt le 31 août 2016."
    )


@pytest.mark.parametrize(("done", "name"), [(("ask_bsi",), "register"), (("ask_bsi", "register"), "inscribe_bsi")])
def test_a_fact_of_the_bsi_is_not_dated_before_the_one_it_follows(done, name):
    contract = follow()
    for earlier in done:
        record(contract, earlier)

    sentence = refusal(record, contract, name, on=date(2019, 2, 28))

    assert sentence == "Cet acte est daté d’avant le précédent, du 1er mars 2019."


@pytest.mark.parametrize("name", ["register", "inscribe_bsi"])
def test_the_dnpd_alone_keeps_the_register_and_the_bsi(name):
    contract = follow()

    sentence = refusal(record, contract, name, by=on(DAY, Role.PRESIDENT))

    assert sentence == "Seule la DNPD peut faire cet acte."


def test_money_is_mobilised_then_paid_then_justified():
    contract = follow()

    for kind, amount in (("mobilised", 10), ("paid", 6), ("justified", 6), ("paid", 4)):
        bring(contract, kind, amount * MILLION)

    assert list(Movement.objects.order_by("pk").values_list("kind", "amount", "paper__kind")) == [
        ("mobilised", 10 * MILLION, "movement-proof"),
        ("paid", 6 * MILLION, "movement-proof"),
        ("justified", 6 * MILLION, "movement-proof"),
        ("paid", 4 * MILLION, "movement-proof"),
    ]


@pytest.mark.parametrize(
    ("kind", "amount", "facts"),
    [
        ("paid", 10 * MILLION + 1, {}),
        ("paid", 1, {"year": 2020}),
        ("paid", 1, {"source": "partner"}),
        ("justified", 1, {}),
    ],
)
def test_no_more_is_paid_than_mobilised_nor_justified_than_paid(kind, amount, facts):
    contract = follow()
    contract.projects.first().financing.create(source="partner", year=2019, amount=MILLION)
    bring(contract, "mobilised", 10 * MILLION)

    assert refusal(bring, contract, kind, amount, **facts) == (
        "On ne paie pas plus que ce qui est mobilisé, on ne justifie pas plus que ce qui est payé."
    )


def test_the_money_of_the_state_comes_by_tranches():
    sentence = refusal(bring, follow(), "mobilised", MILLION, source="state")

    assert sentence == (
        "La part de l’État passe par les tranches de l’ANICT : seuls les fonds mobilisés avant la signature, du "
        "31 août 2018, s’enregistrent ici."
    )


def test_money_goes_to_a_project_of_the_contract():
    stranger = add_project(follow(where="gao"))

    sentence = refusal(bring, follow(), "mobilised", MILLION, project=stranger)

    assert sentence == "Ce projet n’est pas inscrit au contrat-plan."


@pytest.mark.parametrize(
    ("amount", "sentence"), [(None, "Indiquez la somme."), (0, "Un mouvement est d’au moins un franc.")]
)
def test_a_movement_is_of_at_least_a_franc(amount, sentence):
    assert refusal(bring, follow(), "mobilised", amount) == sentence


def test_a_movement_rests_on_its_proof():
    assert refusal(bring, follow(), "mobilised", MILLION, file=None) == (
        "Joignez la pièce : Mandat, ordre de recette ou accord du partenaire."
    )
