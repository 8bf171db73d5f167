"""The acts of a quarter's review, done by who may do them, in the last quarter of 2018 unless told otherwise."""

from collections.abc import Iterable
from datetime import date

from cper.papers import freezing
from cper.people.roles import Role
from monitoring import operations
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, QuarterReport
from monitoring.operations import Asked, FollowUp, Judged, Part
from tests.monitoring.reports import kayes_report
from tests.monitoring.world import at, on, paper

T4, T1, T2 = Quarter(2018, 4), Quarter(2019, 1), Quarter(2019, 2)
SESSION = date(2018, 12, 20)
JUDGED = tuple(Judged(party, "partly", "La part n’est mobilisée qu’en partie.") for party in ("state", "region"))


def proposed(
    contract: FollowedContract, quarter: Quarter = T4, *, day: date = date(2018, 12, 1), session_on: date | None = None
) -> QuarterReport:
    """The canvas of a quarter, for a session on 20 December 2018 or, after it, on the day itself."""
    by = on(day, Role.DRPSIAP, contract.region)
    session = session_on or max(day, SESSION)
    return operations.propose_canvas(contract, quarter, session_on=session, by=by, at=at(day))


def lapse(contract: FollowedContract, until: Quarter, *, day: date, reason: str = "Aucune session.") -> list:
    by = on(day, Role.DRPSIAP, contract.region)
    return operations.declare_lapse(contract, until=until, reason=reason, by=by, at=at(day))


def fill(report: QuarterReport, role: Role, parts: Iterable[Part], *, day: date = date(2018, 12, 10)) -> QuarterReport:
    act = {Role.REGION: operations.fill_region_part, Role.ANICT: operations.fill_anict_part}[role]
    note = "Rien à signaler." if role == Role.ANICT else ""
    return act(report, parts, note=note, by=on(day, role, report.contract.region), at=at(day))


def hold(report: QuarterReport, *, on: date = SESSION, attendance: int = 42) -> QuarterReport:
    day = max(on, report.opened_on)
    facts = {"kind": "ordinary", "place": "Kayes", "attendance": attendance, "attendees": "Les services."}
    facts["chaired_by"] = "Awa Traoré, Gouverneur de la Région de Kayes"
    return operations.hold_session(report, on=on, by=secretary(report, day), at=at(day), **facts)


def write(
    report: QuarterReport, asked: Iterable[Asked], followed: Iterable[FollowUp] = (), difficulties: str = "La crue."
) -> QuarterReport:
    day = max(SESSION, report.opened_on)
    facts = {"difficulties": difficulties, "outlook": "", "asked": asked, "followed": followed, "judged": JUDGED}
    return operations.write_up(report, by=secretary(report, day), at=at(day), **facts)


def secretary(report: QuarterReport, day: date):
    return on(day, Role.DRPSIAP, report.contract.region)


def reviewed(contract: FollowedContract) -> QuarterReport:
    """A quarter ready to be adopted: its session held, its parts complete, its synthesis written."""
    report = proposed(contract)
    fill(report, Role.REGION, [Part(project.pk, physical=1_200) for project in contract.projects.all()])
    fill(report, Role.ANICT, [])
    return write(hold(report), [])


def adopted(contract: FollowedContract, **facts) -> QuarterReport:
    """A quarter adopted long ago, as rows alone."""
    session = {"held_on": SESSION, "attendance": 42, "facts": told()}
    frozen = {"state": "adopted", "adopted_on": date(2019, 1, 10), "sha256": "0" * 64, "file": "reports/0.pdf"}
    return contract.reports.create(
        quarter=T4.code,
        starts_on=T4.start,
        opened_on=T4.start,
        entered_state_on=date(2019, 1, 10),
        canvas_on=date(2018, 12, 1),
        difficulties="La crue.",
        **(session | frozen | facts),
    )


def told() -> dict:
    """The facts of a report adopted long ago, as they were frozen."""
    return freezing.frozen(kayes_report())


def adopt(report: QuarterReport, *, day: date = date(2019, 1, 10), **facts) -> QuarterReport:
    return operations.adopt_report(report, **facts, by=on(day, Role.GOVERNOR, report.contract.region), at=at(day))


def transmit(report: QuarterReport, *, day: date = date(2019, 1, 12), **facts) -> QuarterReport:
    by = on(day, Role.GOVERNOR, report.contract.region)
    facts = {"reference": "Lettre n° 7", "file": paper()} | facts
    return operations.transmit_report(report, by=by, at=at(day), **facts)
