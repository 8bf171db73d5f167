"""What is typed comes back, whatever interrupts it, to who typed it and to nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cper.pages.marks import mark
from cper.people.roles import Role
from negotiation.models import KeptForm
from negotiation.models.kept_form import Cause
from negotiation.workflow import example as word_of
from tests.factories import NOW, ContractFactory, ProjectFactory, UserFactory, all_seats, user_as
from tests.interruptions import after_sign_out, fields, fill, losses, unread
from tests.negotiation.pages import notices, page_of
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db

# A page for each form of the negotiation in which something is typed: the situation, by whom, the address.
ACTS = {
    "answer_remarks": ("sent back", Role.REGION),
    "assess": ("dgct review", Role.DGCT_HEAD),
    "send_back": ("dgct review", Role.DGCT_HEAD),
    "close": ("dgct review", Role.DGCT_HEAD),
    "give_opinion": ("opinions awaited", Role.FINANCE),
    "resubmit": ("corrections answered", Role.PRESIDENT),
    "withdraw": ("opinions awaited", Role.PRESIDENT),
    "return_list": ("selection", Role.GOVERNOR),
    "record_session": ("selection", Role.DRPSIAP),
    "propose_convention": ("convention awaited", Role.PRESIDENT),
    "return_convention": ("convention proposed", Role.GOVERNOR),
    "approve_convention": ("convention proposed", Role.GOVERNOR),
    "sign": ("convention approved", Role.PRESIDENT),
}
EDIT = {
    "dossier-edit": (),
    "project-add": (),
    "project-edit": (1,),
    "project-financing": (1,),
    "piece-attach": ("deliberation-negotiate",),
}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


@pytest.mark.parametrize("name", ACTS)
def test_whatever_interrupts_an_act_what_is_typed_comes_back(name):
    situation, role = ACTS[name]
    contract = make_dossier(SITUATIONS[situation])

    assert list(losses(user_as(role), reverse("act", args=[contract.reference, word_of(name)]))) == []


@pytest.mark.parametrize("name", EDIT)
def test_whatever_interrupts_the_region_s_work_what_is_typed_comes_back(name):
    contract = ProjectFactory().contract

    assert list(losses(user_as(Role.PRESIDENT), page_of(name, contract, *EDIT[name]))) == []


def test_whatever_interrupts_the_opening_of_a_dossier_what_is_typed_comes_back():
    assert list(losses(user_as(Role.PRESIDENT), reverse("dossier-open"))) == []


@pytest.mark.parametrize("name", ["person-add", "person-edit", "mandate-add", "mandate-end"])
def test_whatever_interrupts_the_administrator_what_is_typed_comes_back(name):
    about = {"person-add": [], "mandate-end": [user_as(Role.GOVERNOR).mandates.get().pk]}.get(name, [UserFactory().pk])

    assert list(losses(user_as(Role.ADMIN), reverse(name, args=about))) == []


def test_what_has_been_interrupted_can_be_sent_as_it_comes_back():
    contract = make_dossier(SITUATIONS["opinions awaited"])
    user, url = user_as(Role.SECTOR), reverse("act", args=[contract.reference, word_of("give_opinion")])
    browser = Client()
    browser.force_login(user)
    sent = fields(browser.get(url)).held | {"verdict": "reserves", "text": "Prévoir l’entretien."}

    back = after_sign_out(user, url, sent)
    browser.force_login(user)
    done = browser.post(url, fields(back).held)

    assert "Votre session avait pris fin quand vous avez envoyé cette page." in back.content.decode()
    assert done.url == contract.get_absolute_url()
    assert [one.text for one in contract.opinions.filter(institution=user.mandates.get().institution)] == [
        "Prévoir l’entretien."
    ]
    assert not KeptForm.objects.exists()


def test_opening_a_page_that_keeps_something_sends_nothing():
    user, url = user_as(Role.PRESIDENT), reverse("dossier-open")
    back = after_sign_out(user, url, {"title": "Élevage", "mark": mark(user.pk, url)})

    assert (fields(back).held["title"], back.status_code) == ("Élevage", 200)
    assert user.mandates.get().institution.region.contracts.count() == 0


def test_what_is_kept_is_shown_to_nobody_else():
    contract = ContractFactory()
    user, url = user_as(Role.PRESIDENT), page_of("dossier-edit", contract)
    neighbour = Client()
    Client().post(url, {"title": "Un long travail", "seen": "1", "mark": mark(user.pk, url)})

    neighbour.force_login(user_as(Role.REGION, function="agent"))
    page = neighbour.get(url)

    assert "Un long travail" not in page.content.decode()
    assert not notices(page)


def test_a_page_of_one_account_is_not_sent_by_another_and_is_kept_for_the_first():
    contract = ContractFactory()
    user, url = user_as(Role.PRESIDENT), page_of("dossier-edit", contract)
    neighbour = Client()
    neighbour.force_login(user_as(Role.REGION, function="agent"))

    answer = neighbour.post(url, {"title": "Un long travail", "seen": "1", "mark": mark(user.pk, url)})

    assert answer.status_code == 403
    assert "Un long travail" not in answer.content.decode()
    assert [(kept.user, kept.cause) for kept in KeptForm.objects.all()] == [(user, Cause.ACCOUNT)]


@pytest.mark.parametrize("forged", ["", "12:1abc:def", "other account", "other page"])
def test_what_bears_no_mark_of_ours_is_kept_for_nobody(forged):
    user, url = user_as(Role.PRESIDENT), reverse("dossier-open")
    marks = {"other account": mark(user.pk, url)[::-1], "other page": mark(user.pk, "/compte/")}

    Client().post(url, {"title": "Élevage", "mark": marks.get(forged, forged)})

    assert not KeptForm.objects.exists()


def test_what_another_site_makes_a_browser_send_never_fills_a_page():
    user, url = user_as(Role.PRESIDENT), reverse("dossier-open")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)

    answer = browser.post(url, {"title": "Élevage"})

    assert (answer.status_code, fields(browser.get(url)).held["title"]) == (403, "")
    assert "rechargez" not in answer.content.decode()


def test_a_password_is_never_kept():
    user, url = user_as(Role.ADMIN), reverse("person-add")

    back = after_sign_out(user, url, {"name": "Awa", "password": "un-long-secret", "mark": mark(user.pk, url)})

    assert (fields(back).held["name"], "un-long-secret" in back.content.decode()) == ("Awa", False)
    assert "secret" not in str(KeptForm.objects.get().entries)


def test_a_right_that_has_ended_is_said_with_its_day_and_the_text():
    contract = make_dossier(SITUATIONS["opinions awaited"])
    user, url = user_as(Role.SECTOR), reverse("act", args=[contract.reference, word_of("give_opinion")])
    browser = Client()
    browser.force_login(user)
    sent = fields(browser.get(url)).held | {"verdict": "reserves", "text": "Prévoir l’entretien."}
    user.mandates.update(valid_to=(NOW - timedelta(days=1)).date())

    answers = [browser.post(url, sent), browser.get(url)]

    for answer in answers:
        words = answer.content.decode()
        assert answer.status_code == 403
        assert "Votre mandat a pris fin le 19\u00a0novembre 2026" in words
        assert "Seuls le ministère chargé des finances ou le ministère sectoriel concerné peuvent" in words
        assert "<dt>Motifs</dt><dd>Prévoir l’entretien.</dd>" in words
        assert "Favorable avec réserves" in words
        assert "<textarea" not in words


def test_what_is_gone_is_said_and_the_text_comes_back():
    project = ProjectFactory()
    user, url = user_as(Role.PRESIDENT), page_of("project-edit", project.contract, 1)
    browser = Client()
    browser.force_login(user)
    page = fields(browser.get(url))
    sent = fill(page)
    project.delete()

    answer = browser.post(url, page.held | sent)

    assert (answer.status_code, unread({name: sent[name] for name in page.texts}, answer)) == (409, [])
    assert "Ce projet n’existe pas, ou n’existe plus, dans ce dossier." in answer.content.decode()


def test_a_stranger_learns_nothing_from_an_address():
    contract = ContractFactory(where="gao")
    user, url = user_as(Role.PRESIDENT), page_of("dossier-edit", contract)
    browser = Client()
    browser.force_login(user)

    forged = browser.post(url, {"title": "Élevage", "mark": mark(user_as(Role.GOVERNOR).pk, url)[::-1]})

    assert [browser.get(url).status_code, forged.status_code] == [404, 404]


def test_who_must_choose_a_password_finds_his_text_again():
    user, url = user_as(Role.PRESIDENT), reverse("dossier-open")
    browser = Client()
    browser.force_login(user)
    type(user).objects.update(must_change_password=True)

    browser.post(url, {"title": "Élevage", "mark": mark(user.pk, url)})
    type(user).objects.update(must_change_password=False)

    assert fields(browser.get(url)).held["title"] == "Élevage"
