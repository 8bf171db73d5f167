"""The duties a contract is expected to have by a day, and which of them are settled: worked out from its facts.

One function for each cadence of the law's table; nothing is written here. Source: methodological grid, section 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from cper.words.french import money, ordinal
from monitoring import bsi, calendar, entries, ledger, workflow
from monitoring.calendar import (
    Quarter,
    Term,
    bsi_deadline,
    canvas_due,
    evaluation_due,
    every,
    own_share_opens,
    quarters,
)
from monitoring.models import BudgetEntry, FollowedContract, Fulfilment, Movement, QuarterReport
from monitoring.models.tranche import NOT_ASKED
from monitoring.values import Delays
from monitoring.vocabulary import Cadence, DutyRule, ReportState
from negotiation.models.project import Source

OTHERS = (Source.PARTNER, Source.OTHER_COUNCIL, Source.OTHER)


@dataclass(frozen=True)
class Expected:
    """A duty as it should stand: its period, its dates, and how it was settled, if it was."""

    code: str
    key: str
    label: str
    opens_on: date
    due_on: date | None
    settled_on: date | None = None
    lapsed: bool = False
    note: str = ""
    precision: str = "day"


@dataclass(frozen=True)
class Situation:
    """What the functions below look at: a loaded contract, its term, the day it is judged on, the parameters.

    `until` names the quarter whose report looks back: what was said of a later quarter is not known to it.
    """

    contract: FollowedContract
    term: Term
    day: date
    delays: Delays
    until: Quarter | None = None

    @property
    def known_reports(self) -> list[QuarterReport]:
        """The quarters reviewed up to the one that looks back."""
        return [report for report in self.contract.reports.all() if not self.until or report.when <= self.until]

    @property
    def signed(self) -> date:
        """What is owed because the parties have signed counts from that day, before the term begins or after."""
        return self.contract.signed_on

    @property
    def years(self) -> list[int]:
        """The years in which money is owed: from the signature's on, those of the term and those the plan names."""
        named = ledger.plan_years(self.contract, self.term)
        return [year for year in named if year >= self.signed.year]

    @property
    def over(self) -> date:
        """The last day that is over; a report looks back at the end of its day."""
        return self.day if self.until else self.contract.over(self.day)

    @property
    def reports(self) -> dict[str, QuarterReport]:
        return {report.quarter: report for report in self.contract.reports.all()}

    @cached_property
    def convened(self) -> dict[str, date]:
        """For which day the session of each quarter was called; the last call counts."""
        return {call.quarter: call.session_on for call in self.contract.convenings.all()}

    def fulfilment(self, code: str, key: str) -> Fulfilment | None:
        return self.contract.standing_fulfilments.get((code, key))


def expected(contract: FollowedContract, today: date, delays: Delays) -> list[Expected]:
    """Every duty of the contract that opens within the horizon, whatever its state."""
    day = contract.day(today)
    situation = Situation(contract, contract.term(today), day, delays)
    last = day + timedelta(days=delays.horizon)
    return [
        duty
        for rule in workflow.DUTIES
        if rule.cadence in BY_CADENCE
        for duty in BY_CADENCE[rule.cadence](rule, situation)
        if duty.opens_on <= last
    ]


