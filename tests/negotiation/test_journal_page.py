"""The journal tells what was done, not what was asked; deposits made together stand together."""

from datetime import timedelta

import pytest

import monitoring.workflow
from cper.people.roles import Role
from negotiation import workflow
from negotiation.models import Contract, Passage
from negotiation.views.panels import journal
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, stamp, user_as
from tests.negotiation.pages import page_of, text

pytestmark = pytest.mark.django_db


def write(contract: Contract, action: str, detail: str = "", minute: int = 0, role: Role = Role.PRESIDENT) -> Passage:
    facts = {"action": action, "source": contract.step, "target": contract.step, "version": 2, "detail": detail}
    return contract.passages.create(**facts, at=NOW + timedelta(minutes=minute), **stamp(role))


def acts(contract: Contract) -> list[tuple]:
    rows = contract.passages.order_by("-at")
    return [(event["act"], event["detail"], names(event)) for event in journal.events(rows)]


def names(event: dict) -> list[str]:
    return [deposit["text"] for deposit in event.get("deposits", [])]


def test_no_act_is_told_in_the_words_that_ask_for_it():
    rows = [*(row for stage in workflow.STAGES for row in stage.actions), *monitoring.workflow.every_action()]

    assert [row.name for row in rows if str(row.done).split()[0] == str(row.label).split()[0]] == []


def test_papers_that_one_person_filed_one_after_the_other_stand_in_one_event():
    contract = ContractFactory(step=Step.PREPARATION)
    for minute, paper in enumerate(("PDESC", "Compte administratif 2024", "Compte administratif 2025")):
        write(contract, "attach", paper, minute)

    assert acts(contract) == [
        ("3 pièces déposées", "", ["Compte administratif 2025", "Compte administratif 2024", "PDESC"])
    ]


def test_an_act_in_between_another_person_or_another_day_parts_them():
    contract = ContractFactory(step=Step.PREPARATION)
    write(contract, "attach", "PDESC")
    write(contract, "attach", "Compte rendu", 1, Role.DRPSIAP)
    write(contract, "edit", "Projet 1", 2)
    write(contract, "attach", "Fiche", 3)
    write(contract, "attach", "Étude", 3 + 24 * 60)

    assert [act for act, _detail, _details in acts(contract)] == [
        "Pièce déposée",
        "Pièce déposée",
        "Dossier complété",
        "Pièce déposée",
        "Pièce déposée",
    ]


def test_the_page_lists_what_was_filed_together(client):
    contract = ContractFactory(step=Step.PREPARATION)
    write(contract, "attach", "PDESC, version 1")
    write(contract, "attach", "Fiche, version 1", 1)
    client.force_login(user_as(Role.PRESIDENT))

    page = text(client.get(page_of("dossier-journal", contract)).content.decode())

    assert "2 pièces déposées Fiche, version 1 PDESC, version 1" in page


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step.PREPARATION, "Dossier complété"),
        (Step.FORMALISATION, "Dossier complété ou corrigé"),
        (Step.MINISTRY_REVIEW, "Dossier corrigé"),
        (Step.SIGNATURE, "Dossier que la convention imprime corrigé"),
    ],
)
def test_an_act_is_told_in_the_words_of_its_step(step, told):
    assert write(ContractFactory(step=step), "edit").label == told
