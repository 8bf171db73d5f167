"""The financing plan of a project: who pays what, in which year."""

from datetime import date

import pytest

from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import FinancingLine
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, user_as
from tests.negotiation.pages import entries, faults, notices, page_of, send

pytestmark = pytest.mark.django_db

REGION, STATE, PARTNER, COUNCIL, OTHER = range(5)  # the rows of an empty plan


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def agent(client):
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    return client


@pytest.fixture
def project():
    """Nothing is financed yet; the contract runs through 2027, 2028 and 2029."""
    contract = ContractFactory(starts_on=date(2027, 1, 1), duration_months=36)
    return ProjectFactory(contract=contract, cost=1_000, whole=False)


def plan(project):
    return page_of("project-financing", project.contract, project.number)


def amount(row, year):
    return f"amount-{row}-{year}"


def lines(project):
    return list(project.financing.values_list("source", "payer", "year", "amount"))


def years(response):
    return response.context["grid"]["years"]


def test_a_plan_has_a_row_for_each_source_and_a_column_for_each_year_of_the_contract(agent, project):
    grid = agent.get(plan(project)).context["grid"]

    assert [row["label"] for row in grid["rows"]] == [
        "Collectivité",
        "État",
        "Partenaire",
        "Autre collectivité",
        "Autre ressource",
    ]
    assert grid["years"] == ["2027", "2028", "2029"]


def test_a_contract_that_starts_within_a_year_has_one_more_column(agent, project):
    project.contract.starts_on = date(2026, 8, 31)
    project.contract.save()

    assert years(agent.get(plan(project))) == ["2026", "2027", "2028", "2029"]


def test_years_already_used_stand_beside_those_of_the_contract_and_undated_amounts_last(agent, project):
    project.financing.create(source="state", year=2024, amount=5)
    project.financing.create(source="state", year=None, amount=7)

    assert years(agent.get(plan(project))) == ["2024", "2027", "2028", "2029", "sans année"]


def test_without_start_nor_duration_the_columns_are_five_years_from_the_opening_and_the_page_says_so(agent):
    project = ProjectFactory(contract=ContractFactory(duration_months=None))

    response = agent.get(plan(project))

    assert years(response) == ["2026", "2027", "2028", "2029", "2030", "2031"]
    assert "les colonnes partent de l’ouverture du dossier" in response.content.decode()


def test_a_plan_that_makes_the_cost_is_saved_line_by_line(agent, project):
    typed = {
        amount(REGION, 2027): "0",
        amount(STATE, 2027): "900",
        "payer-2": " Banque  mondiale ",
        amount(PARTNER, 2028): "100",
    }

    response = send(agent, plan(project), **typed)

    assert (response.status_code, response.url) == (302, page_of("dossier-financing", project.contract))
    assert lines(project) == [
        ("partner", "Banque mondiale", 2028, 100),
        ("region", "", 2027, 0),
        ("state", "", 2027, 900),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1000", "Plan de financement du projet 1 enregistré : les parts couvrent le coût, 1 000 FCFA."),
        (
            "1001",
            "Plan de financement du projet 1 enregistré comme brouillon : les parts dépassent le coût de 1 FCFA. "
            "La demande ne se transmet qu’avec un écart nul.",
        ),
        (
            "400",
            "Plan de financement du projet 1 enregistré comme brouillon : il manque 600 FCFA aux parts pour "
            "atteindre le coût. La demande ne se transmet qu’avec un écart nul.",
        ),
        ("", "Plan de financement du projet 1 vidé : la demande ne se transmet pas sans lui."),
    ],
)
def test_a_plan_is_kept_whether_or_not_it_adds_up_and_the_page_says_which(agent, project, typed, sentence):
    project.financing.create(source="state", year=2027, amount=5)

    saved = send(agent, plan(project), **{amount(STATE, 2027): typed})

    assert notices(agent.get(saved.url)) == [sentence]
    assert [line.amount for line in FinancingLine.objects.all()] == ([int(typed)] if typed else [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({amount(STATE, 2027): "-4"}, "État, 2027 : Un montant ne peut pas être négatif."),
        (
            {amount(STATE, 2027): "1 000 000 000 000 000"},
            "État, 2027 : Un montant ne dépasse pas 999 999 999 999 999 FCFA.",
        ),
        (
            {amount(STATE, 2027): "12,5"},
            "État, 2027 : Écrivez un montant en francs CFA, sans décimale, par exemple 1 781 715 164.",
        ),
        ({amount(PARTNER, 2027): "5"}, "Nom du partenaire : Nommez ce financeur, ou effacez ses montants."),
        (
            {"payer-4": "Ventes"},
            "Origine de la ressource : Indiquez au moins un montant pour ce financeur, ou effacez son nom.",
        ),
    ],
)
def test_a_mistake_in_a_plan_is_said_and_nothing_typed_is_lost(agent, project, typed, sentence):
    sent = {amount(REGION, 2029): "123 456 789 012", "payer-3": "", **typed}

    response = send(agent, plan(project), **sent)

    shown = entries(response)
    assert (response.status_code, faults(response)) == (200, [sentence])
    assert {name: shown[name].replace("\u00a0", " ") for name in sent} == sent
    assert lines(project) == []