def each_budget(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O1: the own share, in each year the plan expects one; what is corrected later was done on its first day. A share
    inscribed for less than the plan gives that year is still to be completed."""
    standing = entries.in_budget(at.contract, Source.REGION, BudgetEntry.Kind.INSCRIBED)
    done = {year: entries.first_of(at.contract, Source.REGION, year).on for year, amount in standing.items() if amount}
    for year in at.years:
        if year in done or ledger.still_gives(at.contract, Source.REGION, year):
            opens = max(own_share_opens(year, at.delays), at.signed)
            lack = short_of(ledger.share(at.contract, Source.REGION, year), standing.get(year, 0), _("inscrits"))
            settled = None if lack else done.get(year)
            yield Expected(rule.code, str(year), str(year), opens, own_share_due(at, year), settled, note=lack)


def short_of(planned: int, entered: int, how: str) -> str:
    """What is said of a share entered (inscribed, asked: `how`) for less than the plan gives its year; empty when
    nothing or all of it is."""
    if not 0 < entered < planned:
        return ""
    words = {"sum": money(entered), "planned": money(planned), "lack": money(planned - entered), "how": how}
    return _("%(sum)s %(how)s sur %(planned)s\u00a0: il manque %(lack)s.") % words


def own_share_due(at: Situation, year: int) -> date:
    """The last day to inscribe the share of a year; in the year of the signature, its end."""
    return calendar.own_share_due(year, at.signed, at.delays)


def each_bsi(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O2: by its last day (30 June N-1); a year whose deadline preceded the signature could not be asked for. A demand
    for less than the plan gives that year is still to be completed."""
    standing = entries.in_budget(at.contract, Source.STATE, BudgetEntry.Kind.ASKED)
    inscribed = entries.in_budget(at.contract, Source.STATE, BudgetEntry.Kind.INSCRIBED)
    asked = {year: demand.on for year in standing if (demand := entries.demanded(at.contract, year))}
    for year in at.years:
        deadline = bsi_deadline(year)
        expected = year in asked or ledger.still_gives(at.contract, Source.STATE, year)
        if deadline >= at.signed and expected:
            opens = max(date(year - 1, 1, 1), at.signed)
            planned = ledger.share(at.contract, Source.STATE, year)
            whole = inscribed.get(year, 0) >= planned
            lack = "" if whole else short_of(planned, standing.get(year, 0), _("demandés"))
            note = " ".join(filter(None, (lack, bsi.answer(at.contract, year))))
            settled = None if lack else asked.get(year)
            yield Expected(rule.code, str(year), _("BSI %s") % year, opens, deadline, settled, note=note)


def each_state_year(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O3: a tranche asked for in each year the plan expects the State's share; nothing is owed of a year whose share
    an older source says was mobilised."""
    asked = {}
    for tranche in at.contract.tranches.all():
        if tranche.state not in NOT_ASKED and tranche.source == Source.STATE:
            asked.setdefault(tranche.year, tranche.requested_on)
    told = {m.year for m in at.contract.standing_movements if m.source == Source.STATE and m.kind == "mobilised"}
    for year in at.years:
        if year not in told and (year in asked or ledger.still_gives(at.contract, Source.STATE, year)):
            yield _in_the_year(rule, at, year, asked.get(year))


def each_other_year(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O4: the other resources, in each year the plan expects some: mobilised, or said not to have come."""
    done = {}
    for movement in at.contract.standing_movements:
        if movement.source in OTHERS and movement.kind == Movement.Kind.MOBILISED:
            done.setdefault(movement.year, movement.on)
    for year in at.years:
        if not any(ledger.gives(at.contract, source, year) for source in OTHERS):
            continue
        expected, ended = _in_the_year(rule, at, year, done.get(year)), at.fulfilment(rule.code, str(year))
        if ended and year not in done:
            expected = replace(expected, settled_on=ended.on, lapsed=ended.lapsed, note=ended.note)
        yield expected


def _in_the_year(rule: DutyRule, at: Situation, year: int, settled_on: date | None) -> Expected:
    opens = max(date(year, 1, 1), at.signed)
    last = date(year, 12, 31)
    due = min(last, at.term.end) if year <= at.term.end.year else last
    return Expected(rule.code, str(year), str(year), opens, due, settled_on)


def at_start(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O5, O13: once, so many days after the signature."""
    if not at.contract.knows_its_day:
        return
    days = {"O5": at.delays.team, "O13": at.delays.indicators}[rule.code].value_on(at.signed)
    yield _own(rule, at, "", "", at.signed, at.signed + timedelta(days=days))


def each_project(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O6: one works contract for each project; no text gives a date."""
    if not at.contract.knows_its_day:
        return
    for project in at.contract.retained:
        label = _("projet %s") % project.number
        yield _own(rule, at, f"P{project.number}", label, at.signed, None)


def each_quarter(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O7: a session in each full quarter, or its lapse; once it is convened, nothing more is asked before its day."""
    for quarter in quarters(at.term):
        report = at.reports.get(quarter.code)
        held = report.session_day if report else None
        opens = max(quarter.start, at.convened.get(quarter.code, quarter.start)) if not held else quarter.start
        yield _of_quarter(rule, quarter, opens, quarter.end, held, report)


def before_session(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O8: the canvas, so many days before the session; while none is planned, before the end of the quarter."""
    for quarter in quarters(at.term):
        report = at.reports.get(quarter.code)
        planned = at.convened.get(quarter.code, quarter.end)
        session = (report and (report.session_day or report.session_planned_on)) or planned
        due = canvas_due(session, quarter)
        yield _of_quarter(rule, quarter, quarter.start, due, report.canvas_on if report else None, report)


def after_session(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O9: the report to the minister, so many days after each session that was held."""
    for quarter in quarters(at.term):
        report = at.reports.get(quarter.code)
        if report and report.session_day:
            due = report.session_day + timedelta(days=at.delays.transmission.value_on(report.session_day))
            yield _of_quarter(rule, quarter, report.session_day, due, report.transmitted_on, report)


def _of_quarter(
    rule: DutyRule, quarter: Quarter, opens: date, due: date, settled_on: date | None, report: QuarterReport | None
) -> Expected:
    lapsed = bool(report and report.state == ReportState.LAPSED)
    settled_on = report.entered_state_on if lapsed else settled_on
    note = report.lapse_reason if lapsed else ""
    return Expected(rule.code, quarter.code, quarter.label, opens, due, settled_on, lapsed, note)


def each_committee(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O10: the regional committee, every so many months from the first day of the term."""
    if not at.contract.knows_its_day:
        return
    opens = at.term.start
    for rank, due in enumerate(every(at.delays.committee, at.term), start=1):
        label = _("%s réunion") % ordinal(rank)
        yield _own(rule, at, f"R{rank}", label, opens, due)
        opens = due + timedelta(days=1)


def after_year(rule: DutyRule, at: Situation) -> Iterator[Expected]:
    """O11: the evaluation of each year, early in the next."""
    for year in at.term.years:
        yield _own(rule, at, str(year), str(year), date(year + 1, 1, 1), evaluation_due(year, at.delays))


def _own(rule: DutyRule, at: Situation, key: str, label: str, opens: date, due: date | None) -> Expected:
    """A duty settled by its own act."""
    done = at.fulfilment(rule.code, key)
    if done is None:
        return Expected(rule.code, key, label, opens, due)
    return Expected(rule.code, key, label, opens, due, done.on, done.lapsed, done.note, done.precision)


BY_CADENCE = {
    Cadence.EACH_BUDGET: each_budget,
    Cadence.EACH_BSI: each_bsi,
    Cadence.EACH_STATE_YEAR: each_state_year,
    Cadence.EACH_OTHER_YEAR: each_other_year,
    Cadence.AT_START: at_start,
    Cadence.EACH_PROJECT: each_project,
    Cadence.EACH_QUARTER: each_quarter,
    Cadence.BEFORE_SESSION: before_session,
    Cadence.AFTER_SESSION: after_session,
    Cadence.EACH_COMMITTEE: each_committee,
    Cadence.AFTER_YEAR: after_year,
}


def national(first: Quarter, day: date, fulfilments: dict[str, Fulfilment]) -> list[Expected]:
    """O12: the national committee, each quarter from `first` to the one after the day's."""
    rule = next(rule for rule in workflow.DUTIES if rule.cadence == Cadence.NATIONAL_QUARTER)
    found, quarter = [], first
    while quarter <= Quarter.of(day).next:
        done = fulfilments.get(quarter.code)
        settled = (done.on, done.lapsed, done.note) if done else (None, False, "")
        found.append(Expected(rule.code, quarter.code, quarter.label, quarter.start, quarter.end, *settled))
        quarter = quarter.next
    return found
