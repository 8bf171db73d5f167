"""Two who enter the same payment: the second one reads who was first, and writes only what is another movement."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import Movement
from tests.monitoring import world
from tests.monitoring.acting import MARCH, on_contract, pdf
from tests.monitoring.world import MILLION, at, on, paper, refusal
from tests.negotiation.pages import entries, notices, text

pytestmark = pytest.mark.django_db
TYPED = {"kind": "mobilised", "source": "region", "amount": "5 000 000", "note": "Mandat n°12"}


@pytest.fixture
def contract():
    return world.follow()


def move(contract, *, seen=None, day: date = MARCH, **other) -> Movement:
    facts = {"project": contract.projects.first(), "source": "region", "year": 2019, "kind": "mobilised"} | other
    by = on(day, Role.REGION, contract.region)
    return operations.record_movement(
        contract, **facts, amount=5 * MILLION, file=paper(), by=by, at=at(day), seen=seen
    )


def test_the_same_money_is_not_written_twice_from_pages_opened_before_the_first(contract):
    first = move(contract, seen=0)

    late = refusal(move, contract, seen=0)

    assert late == (
        "Un mouvement de ce projet, de cette source et de 2019 a été écrit depuis que cette page s’est ouverte, le "
        f"1er mars 2019 à 10 h 00 par {text(first.signatory)} : « mobilisé, 5 000 000 FCFA, daté du 1er mars 2019 ». "
        "Vérifiez que le vôtre en est un autre."
    )
    assert move(contract, seen=first.pk).pk > first.pk


def test_a_movement_of_another_year_is_no_hindrance(contract):
    move(contract, seen=0)

    assert move(contract, seen=0, year=2020).year == 2020


def test_a_movement_undone_meanwhile_is_told_as_such(contract):
    first = move(contract, seen=0)
    by = on(MARCH, Role.PRESIDENT, contract.region)
    operations.reverse_movement(first, reason="Saisi deux fois.", by=by, at=at(MARCH))

    assert "« contre-passation, mobilisé, 5 000 000 FCFA, daté du" in refusal(move, contract, seen=first.pk)


def test_the_page_says_who_was_faster_keeps_what_was_typed_and_sends_it_once_read(contract, office):
    url = on_contract(contract, "mouvement")
    desk = office.enter(Role.REGION)
    page = entries(desk.client.get(url))
    move(contract)

    second = desk.client.post(url, page | TYPED | {"file": pdf()})
    again = desk.client.post(url, entries(second) | TYPED | {"file": pdf("mandat-13.pdf")})

    assert second.status_code == 409
    assert "Vérifiez que le vôtre en est un autre." in " ".join(map(text, notices(second)))
    assert [second.context["form"][name].value() for name in ("amount", "note")] == ["5 000 000", "Mandat n°12"]
    assert (again.status_code, Movement.objects.count()) == (302, 2)


@pytest.mark.parametrize("forged", ["", "-1", "x", "9" * 5000])
def test_a_page_that_does_not_say_what_it_was_made_from_writes_nothing_and_keeps_what_was_typed(
    contract, office, forged
):
    url = on_contract(contract, "mouvement")
    desk = office.enter(Role.REGION)
    page = entries(desk.client.get(url))
    move(contract)

    answer = desk.client.post(url, page | TYPED | {"file": pdf(), "seen": forged, "project": forged or "1"})

    assert answer.status_code in (200, 409)
    assert answer.context["form"]["amount"].value() == "5 000 000"
    assert Movement.objects.count() == 1
