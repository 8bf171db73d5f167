"""From what the file tells of a contract to its acts, one by one and in the order of their days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cper.demo.follow_up.days import Days
from monitoring.workflow import TRANCHE_PAPERS

# How many days after it is asked for a tranche reaches each state; what the ordinary way of one is made of.
TRANCHE_DAYS = {"accept": 12, "approve": 22, "release": 36, "pay": 52, "justify": 80, "examine": 88}
WAY = {
    "draft": (),
    "requested": ("request",),
    "returned": ("request", "send_back"),
    "complete": ("request", "accept"),
    "approved": ("request", "accept", "approve"),
    "released": ("request", "accept", "approve", "release"),
    "paid": ("request", "accept", "approve", "release", "pay"),
    "justified": ("request", "accept", "approve", "release", "pay", "justify", "examine"),
}
RETURN_DAYS, DRAFT_DAYS, WAIVER_DAYS, EXAMINATION_DAYS = 14, 20, 4, 8
# The days of a quarter, from its first one; the letter leaves in the next.
CANVAS, REGION_PART, ANICT_PART, SESSION, SYNTHESIS, ADOPTION, LETTER = 70, 74, 76, 80, 83, 94, 95
LAPSE_DAYS = 10
KEPT_DAYS = 15
# When the State's share of a year is asked for, registered and inscribed, and when the own share is: the year before.
BSI = {"asked": ("ask_bsi", "05-15"), "registered": ("register", "09-10"), "inscribed": ("inscribe_bsi", "12-12")}
OWN_SHARE = "12-15"
AFTER_SIGNATURE = 35
REPORT_WAY = ("canvas", "held", "written", "adopted", "transmitted")


@dataclass(order=True)
class Event:
    """One act: its day, its rank among those of the story, what is done and how."""

    on: date
    rank: int
    name: str = field(compare=False)
    how: dict[str, Any] = field(compare=False)


@dataclass
class Story:
    """One contract as the file tells it, seen from a day; `signed` is when it was signed."""

    told: dict[str, Any]
    days: Days
    signed: date
    events: list[Event] = field(default_factory=list)

    def acts(self) -> list[Event]:
        """Everything that has happened, in order; nothing of today or later."""
        for when, name, *how in self.told.get("acts", []):
            self.add(self.days.of(when), name, **(how[0] if how else {}))
        for number, told in enumerate(self.told.get("tranche", []), start=1):
            self.tranche(number, told)
        for told in self.told.get("quarter", []):
            self.quarter(told)
        for told in self.told.get("own_share", []):
            self.own_share(**told)
        for told in self.told.get("bsi", []):
            self.bsi(**told)
        for told in self.told.get("movement", []):
            self.movement(told)
        return sorted(self.events)

    def add(self, on: date, name: str, *, clip: bool = False, **how: Any) -> None:
        """Add an act; one of a day to come is brought back to yesterday (`clip`) or left out."""
        if clip:
            on = min(on, self.days.last)
        if on <= self.days.last:
            self.events.append(Event(self.days.worked(on), len(self.events), name, how))

    def tranche(self, number: int, told: dict[str, Any]) -> None:
        asked = self.days.of(told["asked"])
        facts = {name: told[name] for name in ("project", "year", "sum")} | {"note": told.get("note", "")}
        self.add(asked - timedelta(days=DRAFT_DAYS), "open_tranche", clip=True, number=number, **facts)
        self.add(
            asked - timedelta(days=DRAFT_DAYS - 1),
            "file_papers",
            clip=True,
            number=number,
            leaving=told.get("leaving", []),
        )
        if "waived" in told:
            before = asked - timedelta(days=WAIVER_DAYS)
            self.add(before, "waive", clip=True, number=number, code=told["waived"], reason=told["comment"])
        for name in WAY[told["to"]]:
            after = {"request": 0, "send_back": RETURN_DAYS}.get(name) or TRANCHE_DAYS.get(name, 0)
            how = {"comment": told["comment"]} if name == "send_back" else {}
            on = asked + timedelta(days=after)
            self.add(on, "move_tranche", clip=True, number=number, move=name, amount=sum_of(name, told), **how)
        self.after_the_way(number, told, asked)

    def after_the_way(self, number: int, told: dict[str, Any], asked: date) -> None:
        """What happens to a tranche that is justified in part, or given up."""
        how: dict[str, Any] = {"number": number, "clip": True}
        if told["to"] == "paid" and "justified" in told:
            on = asked + timedelta(days=TRANCHE_DAYS["justify"])
            self.add(on, "move_tranche", move="justify", amount=told["justified"], **how)
            if "accepted" in told:
                facts = {"amount": told["accepted"], "comment": told.get("cut", "")}
                self.add(on + timedelta(days=EXAMINATION_DAYS), "move_tranche", move="examine", **facts, **how)
        if "cancelled" in told:
            on = self.days.of(told["cancelled"])
            self.add(on, "move_tranche", move="cancel", comment=told["comment"], **how)

    def quarter(self, told: dict[str, Any]) -> None:
        quarter = self.days.quarter(told["at"])
        how = {"quarter": quarter}
        if told["to"] == "lapsed":
            on = quarter.next.start + timedelta(days=LAPSE_DAYS)
            self.add(on, "declare_lapse", clip=True, reason=told["reason"], **how)
            return
        if told["to"] == "kept":
            session = self.on(quarter, told.get("session", SESSION))
            on = session + timedelta(days=KEPT_DAYS)
            self.add(on, "keep_report", clip=True, told=told, session=session, **how)
            return
        reached = REPORT_WAY.index(told["to"])
        self.add(self.on(quarter, CANVAS), "propose_canvas", session=self.on(quarter, SESSION), **how)
        if "region" in told.get("parts", ["region", "anict"]) and "rates" in told:
            self.add(self.on(quarter, REGION_PART), "region_part", told=told, **how)
        if "anict" in told.get("parts", ["region", "anict"]) and "rates" in told:
            self.add(self.on(quarter, ANICT_PART), "anict_part", **how)
        steps = (("hold_session", SESSION), ("write_up", SYNTHESIS), ("adopt_report", ADOPTION), ("transmit", LETTER))
        for name, day in steps[:reached]:
            self.add(self.on(quarter, day), name, clip=True, told=told, **how)

    @staticmethod
    def on(quarter: Any, day: int) -> date:
        return quarter.start + timedelta(days=day)

    def own_share(self, year: int, percent: int) -> None:
        written = self.days.of(f"y{year - 1:+d} {OWN_SHARE}")
        on = max(written, self.signed + timedelta(days=AFTER_SIGNATURE))
        self.add(on, "inscribe_share", year=year, percent=percent)

    def bsi(self, year: int, to: str, percent: int = 100) -> None:
        """The facts of a year's BSI up to the one named; none where the contract was not signed in time to ask."""
        for fact in list(BSI)[: list(BSI).index(to) + 1]:
            name, day = BSI[fact]
            on = self.days.of(f"y{year - 1:+d} {day}")
            if on <= self.signed:
                return
            self.add(on, name, year=year, percent=percent if fact == "inscribed" else 100)

    def movement(self, told: dict[str, Any]) -> None:
        facts = {name: told[name] for name in ("project", "source", "year", "sum")} | {"note": told.get("note", "")}
        for kind in ("mobilised", "paid", "justified"):
            if kind in told:
                self.add(self.days.of(told[kind]), "record_movement", kind=kind, **facts)


def sum_of(move: str, told: dict[str, Any]) -> int | None:
    """The sum that a move enters: its own where the story tells one, else the one before it."""
    names = {
        "approve": "approved",
        "release": "released",
        "pay": "paid",
        "justify": "justified",
        "examine": "justified",
    }
    if move not in names:
        return None
    known = ["sum", "approved", "released", "paid"]
    before = known[: known.index(names[move]) + 1] if names[move] in known else known
    return next(told[name] for name in reversed(before) if name in told)


def papers_of(leaving: list[str], extra: tuple[str, ...]) -> Iterator[str]:
    """The papers that are filed, all of them but those left."""
    for kind in (*TRANCHE_PAPERS, *extra):
        if kind not in leaving:
            yield kind
