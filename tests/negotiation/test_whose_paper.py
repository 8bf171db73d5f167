"""Whose paper, at which step; and how a filed one is read."""

from pathlib import Path

import pytest

from cper.people.roles import Role
from negotiation.models import Piece
from negotiation.workflow import Step
from tests.factories import (
    NOW,
    ContractFactory,
    all_seats,
    region,
    user_as,
)
from tests.negotiation.crafted import saved_pdf
from tests.negotiation.filing import DELIBERATION, file_at, filed, read
from tests.negotiation.pages import notices, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


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
            "Seuls le conseil de la collectivité ou la DRPSIAP (secrétariat du CROCSAD) peuvent faire cet acte.",
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

    with django_assert_num_queries(6):
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

    with django_assert_num_queries(6):
        read(council, piece)
