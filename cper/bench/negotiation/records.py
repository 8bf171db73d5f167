"""What the procedure has left in a dossier: its state as judged, verdicts, opinions, session, assents, frozen texts,
journal, notices.

Each function gives the rows of one table for one dossier.
"""

from collections.abc import Iterator
from hashlib import sha256

from cper.bench.negotiation.dossiers import Dossier
from cper.people.roles import Role
from cper.words import clock
from negotiation import snapshots
from negotiation.clauses import CLAUSES
from negotiation.models import (
    Assent,
    ConventionDraft,
    CriterionVerdict,
    Decision,
    Notice,
    Opinion,
    Passage,
    Session,
    SignatureRecord,
    Snapshot,
)
from negotiation.models.record import JUDGING
from negotiation.workflow import Criterion, Step

# What a convention and a record of signature weigh; random bytes, for PDF files do not compress.
PDF_BYTES, RECORD_BYTES = 90_000, 40_000
CLAUSE = "Chef de projet : Awa Traoré"
SIGNATORIES = ((Role.PRESIDENT, "president"), (Role.GOVERNOR, "gouverneur"))


def states(dossier: Dossier) -> Iterator[Snapshot]:
    """The dossier as every act has judged it: nothing was written again since."""
    dossier.contract.forget()
    dossier.judged = snapshots.snapshot_of(dossier.contract, snapshots.facts_of(dossier.contract), dossier.entered)
    yield dossier.judged


def verdicts(dossier: Dossier) -> Iterator[CriterionVerdict]:
    """Given once the DGCT has examined: at its step, in one dossier of two."""
    is_examined = dossier.is_past(4) or (dossier.contract.step == Step.DGCT_REVIEW and dossier.serial % 2)
    for project in dossier.projects if is_examined else ():
        for criterion in Criterion:
            yield CriterionVerdict(
                contract=dossier.contract,
                project=project,
                criterion=criterion,
                round=0,
                met=True,
                given_at=dossier.entered,
                judged=dossier.judged,
                **dossier.stamp("dgct"),
            )


def opinions(dossier: Dossier) -> Iterator[Opinion]:
    """Asked of finance and of each sector concerned; in a heavy dossier finance wants corrections."""
    if not dossier.is_past(4):
        return
    finance, day = dossier.crew.finance.pk, clock.day_of(dossier.opened)
    for ministry in (finance, *dossier.concerned):
        opinion = Opinion(contract=dossier.contract, institution_id=ministry, asked_on=day)
        if dossier.is_past(5) or (dossier.plan.acts and ministry == finance):
            opinion.verdict = "favourable" if dossier.is_past(5) else "corrections"
            opinion.text = "La faisabilité est démontrée, le coût est à préciser. " * 4
            opinion.given_at = dossier.entered
            opinion.judged = dossier.judged
            for name, value in dossier.stamp("finances").items():
                setattr(opinion, name, value)
        if ministry == finance and opinion.lets_pass:
            opinion.envelope, opinion.envelope_from, opinion.envelope_to = dossier.envelope
            dossier.finance_opinion = opinion
        yield opinion


def sessions(dossier: Dossier) -> Iterator[Session]:
    if not dossier.is_past(6):
        return
    dossier.session = Session(
        contract=dossier.contract,
        held_on=clock.day_of(dossier.entered),
        place=dossier.plan.region.chef_lieu,
        attendance=42,
        envelope=dossier.finance_opinion.envelope,
        envelope_from=dossier.finance_opinion.envelope_from,
        envelope_to=dossier.finance_opinion.envelope_to,
        envelope_opinion=dossier.finance_opinion,
        summary="Les projets sont examinés l’un après l’autre. " * 10,
        recorded_at=dossier.entered,
        judged=dossier.judged,
        **dossier.stamp("drpsiap"),
    )
    yield dossier.session


def decisions(dossier: Dossier) -> Iterator[Decision]:
    for rank, project in enumerate(dossier.projects if dossier.session else (), start=1):
        yield Decision(session=dossier.session, project=project, outcome="retained", priority=rank)


def assents(dossier: Dossier) -> Iterator[Assent]:
    given = [action for step, action in ((6, "approve_list"), (8, "sign")) if dossier.is_past(step)]
    wet = {"signed_on": clock.day_of(dossier.entered), "signed_place": dossier.plan.region.chef_lieu}
    for action in given:
        for role, account in SIGNATORIES:
            yield Assent(
                contract=dossier.contract,
                action=action,
                role=role,
                given_at=dossier.entered,
                judged=dossier.judged,
                **(wet if action == "sign" else {}),
                **dossier.stamp(account),
            )


def drafts(dossier: Dossier) -> Iterator[ConventionDraft]:
    if not dossier.plan.standing.proposed:
        return
    facts = {"contract": dossier.contract, "number": 1, "proposed_at": dossier.entered, "judged": dossier.judged}
    draft = ConventionDraft(**facts, **dict.fromkeys(CLAUSES, CLAUSE), **dossier.stamp("president"))
    if dossier.plan.standing.approved:
        governor = dossier.crew.mandate("gouverneur", dossier.plan)
        draft.approved_at = dossier.entered
        draft.approved_by_name, draft.approved_by_title = governor.person.name, governor.label
        draft.governor_mandate = governor
        draft.council_mandate = dossier.crew.mandate("president", dossier.plan)
        draft.ceremony_on = clock.day_of(dossier.entered)
        draft.ceremony_place = dossier.plan.region.chef_lieu
        draft.pdf = dossier.random.randbytes(PDF_BYTES)
        draft.sha256 = sha256(draft.pdf).hexdigest()
    yield draft


def signatures(dossier: Dossier) -> Iterator[SignatureRecord]:
    if dossier.contract.step != Step.SIGNED:
        return
    pdf = dossier.random.randbytes(RECORD_BYTES)
    digest = sha256(pdf).hexdigest()
    yield SignatureRecord(
        contract=dossier.contract, convention_sha256=digest, made_at=dossier.entered, pdf=pdf, sha256=digest
    )


def passages(dossier: Dossier) -> Iterator[Passage]:
    """The journal, its acts spread evenly from the opening to the entry into the step."""
    deeds = dossier.deeds
    between = (dossier.entered - dossier.opened) / max(len(deeds) - 1, 1)
    stamps = {account: dossier.stamp(account) for account in {deed.account for deed in deeds}}
    for rank, deed in enumerate(deeds):
        yield Passage(
            contract=dossier.contract,
            action=deed.action,
            source=deed.source,
            target=deed.target,
            at=dossier.opened + between * rank,
            comment=deed.comment,
            version=rank + 1,
            judged=dossier.judged if deed.action in JUDGING else None,
            **stamps[deed.account],
        )


def notices(dossier: Dossier) -> Iterator[Notice]:
    """One mailed notice for each move."""
    for deed in dossier.deeds:
        if deed.source != deed.target:
            yield Notice(
                contract=dossier.contract,
                institution=dossier.crew.mandate(deed.account, dossier.plan).institution,
                roles=[Role.PRESIDENT],
                subject=f"{dossier.contract.reference} : à vous de jouer",
                body="Le dossier attend un acte de votre institution. " * 8,
                written_at=dossier.entered,
                mailed_at=dossier.entered,
            )
