"""The CROCSAD's review of a quarter: one at a time and in order, its parts, its session or its lapse."""

from datetime import date

import pytest

from cper.people.roles import Body, Role
from monitoring import operations
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, QuarterReport
from monitoring.operations import Part
from negotiation.models import Notice
from tests.monitoring.quarters import T1, T2, T4, fill, hold, lapse, proposed
from tests.monitoring.world import add_project, at, follow, on, refusal

pytestmark = pytest.mark.django_db

NONE_TO_OPEN = "Aucun trimestre n’est à ouvrir : un autre est en cours, ou le prochain n’a pas commencé."


def series() -> list[tuple[str, str]]:
    return list(QuarterReport.objects.values_list("quarter", "state"))


def test_the_canvas_opens_the_first_full_quarter_with_a_line_for_each_project():
    contract = follow(projects=2)

    report = proposed(contract)

    assert (report.quarter, report.state, report.canvas_on) == ("2018-T4", "canvas", date(2018, 12, 1))
    assert [line.project.number for line in report.lines.all()] == [1, 2]
    assert report.passages.values_list("action", "source", "target").get() == ("propose_canvas", "", "canvas")


def test_the_region_and_the_anict_are_told_of_the_canvas():
    proposed(follow())

    told = {notice.institution.body: notice.roles for notice in Notice.objects.all()}
    assert told == {Body.COUNCIL: [Role.REGION], Body.ANICT: [Role.ANICT]}


def test_a_part_that_is_filled_is_not_announced_again():
    report = proposed(follow())
    fill(report, Role.REGION, [Part(line.project_id, physical=1_200) for line in report.lines.all()])
    before = Notice.objects.latest("pk").pk

    hold(QuarterReport.objects.get())

    told = {notice.institution.body: notice.roles for notice in Notice.objects.filter(pk__gt=before)}
    assert told == {Body.GOVERNORATE: [Role.GOVERNOR], Body.ANICT: [Role.ANICT]}


def test_no_quarter_is_opened_before_it_begins():
    assert refusal(proposed, follow(), day=date(2018, 9, 30)) == NONE_TO_OPEN


def test_quarters_are_opened_in_order():
    sentence = refusal(proposed, follow(), T1, day=date(2019, 2, 1))

    assert sentence == "Le trimestre à ouvrir est T4 2018 : les trimestres se suivent."


@pytest.mark.parametrize("quarter", [T4, T1])
def test_no_quarter_is_opened_while_an_earlier_one_stands_open(quarter):
    contract = follow()
    proposed(contract)

    assert refusal(proposed, contract, quarter, day=date(2019, 2, 1)) == NONE_TO_OPEN


def test_the_next_quarter_opens_once_the_former_has_its_reason():
    contract = follow()
    operations.lapse_report(
        proposed(contract), reason="Routes coupées.", by=on(date(2019, 1, 5), Role.DRPSIAP), at=at(date(2019, 1, 5))
    )

    proposed(contract, T1, day=date(2019, 2, 1))

    assert series() == [("2018-T4", "lapsed"), ("2019-T1", "canvas")]


def test_a_canvas_is_for_a_session_that_follows_it():
    sentence = refusal(proposed, follow(), session_on=date(2018, 11, 30))

    assert sentence == "La session prévue précède le canevas, du 1er décembre 2018."


@pytest.mark.parametrize(("day", "notice", "late"), [(15, 5, False), (16, 4, True), (20, 0, True)])
def test_the_canvas_is_proposed_five_days_before_the_session_and_marked_when_later(day, notice, late):
    report = proposed(follow(), day=date(2018, 12, day))

    assert (report.notice_days, report.canvas_came_late) == (notice, late)


def test_the_days_of_notice_are_counted_to_the_session_that_was_held():
    report = hold(proposed(follow()), on=date(2018, 12, 4))

    assert (report.notice_days, report.canvas_came_late) == (3, True)


