"""Two acts filed under one number are pointed out: asked twice where the paper is filed, read by whoever signs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cper.people.roles import Role
from negotiation.models.checklist import Slot
from negotiation.workflow import PieceKind, Step, example
from tests.factories import NOW, ContractFactory, all_seats, file_piece, stamp, typed_of, user_as
from tests.negotiation.crafted import saved_pdf
from tests.negotiation.pages import entries, faults, page_of, text
from tests.situations import proposed

pytestmark = pytest.mark.django_db

CHOICE = PieceKind.CHOICE_DELIBERATION.value
SAID = (
    "Ce numéro et cette date sont bien ceux que porte la pièce : Une autre pièce de ce dossier porte ce numéro : "
    "Délibération autorisant à négocier et à signer le CPER, n° 12/CR-K du 14 mars 2026. "
    "Deux actes n’ont pas le même numéro. Vérifiez les deux pièces ; si ce numéro est le bon, confirmez-le."
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract():
    """The first deliberation, n° 12/CR-K du 14 mars 2026, is on file."""
    all_seats()
    contract = ContractFactory(step=Step.FORMALISATION)
    file_piece(contract, Slot(PieceKind.NEGOTIATION_DELIBERATION), stamp())
    return contract


def file_choice(client, contract, **typed):
    upload = {"file": SimpleUploadedFile("choix.pdf", saved_pdf())} | typed_of(CHOICE)
    return client.post(page_of("piece-attach", contract, CHOICE), upload | typed, follow=True)


def filed(contract) -> int:
    return contract.pieces.filter(kind=CHOICE).count()


@pytest.mark.parametrize("number", ["12/CR-K", "n° 012/CR-K", "12 cr k"])
@pytest.mark.parametrize("day", ["14/03/2026", "15/03/2026"])
def test_a_number_that_another_paper_bears_is_asked_twice(council, contract, number, day):
    response = file_choice(council, contract, number=number, dated_on=day)

    assert (faults(response), filed(contract)) == ([SAID], 0)


def test_confirmed_it_is_filed_and_the_journal_says_so(council, contract):
    asked = entries(file_choice(council, contract, number="12/CR-K"))
    response = file_choice(council, contract, number="12/CR-K", number_is_right=asked["number_is_right"])

    assert (faults(response), filed(contract)) == ([], 1)
    assert "même numéro que : Délibération autorisant" in text(contract.passages.first().detail)


def test_what_was_confirmed_is_that_number_and_that_day(council, contract):
    ticked = {"number_is_right": entries(file_choice(council, contract, number="12/CR-K"))["number_is_right"]}

    response = file_choice(council, contract, number="12/CR-K", dated_on="16/03/2026", **ticked)

    assert (faults(response), filed(contract)) == ([SAID], 0)


@pytest.mark.parametrize("typed", [{"number": "13/CR-K"}, {"number": "112/CR-K"}])
def test_another_number_asks_nothing(council, contract, typed):
    assert (faults(file_choice(council, contract, **typed)), filed(contract)) == ([], 1)


def test_the_same_number_of_another_year_asks_nothing(enter, contract, time_machine):
    time_machine.move_to("2027-03-20", tick=False)

    response = file_choice(enter(Role.PRESIDENT), contract, number="12/CR-K", dated_on="14/03/2027")

    assert (faults(response), filed(contract)) == ([], 1)


def test_who_approves_reads_the_two_papers_of_one_number(client):
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    choice = contract.pieces.get(kind=CHOICE)
    twin = {"number": "12/CR-K", "dated_on": choice.dated_on}
    contract.pieces.filter(pk=choice.pk).update(current=False)
    choice.pk, choice.version, choice.current = None, 2, True
    for name, value in twin.items():
        setattr(choice, name, value)
    choice.save(force_insert=True)
    proposed(contract)
    client.force_login(user_as(Role.GOVERNOR))

    page = client.get(reverse("act", args=[contract.reference, example("approve_convention")]))

    assert "Deux pièces portent le même numéro : vérifiez-les" in text(page.content.decode())
