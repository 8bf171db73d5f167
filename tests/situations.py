"""The world of the matrix: everybody who may come, and a dossier in every situation that the law tells apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from cper.people.models import Mandate, User
from cper.people.roles import Body, Function, Role
from negotiation import operations, turns
from negotiation.models import Contract, SignatureRecord
from negotiation.models.checklist import Slot, slots
from negotiation.operations.agreed import begin_terms
from negotiation.workflow import Criterion, Need, PieceKind, Step
from tests.factories import (
    CLAUSES,
    GRANTED,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    UserFactory,
    actor,
    file_piece,
    institution,
    judged,
    named,
    region,
    stamp,
)

BYTES = b"%PDF-1.7 the bytes that were approved"
YESTERDAY = TODAY - timedelta(days=1)
HERE, ELSEWHERE = "kayes", "gao"


@dataclass(frozen=True)
class Seat:
    """A mandate: a function in a body; of which region, whether a ministry is concerned, whether it has ended."""

    body: Body
    function: Function
    where: str = HERE
    concerned: bool = True
    ended: bool = False

    def take(self) -> User:
        """Seat somebody there."""
        slug = ("elevage" if self.concerned else "culture") if self.body == Body.SECTOR else ""
        place = institution(self.body, region(self.where), slug)
        facts = (
            {"basis": Mandate.Basis.DELEGATION, "act": "Décision n°12", "valid_to": YESTERDAY} if self.ended else {}
        )
        return MandateFactory(institution=place, function=self.function, **facts).person


SEATS = {
    "president": Seat(Body.COUNCIL, Function.SIGNATORY),
    "agent": Seat(Body.COUNCIL, Function.AGENT),
    "governor": Seat(Body.GOVERNORATE, Function.SIGNATORY),
    "governor's office": Seat(Body.GOVERNORATE, Function.SECRETARIAT),
    "drpsiap": Seat(Body.DRPSIAP, Function.SECRETARIAT),
    "adr": Seat(Body.ADR, Function.AGENT),
    "president elsewhere": Seat(Body.COUNCIL, Function.SIGNATORY, ELSEWHERE),
    "governor elsewhere": Seat(Body.GOVERNORATE, Function.SIGNATORY, ELSEWHERE),
    "dgct": Seat(Body.DGCT, Function.SIGNATORY),
    "dgct agent": Seat(Body.DGCT, Function.AGENT),
    "ministry of councils": Seat(Body.CT_MINISTRY, Function.SIGNATORY),
    "finance": Seat(Body.FINANCE, Function.SIGNATORY),
    "sector concerned": Seat(Body.SECTOR, Function.SIGNATORY),
    "sector unconcerned": Seat(Body.SECTOR, Function.SIGNATORY, concerned=False),
    "anict": Seat(Body.ANICT, Function.AGENT),
    "dnpd": Seat(Body.DNPD, Function.AGENT),
    "administrator": Seat(Body.PLATFORM, Function.AGENT),
    "mandate ended": Seat(Body.COUNCIL, Function.SIGNATORY, ended=True),
}
NO_MANDATE, ANONYMOUS = "no mandate", "anonymous"


@dataclass(frozen=True)
class Situation:
    """A dossier: its step, the furthest it has been, which conditions are not met there, which acts are done."""

    step: Step
    reached: int
    unmet: frozenset[Need] = frozenset()
    done: frozenset[str] = frozenset()
    make: Callable[[Contract], None] = field(default=lambda contract: None)


def unlisted_project(contract: Contract) -> None:
    """One more project, so that another list can be drawn."""
    ProjectFactory(contract=contract, listed=False)


def sent_back(contract: Contract) -> None:
    """Back from the DGCT, which found a criterion that is not met."""
    project = contract.projects.get()
    held = {"judged": judged(contract), "given_at": NOW, **stamp(Role.DGCT_HEAD)}
    project.verdicts.filter(contract=contract).delete()
    for criterion in Criterion:
        met = criterion != Criterion.IMPACT
        remark = "" if met else "Emplois non chiffrés."
        project.verdicts.create(contract=contract, criterion=criterion, round=0, met=met, remark=remark, **held)
    act = {"action": "send_back", "source": Step.DGCT_REVIEW, "target": contract.step, "version": contract.version}
    contract.passages.create(**act, comment="À revoir.", at=NOW, judged=held["judged"], **stamp(Role.DGCT_HEAD))
    Contract.objects.filter(pk=contract.pk).update(returns=1)
    contract.returns = 1


def sent_back_then_answered(contract: Contract) -> None:
    """The same, which the region has answered."""
    sent_back(contract)
    contract.forget()
    answer_all(contract)


def file_all_papers(contract: Contract) -> None:
    """File what the dossier's step asks for and is not there yet."""
    contract.forget()
    filed, by = {piece.key for piece in contract.pieces.all()}, stamp()
    for slot in slots(contract, up_to=contract.step):
        if slot.key not in filed:
            file_piece(contract, slot, by)
    contract.forget()