@pytest.mark.parametrize(("day", "late"), [(date(2018, 12, 31), False), (date(2019, 1, 1), True)])
def test_a_quarter_opened_after_its_end_is_admitted_and_marked(day, late):
    assert proposed(follow(), day=day, session_on=day).is_late == late


def test_several_quarters_lapse_at_once_with_one_reason():
    contract = follow()

    lapse(contract, T2, day=date(2019, 7, 1))

    assert series() == [("2018-T4", "lapsed"), ("2019-T1", "lapsed"), ("2019-T2", "lapsed")]
    assert {report.lapse_reason for report in contract.reports.all()} == {"Aucune session."}
    assert contract.follow_up_passages.get().detail == "T4 2018, T1 2019, T2 2019"


@pytest.mark.parametrize(
    ("until", "day", "sentence"),
    [
        (T1, date(2019, 3, 31), "Le trimestre T1 2019 n’est pas terminé."),
        (Quarter(2018, 3), date(2019, 3, 31), "Aucun trimestre n’attend de constat de carence jusqu’à T3 2018."),
    ],
)
def test_only_quarters_that_were_due_and_have_ended_lapse(until, day, sentence):
    assert refusal(lapse, follow(), until, day=day) == sentence


def test_no_lapse_is_declared_over_an_open_quarter():
    contract = follow()
    proposed(contract)

    sentence = refusal(lapse, contract, T1, day=date(2019, 4, 1))

    assert sentence == "Aucun trimestre n’attend de constat de carence jusqu’à T1 2019."


def test_no_quarter_beyond_the_term_lapses():
    contract = follow(duration_months=12)

    lapse(contract, Quarter(2019, 4), day=date(2020, 3, 1))

    assert [code for code, _state in series()] == ["2018-T4", "2019-T1", "2019-T2", "2019-T3"]


def test_a_lapse_has_its_reason():
    assert refusal(lapse, follow(), T4, day=date(2019, 4, 1), reason=" ") == "Indiquez le motif."


def test_the_region_gives_the_physical_rate_of_each_project():
    contract = follow(projects=2)
    report = proposed(contract)
    first, second = contract.projects.all()

    sentence = refusal(fill, report, Role.REGION, [Part(first.pk, physical=1_200)])
    fill(report, Role.REGION, [Part(first.pk, physical=1_200, works="Marché signé."), Part(second.pk, physical=0)])

    assert sentence == "Indiquez le taux d’exécution physique de chaque projet."
    assert list(report.lines.values_list("physical", "works")) == [(1_200, "Marché signé."), (0, "")]
    assert QuarterReport.objects.get().region_done_on == date(2018, 12, 10)


def test_a_rate_is_at_most_the_whole():
    contract = follow()

    sentence = refusal(fill, proposed(contract), Role.REGION, [Part(contract.projects.get().pk, physical=10_001)])

    assert sentence == "Un taux se donne entre 0 et 100 %."


def test_a_new_canvas_holds_no_rate_before_the_region_has_declared_one():
    contract = follow()
    report = proposed(contract)
    fill(report, Role.REGION, [Part(contract.projects.get().pk, physical=1_200)])
    operations.lapse_report(report, reason="Crue.", by=on(date(2019, 1, 5), Role.GOVERNOR), at=at(date(2019, 1, 5)))
    add_project(contract)

    second = proposed(FollowedContract.objects.get(), T1, day=date(2019, 2, 1))

    assert list(second.lines.values_list("physical", flat=True)) == [None, None]


def test_a_session_is_held_on_a_day_with_people():
    report = proposed(follow())

    before = refusal(hold, report, on=date(2018, 9, 30))
    nobody = refusal(hold, report, attendance=0)
    held = hold(report)

    assert before == "La session ne peut pas précéder le trimestre qu’elle examine, ouvert le 1er octobre 2018."
    assert nobody == "Une session tenue a une date et des participants."
    assert (held.state, held.held_on, held.attendance) == ("held", date(2018, 12, 20), 42)
