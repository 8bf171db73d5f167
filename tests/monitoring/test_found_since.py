"""What an adopted report found, beside what its day is found to be since: lifted, moved, gained, never rewritten."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations
from monitoring.found_since import told
from monitoring.models import FollowedContract, QuarterReport
from monitoring.quarter_facts import Finding
from tests.monitoring.acting import written
from tests.monitoring.rows import movement
from tests.monitoring.scene import adopt
from tests.monitoring.world import MILLION, at, follow, on

pytestmark = pytest.mark.django_db
EARLY, ADOPTED, AFTER = date(2018, 8, 1), date(2019, 2, 1), date(2019, 2, 3)
LIFTED = "Levé depuis\u00a0: il ne tient plus, avec ce qui a été enregistré après l’adoption."
GAINED = "Apparu depuis, avec ce qui a été enregistré après l’adoption\u00a0; le rapport ne l’a pas."


@pytest.fixture
def report() -> QuarterReport:
    """T4 2018, adopted on 1 February 2019: twelve millions came to it before the signature, in two payments."""
    contract = follow()
    for amount in (8 * MILLION, 4 * MILLION):
        movement(contract, source="state", year=2018, amount=amount, on=EARLY)
    adopt(written(contract), ADOPTED)
    return QuarterReport.objects.get()


def read(report: QuarterReport, *, without: str | None = None) -> dict[str, str]:
    """By control, what is told since of the findings of the report; as if it had not found `without`."""
    contract = FollowedContract.objects.get(pk=report.contract_id).load("projects__sites")
    held = next(row for row in contract.reports.all() if row.pk == report.pk)
    frozen = tuple(Finding(**facts) for facts in held.facts["findings"] if facts["rule"] != without)
    return {f"{one.finding.rule} {one.finding.key}".strip(): one.since for one in told(contract, held, frozen)}


def test_findings_that_still_stand_on_the_day_of_the_report_are_told_as_it_froze_them(report):
    found = read(report)

    assert found
    assert set(found.values()) == {""}, found


def reverse(report: QuarterReport, amount: int) -> None:
    who = {"by": on(AFTER, Role.REGION, report.contract.region), "at": at(AFTER)}
    wrong = FollowedContract.objects.get(pk=report.contract_id).movements.get(amount=amount)
    operations.reverse_movement(wrong, reason="Saisi deux fois.", **who)


def test_a_finding_that_later_entries_move_then_lift_says_so_and_the_report_keeps_it(report):
    told_since = [read(report)["early-money state"]]
    for amount in (4 * MILLION, 8 * MILLION):
        reverse(report, amount)
        told_since.append(read(report)["early-money state"].replace("\u00a0", " "))

    assert told_since == ["", "depuis : 8 000 000 FCFA", LIFTED.replace("\u00a0", " ")]


def test_a_finding_that_its_day_has_gained_stands_apart(report):
    assert read(report, without="early-money")["early-money state"] == GAINED


def test_the_page_of_the_quarter_says_so_beside_the_finding(report, office):
    reverse(report, 4 * MILLION)

    page = office.enter(Role.DRPSIAP, date(2019, 2, 5)).read(report.get_absolute_url())

    assert "fonds mobilisés avant la signature" in page.replace("\u00a0", " ")
    assert "depuis : 8 000 000 FCFA" in page.replace("\u00a0", " ")


def test_a_finding_frozen_without_its_control_is_told_as_it_is(report):
    contract = FollowedContract.objects.get(pk=report.contract_id).load("projects__sites")
    held = next(row for row in contract.reports.all() if row.pk == report.pk)

    assert [row.since for row in told(contract, held, (Finding("Un ancien constat", "Sa preuve."),))] == [""]
