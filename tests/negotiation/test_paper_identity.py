"""A deliberation, a decision, a record is known by its number, its day and its session, never by a file's name."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from cper.papers.identity import Identity
from cper.people.roles import Role
from negotiation.documents import convention_of
from negotiation.models import Piece
from negotiation.models.checklist import Slot
from negotiation.workflow import PIECES, PieceKind, Step
from tests.factories import NOW, TODAY, ContractFactory, all_seats, file_piece, stamp, typed_of, user_as
from tests.negotiation.crafted import saved_pdf
from tests.negotiation.pages import faults, page_of, text

pytestmark = pytest.mark.django_db

DELIBERATION = "deliberation-negotiate"
TYPED = typed_of(DELIBERATION)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def file_at(client, contract, code, typed):
    upload = {"file": SimpleUploadedFile("deliberation.pdf", saved_pdf())}
    return client.post(page_of("piece-attach", contract, code), upload | typed, follow=True)


def test_a_deliberation_is_filed_with_its_number_its_day_and_its_session(council):
    contract = ContractFactory()

    response = file_at(council, contract, DELIBERATION, TYPED | {"number": "N° 12/CR-K"})

    assert contract.pieces.get().identity == Identity("12/CR-K", date(2026, 3, 14), "ordinary")
    assert "n° 12/CR-K du 14 mars 2026, session ordinaire" in text(response.content.decode())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": ""}, "Numéro : Donnez le numéro que porte la pièce."),
        ({"number": "sans"}, "Numéro : Un numéro compte au moins un chiffre, par exemple 12/CR-K."),
        ({"dated_on": ""}, "Date : Donnez la date que porte la pièce."),
        ({"dated_on": "21/11/2026"}, "Date : Cette date est à venir : une pièce déposée est déjà datée."),
        ({"dated_on": "14/03/0226"}, "Date : Vérifiez l’année : elle est comprise entre 1990 et 2100."),
        ({"session": ""}, "Session : Dites si la session était ordinaire ou extraordinaire."),
    ],
)
def test_what_a_deliberation_carries_is_asked_where_it_is_filed(council, typed, said):
    contract = ContractFactory()

    response = file_at(council, contract, DELIBERATION, TYPED | typed)

    assert faults(response) == [said]
    assert Piece.objects.count() == 0


def test_accounts_are_approved_once_their_year_is_over(council):
    contract = ContractFactory(step=Step.PREPARATION)

    response = file_at(council, contract, "accounts-approval-2025", {"number": "7", "dated_on": "30/12/2025"})

    assert faults(response) == ["Date : Le compte de 2025 s’approuve une fois l’année finie : vérifiez cette date."]


def test_an_annex_has_a_title_and_is_called_by_it(council):
    contract = ContractFactory(step=Step.PREPARATION)

    refused = file_at(council, contract, "annex", {"title": " "})
    page = file_at(council, contract, "annex", {"title": "Carte des pistes"})

    assert faults(refused) == ["Titre de l’annexe : Donnez un titre à cette annexe."]
    assert "Carte des pistes" in text(page.content.decode())
    assert [annex.label for annex in convention_of(contract, on=TODAY, draft=True).pieces] == ["Carte des pistes"]


def test_the_visas_cite_the_deliberations_and_never_the_name_of_a_file():
    all_seats()
    contract = ContractFactory()
    for kind in (PieceKind.NEGOTIATION_DELIBERATION, PieceKind.CHOICE_DELIBERATION):
        file_piece(contract, Slot(kind), stamp())

    visas = [text(visa) for visa in convention_of(contract, on=TODAY, draft=True).visas]

    assert visas[-2:] == [
        "la délibération n° 12/CR-K du 14 mars 2026 du Conseil régional de Kayes, réuni en session ordinaire, "
        "autorisant son Président à négocier et à signer le contrat-plan avec l’État",
        "la délibération n° 15/CR-K du 14 mars 2026 du Conseil régional de Kayes, réuni en session ordinaire, "
        "portant choix des projets du contrat-plan",
    ]


def test_a_deliberation_whose_number_is_not_known_says_so(client):
    all_seats()
    contract = ContractFactory()
    unknown = {"number": "", "dated_on": None, "session": ""}
    file_piece(contract, Slot(PieceKind.NEGOTIATION_DELIBERATION), stamp() | unknown)
    client.force_login(user_as(Role.PRESIDENT))

    [visa] = convention_of(contract, on=TODAY, draft=True).visas
    page = text(client.get(page_of("dossier-pieces", contract)).content.decode())

    assert visa.startswith("la délibération (numéro et date non connus) du Conseil régional de Kayes autorisant son")
    assert "numéro et date non connus" in page


def test_the_session_is_told_with_its_name():
    named = Identity("3", date(2026, 3, 1), "extraordinary", "deuxième session de l’année")

    assert text(named.label) == "n° 3 du 1er mars 2026, session extraordinaire (deuxième session de l’année)"


def test_every_deliberation_decision_and_record_of_the_law_is_known_by_a_day():
    dated = {rule.kind for rule in PIECES if "dated_on" in rule.marks}

    assert dated == {
        PieceKind.NEGOTIATION_DELIBERATION,
        PieceKind.CHOICE_DELIBERATION,
        PieceKind.ACCOUNTS_APPROVAL,
        PieceKind.CROCSAD_REPORT,
        PieceKind.SESSION_MINUTES,
    }


@pytest.mark.parametrize(
    ("constraint", "kind", "facts"),
    [
        ("piece_number_comes_with_its_day", DELIBERATION, {"dated_on": None, "session": ""}),
        ("piece_session_and_day_together", DELIBERATION, {"session": ""}),
        ("piece_day_not_to_come", DELIBERATION, {"dated_on": date(2026, 11, 21)}),
        ("piece_title_iff_annex", "annex", {"title": ""}),
        ("piece_title_iff_annex", "pdesc", {"title": "Plan"}),
    ],
)
def test_the_database_refuses_a_paper_half_known(constraint, kind, facts):
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        file_piece(ContractFactory(), Slot(PieceKind(kind)), stamp() | facts)
