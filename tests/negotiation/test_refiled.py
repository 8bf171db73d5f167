"""The same file filed again changes nothing: it is refused, with what to do; its marks are corrected, words answer."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from cper.papers import sniffing
from cper.papers.identity import Identity
from cper.people.roles import Role
from negotiation import operations
from negotiation.models.checklist import slots
from negotiation.operations import Refused
from negotiation.workflow import Criterion, PieceKind, Step
from tests.factories import NOW, ContractFactory, actor, all_seats
from tests.negotiation.crafted import saved_pdf
from tests.negotiation.filing import DELIBERATION, file_at
from tests.negotiation.pages import faults, page_of
from tests.negotiation.sent_back import answer, sent_back, unmet

pytestmark = pytest.mark.django_db
SAME = "C’est le même fichier que « délibération.pdf », déposé le 20 novembre 2026 : rien ne changerait."
OTHER = "Choisissez le fichier corrigé."
MARKS = "Si seul ce qui la désigne (numéro, date, session, titre) était faux, corrigez-le ci-dessus."
ANSWER = "Si rien n’est à corriger dans cette pièce, répondez à la remarque en toutes lettres."


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def said(response) -> list[str]:
    return [fault.partition(" : ")[2].replace("\u00a0", " ") for fault in faults(response)]


def versions(contract, kind=PieceKind.NEGOTIATION_DELIBERATION) -> list[int]:
    return sorted(contract.pieces.filter(kind=kind).values_list("version", flat=True))


def test_the_same_file_is_refused_as_a_new_version_with_what_to_do_instead(council):
    contract, content = ContractFactory(), saved_pdf()
    file_at(council, contract, DELIBERATION, content)

    response = file_at(council, contract, DELIBERATION, content, name="copie.pdf")

    assert said(response) == [f"{SAME} {OTHER} {MARKS}"]
    assert "déjà reçu" not in response.content.decode()
    assert versions(contract) == [1]


def test_its_number_its_date_and_its_session_are_corrected_with_the_same_file(council):
    contract, content = ContractFactory(), saved_pdf()
    file_at(council, contract, DELIBERATION, content)
    upload = {"number": "13/CR-K", "dated_on": "14/03/2026", "session": "ordinary"}

    paper = SimpleUploadedFile("délibération.pdf", content)

    council.post(page_of("piece-attach", contract, DELIBERATION), upload | {"file": paper})

    assert versions(contract) == [1, 2]


def test_a_former_version_may_come_back(council):
    contract, first, second = ContractFactory(), saved_pdf(), saved_pdf(lambda paper: paper.add_blank_page())
    for content in (first, second, first):
        file_at(council, contract, DELIBERATION, content)

    assert versions(contract) == [1, 2, 3]


def test_an_operation_refuses_it_too(council):
    all_seats()
    contract = ContractFactory(step=Step.PREPARATION)
    slot = next(slot for slot in slots(contract) if slot.kind == PieceKind.PDESC)
    file = ContentFile(saved_pdf(), name="pdesc.pdf")
    facts = {"file": file, "examined": sniffing.examine(file, name=file.name), "identity": Identity()}

    operations.attach_piece(contract, slot, **facts, by=actor(Role.REGION), at=NOW)
    with pytest.raises(Refused, match="C’est le même fichier"):
        operations.attach_piece(contract, slot, **facts, by=actor(Role.REGION), at=NOW)


def test_where_a_remark_waits_words_answer_it_and_the_same_file_does_not(council):
    all_seats()
    contract, content = sent_back(Criterion.PDESC, Criterion.FORM), saved_pdf()
    sheet = contract.pieces.get(kind=PieceKind.FEASIBILITY, project__number=1)
    code = next(slot.code for slot in slots(contract) if slot.key == sheet.key)
    first = file_at(council, contract, code, content, name="étude.pdf")
    waiting = unmet(contract)

    again = file_at(council, contract, code, content, name="étude.pdf")
    answer(contract)

    assert (first.status_code, waiting) == (302, ["Projet 1, inscription au PDESC"])
    assert said(again)[0].endswith(f"{OTHER} {ANSWER}")
    assert unmet(contract) == []
