"""The one door to the follow-up: lock, ask, act, write down, work out what follows, tell them after commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cper.people.models import Actor, Mandate
from cper.people.rights import Refused, Stale, Verdict
from cper.rows.prepared import Prepared
from cper.words.clock import day_of
from cper.words.french import long_date, long_moment
from monitoring import access, plan, renewal, traces, workflow
from monitoring.access import Nation
from monitoring.models import FollowedContract, Paper, Passage, QuarterReport, Tranche
from monitoring.models.followed import CHECKLIST, PLAN
from monitoring.models.machines import Machine
from monitoring.models.record import LAPSED
from monitoring.notifications import announce
from monitoring.operations.sentences import SENTENCES
from monitoring.vocabulary import Action

Subject = FollowedContract | Tranche | QuarterReport | Nation


@dataclass
class Deed:
    """An act under way: the locked subject, its contract with its facts, the row of the law, the mandate; `made` is
    the tranche or the report that an act on the contract opens, `wrote` what the act writes below them."""

    action: Action
    subject: Subject
    contract: FollowedContract | None
    mandate: Mandate
    at: datetime
    on: date
    amount: int | None = None
    paper: Paper | None = None
    comment: str = ""
    detail: str = ""
    lapsed: bool = False
    made: Tranche | QuarterReport | None = None
    wrote: dict = field(default_factory=dict)

    @property
    def stamp(self) -> dict:
        return self.mandate.stamp

    @property
    def told(self) -> str:
        """What is done, with what it is about, as a mail says it: « Rapport transmis au ministre, lettre n° 7 »."""
        return ", ".join(filter(None, [str(LAPSED if self.lapsed else self.action.done), self.detail]))

    @property
    def fact(self) -> dict:
        """What every fact an act writes has in common: of which contract, dated when, on which paper, by whom."""
        return {"contract": self.contract, "on": self.on, "paper": self.paper, **self.stamp}

    def take(self, file: File | None) -> None:
        """Keep the paper the act rests on; refuse to act without one where the law wants one."""
        if file is not None:
            self.file(file)
        elif self.action.paper and not self.action.paper_optional:
            raise refuse(_("Joignez la pièce : %s.") % self.action.paper.label)

    def file(self, file: File, *, tranche: Tranche | None = None, version: int = 1, kind: str = "") -> Paper:
        """Keep the bytes of an examined file (`file.examined`) as the paper of this act."""
        found = file.examined
        paper = Paper(
            contract=self.contract,
            tranche=tranche,
            kind=kind or self.action.paper,
            version=version,
            name=found.name,
            extension=found.extension,
            mime=found.mime,
            size=found.size,
            sha256=found.sha256,
            filed_at=self.at,
            **self.stamp,
        )
        file.seek(0)
        paper.file.save(found.name, file, save=False)
        paper.save()
        self.paper = paper
        return paper


def refuse(reason: str) -> Refused:
    """What an operation raises when the facts, not the role, stand in the way."""
    return Refused(Verdict(allowed=False, reason=reason))


@contextmanager
def act(
    name: str,
    subject: Subject,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    seen: int | None = None,
    comment: str = "",
    amount: int | None = None,
) -> Iterator[Deed]:
    """Do one act of the follow-up, whole or not at all.

    In one transaction: locks the contract (every act on one contract waits for the other), reads the subject again;
    raises `Refused` when the actor has no mandate, `Stale` when `seen` is not the version held, `Refused` when the
    state or something missing forbids it; runs the body; writes the Passage, the new state's day and version; renews
    duties, findings and figures; writes notices, mailed after commit. What the database refuses by itself becomes
    a `Refused` with its sentence.
    """
    with _sentences_of_the_database(), transaction.atomic():
        held, contract = hold(subject, day_of(at))
        verdict = _admitted(name, held, by, seen)
        row = held.at(name) if isinstance(held, Machine) else workflow.example(name)
        if on:
            _in_time(row, on, day_of(at), held, contract)
        _told(row, comment, amount)
        day = on or day_of(at)
        deed = Deed(row, held, contract, verdict.mandate, at, day, amount=amount, comment=comment.strip())
        source, before = getattr(held, "state", ""), awaited(held)
        standing = traces.of(held) if isinstance(held, Machine) else {}
        yield deed
        _conclude(deed, source, before, by, standing)


def _admitted(name: str, held: Subject, by: Actor, seen: int | None) -> Verdict:
    verdict = access.decide(by, name, held)
    if verdict.forbidden:
        raise Refused(verdict)
    if seen is not None and seen != held.version:
        raise Stale(Verdict(allowed=False, reason=what_happened(held)))
    if not verdict.allowed:
        raise Refused(verdict)
    return verdict


def _in_time(row: Action, on: date, today: date, held: Subject, contract: FollowedContract | None) -> None:
    """The day an act is dated is not to come, nor before the signature (an early act: long before it), nor before
    the tranche's former move."""
    if on > today:
        raise refuse(_("Cet acte porte une date à venir."))
    if contract:
        _signed_by(row, on, contract)
    if isinstance(held, Tranche):
        former = held.passages.exclude(source=F("target")).first()
        if former:
            not_before(former.on, on)


