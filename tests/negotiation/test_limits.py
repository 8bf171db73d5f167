"""What a page counts as within a limit is within it; what the site writes by itself leaves all the room."""

import pytest
from django.test import Client
from django.urls import reverse

from cper.people.roles import Role
from negotiation.forms.acts import LONGEST_COMMENT
from negotiation.workflow import Criterion
from negotiation.workflow import example as word_of
from tests.factories import NOW, ProjectFactory, all_seats, judged, stamp, user_as
from tests.interruptions import fields
from tests.negotiation.pages import page_of
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def browser_of(role) -> Client:
    browser = Client()
    browser.force_login(user_as(role))
    return browser


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_a_line_end_counts_as_one_sign_as_in_the_browser(line_end):
    contract = make_dossier(SITUATIONS["opinions awaited"])
    # What a browser counts as 8 000 signs, the most that the entry takes, and sends with two signs for each line end.
    text = f"Motif.{line_end}" * (8000 // 7) + "fin de tout"[: 8000 % 7]
    browser, url = browser_of(Role.SECTOR), reverse("act", args=[contract.reference, word_of("give_opinion")])

    answer = browser.post(url, fields(browser.get(url)).held | {"verdict": "reserves", "text": text})

    assert answer.status_code == 302
    assert len(contract.opinions.get(text__startswith="Motif").text) == 8000


def test_an_entry_of_one_line_counts_alike():
    contract = ProjectFactory().contract
    browser, url = browser_of(Role.PRESIDENT), page_of("dossier-edit", contract)
    title = ("a\r\n" * 150)[:-2] + "z"

    answer = browser.post(url, fields(browser.get(url)).held | {"title": title})

    assert answer.status_code == 302


def test_the_words_of_a_return_begun_by_the_site_leave_all_their_room():
    contract = make_dossier(SITUATIONS["dgct review"])
    for project in ProjectFactory.create_batch(2, contract=contract):
        for criterion in Criterion:
            facts = {"criterion": criterion, "round": 0, "given_at": NOW, "judged": judged(contract)}
            verdict = {"met": False, "remark": "Il manque. " * 181 + "Fin du."}
            project.verdicts.create(contract=contract, **facts, **verdict, **stamp(Role.DGCT_HEAD))
    browser, url = browser_of(Role.DGCT_HEAD), reverse("act", args=[contract.reference, word_of("send_back")])
    page = fields(browser.get(url))
    begun = page.held["comment"]
    added = "x" * (LONGEST_COMMENT - 1)

    answer = browser.post(url, page.held | {"comment": f"{begun}\r\n{added}"})

    assert len(begun) > 2 * LONGEST_COMMENT
    assert answer.status_code == 302
    assert contract.passages.first().comment == f"{begun}\n{added}"


def test_the_journal_cuts_nothing():
    contract = make_dossier(SITUATIONS["preparation"])
    browser, title = browser_of(Role.PRESIDENT), "Élevage " * 37 + "fin."
    url = page_of("project-edit", contract, 1)

    browser.post(url, fields(browser.get(url)).held | {"title": title})

    assert contract.passages.first().detail == f"Projet 1\u00a0: {title}"
