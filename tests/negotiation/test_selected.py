"""At E8 what the CROCSAD selected stays as it selected it: refused by the door, by the pages, and by the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract, SignatureRecord, Site
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, all_seats, institution
from tests.negotiation.pages import entries, faults, page_of, send, text
from tests.situations import returned, signed

pytestmark = pytest.mark.django_db

AS_IT_WAS = "Le CROCSAD a sélectionné ce projet tel quel : "


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    """A text sent back: the region writes it again."""
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    returned(contract)
    return Contract.objects.get()


def rewritten(contract: Contract, **facts) -> str:
    """What the door answers to the region; nothing when it lets the change in."""
    project = contract.projects.get()
    try:
        operations.save_project(contract, facts, None, project=project, by=actor(Role.REGION), at=NOW)
    except Refused as refused:
        return text(str(refused))
    return ""


def financed(contract: Contract, *lines: tuple[str, str, int, int]) -> str:
    project = contract.projects.get()
    named = [dict(zip(("source", "payer", "year", "amount"), line, strict=True)) for line in lines]
    try:
        operations.set_financing(contract, project, named, by=actor(Role.REGION), at=NOW, seen=project.revision)
    except Refused as refused:
        return text(str(refused))
    return ""


# The door


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"title": "Aéroport"}, "« Intitulé » ne change plus."),
        ({"cost": 600_000_000}, "« Coût total déclaré » ne change plus."),
        ({"nature": "social", "scale": "local"}, "« Nature » et « Échelle » ne changent plus."),
        (
            {"duration_months": 36, "domain": "water"},
            "« Durée d’exécution, en mois » et « Domaine » ne changent plus.",
        ),
    ],
)
def test_a_project_is_the_one_that_was_selected(contract, facts, what):
    assert rewritten(contract, **facts) == AS_IT_WAS + what


def test_its_wording_may_change(contract):
    assert rewritten(contract, purpose="Cent kilomètres de pistes.", title=contract.projects.get().title) == ""
    assert contract.projects.get().purpose == "Cent kilomètres de pistes."


def test_its_sites_stay(contract):
    project = contract.projects.get()

    with pytest.raises(Refused, match="Sites"):
        operations.save_project(contract, {}, [{"name": "Gao"}], project=project, by=actor(Role.REGION), at=NOW)


def test_amounts_pass_from_one_year_to_another(contract):
    moved = (("region", "", 2028, 10_000_000), ("state", "", 2027, 40_000_000), ("state", "", 2029, 50_000_000))

    assert financed(contract, *moved) == ""
    assert contract.projects.get().financing.count() == 3


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [("region", "", 2027, 20_000_000), ("state", "", 2027, 80_000_000)],
            "Collectivité (ressources propres), 10 000 000 FCFA en tout ; vous écrivez 20 000 000 FCFA.",
        ),
        (
            [("region", "", 2027, 10_000_000), ("state", "", 2027, 90_000_000), ("other", "Emprunt", 2027, 5)],
            "Emprunt, 0 FCFA en tout ; vous écrivez 5 FCFA.",
        ),
    ],
)
def test_the_total_of_each_payer_stays(contract, lines, sentence):
    assert financed(contract, *lines) == f"{AS_IT_WAS}{sentence} Seules les années changent."


def test_the_term_of_the_contract_stays(contract):
    with pytest.raises(Refused, match="« Durée du contrat, en mois » ne change plus".replace(" ", r"\s")):
        operations.revise_contract(contract, {"duration_months": 48}, by=actor(Role.REGION), at=NOW)


# The pages


def test_the_pages_ask_only_what_may_change(council, contract):
    project = council.get(page_of("project-edit", contract, 1))
    plan = council.get(page_of("project-financing", contract, 1))
    general = council.get(page_of("dossier-edit", contract))

    assert {"purpose"} == set(entries(project)) & {"purpose", "title", "cost", "nature", "ministry", "sites-0-name"}
    assert {"starts_on", "title"} == set(entries(general)) & {"starts_on", "title", "duration_months", "pdesc_from"}
    assert "Coût total déclaré 100 000 000 FCFA" in text(project.content.decode())
    assert 'name="add"' not in plan.content.decode()


def test_a_page_opened_before_is_refused_and_keeps_what_was_typed(council, contract):
    response = send(council, page_of("project-edit", contract, 1), title="Aéroport", purpose="Tout autre chose.")

    assert faults(response) == [AS_IT_WAS + "« Intitulé du projet » ne se modifie plus."]
    assert "Tout autre chose." in response.content.decode()
    assert contract.projects.get().purpose == ""


def test_several_entries_settled_are_refused_in_the_plural(council, contract):
    response = send(council, page_of("project-edit", contract, 1), title="Aéroport", cost="5", purpose="Autre chose.")

    assert len(faults(response)) == 1
    assert faults(response)[0].endswith("ne se modifient plus.")


def test_a_plan_whose_totals_move_is_refused_with_its_sentence(council, contract):
    page = page_of("project-financing", contract, 1)
    typed = {name: "50" for name, value in entries(council.get(page)).items() if text(value) == "90 000 000"}

    response = send(council, page, **typed)

    assert "Seules les années changent." in text(response.content.decode())


# The database


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE negotiation_project SET title = 'Aéroport'", "project_stays_as_selected"),
        ("UPDATE negotiation_project SET cost = 1", "project_stays_as_selected"),
        ("UPDATE negotiation_contract SET duration_months = 48", "contract_stays_as_judged"),
        ("UPDATE negotiation_site SET name = 'Gao'", "site_stays_as_selected"),
        ("DELETE FROM negotiation_site", "site_stays_as_selected"),
        ("UPDATE negotiation_financingline SET amount = amount + 1", "line_totals_stay_as_selected"),
        ("DELETE FROM negotiation_financingline", "line_totals_stay_as_selected"),
    ],
)
def test_the_database_holds_what_was_selected(contract, statement, name):
    with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_lets_the_wording_and_the_years_change(contract):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE negotiation_project SET purpose = 'Des pistes', revision = revision + 1")
        cursor.execute("UPDATE negotiation_financingline SET year = 2028")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert set(contract.projects.get().financing.values_list("year", flat=True)) == {2028}


def test_the_database_lets_no_project_in_nor_out(contract):
    with pytest.raises(DatabaseError, match="project_stays_in_the_selection"), transaction.atomic():
        ProjectFactory(contract=contract, whole=False, ministry=institution("sector", slug="elevage"))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE negotiation_project SET purpose = 'Autre'", "project_stays_as_signed"),
        ("UPDATE negotiation_site SET note = 'Autre'", "site_stays_as_selected"),
        ("UPDATE negotiation_financingline SET year = 2030", "line_stays_as_signed"),
    ],
)
def test_once_signed_no_row_of_a_project_changes(statement, name):
    contract = ContractFactory(step=Step.SIGNED, ready=True)
    signed(contract)

    with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert (SignatureRecord.objects.count(), Site.objects.count()) == (1, 1)