def answer_all(contract: Contract) -> None:
    answers = {remark.key: "C’est fait dans le dossier." for remark in contract.remarks}
    operations.answer_remarks(contract, answers, by=actor(Role.PRESIDENT), at=NOW)


def corrections_answered(contract: Contract) -> None:
    corrections_asked(contract)
    contract.forget()
    answer_all(contract)


def corrections_asked(contract: Contract) -> None:
    _opinions(contract, livestock="corrections")


def all_favourable(contract: Contract) -> None:
    _opinions(contract, livestock="favourable")


def _opinions(contract: Contract, livestock: str) -> None:
    for role, verdict in ((Role.FINANCE, "favourable"), (Role.SECTOR, livestock)):
        envelope = GRANTED if role == Role.FINANCE else None
        operations.give_opinion(contract, verdict=verdict, text="Motifs.", by=actor(role), at=NOW, envelope=envelope)


def proposed(contract: Contract) -> None:
    contract.drafts.create(number=1, proposed_at=NOW, judged=judged(contract), **CLAUSES, **stamp())


def returned(contract: Contract) -> None:
    contract.drafts.create(number=1, proposed_at=NOW, judged=judged(contract), returned=True, **CLAUSES, **stamp())


def approved(contract: Contract) -> None:
    frozen = {"approved_at": NOW, "pdf": BYTES, "sha256": sha256(BYTES).hexdigest()}
    who = {**named(contract.region), **stamp()}
    contract.drafts.create(number=1, proposed_at=NOW, judged=judged(contract), **CLAUSES, **frozen, **who)


def signed(contract: Contract) -> None:
    approved(contract)
    print_of = sha256(BYTES).hexdigest()
    SignatureRecord.objects.create(
        contract=contract, convention_sha256=print_of, made_at=NOW, pdf=BYTES, sha256=print_of
    )
    begin_terms(contract, at=NOW)
    a_piece(contract)


def a_piece(contract: Contract) -> None:
    file_piece(contract, Slot(PieceKind.NEGOTIATION_DELIBERATION), stamp())


OPINION = frozenset({"give_opinion"})
PROPOSED = frozenset({"propose_convention"})
NOT_SENT_BACK = frozenset({Need.REMARKS})
NOT_BACK = NOT_SENT_BACK | {Need.CORRECTIONS_ASKED}
APPROVED = PROPOSED | {"approve_convention"}
SITUATIONS = {
    "deliberation": Situation(Step.DELIBERATION, 1),
    "preparation": Situation(Step.PREPARATION, 2),
    "formalisation": Situation(Step.FORMALISATION, 3, frozenset({Need.REMARKS})),
    "sent back": Situation(Step.FORMALISATION, 4, frozenset({Need.ANSWERED}), make=sent_back),
    "answered": Situation(Step.FORMALISATION, 4, make=sent_back_then_answered),
    "dgct review": Situation(Step.DGCT_REVIEW, 4),
    "opinions awaited": Situation(Step.MINISTRY_REVIEW, 5, NOT_BACK | {Need.OPINIONS}),
    "corrections asked": Situation(
        Step.MINISTRY_REVIEW, 5, frozenset({Need.OPINIONS, Need.ANSWERED}), OPINION, make=corrections_asked
    ),
    "corrections answered": Situation(
        Step.MINISTRY_REVIEW, 5, frozenset({Need.OPINIONS}), OPINION, make=corrections_answered
    ),
    "opinions given": Situation(Step.MINISTRY_REVIEW, 5, NOT_BACK, OPINION, make=all_favourable),
    "list": Situation(Step.PROJECT_LIST, 6, frozenset({Need.REMARKS}), make=unlisted_project),
    "selection": Situation(Step.SELECTION, 7),
    "convention awaited": Situation(Step.SIGNATURE, 8, NOT_SENT_BACK | {Need.PROPOSED, Need.APPROVED}),
    "convention proposed": Situation(
        Step.SIGNATURE, 8, NOT_SENT_BACK | {Need.UNPROPOSED, Need.APPROVED}, PROPOSED, make=proposed
    ),
    "convention returned": Situation(Step.SIGNATURE, 8, NOT_SENT_BACK | {Need.PROPOSED, Need.APPROVED}, make=returned),
    "convention approved": Situation(Step.SIGNATURE, 8, NOT_SENT_BACK | {Need.UNPROPOSED}, APPROVED, make=approved),
    "signed": Situation(Step.SIGNED, 9, make=signed),
    "withdrawn": Situation(Step.WITHDRAWN, 5, make=a_piece),
}


def make_people() -> dict[str, User]:
    """Everybody, each in a seat; and somebody who has an account and no mandate."""
    return {name: seat.take() for name, seat in SEATS.items()} | {NO_MANDATE: UserFactory()}


def make_dossier(situation: Situation) -> Contract:
    """The dossier of a situation, as it stands in the database."""
    made = ContractFactory(step=situation.step, reached=situation.reached, ready=True)
    situation.make(made)
    made.forget()
    turns.renew(made, at=made.entered_step_at, day=TODAY)
    return Contract.objects.get(pk=made.pk)
