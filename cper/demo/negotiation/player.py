"""Plays a demonstration dossier act by act, through the same operations as the site: nothing is written beside them.

A story says only what is particular to it: the days of its moves, and what went otherwise than smoothly. Before each
move the player does the ordinary work that the law asks for it (`WORK`), as the persons whose work it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from cper.demo.negotiation.papers import identity, paper
from cper.demo.negotiation.plans import (
    ATTENDED,
    clauses_of,
    contract_facts,
    envelope_for,
    project_facts,
    shares_by_year,
    site_facts,
)
from cper.people.models import Actor, Institution, User
from cper.people.roles import Role
from cper.places.models import Region
from cper.words import clock
from negotiation import operations, workflow
from negotiation.models import Contract, examination
from negotiation.models.checklist import Slot, slots
from negotiation.models.convention_requirements import current_draft
from negotiation.models.requirements import current_opinions
from negotiation.models.review import LETS_PASS
from negotiation.workflow import Criterion, Move, Need, PieceKind

MORNING = time(9)
BETWEEN_ACTS = timedelta(minutes=4)
SATURDAY = 5
# Whose account, in the region or in the nation, acts in a role.
ACCOUNTS = {
    Role.REGION: "agent",
    Role.PRESIDENT: "president",
    Role.GOVERNOR: "gouverneur",
    Role.DRPSIAP: "drpsiap",
    Role.DGCT: "dgct",
    Role.DGCT_HEAD: "dgct",
}


@dataclass
class Player:
    """One dossier being played; `now` is when the demonstration is loaded, from which days are counted back."""

    story: dict[str, Any]
    now: datetime
    contract: Contract = field(init=False)
    at: datetime = field(init=False)
    actors: dict[tuple[str, date], Actor] = field(default_factory=dict)

    def play(self) -> Contract:
        """Open the dossier and do all its acts in order."""
        self.at = self.morning_of(self.story["opened"])
        region = Region.objects.get(slug=self.story["region"])
        facts = contract_facts(self.story, clock.day_of(self.now))
        self.contract = operations.open_contract(region, facts, by=self.actor("agent"), at=self.at)
        for ago, name, *how in self.story["acts"]:
            self.at = max(self.at, self.morning_of(ago))
            self.do(name, **(how[0] if how else {}))
        return self.contract

    def do(self, name: str, **how: Any) -> None:
        """Do an act of the law, the work it needs done first, or one of the other things that happen (`DOINGS`)."""
        if name in DOINGS:
            DOINGS[name](self, **how)
            return
        action = workflow.at(self.contract.step, name)
        for need, work in WORK.items():
            if need in action.needs:
                work(self)
        for account in [how.pop("by")] if "by" in how else self.accounts_of(action):
            operations.make_move(self.contract, name, by=self.actor(account), at=self.tick(), **how)
            self.look()

    def accounts_of(self, action: Move) -> list[str]:
        roles = action.roles if action.joint else action.roles[:1]
        return [ACCOUNTS[role] for role in roles]

    def actor(self, account: str) -> Actor:
        """The person of that account of the region, else of the nation, with the mandates of the day."""
        key = (account, clock.day_of(self.at))
        if key not in self.actors:
            names = (f"{self.story['region']}.{account}", account)
            person = User.objects.filter(username__in=names).get()
            self.actors[key] = person.on(key[1])
        return self.actors[key]

    def tick(self) -> datetime:
        """The moment of the next act."""
        self.at += BETWEEN_ACTS
        return self.at

    def morning_of(self, ago: int) -> datetime:
        """Nine o'clock that many days ago, or on the Friday before a week-end."""
        day = clock.day_of(self.now) - timedelta(days=ago)
        day -= timedelta(days=max(0, day.weekday() - SATURDAY + 1))
        return datetime.combine(day, MORNING, tzinfo=clock.BAMAKO)

    def look(self) -> None:
        self.contract = Contract.objects.select_related("region").get(pk=self.contract.pk)

    def add_projects(self) -> None:
        """Write the projects of the story with their sites and their financing plans, unless they stand already."""
        if self.contract.projects.exists():
            return
        ministries = {ministry.slug: ministry for ministry in Institution.objects.filter(region=None)}
        for told in self.story["project"]:
            facts, sites = project_facts(told, ministries), site_facts(told)
            agent = self.actor("agent")
            project = operations.save_project(self.contract, facts, sites, by=agent, at=self.tick())
            lines = shares_by_year(told, first_year=clock.day_of(self.now).year + 1)
            operations.set_financing(self.contract, project, lines, by=agent, at=self.tick(), seen=project.revision)

    def file_pieces(self, leaving: Iterable[str] = (), kind: str = "") -> None:
        """File the papers due by now that are not there, but for the kinds left; or another version of one kind."""
        self.look()
        filed = {piece.key: piece.version for piece in self.contract.pieces.filter(current=True)}
        for slot in slots(self.contract, up_to=self.contract.step):
            wanted = slot.kind == kind if kind else slot.key not in filed and slot.kind not in leaving
            if wanted:
                self.file(slot, filed.get(slot.key, 0) + 1)

    def file(self, slot: Slot, version: int) -> None:
        account = ACCOUNTS[slot.rule.filed_by[-1]]
        at = self.tick()
        file, examined = paper(self.contract, slot, on=clock.day_of(at), version=version)
        known_by = identity(self.contract, slot, on=clock.day_of(at), version=version, held_on=self.held_on(slot))
        operations.attach_piece(self.contract, slot, file, examined, known_by, by=self.actor(account), at=at)

    def held_on(self, slot: Slot) -> date | None:
        """The day of the session of which that paper is the minutes; None for any other."""
        if slot.kind != PieceKind.SESSION_MINUTES:
            return None
        return self.contract.sessions.get(superseded=False).held_on

    def assess(self, unmet: dict[str, Any] | None = None) -> None:
        """Answer the four criteria for each project: all met but the one told, `{project, criterion, remark}`.

        What this round has answered stands, and what was met before on a project that has not changed.
        """
        self.look()
        given = examination.standing(self.contract)
        answers = {
            (project.pk, criterion.value): (True, "")
            for project in self.contract.projects.all()
            for criterion in Criterion
            if (project.pk, criterion.value) not in given
        }
        if unmet:
            project = self.contract.projects.get(number=unmet["project"])
            answers[project.pk, unmet["criterion"]] = (False, unmet["remark"])
        if answers:
            operations.assess(self.contract, answers, by=self.actor("dgct"), at=self.tick())

    def answer_remarks(self) -> None:
        """Answer in words the remarks that nothing done so far has met."""
        self.look()
        words = "Ce point est revu avec nos services techniques ; il est précisé aux examinateurs."
        answers = {remark.key: words for remark in self.contract.remarks if not remark.is_met}
        if answers:
            operations.answer_remarks(self.contract, answers, by=self.actor("agent"), at=self.tick())

    def give_opinion(self, by: str, verdict: str = "favourable", text: str = "") -> None:
        """Give the opinion of a ministry; that of finance, when the dossier passes, with the State's envelope."""
        facts = {"verdict": verdict, "text": text}
        if by == "finances" and verdict in LETS_PASS:
            facts["envelope"] = envelope_for(self.contract.projects.prefetch_related("financing"))
        operations.give_opinion(self.contract, **facts, by=self.actor(by), at=self.tick())

    def give_opinions(self) -> None:
        """Give the opinions still awaited, all favourable."""
        self.look()
        self.contract.load([Need.OPINIONS])
        for opinion in current_opinions(self.contract):
            if not opinion.is_given:
                self.give_opinion(opinion.institution.slug)

    def draw_list(self, leaving: int) -> None:
        """Draw the list of all projects but one."""
        listed = self.contract.projects.exclude(number=leaving).values_list("pk", flat=True)
        self.with_seen(operations.draw_list, "president", listed=set(listed))

    def hold_session(self, deferred: int = 0, reason: str = "") -> None:
        """Record the session of the enlarged CROCSAD: the projects listed are retained in order, but for one.

        A record that stands is left.
        """
        if self.contract.sessions.filter(superseded=False).exists():
            return
        projects = list(self.contract.projects.filter(listed=True).prefetch_related("financing"))
        retained = [project for project in projects if project.number != deferred]
        facts = {
            "held_on": clock.day_of(self.at),
            "place": self.contract.region.chef_lieu,
            "attendance": 38 + self.contract.pk % 20,
            "summary": self.story.get("debates", ""),
        }
        decisions = [
            {"project": project, "outcome": "retained", "priority": rank}
            for rank, project in enumerate(retained, start=1)
        ]
        decisions += [
            {"project": project, "outcome": "deferred", "reason": reason}
            for project in projects
            if project not in retained
        ]
        self.with_seen(operations.record_session, "drpsiap", facts=facts, decisions=decisions)

    def propose_convention(self, **written: str) -> None:
        """Propose the usual clauses, but for those the story writes otherwise."""
        clauses = clauses_of(self.contract) | written
        self.with_seen(operations.propose_convention, "president", clauses=clauses)

    def return_convention(self, comment: str) -> None:
        self.with_seen(operations.return_convention, "gouverneur", comment=comment)

    def approve_convention(self, ceremony: int) -> None:
        """Approve the convention and convene the ceremony that many days later."""
        ceremony_on = clock.day_of(self.at) + timedelta(days=ceremony)
        place = self.contract.region.chef_lieu
        self.with_seen(operations.approve_convention, "gouverneur", ceremony_on=ceremony_on, ceremony_place=place)

    def sign(self, by: str = "") -> None:
        """Record what both parties, or one, signed on paper at the ceremony."""
        held = current_draft(self.contract)
        wet = {"signed_on": held.ceremony_on, "signed_place": held.ceremony_place, "attended": ATTENDED}
        for account in (by,) if by else ("president", "gouverneur"):
            operations.sign(self.contract, **wet, by=self.actor(account), at=self.tick())
            self.look()

    def with_seen(self, operation: Any, account: str, **facts: Any) -> None:
        """Do an operation that asks from which version of the dossier it is done."""
        self.look()
        operation(self.contract, by=self.actor(account), at=self.tick(), seen=self.contract.version, **facts)
        self.look()


# The ordinary work before a move, in its natural order: papers come after the projects and the session they are about.
WORK = {
    Need.PROJECTS: Player.add_projects,
    Need.SESSION: Player.hold_session,
    Need.PIECES: Player.file_pieces,
    Need.ANSWERED: Player.answer_remarks,
    Need.CRITERIA: Player.assess,
    Need.OPINIONS: Player.give_opinions,
}
DOINGS = {
    "add_projects": Player.add_projects,
    "file_pieces": Player.file_pieces,
    "answer_remarks": Player.answer_remarks,
    "assess": Player.assess,
    "give_opinion": Player.give_opinion,
    "draw_list": Player.draw_list,
    "hold_session": Player.hold_session,
    "propose_convention": Player.propose_convention,
    "return_convention": Player.return_convention,
    "approve_convention": Player.approve_convention,
    "sign": Player.sign,
}
