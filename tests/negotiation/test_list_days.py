"""The days of a list: since when a dossier is held is never a day to come; a signed one says when it was signed."""

from datetime import date

import pytest

from cper.people.roles import Role
from negotiation import turns
from negotiation.models import Contract
from negotiation.views.listing import lines
from negotiation.views.tables import AWAITED, DOSSIERS, ELSEWHERE
from negotiation.workflow import Step
from tests.factories import NOW, TODAY, ContractFactory, actor, all_seats
from tests.negotiation.pages import text
from tests.situations import approved

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 5)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def line(role: Role = Role.GOVERNOR) -> dict:
    who = actor(role)
    [row] = lines(Contract.objects.with_holding(who).with_offices(TODAY).with_amount(), who)
    return row


def test_a_signature_to_come_is_told_from_its_day_not_since_it():
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    approved(contract)
    contract.forget()
    turns.renew(contract, at=NOW, day=TODAY)
    contract.turns.update(since=NOW.replace(year=2026, month=12, day=5))

    assert (line()["since_on"], line()["from_on"]) == (None, LATER)
    assert text(line()["since"]) == "à partir du 5 décembre 2026"


@pytest.mark.parametrize(("precision", "told"), [("day", TODAY), ("month", "novembre 2026")])
def test_a_signed_dossier_says_when_it_was_signed_no_more_precisely_than_its_source(precision, told):
    contract = ContractFactory(step=Step.SIGNED, ready=True)
    Contract.objects.filter(pk=contract.pk).update(signed_precision=precision)

    assert (line()["signed"], line()["since_on"]) == (told, None)


def test_every_list_of_dossiers_has_both_days():
    heads = {table.name: [str(column.label) for column in table.columns] for table in (DOSSIERS, AWAITED, ELSEWHERE)}

    assert all({"Depuis le", "À partir du"} <= set(found) for found in heads.values())
    assert "Signé le" in heads["dossiers"]
