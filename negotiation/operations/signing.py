"""The convention (E8): proposed by the region, approved and frozen by the Governor, signed by both."""

from datetime import date, datetime
from hashlib import sha256

from negotiation import access, clock, documents
from negotiation.access import Verdict
from negotiation.models import Actor, Contract, ConventionDraft, SignatureRecord
from negotiation.models.requirements import current_draft
from negotiation.operations.door import Deed, Refused, Stale, act, what_happened


def propose_convention(contract: Contract, *, by: Actor, at: datetime, seen: int) -> ConventionDraft:
    """Propose the text to the Governor, made from the dossier as it stands."""
    with act("propose_convention", contract, by=by, at=at, seen=seen) as deed:
        number = deed.contract.drafts.count() + 1
        draft = ConventionDraft.objects.create(
            contract=deed.contract, number=number, proposed_at=at, judged=deed.judged, **deed.stamp
        )
        deed.detail = str(draft.number)
    return draft


def return_convention(contract: Contract, *, by: Actor, at: datetime, seen: int, comment: str) -> None:
    """Ask the region for another text, and say why."""
    with act("return_convention", contract, by=by, at=at, seen=seen, comment=comment) as deed:
        draft = current_draft(deed.contract)
        draft.returned = True
        draft.save(update_fields=["returned"])


def approve_convention(
    contract: Contract, *, by: Actor, at: datetime, seen: int, ceremony_on: date, ceremony_place: str
) -> ConventionDraft:
    """Approve the text, convene the ceremony and freeze the bytes with their sha256; they are never rendered again.

    The bytes are made first, in a child process with limits and before any lock is held; `seen` then makes sure that
    they were made from the dossier as it stands. When the rendering fails nothing is approved (`RenderingFailed`).
    """
    verdict = access.decide(by, "approve_convention", contract)
    if not verdict.allowed:
        raise Refused(verdict)
    if seen != contract.version:
        raise Stale(Verdict(allowed=False, reason=what_happened(contract)))
    pdf = documents.approved_pdf(contract, place=ceremony_place, on=clock.day_of(at))
    with act("approve_convention", contract, by=by, at=at, seen=seen) as deed:
        draft = current_draft(deed.contract)
        draft.approved_at = at
        draft.approved_by_name = by.user.name
        draft.approved_by_title = deed.mandate.title
        draft.approved_by_mention = deed.mandate.mention
        draft.ceremony_on, draft.ceremony_place = ceremony_on, ceremony_place
        draft.pdf, draft.sha256 = pdf, sha256(pdf).hexdigest()
        draft.save()
        deed.detail = draft.sha256
    return draft


def record_signature(deed: Deed) -> None:
    """Both have signed: freeze the minutes that tie the signatories to the approved bytes."""
    draft = current_draft(deed.contract)
    pdf = documents.signature_pdf(deed.contract, draft, on=clock.day_of(deed.at))
    SignatureRecord.objects.create(
        contract=deed.contract,
        convention_sha256=draft.sha256,
        made_at=deed.at,
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
    )