def _signed_by(row: Action, on: date, contract: FollowedContract) -> None:
    first = plan.earliest(contract) if row.early else contract.signed_on
    if on >= first:
        return
    words = {"signed": long_date(contract.signed_on), "first": long_date(first)}
    if row.early:
        raise refuse(
            _("Cet acte est daté trop longtemps avant la signature, du %(signed)s : au plus tôt le %(first)s.") % words
        )
    raise refuse(_("Cet acte est daté d’avant la signature du contrat-plan, du %(signed)s.") % words)


def not_before(former: date, on: date) -> None:
    """Refuse an act dated before the one it follows."""
    if on < former:
        raise refuse(_("Cet acte est daté d’avant le précédent, du %(day)s.") % {"day": long_date(former)})


def _told(row: Action, comment: str, amount: int | None) -> None:
    """The reason and the sum that the act cannot do without."""
    if row.comment and not comment.strip():
        raise refuse(_("Indiquez le motif."))
    if row.sum_of and amount is None:
        raise refuse(_("Indiquez la somme."))


@contextmanager
def _sentences_of_the_database() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint not in SENTENCES:
            raise
        raise refuse(str(SENTENCES[constraint])) from error


# What an act looks at before it is done; what follows from it is worked out from all facts.
NEEDED = {Tranche: (*PLAN, *CHECKLIST), QuarterReport: (*PLAN, "tranches", "movements", "reports__lines")}


def locked(pk: int, day: date) -> QuerySet[FollowedContract]:
    """The contract, for update, with who holds its offices that day."""
    found = FollowedContract.objects.with_offices(day).for_pages().filter(pk=pk)
    return found.order_by().select_for_update(of=("self",))


# Every act asks it.
LOCKED = Prepared(locked, -1, date.min)


def hold(subject: Subject, day: date) -> tuple[Subject, FollowedContract | None]:
    """The subject as it stands now and its contract with its facts and who holds its offices that day, held until the
    transaction ends."""
    if isinstance(subject, Nation):
        renewal.hold_nation()
        return subject, None
    pk = subject.pk if isinstance(subject, FollowedContract) else subject.contract_id
    [contract] = LOCKED.ask(pk, day)
    contract.load(facts=NEEDED.get(type(subject), PLAN))
    if isinstance(subject, FollowedContract):
        return contract, contract
    rows = contract.tranches if isinstance(subject, Tranche) else contract.reports
    return next(row for row in rows.all() if row.pk == subject.pk), contract


def awaited(subject: Subject) -> frozenset[str]:
    """The names of the acts that a tranche or a report waits for."""
    if not isinstance(subject, Machine):
        return frozenset()
    return frozenset(action.name for action in subject.stage.actions if subject.awaits(action))


def _conclude(deed: Deed, source: str, before: frozenset[str], by: Actor, standing: dict) -> None:
    subject = deed.subject
    moved = isinstance(subject, Machine) and subject.state != source
    if isinstance(subject, Machine):
        if moved:
            subject.entered_state_on = day_of(deed.at)
        subject.version += 1
        subject.save()
    _write_down(deed, source, standing)
    if deed.contract is None:
        renewal.renew_nation(by.day)
        return
    deed.contract.forget()
    renewal.renew(deed.contract, by.day)
    told = deed.made or subject
    if isinstance(told, Tranche):
        # What its file lacks has just been worked out.
        renewed = next(row for row in deed.contract.tranches.all() if row.pk == told.pk)
        told.lacks_papers, told.lacks_rules = renewed.lacks_papers, renewed.lacks_rules
    if isinstance(told, Machine):
        # Within a state, an act is announced when it becomes awaited: what was is known already.
        known = None if moved or deed.made else before
        announce(told, at=deed.at, author=deed.mandate, done=deed.told, why=deed.comment, known=known)


def _write_down(deed: Deed, source: str, standing: dict) -> None:
    subject = deed.made or deed.subject
    left = {}
    if isinstance(subject, Machine):
        left = traces.between(traces.blank(type(subject)) if deed.made else standing, subject)
    Passage.objects.create(
        contract=deed.contract,
        tranche=subject if isinstance(subject, Tranche) else None,
        report=subject if isinstance(subject, QuarterReport) else None,
        action=deed.action.name,
        source=source,
        target=getattr(subject, "state", ""),
        version=subject.version if isinstance(subject, Machine) else 0,
        at=deed.at,
        on=deed.on,
        amount=deed.amount,
        paper=deed.paper,
        comment=deed.comment,
        detail=deed.detail,
        lapsed=deed.lapsed,
        wrote=left | deed.wrote,
        **deed.stamp,
    )


def what_happened(subject: Tranche | QuarterReport) -> str:
    """Who did what, for the one who comes second."""
    last = subject.passages.first()
    if last is None:
        return _("La page a changé depuis qu’elle s’est ouverte : relisez-la avant d’agir.")
    return _("Quelqu’un a agi depuis que cette page s’est ouverte : %(who)s, « %(what)s », le %(when)s.") % {
        "who": last.signatory,
        "what": last.label,
        "when": long_moment(last.at),
    }
