"""Two times of one fact: what bears a day in time and was written after the deadline says so where that is judged."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.calendar import Quarter
from monitoring.models import Duty, FollowedContract, QuarterReport
from tests.monitoring.pages import opened
from tests.monitoring.world import MILLION, at, follow, on, paper
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

DATED, WRITTEN = date(2019, 6, 20), date(2019, 7, 15)


@pytest.fixture
def contract() -> FollowedContract:
    return follow()


def ask(contract: FollowedContract, dated: date = DATED) -> None:
    by = on(WRITTEN, Role.PRESIDENT, contract.region)
    facts = {"year": 2020, "amount": 90 * MILLION, "reference": "n°12", "file": paper(), "on": dated}
    operations.record_budget(contract, "ask_bsi", **facts, by=by, at=at(WRITTEN))


def late_entry(code: str, key: str) -> str:
    return Duty.objects.get(code=code, key=key).late_entry.replace("\u00a0", " ")


def test_a_demand_says_it_in_the_calendar_and_in_the_budget(client, contract, time_machine):
    time_machine.move_to(at(date(2019, 8, 1)), tick=False)
    ask(contract)
    said = "Saisie tardive : écrite le 15 juillet 2019, datée du 20 juin 2019, par "

    budget = opened(client, Role.FINANCE, "budget", contract.reference, where=contract.region.slug)
    calendar = opened(client, Role.FINANCE, "calendar", contract.reference, where=contract.region.slug, etat="fait")

    # Under the guard of 30 June, and beside the demand itself.
    assert text(budget.content.decode()).count(said) == 2
    assert text(calendar.content.decode()).count(said) == 1
    assert late_entry("O2", "2020").startswith(said)


def test_what_is_dated_late_is_late_and_not_a_late_entry(contract):
    ask(contract, dated=date(2019, 7, 2))

    duty = Duty.objects.get(code="O2", key="2020")
    assert (duty.was_late, duty.late_entry) == (True, "")


def test_a_fulfilment_says_it(contract):
    by = on(WRITTEN, Role.REGION, contract.region)
    operations.fulfil(contract, "designate_team", "", by=by, at=at(WRITTEN), on=date(2018, 9, 20), file=paper())

    assert late_entry("O5", "").startswith("Saisie tardive : écrite le 15 juillet 2019, datée du 20 septembre 2018")


def test_a_canvas_and_a_session_say_it(contract):
    planning = on(WRITTEN, Role.DRPSIAP, contract.region)
    quarter = Quarter(2018, 4)
    operations.propose_canvas(
        contract, quarter, session_on=date(2019, 7, 20), by=planning, at=at(WRITTEN), on=date(2018, 12, 20)
    )
    operations.hold_session(
        QuarterReport.objects.get(),
        on=date(2018, 12, 28),
        kind="ordinary",
        place="Kayes",
        chaired_by="Awa Traoré",
        attendance=12,
        attendees="Les chefs de service.",
        by=planning,
        at=at(WRITTEN),
    )

    assert late_entry("O7", "2018-T4").startswith("Saisie tardive : écrite le 15 juillet 2019, datée du 28 décembre")
    # The canvas was due five days before that session, held on the 28th.
    assert late_entry("O8", "2018-T4").startswith("Saisie tardive : écrite le 15 juillet 2019, datée du 20 décembre")


def test_what_was_written_in_time_says_nothing(contract):
    day = date(2018, 9, 20)
    by = on(day, Role.REGION, contract.region)
    operations.fulfil(contract, "designate_team", "", by=by, at=at(day), file=paper())
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), WRITTEN)

    assert late_entry("O5", "") == ""
