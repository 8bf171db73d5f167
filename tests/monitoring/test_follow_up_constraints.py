"""What the database refuses of the follow-up's rows, whoever writes and however."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Body
from monitoring.models import Duty, Erratum, Finding, Fulfilment, Movement, Rectification, TrancheRule
from tests.factories import NOW, institution, stamp
from tests.monitoring.rows import DAY, again, entry, movement, paper, passage, report, signed, tranche
from tests.monitoring.world import window

pytestmark = pytest.mark.django_db


def rule(**facts) -> TrancheRule:
    return TrancheRule.objects.create(**({"window": window(), "since": DAY, "rank": 1} | facts))


def waiver(**facts):
    return tranche().waivers.create(**({"code": "share", "reason": "Urgence.", "given_at": NOW} | facts), **stamp())


def fulfilment(**facts) -> Fulfilment:
    return Fulfilment.objects.create(**({"contract": signed(), "code": "O5", "on": DAY} | facts), **stamp())


def corrected(**facts) -> Fulfilment:
    wrong = fulfilment()
    return again(wrong, corrects=Fulfilment.objects.get(), **facts)


def undone(**facts) -> None:
    wrong = movement()
    again(wrong, reverses=Movement.objects.get(), **facts)


def rectification(**facts) -> Rectification:
    return Rectification.objects.create(report=report("held"), lines=[], at=NOW, **facts, **stamp())


def erratum(**facts) -> Erratum:
    whole = {"report": report("adopted"), "number": 1, "reason": "Relu.", "lines": [], "at": NOW}
    return Erratum.objects.create(**(whole | facts), **stamp())


def duty(**facts) -> Duty:
    whole = {"contract": signed(), "code": "O5", "role": "region", "institution": institution(Body.COUNCIL)}
    return Duty.objects.create(opens_on=DAY, **(whole | facts))


def finding() -> Finding:
    return Finding.objects.create(contract=signed(), rule="sessions", title="x", evidence="x", found_on=DAY)


def line(**facts):
    held = report()
    return held.lines.create(project=held.contract.projects.first(), **facts)


def appraisal(**facts):
    return report("held").appraisals.create(**({"party": "state", "verdict": "kept", "sentence": "Versé."} | facts))


def recommendation(**facts):
    return report().recommendations.create(**({"number": 1, "text": "x", "responsible": "ADR"} | facts))


REFUSED = {
    "rule_once_per_rank": lambda: again(rule()),
    "rule_rank_from_one": lambda: rule(rank=0),
    "rule_rates_within_whole": lambda: rule(share=10_001),
    "tranche_number_once": lambda: again(tranche()),
    "tranche_asks_for_something": lambda: tranche(requested=0),
    "tranche_sums_in_order": lambda: tranche("approved", 61),
    "tranche_approved_once_known": lambda: tranche("approved"),
    "tranche_released_once_known": lambda: tranche("released", 60),
    "tranche_paid_once_known": lambda: tranche("paid", 60, 60),
    "tranche_justified_when_whole": lambda: tranche("justified", 60, 60, 60, 59),
    "waiver_once_per_rule": lambda: again(waiver()),
    "waiver_has_a_reason": lambda: waiver(reason=" \n"),
    "paper_one_current_version": lambda: again(paper(tranche()), version=2),
    "paper_version_once": lambda: again(paper(tranche()), current=False),
    "paper_sha256_is_hexadecimal": lambda: paper(sha256="Z" * 64),
    "budget_amount_not_negative": lambda: entry(amount=-1),
    "budget_inscription_has_an_amount": lambda: entry(amount=None),
    "budget_register_is_the_state_s": lambda: entry(source="region", kind="asked"),
    "movement_amount_positive": lambda: movement(amount=0),
    "budget_fact_within_its_year": lambda: entry(on=date(2020, 1, 1)),
    "movement_reversed_for_a_reason": lambda: undone(reason=" "),
    "fulfilment_corrected_for_a_reason": lambda: corrected(reason="\n"),
    "report_session_after_its_canvas": lambda: report("held", canvas_on=date(2018, 12, 21)),
    "report_erratum_once_adopted": lambda: report(erratum_proposed_on=DAY),
    "rectification_has_a_reason": lambda: rectification(reason=" "),
    "erratum_number_once": lambda: again(erratum(sha256="0" * 64, adopted_on=DAY, adopted_by="x"), sha256="1" * 64),
    "erratum_one_proposed_at_a_time": lambda: again(erratum(), number=2),
    "erratum_has_a_reason": lambda: erratum(reason=" "),
    "erratum_frozen_once_adopted": lambda: erratum(adopted_on=DAY),
    "fulfilment_once": lambda: again(fulfilment()),
    "fulfilment_lapse_has_a_reason": lambda: fulfilment(lapsed=True, note=" "),
    "duty_once": lambda: again(duty()),
    "finding_once": lambda: again(finding()),
    "report_once_per_quarter": lambda: again(report("transmitted")),
    "report_one_open_at_a_time": lambda: again(report(), quarter="2019-T1", starts_on=DAY, opened_on=DAY),
    "report_quarter_is_a_quarter": lambda: report(quarter="2018-T5"),
    "report_not_for_a_quarter_to_come": lambda: report(opened_on=date(2018, 9, 30)),
    "report_session_iff_held": lambda: report("held", attendance=0),
    "report_lapse_has_a_reason": lambda: report("lapsed", lapse_reason=" "),
    "report_frozen_once_adopted": lambda: report("adopted", sha256=""),
    "report_early_adoption_has_a_reason": lambda: report("adopted", adopted_on=date(2018, 12, 31)),
    "report_transmitted_with_its_letter": lambda: report("transmitted", letter_reference=" "),
    "appraisal_once_per_party": lambda: again(appraisal()),
    "appraisal_has_verdict_and_sentence": lambda: appraisal(sentence=" "),
    "report_line_once": lambda: again(line()),
    "report_line_rate_within_whole": lambda: line(physical=10_001),
    "recommendation_number_once": lambda: again(recommendation()),
    "recommendation_has_text_and_someone": lambda: recommendation(responsible=" "),
    "follow_up_passage_is_motivated": lambda: passage(action="cancel", comment="\t"),
    "follow_up_passage_sum_positive": lambda: passage(amount=-1),
}
# The same rules, broken another way.
ALSO_REFUSED = [
    ("rule_rates_within_whole", lambda: rule(justified=0)),
    ("tranche_sums_in_order", lambda: tranche("released", 60, 61)),
    ("tranche_sums_in_order", lambda: tranche("paid", 60, 50, 51)),
    ("tranche_sums_in_order", lambda: tranche("paid", 60, 60, 60, 61)),
    ("tranche_sums_in_order", lambda: tranche("paid", 60, 60, 60, -1)),
    ("tranche_sums_in_order", lambda: tranche("approved", 0)),
    ("tranche_sums_in_order", lambda: tranche(justified=1)),
    ("tranche_approved_once_known", lambda: tranche("complete", 60)),
    ("tranche_paid_once_known", lambda: tranche("released", 60, 60, 60)),
    ("fulfilment_once", lambda: again(fulfilment(contract=None, code="O12", key="2019-T1"))),
    ("duty_once", lambda: again(duty(contract=None, code="O12", key="2019-T1"))),
    ("report_one_open_at_a_time", lambda: again(report("held"), quarter="2019-T1", starts_on=DAY, opened_on=DAY)),
    ("report_session_iff_held", lambda: report(held_on=DAY)),
    ("report_frozen_once_adopted", lambda: report("held", adopted_on=DAY)),
    ("report_frozen_once_adopted", lambda: report("adopted", facts=None)),
    ("report_frozen_once_adopted", lambda: report("held", facts={})),
    ("appraisal_has_verdict_and_sentence", lambda: appraisal(verdict="unknown")),
    ("report_transmitted_with_its_letter", lambda: report("adopted", transmitted_on=DAY)),
    *(
        ("follow_up_passage_is_motivated", lambda action=action: passage(action=action))
        for action in ("send_back", "waive", "lapse", "declare_lapse")
    ),
]


@pytest.mark.parametrize(("constraint", "make"), [*REFUSED.items(), *ALSO_REFUSED])
def test_the_impossible_is_refused(constraint, make):
    with pytest.raises(DatabaseError, match=f'"{constraint}"'), transaction.atomic():
        make()


def test_a_cancelled_tranche_keeps_the_sums_it_had():
    assert tranche("cancelled", 60, 50).held == 0


def test_two_contracts_may_have_a_quarter_open_each():
    assert [report().state, report().state] == ["canvas", "canvas"]
