"""A decree of 2030: what has begun keeps the delays of its day, what begins after has the new ones."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from cper.law import budget_years, sessions
from cper.law.dated import Dated, Since, Unit, silent
from cper.law.texts import GRID, ORIGIN, TEXTS, Text
from monitoring import calendar, schedule, values
from monitoring.calendar import Quarter
from monitoring.models import BudgetEntry, FollowedContract, QuarterReport
from monitoring.models.requirements import checklist, rule_of
from monitoring.operations import Rule
from monitoring.views.awaited import _bsi_deadline
from negotiation import workflow
from negotiation.vocabulary import Days, Step
from tests.factories import ContractFactory, ProjectFactory, stamp
from tests.monitoring.quarters import adopted
from tests.monitoring.world import MILLION, follow, ruled, tranche

IN_FORCE = date(2030, 4, 1)
DECREE_2030 = Text(len(TEXTS) + 1, "Décret d’essai", date(2030, 3, 1), "décret d’essai", "", (), ("article 1",))
ALL = 4_000


def by_decree(value: object, day: date = IN_FORCE) -> Since:
    return Since(day, value, DECREE_2030, "article 1")


def due(contract: FollowedContract, code: str) -> dict[str, date]:
    """Of each period of a duty, the day it is due, by the law of the platform."""
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    delays = replace(values.delays(), horizon=ALL)
    return {one.key: one.due_on for one in schedule.expected(loaded, contract.signed_on, delays) if one.code == code}


def planned(*years: int) -> FollowedContract:
    """A contract signed in January 2029 whose plan gives these years."""
    contract = follow(signed=date(2029, 1, 15), projects=0, duration_months=96)
    project = ProjectFactory(contract=contract, cost=800 * MILLION, whole=False)
    for source, year in product(("region", "state"), years):
        project.financing.create(source=source, year=year, amount=50 * MILLION)
    return contract


@pytest.fixture
def law(monkeypatch):
    """Plant the row of a decree in a dated value of the follow-up."""

    def plant(name: str, value: object, day: date = IN_FORCE) -> None:
        held = getattr(values.LAW, name)
        monkeypatch.setattr(values, "LAW", replace(values.LAW, **{name: held.then(by_decree(value, day))}))

    return plant


# The negotiation
@pytest.mark.django_db
@pytest.mark.parametrize(("entered", "last"), [(date(2030, 3, 31), date(2030, 4, 8)), (IN_FORCE, date(2030, 4, 13))])
def test_a_dossier_already_at_the_dgct_keeps_its_day_and_a_new_one_has_the_new_delay(monkeypatch, entered, last):
    stage = workflow.STAGE[Step.DGCT_REVIEW]
    changed = replace(stage, delay=stage.delay.then(by_decree(Days(Decimal(12)))))
    monkeypatch.setitem(workflow.STAGE, Step.DGCT_REVIEW, changed)

    dossier = ContractFactory(step=Step.DGCT_REVIEW, clock_started_on=entered)

    assert dossier.due_on(working=False) == last


# The duties
@pytest.mark.django_db
@pytest.mark.parametrize(("signed", "days"), [(date(2030, 3, 31), 30), (IN_FORCE, 10)])
def test_a_contract_signed_before_the_decree_keeps_its_delay_to_designate_its_team(law, signed, days):
    law("team", 10)

    assert due(follow(signed=signed), "O5") == {"": signed + timedelta(days=days)}


@pytest.mark.django_db
def test_a_budget_whose_year_before_has_begun_keeps_its_day(law, monkeypatch):
    law("own_share", (2, 15))
    monkeypatch.setattr(budget_years, "LAST_OF_BSI", budget_years.LAST_OF_BSI.then(by_decree((5, 31))))
    contract = planned(*range(2030, 2034))

    assert due(contract, "O1") == {
        "2030": date(2030, 3, 31),
        "2031": date(2031, 3, 31),
        "2032": date(2032, 2, 15),
        "2033": date(2033, 2, 15),
    }
    assert due(contract, "O2") == {
        "2030": date(2029, 6, 30),
        "2031": date(2030, 6, 30),
        "2032": date(2031, 5, 31),
        "2033": date(2032, 5, 31),
    }


@pytest.mark.django_db
def test_the_lists_sort_the_demands_by_the_same_deadlines(monkeypatch):
    rows = (by_decree((5, 31)), by_decree((4, 30), date(2032, 1, 1)))
    monkeypatch.setattr(budget_years, "LAST_OF_BSI", budget_years.LAST_OF_BSI.then(*rows))
    years = range(2030, 2036)
    contract = planned(*years)
    for year in years:
        contract.budget.create(source="state", year=year, kind="asked", amount=1, on=date(2029, 2, 1), **stamp())

    found = dict(BudgetEntry.objects.values_list("year", _bsi_deadline()))

    assert found == {year: budget_years.bsi_deadline(year) for year in years}
    assert found[2033] == date(2032, 4, 30)


@pytest.mark.django_db
def test_meetings_already_due_keep_their_day_and_the_period_after_them_is_the_new_one(law):
    law("committee", 3)
    contract = follow(signed=date(2029, 7, 1), duration_months=18)

    # The period that runs on 1 April 2030 ends as it began.
    assert list(due(contract, "O10").values()) == [
        date(2030, 1, 1),
        date(2030, 7, 1),
        date(2030, 10, 1),
    ]


@pytest.mark.django_db
def test_a_report_is_sent_within_the_delay_of_the_day_of_its_session(law):
    law("transmission", 8, date(2019, 1, 15))
    before, after = follow(), follow()
    adopted(before)
    adopted(after, held_on=date(2019, 1, 20), adopted_on=date(2019, 1, 25))

    assert due(before, "O9") == {"2018-T4": date(2019, 1, 4)}
    assert due(after, "O9") == {"2018-T4": date(2019, 1, 28)}


@pytest.mark.parametrize(("number", "late"), [(1, False), (2, False), (3, True)])
def test_a_past_quarter_is_judged_with_the_days_of_its_time(monkeypatch, number, late):
    monkeypatch.setattr(sessions, "SESSION_NOTICE", sessions.SESSION_NOTICE.then(by_decree(10, date(2030, 6, 1))))
    quarter = Quarter(2030, number)
    session = quarter.end
    report = QuarterReport(quarter=quarter.code, canvas_on=session - timedelta(days=6), session_planned_on=session)

    assert report.canvas_came_late is late
    assert calendar.canvas_due(session, quarter) == session - timedelta(days=10 if late else 5)


# The shares and the thresholds of the windows
@pytest.mark.django_db
def test_a_tranche_keeps_the_share_of_the_day_it_was_prepared_and_the_next_one_has_the_new_one():
    ruled(Rule(1, share=6_000))
    contract = follow()
    before = tranche(contract, requested=54 * MILLION)

    ruled(Rule(1, share=4_000), day=date(2019, 12, 1), since=date(2020, 1, 1), text="Décret d’essai, article 2")

    after = tranche(contract, year=2020, requested=54 * MILLION)
    assert [(rule_of(one).share, rule_of(one).text) for one in (before, after)] == [
        (6_000, ""),
        (4_000, "Décret d’essai, article 2"),
    ]
    held = [(met.holds, met.note) for one in (before, after) for met in checklist(one) if met.code == "share"]
    assert held == [(True, ""), (False, "Décret d’essai, article 2")]


@pytest.mark.django_db
def test_rules_that_end_leave_those_that_run_and_ask_nothing_of_what_follows():
    ruled(Rule(1, share=6_000))
    contract = follow()
    before = tranche(contract)

    ruled(day=date(2019, 12, 1), since=date(2020, 1, 1))

    assert [met.code for met in checklist(before) if met.code == "share"] == ["share"]
    assert [met for met in checklist(tranche(contract, year=2020)) if met.code == "share"] == []


# What a dated value is
def test_a_parameter_is_the_platforms_until_a_text_gives_it():
    value = Dated("essai", Unit.DAYS, silent(15), "jour", "CPER_TRANSMISSION_DAYS").then(by_decree(8)).set_to(20)

    assert [value.value_on(day) for day in (ORIGIN, date(2030, 3, 31), IN_FORCE)] == [20, 20, 8]
    assert value.row_on(ORIGIN).cited == "paramètre, le texte est muet"
    assert value.row_on(IN_FORCE).cited == "décret d’essai, article 1"


def test_a_day_before_the_first_row_takes_the_first_value():
    assert sessions.SESSION_NOTICE.value_on(date(1990, 1, 1)) == 5


@pytest.mark.parametrize(
    "facts",
    [
        {"rows": ()},
        {"rows": (by_decree(1), Since(ORIGIN, 2, GRID, "étape 4"))},
        {"rows": (by_decree(1), by_decree(2))},
        {"rows": silent(3)},
        {"rows": (by_decree(1),), "setting": "CPER_TEAM_DAYS"},
    ],
    ids=["no row", "out of order", "two of one day", "silence without a setting", "a setting that sets nothing"],
)
def test_a_table_that_cannot_be_read_is_refused_when_it_is_written(facts):
    with pytest.raises(ValueError, match="essai"):
        Dated("essai", Unit.DAYS, taken="jour", **facts)
