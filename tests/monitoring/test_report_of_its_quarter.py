"""A quarter's report speaks of its quarter: money, time, findings as of its last day, for everyone and for ever."""

from datetime import date

import pytest
from django.urls import reverse

from cper.papers import freezing
from cper.people.roles import Role
from monitoring import documents, ledger
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, QuarterReport
from monitoring.operations import Part
from monitoring.quarter_report import QuarterReport as Document
from monitoring.views.panels import progress
from tests.monitoring import quarters
from tests.monitoring.acting import Office
from tests.monitoring.quarters import T1, T4, fill, hold, proposed, reviewed, write
from tests.monitoring.reports import empty_report, kayes_report, long_report
from tests.monitoring.world import MILLION, TO_PAID, bring, follow, refusal, tranche

pytestmark = pytest.mark.django_db
MAY = date(2019, 5, 2)
END = date(2018, 12, 31)
WRITTEN = date(2018, 12, 10)  # the part of the council, while the quarter ran


def loaded(contract: FollowedContract) -> FollowedContract:
    return FollowedContract.objects.get(pk=contract.pk).load("projects__sites")


def told(report: QuarterReport, day: date) -> Document:
    """The report as anybody reads it that day."""
    contract = loaded(report.contract)
    held = next(row for row in contract.reports.all() if row.pk == report.pk)
    return documents.report_of(contract, held, on=day)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize("facts", [kayes_report(), empty_report(), long_report(2)])
def test_facts_that_were_frozen_are_read_back_as_they_were(facts):
    assert freezing.thawed(Document, freezing.frozen(facts)) == facts


def test_a_late_report_leaves_out_the_money_that_came_after_its_quarter():
    contract = follow()
    report = reviewed(contract)
    bring(tranche(contract), *TO_PAID)

    (project,) = told(report, MAY).projects

    assert ledger.of_project(loaded(contract), contract.projects.get())["paid"] == 60 * MILLION
    assert (project.mobilised, project.paid, project.financial) == (0, 0, 0)
    assert told(report, MAY).tranches == ()
    assert {source.mobilised for source in told(report, MAY).sources} == {0}


def test_time_passed_is_that_of_the_quarter_whoever_reads_it_and_whenever():
    report = reviewed(follow())
    draft = told(report, MAY)

    adopted = quarters.adopt(report, day=MAY)

    # 123 days of the project's 731: from 31 August to 31 December 2018.
    assert [draft.projects[0].elapsed, told(adopted, date(2026, 11, 27)).projects[0].elapsed] == [1_683, 1_683]
    assert plain(told(adopted, date(2026, 11, 27)).situation) == "Situation au 31 décembre 2018"


def test_no_finding_of_a_later_day_enters_an_earlier_quarter():
    contract = follow()
    report = reviewed(contract)
    late = date(2019, 9, 1)

    rows = " ".join(finding.title for finding in told(report, late).findings)

    assert "BSI 2020" not in rows
    assert "comité régional" not in rows
    assert "contribution de 2019" not in rows


def test_the_page_of_an_adopted_quarter_reads_what_was_frozen(client, time_machine):
    report = quarters.adopt(reviewed(follow()))
    desk = Office(client, time_machine).enter(Role.DGCT_HEAD, date(2026, 11, 27))

    page = desk.read(report.get_absolute_url())

    assert "Situation au 31 décembre 2018." in page
    assert "16,83 %" in page
    assert "100,00 %" not in page


def test_a_report_adopted_before_the_end_of_its_quarter_says_why_and_that_it_is_provisional():
    report = reviewed(follow())
    day = date(2018, 12, 21)

    sentence = refusal(quarters.adopt, report, day=day)
    early = quarters.adopt(report, day=day, early_reason="Le ministre l’attend.")

    assert sentence == (
        "Le trimestre T4 2018 court jusqu’au 31 décembre 2018 : adopté aujourd’hui, le rapport arrêterait une "
        "situation provisoire au 21 décembre 2018. Dites pourquoi il n’attend pas."
    )
    assert plain(told(early, MAY).situation) == (
        "Situation provisoire au 21 décembre 2018, le trimestre court jusqu’au 31 décembre 2018"
    )
    assert told(early, MAY).early_reason == "Le ministre l’attend."
    assert early.passages.first().comment == "Le ministre l’attend."