def test_the_totals_are_counted_again_by_the_server_and_skip_what_is_no_amount(agent, project):
    typed = {amount(REGION, 2027): "100", amount(STATE, 2027): "300", amount(STATE, 2028): "douze", "count": "1"}

    response = send(agent, plan(project), **typed)

    grid = response.context["grid"]
    assert (grid["column_totals"], grid["total"], grid["cost"], grid["gap"]) == ([400, 0, 0], 400, 1_000, -600)
    assert (faults(response), lines(project)) == ([], [])


def test_one_more_partner_has_its_row_beside_the_first_and_nothing_typed_is_lost(agent, project):
    typed = {"payer-2": "Banque mondiale", amount(PARTNER, 2027): "quatre", "add": "partner"}

    response = send(agent, plan(project), **typed)

    shown = entries(response)
    assert [row["label"] for row in response.context["grid"]["rows"]].count("Partenaire") == 2
    assert (shown["payer-2"], shown[amount(PARTNER, 2027)], shown["payer-5"]) == ("Banque mondiale", "quatre", "")
    assert faults(response) == []


def test_the_same_payer_on_two_rows_is_refused(agent, project):
    opened = send(agent, plan(project), add="partner")
    twice = {"payer-2": "UEMOA", amount(PARTNER, 2027): "5", "payer-5": "uemoa", amount(5, 2028): "6"}

    response = agent.post(plan(project), entries(opened) | twice)

    assert faults(response) == [
        "Nom du partenaire : Ce financeur a déjà une ligne : réunissez ses montants sur une seule."
    ]


def test_a_known_partner_comes_back_with_its_amounts_and_an_empty_row_for_another(agent, project):
    project.financing.create(source="partner", payer="UEMOA", year=2028, amount=12_000_000_000)

    shown = entries(agent.get(plan(project)))

    assert (shown["payer-2"], shown[amount(2, 2028)]) == ("UEMOA", "12\u00a0000\u00a0000\u00a0000")
    assert (shown["source-3"], shown["payer-3"]) == ("partner", "")


def test_a_plan_changed_by_another_is_not_overwritten_unknowingly(agent, project):
    form = entries(agent.get(plan(project)))
    share = {"source": "state", "payer": "", "year": 2027, "amount": 7}
    operations.set_financing(project.contract, project, [share], by=actor(Role.PRESIDENT), at=NOW, seen=1)

    response = agent.post(plan(project), form | {amount(STATE, 2027): "9"})

    assert response.status_code == 409
    assert notices(response)[0].startswith("Le dossier a changé depuis que cette page s’est ouverte : ")
    assert (entries(response)[amount(STATE, 2027)], entries(response)["seen"]) == ("9", "2")
    assert lines(project) == [("state", "", 2027, 7)]


def test_a_year_that_left_the_contract_meanwhile_keeps_its_column_and_its_amount(agent, project):
    form = entries(agent.get(plan(project)))
    operations.revise_contract(project.contract, {"duration_months": 12}, by=actor(Role.PRESIDENT), at=NOW)

    agent.post(plan(project), form | {amount(STATE, 2029): "1000"})

    assert lines(project) == [("state", "", 2029, 1_000)]


def test_a_page_cut_short_empties_no_plan(agent, project):
    project.financing.create(source="state", year=2027, amount=5)

    response = agent.post(plan(project), {"seen": "1"})

    assert faults(response) == [
        "Une partie de cette page n’est pas arrivée, et rien n’est enregistré : vérifiez chaque ligne, "
        "puis enregistrez."
    ]
    assert entries(response)["amount-1-2027"] == "5"
    assert lines(project) == [("state", "", 2027, 5)]


@pytest.mark.parametrize("shares", [1, 3])
def test_a_plan_costs_the_same_queries_whatever_its_lines(agent, project, shares, django_assert_num_queries):
    for rank in range(shares):
        project.financing.create(source="partner", payer=f"Partenaire {rank}", year=2027, amount=5)

    with django_assert_num_queries(5):
        agent.get(plan(project))
