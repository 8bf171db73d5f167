"""The quarters of a contract: the strip of all of them, and the list of those that have had or owe a review."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.words.french import digits, long_date, ngettext
from monitoring import said
from monitoring.calendar import Quarter
from monitoring.calendar import quarters as quarters_of
from monitoring.models import FollowedContract, QuarterReport
from monitoring.operations import next_quarter, to_convene
from monitoring.views.buttons import on_contract
from monitoring.vocabulary import ReportState

R = ReportState
# A cell is narrow: a word each.
CELLS = {
    R.CANVAS: {"tone": "todo", "label": gettext_lazy("canevas")},
    R.HELD: {"tone": "info", "label": gettext_lazy("tenu")},
    R.ADOPTED: {"tone": "info", "label": gettext_lazy("adopté")},
    R.TRANSMITTED: {"tone": "done", "label": gettext_lazy("transmis")},
    R.LAPSED: {"tone": "refused", "label": gettext_lazy("carence")},
}
ONE_DAY = timedelta(days=1)
LATE = {"tone": "late", "label": gettext_lazy("en retard")}
UNDER_WAY = {"tone": "todo", "label": gettext_lazy("en cours")}
COMING = {"tone": "elsewhere", "label": gettext_lazy("à venir")}
TONES = {R.CANVAS: "todo", R.HELD: "todo", R.ADOPTED: "info", R.TRANSMITTED: "done", R.LAPSED: "refused"}


def strip(contract: FollowedContract, today: date) -> list[dict]:
    """Its quarters by year, from the first full one to the end of the term."""
    over = contract.over(today)
    reports = {report.quarter: report for report in contract.reports.all()}
    years: dict[int, dict] = {}
    for quarter in quarters_of(contract.term(today)):
        year = years.setdefault(quarter.year, {"year": quarter.year, "start": quarter.number, "quarters": []})
        year["quarters"].append(cell(quarter, reports.get(quarter.code), over))
    return list(years.values())


def cell(quarter: Quarter, report: QuarterReport | None, over: date) -> dict:
    """A quarter of the strip; `over` is the last day that is."""
    return {
        "label": f"T{quarter.number}",
        "status": CELLS[report.state] if report else unopened(quarter, over),
        "url": report.get_absolute_url() if report else "",
        "current": quarter.start <= over + ONE_DAY <= quarter.end,
    }


def unopened(quarter: Quarter, over: date) -> dict:
    """What a quarter without a report is: late once it has ended."""
    if quarter.end <= over:
        return LATE
    return UNDER_WAY if quarter.start <= over + ONE_DAY else COMING


def actions(contract: FollowedContract, actor: Actor) -> list[dict]:
    """What opens a quarter or settles those that had no session, where there is one to open or to settle."""
    quarter, called = next_quarter(contract, actor.day), to_convene(contract, actor.day)
    names = ["convene"] if called else []
    if quarter:
        names += ["propose_canvas", "declare_lapse"] if quarter.end < actor.day else ["propose_canvas"]
    return on_contract(contract, actor, *names)


def listed(contract: FollowedContract, today: date) -> list[tuple[Quarter, QuarterReport | None]]:
    """The quarters that have ended or have a report, the last one first."""
    reports = {report.quarter: report for report in contract.reports.all()}
    known = {quarter for quarter in quarters_of(contract.term(today)) if quarter.end <= contract.over(today)}
    known |= {report.when for report in reports.values()}
    return [(quarter, reports.get(quarter.code)) for quarter in sorted(known, reverse=True)]


def rows(quarters: Iterable[tuple[Quarter, QuarterReport | None]]) -> list[dict]:
    return [row(*one) for one in quarters]


def row(quarter: Quarter, report: QuarterReport | None) -> dict:
    """A quarter as a line of the list."""
    if report is None:
        status = {"tone": "late", "label": _("En retard")}
        return {"label": quarter.label, "url": "", "status": status, "session": _("Aucune session enregistrée")}
    return {
        "label": quarter.label,
        "url": report.get_absolute_url(),
        "status": {"tone": TONES[report.state], "label": report.get_state_display()},
        "session": session(report),
        "reason": report.lapse_reason,
        "late": late_entry(report),
        "sent": sent(report),
    }


def session(report: QuarterReport) -> str:
    """When it was held, with how many; else when it is planned."""
    if report.held_on:
        words = {"day": long_date(report.held_on), "count": digits(report.attendance)}
        held = ngettext(
            "Tenue le %(day)s, %(count)s participant", "Tenue le %(day)s, %(count)s participants", report.attendance
        )
        return ". ".join([held % words, *said.session_corrected(report)])
    if report.state == R.LAPSED:
        return _("Non tenue")
    return _("Prévue le %s") % long_date(report.session_planned_on) if report.session_planned_on else ""


def late_entry(report: QuarterReport) -> str:
    """Where the quarter was entered once it had ended: when."""
    return _("Saisie tardive, le %s") % long_date(report.opened_on) if report.is_late else ""


def sent(report: QuarterReport) -> str:
    if not report.transmitted_on:
        return ""
    words = {"day": long_date(report.transmitted_on), "reference": report.letter_reference}
    return _("Transmis le %(day)s (%(reference)s)") % words
