"""Filing a paper: what its page says, takes and refuses."""

from hashlib import sha256

import pytest

from negotiation.models import Piece
from negotiation.workflow import Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    typed_of,
)
from tests.negotiation.crafted import office, saved_pdf
from tests.negotiation.filing import DELIBERATION, file_at, filed, read
from tests.negotiation.pages import faults, notices, page_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


# Filing


def test_a_paper_is_filed_under_its_hash_and_the_page_says_so(council):
    contract = ContractFactory()
    content = saved_pdf()

    response = file_at(council, contract, DELIBERATION, content, follow=True)

    piece = contract.pieces.get()
    assert (piece.name, piece.mime, piece.size) == ("délibération.pdf", "application/pdf", len(content))
    assert piece.sha256 == sha256(content).hexdigest()
    assert response.redirect_chain == [(page_of("dossier-pieces", contract), 302)]
    assert notices(response)[0] == (
        "Pièce déposée : Délibération autorisant à négocier et à signer le CPER, version 1."
    )


def test_a_second_version_replaces_the_first_which_stays_readable(council):
    contract = ContractFactory()
    first, second = saved_pdf(), saved_pdf(lambda document: document.add_blank_page())

    for content in (first, second):
        file_at(council, contract, DELIBERATION, content)

    versions = contract.pieces.order_by("version")
    assert [(piece.version, piece.current) for piece in versions] == [(1, False), (2, True)]
    assert [read(council, piece) for piece in versions] == [first, second]


def test_the_page_of_a_paper_says_when_it_is_needed_who_files_it_and_what_is_admitted(council):
    contract = ContractFactory(step=Step.PREPARATION)

    response = council.get(page_of("piece-attach", contract, "crocsad-report"))

    page = text(response.content.decode())
    assert (
        "Exigée pour terminer l’étape E2, « Préparation de la demande ». Elle est déposée par le conseil de la "
        "collectivité ou la DRPSIAP (secrétariat du CROCSAD)."
    ) in page
    assert "PDF, JPEG, PNG, DOCX ou XLSX, sans mot de passe ni macros ; 20 Mo au plus." in page
    assert response.context["action_label"] == "Déposer la pièce"


def test_the_page_of_a_paper_already_filed_says_what_the_new_version_does(council):
    contract = ContractFactory()
    piece = filed(contract)

    response = council.get(page_of("piece-attach", contract, DELIBERATION))

    page = text(response.content.decode())
    assert f"La version 1, « {piece.name} », restera lisible et ne comptera plus." in page
    assert f"sha256 {piece.sha256[:12]}…" in page
    assert response.context["action_label"] == "Déposer la version 2"


def test_annexes_stand_side_by_side(council):
    contract = ContractFactory(step=Step.PREPARATION)

    for name, content in (("plan.pdf", saved_pdf()), ("carte.pdf", saved_pdf(lambda paper: paper.add_blank_page()))):
        response = file_at(council, contract, "annex", content, name=name, follow=True)

    assert contract.pieces.filter(current=True).count() == 2
    assert notices(response)[0] == "Pièce déposée : Autre annexe, n° 2."


def test_a_paper_of_a_project_is_filed_for_that_project(council):
    project = ProjectFactory(contract=ContractFactory(step=Step.PREPARATION))

    file_at(council, project.contract, f"feasibility-p{project.pk}", office(), name="étude.docx")

    piece = project.pieces.get()
    assert (piece.kind, piece.extension) == ("feasibility", "docx")


def test_sending_no_file_is_said(council):
    contract = ContractFactory()

    response = council.post(page_of("piece-attach", contract, DELIBERATION), typed_of(DELIBERATION))

    assert (response.status_code, faults(response)) == (200, ["Fichier : Choisissez un fichier."])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("acte.exe", b"MZ", "Ce type de fichier n’est pas admis. Joignez un fichier PDF, JPEG, PNG, DOCX ou XLSX."),
        (
            "acte.pdf",
            b"",
            "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre ordinateur, puis joignez-le de nouveau.",
        ),
        (
            "acte.pdf",
            b"<html>",
            "L’extension de ce fichier ne correspond pas à son contenu. Ouvrez le document et enregistrez-le de "
            "nouveau en PDF, JPEG, PNG, DOCX ou XLSX.",
        ),
    ],
)
def test_a_refused_file_is_said_with_its_remedy_and_nothing_is_kept(council, name, content, sentence):
    contract = ContractFactory()

    response = file_at(council, contract, DELIBERATION, content, name=name)

    assert (response.status_code, faults(response)) == (200, [f"Fichier : {sentence}"])
    assert Piece.objects.count() == 0


def test_a_file_over_the_limit_is_refused_kindly(council, settings):
    settings.CPER_PIECE_MAX_BYTES = 1024 * 1024
    contract = ContractFactory()

    response = file_at(council, contract, DELIBERATION, saved_pdf().ljust(1024 * 1024 + 1))

    assert faults(response) == [
        "Fichier : Ce fichier dépasse 1 Mo. Réduisez-le, ou scannez-le avec moins de points par pouce."
    ]
    assert Piece.objects.count() == 0
