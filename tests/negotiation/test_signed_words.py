"""What a signatory reads of a signature and of who gives it: true at each moment, in the text as on the pages."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from cper.people.roles import Role
from cper.people.signatory import Signatory
from negotiation import operations
from negotiation.act_parts import PlannedAction
from negotiation.models import Contract
from negotiation.workflow import Step
from tests.factories import NOW, TODAY, ContractFactory, actor, all_seats
from tests.negotiation.acts import kayes_convention
from tests.negotiation.pages import text
from tests.situations import approved

CABINET = "Directrice de cabinet du Gouverneur du District de Bamako"
OFFICE = "Gouverneur du District de Bamako"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def read(document) -> str:
    return text(render_to_string(document.template_name, {"document": document})).replace("\u00a0", " ")


@pytest.mark.django_db
def test_a_contract_is_signed_with_the_last_signature_and_not_with_the_first():
    all_seats()
    approved(ContractFactory(step=Step.SIGNATURE, ready=True))
    told = []
    for role in (Role.PRESIDENT, Role.GOVERNOR):
        operations.sign(Contract.objects.get(), by=actor(role), at=NOW, signed_on=TODAY, signed_place="Kayes")
        told.append(Contract.objects.get().passages.first().label)

    assert told == ["Signature donnée", "Contrat-plan signé"]


@pytest.mark.django_db
def test_a_list_is_approved_with_the_second_approval_and_not_with_the_first():
    all_seats()
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    told = []
    for role in (Role.PRESIDENT, Role.GOVERNOR):
        operations.make_move(Contract.objects.get(), "approve_list", by=actor(role), at=NOW)
        told.append(contract.passages.first().label)

    assert told == ["Accord donné à la liste des projets", "Liste des projets approuvée"]


def test_each_line_of_the_year_plan_gives_its_year_whatever_its_page():
    years = (2026, 2027, 2027, 2028)
    actions = tuple(PlannedAction(year, number, "Travaux", 100) for number, year in enumerate(years, start=1))

    printed = read(replace(kayes_convention(), actions=actions))

    assert "2026 n° 1 Travaux 100 2027 n° 2 Travaux 100 2027 n° 3 Travaux 100 2028 n° 4 Travaux 100" in printed


def test_it_is_the_governor_who_represents_the_state_whoever_signs_for_him():
    interim = Signatory(CABINET, "Mariam Kéita", "P.I.", office=OFFICE)

    printed = read(replace(kayes_convention(), governor=interim))

    assert f"représenté par son représentant légal, le {OFFICE}, P.I. la {CABINET}, ci-après" in printed
    assert f"Signataire : Mariam Kéita, le {OFFICE}, P.I. la {CABINET}" in printed
    assert f"{CABINET}, représentant légal" not in printed


@pytest.mark.parametrize(
    ("signatory", "printed"),
    [
        (Signatory("Maire du District de Bamako"), "Le Maire du District de Bamako"),
        (Signatory("Maire du District de Bamako", feminine=True), "La Maire du District de Bamako"),
        (Signatory("Gouverneure de la Région de Dioïla"), "La Gouverneure de la Région de Dioïla"),
        (Signatory("Madame le Maire du District"), "Madame le Maire du District"),
        (Signatory(CABINET, mention="P.I.", office=OFFICE), f"Le {OFFICE}, P.I. la {CABINET}"),
    ],
)
def test_both_signature_blocks_name_the_office_with_its_article(signatory, printed):
    assert signatory.printed_title.replace("\u00a0", " ") == printed


def test_a_term_that_begins_later_is_not_said_to_run_from_the_signature():
    begun, unset = read(kayes_convention()), read(kayes_convention(starts_on=None))

    assert "entre en vigueur à la date de sa signature" not in begun
    assert "engage les parties dès sa signature par toutes deux" in begun
    assert "entre en vigueur à la date de sa signature par les deux parties" in unset
