"""What the database refuses of what one side asks and the other answers, whoever writes and however."""

import pytest
from django.db import DatabaseError, transaction

from monitoring.models import Convening, Justification, WaiverRequest
from tests.factories import NOW, stamp
from tests.monitoring.rows import DAY, again, paper, report, signed, tranche
from tests.monitoring.world import MILLION

pytestmark = pytest.mark.django_db


def answer() -> dict:
    return {"answered_at": NOW, "answered_on": DAY, "answered_by": stamp()["by"]}


def justification(**facts) -> Justification:
    held = tranche("paid", 60, 60, 60, under_review=10 * MILLION)
    whole = {"number": 1, "on": DAY, "declared": 10 * MILLION, "paper": paper(held), "at": NOW}
    return held.justifications.create(**(whole | facts), **stamp())


def waiver_request(**facts) -> WaiverRequest:
    whole = {"code": "share", "fact": "Tranche 1 justifiée à 43,79 %.", "plea": "Crue.", "at": NOW}
    return tranche("draft").waiver_requests.create(**(whole | facts), **stamp())


def convening(**facts) -> Convening:
    whole = {"quarter": "2019-T1", "session_on": DAY, "place": "Kayes", "on": DAY}
    return Convening.objects.create(contract=signed(), **(whole | facts), **stamp())


REFUSED = {
    "justification_number_once": lambda: again(justification()),
    "justification_declares_something": lambda: justification(declared=0),
    "justification_accepted_within_declared": lambda: justification(**answer(), accepted=11 * MILLION, reason="Trop."),
    "justification_cut_is_motivated": lambda: justification(**answer(), accepted=5 * MILLION, reason=" "),
    "justification_answer_is_whole": lambda: justification(accepted=10 * MILLION),
    "tranche_declares_within_the_paid": lambda: tranche("paid", 60, 60, 60, under_review=61 * MILLION),
    "waiver_asked_once_at_a_time": lambda: again(waiver_request()),
    "waiver_request_has_a_reason": lambda: waiver_request(plea="\n"),
    "waiver_answer_has_a_reason": lambda: waiver_request(**answer(), granted=False, reason=" "),
    "waiver_request_answer_is_whole": lambda: waiver_request(granted=True, reason="Crue."),
    "convening_quarter_is_a_quarter": lambda: convening(quarter="2019-T5"),
    "report_adopted_without_remarks": lambda: report("adopted", remarks="À revoir."),
}


@pytest.mark.parametrize(("constraint", "make"), REFUSED.items())
def test_the_impossible_is_refused_of_an_answer(constraint, make):
    with pytest.raises(DatabaseError, match=f'"{constraint}"'), transaction.atomic():
        make()
