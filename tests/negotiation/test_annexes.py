"""The annexes of the convention, as people read them: project by project, then the papers of the collectivité."""

import pytest

from negotiation.documents import convention_of
from negotiation.models.checklist import Slot
from negotiation.workflow import PieceKind, Step
from tests.factories import TODAY, ContractFactory, ProjectFactory, file_piece, stamp

pytestmark = pytest.mark.django_db


def test_the_annexes_go_project_by_project_then_the_papers_of_the_collectivite_in_the_order_of_the_law():
    contract = ContractFactory(step=Step.SIGNATURE)
    first, second = ProjectFactory.create_batch(2, contract=contract)
    for slot in (
        Slot(PieceKind.ANNEX),
        Slot(PieceKind.ACCOUNTS, year=2025),
        Slot(PieceKind.PROJECT_SHEET, project_id=second.pk),
        Slot(PieceKind.ACCOUNTS, year=2024),
        Slot(PieceKind.PROJECT_SHEET, project_id=first.pk),
        Slot(PieceKind.NEGOTIATION_DELIBERATION),
        Slot(PieceKind.FEASIBILITY, project_id=first.pk),
    ):
        file_piece(contract, slot, stamp())

    annexes = [(piece.about, piece.label) for piece in convention_of(contract, on=TODAY, draft=True).pieces]

    assert [(about.replace("\u00a0", " "), label.replace("\u00a0", " ")) for about, label in annexes] == [
        ("Projet n° 1", str(PieceKind.FEASIBILITY.label)),
        ("Projet n° 1", str(PieceKind.PROJECT_SHEET.label)),
        ("Projet n° 2", str(PieceKind.PROJECT_SHEET.label)),
        ("n° 12/CR-K du 14 mars 2026", str(PieceKind.NEGOTIATION_DELIBERATION.label)),
        ("", "Compte administratif 2024"),
        ("", "Compte administratif 2025"),
        ("", "Plan de situation"),
    ]
