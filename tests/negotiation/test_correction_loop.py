"""Inside E5: who asked for corrections speaks again, and nothing reaches the ministries unexamined."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from negotiation import operations
from negotiation.models import Contract
from negotiation.operations import Refused
from negotiation.workflow import Body, Role, Step
from tests.factories import NOW, TODAY, ContractFactory, actor, all_seats, institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> Contract:
    """A dossier that one ministry sends back for corrections."""
    all_seats()
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    given = {"verdict": "unfavourable", "text": "Étude à reprendre."}
    operations.give_opinion(contract, **given, by=actor(Role.SECTOR), at=NOW)
    return Contract.objects.get()


def resubmit(contract: Contract, days: int = 0) -> None:
    president = actor(Role.PRESIDENT).user.on(TODAY + timedelta(days=days))
    operations.make_move(contract, "resubmit", by=president, at=NOW + timedelta(days=days), comment="Corrigé.")


def test_an_opinion_once_given_keeps_its_words(contract):
    given = contract.opinions.filter(institution__slug="elevage")

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        given.update(text="Rien à redire.")

    assert given.get().text == "Étude à reprendre."


def test_no_project_joins_a_dossier_that_the_dgct_has_examined(contract):
    with pytest.raises(Refused) as refused:
        operations.save_project(contract, {"title": "Autre", "cost": 5}, [], by=actor(Role.REGION), at=NOW)

    assert str(refused.value) == (
        "La DGCT a déjà examiné les projets de ce dossier : un autre ne peut plus s’y ajouter."
    )
    assert contract.projects.count() == 1


def test_a_ministry_that_lost_the_project_still_speaks_again(contract):
    project = contract.projects.get()
    agriculture = institution(Body.SECTOR, slug="agriculture")
    facts = {"title": project.title, "ministry": agriculture}
    operations.save_project(
        contract, facts, [{"name": "Logo"}], by=actor(Role.REGION), at=NOW, project=project, seen=1
    )

    resubmit(contract)
    operations.give_opinion(contract, verdict="favourable", text="", by=actor(Role.SECTOR), at=NOW)

    assert list(Contract.objects.visible_to(actor(Role.SECTOR))) == [contract]
    assert {turn.institution.slug for turn in contract.turns.all()} == {"agriculture", "finance"}


def test_a_new_opinion_has_its_whole_delay(contract):
    resubmit(contract, days=40)

    due = contract.turns.get(institution__slug="elevage").due_on

    assert due == date(2027, 1, 12)  # 30 December, 10 days and 3 for the one project


def test_one_hand_does_not_give_both_assents():
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    governor = actor(Role.GOVERNOR)
    interim = {"function": "signatory", "basis": "2-interim", "title": "Président", "act": "Décision n° 1"}
    governor.user.mandates.create(institution=institution(Body.COUNCIL), valid_from=TODAY, valid_to=TODAY, **interim)
    both = governor.user.on(TODAY)
    operations.make_move(contract, "approve_list", by=both, at=NOW)

    with pytest.raises(Refused, match="Vous avez déjà donné l’accord de l’autre partie"):
        operations.make_move(contract, "approve_list", by=both, at=NOW)