def test_the_form_asks_why_only_while_the_quarter_runs(client, time_machine):
    report = reviewed(follow())
    url = reverse("quarter-act", args=[report.contract.reference, report.quarter, "adopter"])
    office = Office(client, time_machine)

    early = office.enter(Role.GOVERNOR, date(2018, 12, 31)).read(url)
    final = office.enter(Role.GOVERNOR, date(2019, 1, 1)).read(url)

    assert "Pourquoi adopter une situation provisoire" in early
    assert "Pourquoi adopter une situation provisoire" not in final


def test_only_adopted_reports_feed_the_rate_and_the_curve():
    contract = follow()
    report = reviewed(contract)

    before = (ledger.latest_physical(loaded(contract)), progress.physical(loaded(contract)))
    quarters.adopt(report)

    assert before == ((None, None), ())
    assert ledger.latest_physical(loaded(contract)) == (1_200, WRITTEN)
    assert progress.physical(loaded(contract)) == ((WRITTEN, 1_200),)


@pytest.mark.parametrize(
    ("written", "day"),
    [(date(2018, 12, 11), date(2018, 12, 11)), (date(2019, 1, 8), END), (None, END)],
)
def test_a_rate_bears_the_day_it_was_written_while_the_quarter_ran_and_never_a_later_one(written, day):
    report = QuarterReport(quarter=T4.code, region_done_on=written, adopted_on=date(2019, 1, 10))

    assert report.rates_on == day


def reviewed_late(contract: FollowedContract, quarter: Quarter, day: date) -> QuarterReport:
    """A quarter whose session is held and whose report is adopted that day, long after its end."""
    report = proposed(contract, quarter, day=day, session_on=day)
    fill(report, Role.REGION, [Part(project.pk, physical=1_200) for project in contract.projects.all()], day=day)
    fill(report, Role.ANICT, [], day=day)
    return quarters.adopt(write(hold(report, on=day), []), day=day)


def test_one_sitting_that_catches_up_several_quarters_is_one_late_session():
    contract = follow()
    reviewed_late(contract, T4, MAY)
    second = reviewed_late(FollowedContract.objects.get(), T1, MAY)

    report = told(second, date(2026, 11, 27))
    (finding,) = [row for row in report.findings if row.title.startswith("CROCSAD")]

    assert plain(report.session.sentence).startswith("1re session ordinaire")
    assert report.session.remarks == (
        "tenue hors délai, 32 jours après la fin du trimestre",
        "la même séance a aussi examiné T4 2018",
    )
    assert plain(finding.title) == "CROCSAD : 2 trimestres échus, 1 session de suivi tenue"
    assert plain(finding.evidence) == "Session tenue hors délai, le 2 mai 2019, pour T4 2018 et T1 2019."


def test_a_session_of_a_quarter_that_still_runs_is_told_beside_those_that_were_due():
    contract = follow()
    quarters.lapse(contract, T4, day=date(2019, 1, 15))
    report = hold(proposed(contract, T1, day=date(2019, 2, 1), session_on=date(2019, 2, 20)), on=date(2019, 2, 20))

    document = told(report, date(2019, 2, 25))
    (finding,) = [row for row in document.findings if row.title.startswith("CROCSAD")]

    assert document.session.number == 1
    assert plain(finding.title) == "CROCSAD : 1 trimestre échu, 0 session de suivi tenue"
    assert plain(finding.evidence) == (
        "Sans session : T4 2018. 1 carence constatée. Sans compter celle de T1 2019, qui court encore."
    )
