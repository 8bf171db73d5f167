"""Filing the papers of a dossier."""

from dataclasses import asdict
from datetime import date, datetime

from django.core.files import File
from django.db.models import Max
from django.utils.translation import gettext as _

from cper.papers.identity import Identity
from cper.papers.sniffing import Examined
from cper.people.models import Actor, Mandate
from cper.people.rights import Refused, Verdict, fills
from cper.words import clock
from negotiation import access, dated, same_number
from negotiation.models import Contract, Piece
from negotiation.models.checklist import Slot, counts, slots
from negotiation.operations.door import act
from negotiation.refiled import same_paper


def slot_of(contract: Contract, code: str) -> Slot | None:
    """The place in the contract's checklist with that code, or None."""
    return next((slot for slot in slots(contract) if slot.code == code), None)


def may_attach(contract: Contract, slot: Slot, *, by: Actor) -> Verdict:
    """Whether the actor may file that paper now: the act, then whose paper it is, then the steps it is filed at."""
    verdict = access.decide(by, "attach", contract)
    return _placed(contract, slot, verdict.mandate) if verdict.allowed else verdict


def attach_piece(
    contract: Contract, slot: Slot, file: File, examined: Examined, identity: Identity, *, by: Actor, at: datetime
) -> Piece:
    """File a new version of a paper; the former one stays readable and no longer counts.

    `examined` is what `sniffing.examine` found, `identity` what the paper is known by. Raises `Refused` when the paper
    is not the actor's to file, not at this step, not known by what such papers carry, dated out of order, or the very
    one in force.
    """
    with act("attach", contract, by=by, at=at) as deed:
        verdict = _placed(deed.contract, slot, deed.mandate)
        if verdict.allowed:
            verdict = _known(deed.contract, slot, identity, clock.day_of(at))
        if verdict.allowed and (same := same_paper(deed.contract, slot, examined.sha256, identity)):
            verdict = Verdict(allowed=False, reason=same)
        if not verdict.allowed:
            raise Refused(verdict)
        piece = Piece(
            **_next_version(deed.contract, slot),
            **asdict(identity),
            name=examined.name,
            extension=examined.extension,
            mime=examined.mime,
            size=examined.size,
            sha256=examined.sha256,
            filed_at=at,
            **deed.stamp,
        )
        file.seek(0)
        piece.file.save(examined.name, file, save=False)
        piece.save()
        deed.detail = _told(deed.contract, slot, piece)
    return piece


def _told(contract: Contract, slot: Slot, piece: Piece) -> str:
    """What the journal says was filed, and which other act bears its number, as was confirmed."""
    named = ", ".join(part for part in (slot.label, piece.identity.label) if part)
    told = _("%(piece)s, version %(version)s") % {"piece": named, "version": piece.version}
    twins = [same_number.named(contract, other) for other in same_number.others(contract, slot, piece.identity)]
    return told + (_("\u00a0; même numéro que\u00a0: %s") % "\u00a0; ".join(twins) if twins else "")


def _next_version(contract: Contract, slot: Slot) -> dict:
    """Where the paper stands and its number there; the former version no longer counts."""
    place = {"kind": slot.kind, "project_id": slot.project_id, "year": slot.year}
    former = contract.pieces.filter(**place)
    version = (former.aggregate(last=Max("version"))["last"] or 0) + 1
    if not slot.is_repeatable:
        former.filter(current=True).update(current=False)
    return place | {"contract": contract, "version": version}


def _known(contract: Contract, slot: Slot, identity: Identity, today: date) -> Verdict:
    wanted = [mark for mark in slot.rule.marks if mark not in slot.rule.may_lack]
    if all(getattr(identity, mark.value) for mark in wanted):
        wrong = dated.paper_fault(contract, slot, identity.dated_on, today) if identity.dated_on else ""
        return Verdict(allowed=not wrong, reason=wrong)
    reason = _("Donnez ce que porte la pièce : son numéro, sa date, sa session ; pour une annexe, son titre.")
    return Verdict(allowed=False, reason=reason)


def _placed(contract: Contract, slot: Slot, mandate: Mandate) -> Verdict:
    rule = slot.rule
    if not any(fills(mandate, role) for role in rule.filed_by):
        reason = _("Cette pièce est déposée par une autre institution.")
        return Verdict(allowed=False, reason=reason, forbidden=True)
    if contract.step not in rule.filed_at:
        return Verdict(allowed=False, reason=_("Cette pièce ne se dépose pas à cette étape."))
    if not counts(contract, slot):
        return Verdict(allowed=False, reason=_("Le CROCSAD n’a pas retenu ce projet : sa pièce n’est plus attendue."))
    if slot_of(contract, slot.code) is None:
        return Verdict(allowed=False, reason=_("Cette pièce n’est pas demandée pour ce dossier."))
    return Verdict(allowed=True, mandate=mandate)
