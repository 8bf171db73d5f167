"""What the tests of past days compare: a contract in figures, as it stands and as it is read again."""

from datetime import date

from monitoring import ledger, renewal, replay
from monitoring.figures import GAPS, Reading
from monitoring.models import FollowedContract
from monitoring.moments import Moment
from monitoring.values import delays

SUMS = ("requested", "approved", "released", "paid", "justified", "under_review")


def today(contract: FollowedContract, day: date) -> dict:
    """The contract as it stands at the end of that day, by its rows themselves."""
    fresh = FollowedContract.objects.for_pages().get(pk=contract.pk).load()
    fresh.moment = Moment(day)  # the day is read at its end; the rows are those of the database
    return picture(fresh, day)


def again(contract: FollowedContract, on: date, known: date | None = None) -> dict:
    """The same read again later: as of `on`, by what was written up to `known`."""
    return picture(past(contract, on, known), on)


def past(contract: FollowedContract, on: date, known: date | None = None) -> FollowedContract:
    fresh = FollowedContract.objects.for_pages().get(pk=contract.pk).load()
    return replay.seen(fresh, Moment(on, known))


def picture(contract: FollowedContract, day: date) -> dict:
    """Every figure of the follow-up that day: money and gaps, tranches, quarters, duties, findings."""
    reading = Reading.of(contract, day, delays())
    return {
        "lines": [
            (row.source, row.year, row.inscribed, row.mobilised, row.paid, row.justified, row.approved, row.released)
            for row in reading.lines
        ],
        "gaps": {name: reading.gap(name) for name in GAPS},
        "waiting": ledger.waiting(contract),
        "tranches": [
            (row.number, row.state, row.project_id, row.year, *(getattr(row, name) for name in SUMS), row.to_mend)
            for row in contract.tranches.all()
        ],
        "reports": [report(row) for row in contract.reports.all()],
        "physical": ledger.latest_physical(contract),
        "duties": [
            (row.code, row.key, row.due_on, row.settled_on, row.lapsed, row.note, row.late_entry)
            for row in renewal.duties(contract, day)
        ],
        "findings": [(row.rule, row.key, row.amount, row.evidence) for row in renewal.found(contract, day)],
    }


def report(row) -> tuple:
    asked = [(one.number, one.text, one.due_on, one.state, one.note) for one in row.recommendations.all()]
    rates = [(one.project_id, one.rate, one.works, one.anict_note) for one in row.lines.all()]
    return row.quarter, row.state, row.session_day, row.attendance, row.difficulties, row.remarks, asked, rates
