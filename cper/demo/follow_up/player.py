"""Plays the follow-up of a demonstration contract act by act, through the same operations as the site.

The one thing written beside them are the quarters older than the demonstration's own reports (`keep_report`): each
was a report on paper, and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from cper.demo.follow_up import kept
from cper.demo.follow_up.days import Days
from cper.demo.follow_up.papers import paper
from cper.demo.follow_up.stories import Event, papers_of
from cper.people.models import Actor, User
from cper.words import clock
from cper.words.french import long_date
from monitoring import operations, presiding
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, FundingWindow, QuarterReport, Recommendation, Tranche
from monitoring.models.budget import FACTS
from monitoring.models.report_content import recommendations_before
from monitoring.models.requirements import rule_of
from monitoring.operations import Asked, FollowUp, Judged, Part
from monitoring.vocabulary import PaperKind
from monitoring.workflow import OWN_ACTS
from negotiation.models.project import Source

MORNING = time(9)
BETWEEN_ACTS = timedelta(minutes=4)
HUNDREDTHS = 100
ATTENDANCE = 31
ATTENDEES = "Services régionaux, Conseil régional, ADR, communes, société civile et partenaires."
# Whose account acts: of the region, else of the nation.
ACCOUNTS = {
    "designate_team": "agent",
    "sign_works": "agent",
    "set_indicators": "drpsiap",
    "hold_committee": "adr",
    "file_evaluation": "adr",
    "inscribe_share": "agent",
    "ask_bsi": "president",
    "register": "dnpd",
    "inscribe_bsi": "dnpd",
    "request": "president",
    "accept": "anict.agent",
    "send_back": "anict.agent",
    "approve": "anict",
    "release": "anict",
    "pay": "anict.agent",
    "justify": "agent",
    "examine": "anict.agent",
    "cancel": "anict",
}


@dataclass
class Player:
    """One contract being followed; `actors` are shared by all players."""

    contract: FollowedContract
    days: Days
    window: FundingWindow
    actors: dict[tuple[str, date], Actor]
    moment: datetime | None = None
    tranches: dict[int, int] = field(default_factory=dict)

    def play(self, events: list[Event]) -> None:
        for event in events:
            morning = datetime.combine(event.on, MORNING, tzinfo=clock.BAMAKO)
            self.moment = max(self.moment, morning) if self.moment else morning
            if event.name in OWN_ACTS:
                self.fulfil(event.name, **event.how)
            elif event.name in FACTS:
                self.record_budget(event.name, **event.how)
            else:
                DOINGS[event.name](self, **event.how)

    # How an act is signed.

    def by(self, account: str) -> dict[str, Any]:
        """Who acts, and the moment of the next act."""
        self.moment += BETWEEN_ACTS
        return {"by": self.actor(account), "at": self.moment}

    def actor(self, account: str) -> Actor:
        key = (f"{self.contract.region.slug}.{account}", self.day)
        if key not in self.actors:
            people = User.objects.filter(username__in=(key[0], account))
            self.actors[key] = people.get().on(self.day)
        return self.actors[key]

    @property
    def day(self) -> date:
        return clock.day_of(self.moment)

    def paper(self, label: object, about: str = ""):
        return paper(str(label), self.contract, on=self.day, about=about)

    # The duties that have an act of their own, the budget, the other sources.

    def fulfil(self, act: str, **how: Any) -> None:
        key = next((write(self.days, how.pop(name)) for name, write in KEYS.items() if name in how), "")
        file = None if how.get("lapsed") else self.paper(OWN_ACTS[act].title)
        operations.fulfil(self.contract, act, key, file=file, **how, **self.by(ACCOUNTS[act]))

    def record_budget(self, act: str, year: int, percent: int) -> None:
        source = Source.REGION if act == "inscribe_share" else Source.STATE
        exercise = self.days.year(year)
        planned = sum(
            line.amount for project in self.projects for line in project.lines if self.is_of(line, source, exercise)
        )
        amount = None if act == "register" else planned * percent // 100
        file = self.paper(_("Proposition budgétaire"), _("Exercice %s") % exercise)
        short = source == Source.REGION and (amount or 0) < planned
        facts = {"amount": amount, "reason": _("Le reste est attendu d’un budget rectificatif.") if short else ""}
        operations.record_budget(self.contract, act, year=exercise, file=file, **facts, **self.by(ACCOUNTS[act]))

    @staticmethod
    def is_of(line: Any, source: str, year: int) -> bool:
        return line.source == source and line.year in (year, None)

    @cached_property
    def projects(self) -> list:
        return list(self.contract.projects.prefetch_related("financing").order_by("number"))

    def record_movement(self, project: int, source: str, year: int, sum: int, kind: str, note: str) -> None:
        facts = {"source": source, "year": self.days.year(year), "kind": kind, "amount": sum, "note": note}
        file = self.paper(PaperKind.MOVEMENT_PROOF.label)
        operations.record_movement(
            self.contract, project=self.projects[project - 1], file=file, **facts, **self.by("agent")
        )

    # The tranches, numbered as the story tells them.

    def open_tranche(self, number: int, project: int, year: int, sum: int, note: str) -> None:
        facts = {"window": self.window, "year": self.days.year(year), "requested": sum, "note": note}
        drafted = operations.open_tranche(
            self.contract, project=self.projects[project - 1], **facts, **self.by("agent")
        )
        self.tranches[number] = drafted.pk

    def tranche(self, number: int) -> Tranche:
        return Tranche.objects.select_related("contract", "window").get(pk=self.tranches[number])

    def file_papers(self, number: int, leaving: list[str]) -> None:
        tranche = self.tranche(number)
        rule = rule_of(tranche)
        for kind in papers_of(leaving, tuple(rule.papers) if rule else ()):
            label = PaperKind(kind).label
            operations.file_paper(tranche, PaperKind(kind), self.paper(label), **self.by("agent"))

    def waive(self, number: int, code: str, reason: str) -> None:
        operations.waive(self.tranche(number), code, reason=reason, **self.by("anict"))

    def move_tranche(self, number: int, move: str, amount: int | None = None, comment: str = "") -> None:
        tranche = self.tranche(number)
        row = tranche.at(move)
        file = self.paper(row.paper.label) if row.paper else None
        who = self.by(ACCOUNTS[move])
        if move == "justify":
            operations.justify(tranche, amount, file=file, **who)
        elif move == "examine":
            operations.examine(tranche, accepted=amount, reason=comment, **who)
        else:
            operations.move_tranche(tranche, move, amount=amount, comment=comment, file=file, **who)

    # The quarters.

    def report(self, quarter: Quarter) -> QuarterReport:
        return QuarterReport.objects.select_related("contract").get(contract=self.contract, quarter=quarter.code)

    def propose_canvas(self, quarter: Quarter, session: date) -> None:
        operations.propose_canvas(self.contract, quarter, session_on=session, **self.by("drpsiap"))

    def declare_lapse(self, quarter: Quarter, reason: str) -> None:
        operations.declare_lapse(self.contract, until=quarter, reason=reason, **self.by("drpsiap"))

    def region_part(self, quarter: Quarter, told: dict[str, Any]) -> None:
        works = told.get("works", [])
        parts = [
            Part(
                project.pk,
                physical=rate * HUNDREDTHS,
                works=works[rank] if works else "",
                fall_reason=told.get("fall", ""),
            )
            for rank, (project, rate) in enumerate(zip(self.projects, told["rates"], strict=True))
        ]
        operations.fill_region_part(self.report(quarter), parts, note="", **self.by("agent"))

    def anict_part(self, quarter: Quarter) -> None:
        parts = [Part(project.pk, anict_note=_("Décaissements conformes aux demandes.")) for project in self.projects]
        note = _("Situation des tranches au %s.") % long_date(self.day)
        operations.fill_anict_part(self.report(quarter), parts, note=note, **self.by("anict.agent"))

    def hold_session(self, quarter: Quarter, told: dict[str, Any]) -> None:
        place = self.contract.region.chef_lieu
        present = {"attendance": ATTENDANCE + quarter.number, "attendees": ATTENDEES}
        file = self.paper(PaperKind.MINUTES.label, quarter.label)
        operations.hold_session(
            self.report(quarter),
            on=self.day,
            kind="ordinary",
            place=place,
            chaired_by=presiding.by_office(self.contract, self.day),
            file=file,
            **present,
            **self.by("drpsiap"),
        )

    def write_up(self, quarter: Quarter, told: dict[str, Any]) -> None:
        report = self.report(quarter)
        asked = [Asked(text, who, self.days.of(due)) for text, who, due, *_state in told.get("asked", [])]
        operations.write_up(
            report,
            difficulties=told["difficulties"],
            outlook=told.get("outlook", ""),
            judged=[Judged(party, **how) for party, how in kept.judged(self.contract, report).items()],
            asked=asked,
            followed=list(self.followed(report)),
            **self.by("drpsiap"),
        )

    def followed(self, report: QuarterReport):
        """The last recommendation under way is on its way to be done; the others are left as they were."""
        waiting = [row for row in recommendations_before(report) if row.state == Recommendation.State.ONGOING]
        for row in waiting[-1:]:
            yield FollowUp(row.pk, Recommendation.State.ONGOING, _("Commencé ; à achever avant la prochaine session."))

    def adopt_report(self, quarter: Quarter, told: dict[str, Any]) -> None:
        report, signed = self.report(quarter), self.by("gouverneur")
        why = _("Adopté à l’issue de la session, avant la fin du trimestre.")
        operations.adopt_report(report, early_reason="" if report.has_ended_by(self.day) else why, **signed)

    def transmit(self, quarter: Quarter, told: dict[str, Any]) -> None:
        file = self.paper(PaperKind.LETTER.label, quarter.label)
        operations.transmit_report(self.report(quarter), reference=told["letter"], file=file, **self.by("gouverneur"))

    def keep_report(self, quarter: Quarter, session: date, told: dict[str, Any]) -> None:
        dues = [self.days.of(due) for _text, _who, due, *_state in told.get("asked", [])]
        kept.write(
            self.contract,
            kept.Review(quarter, session, told, dues, ATTENDANCE + quarter.number, ATTENDEES),
            drpsiap=self.actor("drpsiap"),
            governor=self.actor("gouverneur"),
            at=self.moment,
        )


# The period of a duty, from what the story tells of it.
KEYS: dict[str, Callable[[Days, int], str]] = {
    "project": lambda _days, number: f"P{number}",
    "rank": lambda _days, rank: f"R{rank}",
    "year": lambda days, offset: str(days.year(offset)),
}
DOINGS: dict[str, Callable] = {
    "open_tranche": Player.open_tranche,
    "file_papers": Player.file_papers,
    "waive": Player.waive,
    "move_tranche": Player.move_tranche,
    "record_movement": Player.record_movement,
    "propose_canvas": Player.propose_canvas,
    "region_part": Player.region_part,
    "anict_part": Player.anict_part,
    "hold_session": Player.hold_session,
    "write_up": Player.write_up,
    "adopt_report": Player.adopt_report,
    "transmit": Player.transmit,
    "declare_lapse": Player.declare_lapse,
    "keep_report": Player.keep_report,
}
