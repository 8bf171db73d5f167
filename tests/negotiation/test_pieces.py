"""Filing the papers of a dossier, and reading back exactly what was filed."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from negotiation.models import Piece
from negotiation.models.checklist import slots
from negotiation.workflow import PieceKind, Role, Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    all_seats,
    file_piece,
    region,
    stamp,
    typed_of,
    user_as,
)
from tests.negotiation.crafted import office, saved_pdf
from tests.negotiation.pages import faults, notices, page_of, text

pytestmark = pytest.mark.django_db

DELIBERATION = "deliberation-negotiate"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def council(client):
    client.force_login(user_as(Role.PRESIDENT))
    return client


def file_at(client, contract, code, content, name="délibération.pdf", **options):
    kind = next((kind for kind in PieceKind if code.startswith(kind)), "")
    upload = {"file": SimpleUploadedFile(name, content)} | (typed_of(kind) if kind else {})
    return client.post(page_of("piece-attach", contract, code), upload, **options)


def filed(contract, kind=PieceKind.NEGOTIATION_DELIBERATION, where=None):
    slot = next(slot for slot in slots(contract) if slot.kind == kind)
    return file_piece(contract, slot, stamp(where=where))


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


def read(client, piece):
    return b"".join(client.get(page_of("piece", piece.contract, piece.pk)).streaming_content)


def test_the_page_of_a_paper_says_when_it_is_needed_who_files_it_and_what_is_admitted(council):
    contract = ContractFactory(step=Step.PREPARATION)

    response = council.get(page_of("piece-attach", contract, "crocsad-report"))

    page = text(response.content.decode())
    assert (
        "Exigée pour terminer l’étape 2, « Préparation de la demande ». Elle est déposée par le conseil de la "
        "collectivité ou la DRPSIAP, secrétariat du CROCSAD."
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

    for name in ("plan.pdf", "carte.pdf"):
        response = file_at(council, contract, "annex", saved_pdf(), name=name, follow=True)

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


# Whose paper, at which step


def test_a_paper_that_the_checklist_does_not_have_does_not_exist(council):
    contract = ContractFactory()

    assert [
        council.get(page_of("piece-attach", contract, code)).status_code
        for code in ("contrat", "feasibility", "feasibility-p1", "accounts-1990")
    ] == [404, 404, 404, 404]


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (
            Role.GOVERNOR,
            "Seuls le conseil de la collectivité ou la DRPSIAP, secrétariat du CROCSAD, peuvent faire cet acte.",
        ),
        (Role.DRPSIAP, "Cette pièce est déposée par une autre institution."),
    ],
)
def test_a_paper_is_filed_by_who_the_law_says(client, role, sentence):
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(role))

    pages = [client.get(page_of("piece-attach", contract, "pdesc")), file_at(client, contract, "pdesc", saved_pdf())]

    assert [page.status_code for page in pages] == [403, 403]
    assert all(sentence in page.content.decode() for page in pages)
    assert Piece.objects.count() == 0


def test_the_secretariat_of_the_crocsad_files_its_report(client):
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(Role.DRPSIAP))

    file_at(client, contract, "crocsad-report", saved_pdf())

    assert contract.pieces.get().by_title == user_as(Role.DRPSIAP).mandates.get().title


def test_a_dossier_sent_to_the_dgct_takes_no_paper(council):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    url = page_of("piece-attach", contract, "pdesc")

    pages = [council.get(url), file_at(council, contract, "pdesc", saved_pdf())]

    assert [page.status_code for page in pages] == [200, 409]
    assert [notices(page) for page in pages] == [
        [
            "Ce n’est pas possible à ce stade. Cet acte se fait à l’étape E1 ou E2 ou E3 ou E5 ou E7 ou E8 ; "
            "le dossier est à l’étape E4, « Examen par la DGCT »."
        ]
    ] * 2


def test_a_paper_has_its_steps(client):
    all_seats()
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(Role.DRPSIAP))

    response = client.get(page_of("piece-attach", contract, "session-minutes"))

    assert notices(response) == ["Ce n’est pas possible à ce stade. Cette pièce ne se dépose pas à cette étape."]


def test_another_region_s_checklist_does_not_exist(council):
    contract = ContractFactory(where="gao")

    response = file_at(council, contract, DELIBERATION, saved_pdf())

    assert (response.status_code, Piece.objects.count()) == (404, 0)


@pytest.mark.parametrize("versions", [1, 3])
def test_a_paper_costs_the_same_queries_whatever_its_versions(council, versions, django_assert_num_queries):
    contract = ContractFactory(step=Step.PREPARATION)
    for _rank in range(versions):
        file_at(council, contract, "pdesc", saved_pdf())

    with django_assert_num_queries(7):
        council.get(page_of("piece-attach", contract, "pdesc"))


# Reading


def test_a_paper_is_handed_over_to_be_saved_never_to_be_shown(council):
    contract = ContractFactory()
    piece = filed(contract)

    response = council.get(page_of("piece", contract, piece.pk), headers={"accept-encoding": "gzip"})

    assert b"".join(response.streaming_content) == b"deliberation-negotiate"
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS | {"ETag": f'"{piece.sha256}"'}


HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Length": "22",
    "Content-Disposition": 'attachment; filename="deliberation-negotiate.pdf"',
    "Content-Security-Policy": "sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Content-Encoding": None,
    "ETag": None,
}


def test_a_paper_already_held_is_not_sent_twice(council):
    contract = ContractFactory()
    piece = filed(contract)

    response = council.get(page_of("piece", contract, piece.pk), headers={"if-none-match": f'"{piece.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


def test_a_paper_is_read_under_its_own_dossier_only(council):
    theirs = filed(ContractFactory(where="gao"), where=region("gao"))
    ours = ContractFactory()

    addresses = [page_of("piece", ours, theirs.pk), page_of("piece", theirs.contract, theirs.pk)]

    assert [council.get(address).status_code for address in addresses] == [404, 404]


def test_a_file_lost_from_the_disk_is_a_page_not_found_and_is_logged(council, caplog):
    contract = ContractFactory()
    piece = filed(contract)
    Path(piece.file.path).unlink()

    response = council.get(page_of("piece", contract, piece.pk))

    assert response.status_code == 404
    assert caplog.messages[0] == f"file pieces/{piece.sha256[:2]}/{piece.sha256}.pdf is missing on disk"


def test_reading_a_paper_costs_few_queries(council, django_assert_num_queries):
    contract = ContractFactory()
    piece = filed(contract)

    with django_assert_num_queries(7):
        read(council, piece)
