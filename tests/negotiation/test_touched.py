"""An act on what somebody else has just rewritten: who, when, what differs; what one did not touch stays."""

import pytest
from django.test import Client
from django.urls import reverse

from cper.people.roles import Body, Role
from negotiation.models import Project, Session
from negotiation.models.checklist import slots
from negotiation.workflow import Step, example
from tests.factories import (
    ENVELOPE,
    NOW,
    TODAY,
    ContractFactory,
    ProjectFactory,
    all_seats,
    file_piece,
    institution,
    judged,
    stamp,
    user_as,
)
from tests.interruptions import fields
from tests.negotiation.pages import notices
from tests.negotiation.test_conflicts import told
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def desk(role: Role) -> Client:
    browser = Client()
    browser.force_login(user_as(role))
    return browser


def page_of(contract, name: str) -> str:
    return reverse("act", args=[contract.reference, example(name)])


def two(contract, name: str, first: Role, second: Role) -> tuple:
    """Two persons before the same page, and what it holds for each."""
    url, desks = page_of(contract, name), [desk(first), desk(second)]
    return url, *[(one, fields(one.get(url)).held) for one in desks]


def ticked(*projects: Project) -> dict:
    return {"projects": [str(project.pk) for project in projects]}


def test_a_list_is_drawn_together_project_by_project():
    contract = make_dossier(SITUATIONS["list"])
    ProjectFactory(contract=contract, number=3)
    one, two_, three = contract.projects.order_by("number")
    url, (president, hers), (governor, his) = two(contract, "draw_list", Role.PRESIDENT, Role.GOVERNOR)
    listed = [project for project in (one, two_, three) if project.listed]
    added, taken = next(p for p in (one, two_, three) if not p.listed), listed[0]

    president.post(url, hers | ticked(*listed, added))
    answer = governor.post(url, his | ticked(*listed[1:], three))
    governor.post(url, fields(answer).held)

    assert answer.status_code == 409
    assert user_as(Role.PRESIDENT).name in notices(answer)[0]
    assert "le 20 novembre 2026 à 10 h 30" in notices(answer)[0]
    assert len(told(answer)) == 1
    held = set(contract.projects.filter(listed=True))
    assert (added in held, taken in held) == (True, False)


@pytest.fixture
def listed():
    contract = ContractFactory(step=Step.SELECTION)
    ProjectFactory.create_batch(2, contract=contract)
    for slot in slots(contract, up_to=Step.FORMALISATION):
        file_piece(contract, slot, stamp())
    given = {"verdict": "favourable", "given_at": NOW, **stamp(Role.FINANCE), **ENVELOPE}
    given |= {"envelope": 180_000_000, "judged": judged(contract)}
    contract.opinions.create(institution=institution(Body.FINANCE), asked_on=TODAY, **given)
    return contract


def record(contract, **facts) -> dict:
    first, second = contract.projects.all()
    held = {"held_on": "20/11/2026", "place": "Kayes", "attendance": "42", "summary": "Longs débats."}
    return held | {
        f"outcome-{first.pk}": "retained",
        f"priority-{first.pk}": "1",
        f"outcome-{second.pk}": "deferred",
        f"reason-{second.pk}": "Étude à refaire.",
        **facts,
    }


def test_a_session_recorded_at_two_desks_comes_together(listed):
    url, (one, ours), (other, theirs) = two(listed, "record_session", Role.DRPSIAP, Role.DRPSIAP)
    one.post(url, ours | record(listed))
    theirs = fields(other.get(url)).held
    one.post(url, fields(one.get(url)).held | {"attendance": "45", "summary": "Débats brefs."})

    answer = other.post(url, theirs | {"place": "Kita", "summary": "Débats animés."})
    done = other.post(url, fields(answer).held)

    assert (answer.status_code, done.status_code) == (409, 302)
    assert told(answer) == ["Résumé des débats Débats animés. Débats brefs."]
    saved = Session.objects.latest("pk")
    assert (saved.place, saved.attendance, saved.summary) == ("Kita", 45, "Débats animés.")


def test_what_the_page_was_made_from_survives_a_correction(listed):
    url, (one, ours), (other, theirs) = two(listed, "record_session", Role.DRPSIAP, Role.DRPSIAP)
    one.post(url, ours | record(listed))
    ours, theirs = (fields(desk.get(url)).held for desk in (one, other))
    wrong = other.post(url, theirs | {"attendance": "0"})
    one.post(url, ours | {"place": "Kita"})

    answer = other.post(url, fields(wrong).held | {"attendance": "40"})
    other.post(url, fields(answer).held)

    assert (wrong.status_code, answer.status_code, told(answer)) == (200, 409, [])
    assert list(Session.objects.order_by("-pk").values_list("place", "attendance")[:1]) == [("Kita", 40)]
