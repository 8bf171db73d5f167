"""What a quarter ends with: the synthesis, the report adopted and frozen, the letter to the minister of finance."""

from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from cper.people.roles import Body, Role
from monitoring.documents import report_of
from monitoring.models import FollowedContract, Passage, QuarterReport, Recommendation
from monitoring.operations import Asked, FollowUp, Refused
from negotiation.models import Notice
from tests.monitoring.quarters import T1, T4, adopt, adopted, fill, hold, proposed, reviewed, transmit, write
from tests.monitoring.world import MILLION, TO_PAID, bring, follow, refusal, tranche

pytestmark = pytest.mark.django_db


def missing(report: QuarterReport) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        adopt(report)
    return caught.value.verdict.missing


def test_the_recommendations_of_a_session_replace_those_written_before():
    report = hold(proposed(follow()))

    for text in ("Mobiliser la part de 2019.", "Installer le comité."):
        write(report, [Asked(text, "ADR", date(2019, 3, 31))])

    assert list(Recommendation.objects.values_list("number", "text")) == [(1, "Installer le comité.")]


def test_a_later_session_says_what_became_of_the_earlier_recommendations():
    contract = follow()
    earlier = contract.reports.create(
        quarter="2018-T4",
        starts_on=T4.start,
        opened_on=T4.end,
        entered_state_on=T4.end,
        state="lapsed",
        lapse_reason="Crue.",
    )
    asked = earlier.recommendations.create(number=1, text="Installer le comité.", responsible="ADR")
    report = hold(proposed(contract, T1, day=date(2019, 2, 1), session_on=date(2019, 2, 20)), on=date(2019, 2, 20))

    write(report, [], [FollowUp(asked.pk, "done", "Installé le 3 février."), FollowUp(0, "done")])

    asked.refresh_from_db()
    assert (asked.state, asked.note) == ("done", "Installé le 3 février.")


def test_a_recommendation_says_what_and_to_whom():
    sentence = refusal(write, hold(proposed(follow())), [Asked("Installer le comité.", " ")])

    assert sentence == "Une recommandation dit quoi, et à qui."


def test_no_report_is_adopted_before_its_session():
    assert refusal(adopt, proposed(follow())) == "À l’état « Canevas proposé », cet acte ne se fait pas."


def test_a_report_is_adopted_with_both_parts_and_the_synthesis():
    assert missing(hold(proposed(follow()))) == (
        "la part de la collectivité : taux physiques et difficultés de chaque projet".replace(" :", "\u00a0:"),
        "la part de l’ANICT : observations sur la mobilisation".replace(" :", "\u00a0:"),
        "la synthèse de la DRPSIAP : difficultés, engagements, recommandations, perspectives".replace(" :", "\u00a0:"),
    )


def test_the_adopted_report_is_frozen_with_its_bytes_their_hash_and_the_money_of_its_quarter():
    contract = follow()
    bring(tranche(contract), *TO_PAID)
    report = adopt(reviewed(contract))

    with report.file.open() as kept:
        pdf = kept.read()
    (project,) = report_of(FollowedContract.objects.get(), report, on=date(2030, 1, 1)).projects
    assert (report.state, report.adopted_on, report.sha256) == ("adopted", date(2019, 1, 10), sha256(pdf).hexdigest())
    assert (project.engaged, project.mobilised, project.paid, project.justified) == (400 * MILLION, 0, 0, 0)
    assert f"{contract.reference}" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert refusal(adopt, report) == "À l’état « Rapport adopté », cet acte ne se fait pas."


@pytest.mark.parametrize("act", [lambda report: fill(report, Role.ANICT, []), lambda report: write(report, []), hold])
def test_an_adopted_report_takes_no_more_words(act):
    assert refusal(act, adopted(follow())) == "À l’état « Rapport adopté », cet acte ne se fait pas."


def test_an_adopted_report_is_sent_to_the_minister_with_its_letter():
    report = adopted(follow())

    sent = transmit(report)

    passage = Passage.objects.get()
    assert (sent.state, sent.transmitted_on, sent.letter_reference) == (
        "transmitted",
        date(2019, 1, 12),
        "Lettre n° 7",
    )
    assert (passage.paper.kind, passage.detail, passage.target) == ("letter", "Lettre n° 7", "transmitted")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"file": None}, "Joignez la pièce : Lettre de transmission."),
        ({"reference": " "}, "Une transmission a une date et la référence de sa lettre."),
        ({"on": date(2019, 1, 9)}, "La transmission précède l’adoption du rapport."),
        ({"on": date(2019, 1, 13)}, "Cet acte porte une date à venir."),
    ],
)
def test_no_report_is_sent_without_letter_reference_and_day(facts, sentence):
    assert refusal(transmit, adopted(follow()), **facts) == sentence


def test_no_report_is_sent_before_its_adoption():
    assert refusal(transmit, hold(proposed(follow()))) == "À l’état « Session tenue », cet acte ne se fait pas."


def test_the_governor_is_told_that_a_session_waits_for_its_adoption():
    hold(proposed(follow()))

    told = [(notice.institution.body, notice.roles) for notice in Notice.objects.order_by("-pk")[:3]]
    assert (Body.GOVERNORATE, [Role.GOVERNOR]) in told


def test_the_ministry_of_finance_is_told_that_a_report_is_transmitted():
    transmit(adopted(follow()))

    assert [(notice.institution.body, notice.roles) for notice in Notice.objects.all()] == [
        (Body.FINANCE, [Role.FINANCE])
    ]
