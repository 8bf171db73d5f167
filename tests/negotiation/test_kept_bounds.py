"""What is kept of forms has bounds: how much, how long, for whom, and where it never leads."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cper.pages.marks import mark
from cper.people.roles import Role
from negotiation.models import KeptForm
from negotiation.models.kept_form import MOST, Cause
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, ProjectFactory, all_seats, typed_of, user_as
from tests.interruptions import after_sign_out, fields
from tests.negotiation.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def test_what_is_kept_can_be_let_go():
    user, url = user_as(Role.PRESIDENT), reverse("dossier-open")
    page = after_sign_out(user, url, {"title": "Élevage", "mark": mark(user.pk, url)})
    browser = Client()
    browser.force_login(user)

    browser.post(url, {"forget-kept": "1", "mark": fields(page).held["mark"]})

    assert not KeptForm.objects.exists()
    assert fields(browser.get(url)).held["title"] == ""


def test_the_session_page_never_leads_elsewhere_than_to_the_page_sent():
    user, url = user_as(Role.PRESIDENT), reverse("dossier-open")

    answer = Client().post(f"{url}?next=//ailleurs.example/", {"title": "É", "mark": mark(user.pk, url)})

    assert answer.url == f"{reverse('sign-in')}?next={url}"


def test_an_account_fills_no_disk():
    user = user_as(Role.PRESIDENT)
    contract = ProjectFactory().contract
    for rank in range(MOST + 3):
        url = page_of("project-edit", contract, rank + 1)
        Client().post(url, {"title": f"Piste {rank}", "mark": mark(user.pk, url)})

    assert KeptForm.objects.filter(user=user).count() == MOST


def test_one_page_keeps_one_sending():
    page = {"user": user_as(Role.PRESIDENT), "path": "/", "entries": [], "made_at": NOW, "cause": Cause.EXPIRED}
    KeptForm.objects.create(**page)

    with pytest.raises(IntegrityError) as broken:
        KeptForm.objects.create(**page)

    assert broken.value.__cause__.diag.constraint_name == "kept_form_of_a_page"


def test_what_is_kept_is_forgotten_after_a_week():
    user = user_as(Role.PRESIDENT)
    for days in (6, 8):
        made_at = timezone.now() - timedelta(days=days)
        KeptForm.objects.create(user=user, path=f"/{days}/", entries=[], made_at=made_at, cause=Cause.EXPIRED)

    call_command("forget_tokens", verbosity=0)

    assert [kept.path for kept in KeptForm.objects.all()] == ["/6/"]


def test_a_paper_s_page_says_again_what_it_is_known_by():
    contract = ContractFactory(step=Step.DELIBERATION)
    user, url = user_as(Role.PRESIDENT), page_of("piece-attach", contract, "deliberation-negotiate")
    sent = typed_of("deliberation-negotiate") | {"mark": mark(user.pk, url)}

    held = fields(after_sign_out(user, url, sent)).held

    assert {name: held[name] for name in ("number", "dated_on")} == {
        name: sent[name] for name in ("number", "dated_on")
    }
