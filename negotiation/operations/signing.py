"""The convention (E8): proposed by the region, approved and frozen by the Governor, signed by both."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from cper.people import rights
from cper.people.models import Actor, Mandate
from cper.people.rights import Refused, Stale, Verdict
from cper.people.roles import Body, Role
from cper.words import clock
from cper.words.french import long_date, of
from negotiation import access, dated, documents, model_text
from negotiation.clauses import CLAUSES, people, plan_years, sentences
from negotiation.models import Contract, ConventionDraft, ConventionModel, SignatureRecord
from negotiation.models.convention_requirements import current_draft, same_text
from negotiation.operations.assents import give_assent
from negotiation.operations.door import Deed, act, what_happened


def refuse(reason: str) -> None:
    """Raise `Refused` with that sentence; the transaction of the act leaves nothing behind."""
    raise Refused(Verdict(allowed=False, reason=reason))


def refuse_if(wrong: str) -> None:
    """The same where something is wrong; nothing for an empty sentence."""
    if wrong:
        refuse(wrong)


def propose_convention(
    contract: Contract, clauses: Mapping[str, str], *, by: Actor, at: datetime, seen: int
) -> ConventionDraft:
    """Propose the text to the Governor, made from the dossier as it stands and from what the region writes itself:
    `clauses` gives each of `CLAUSES`, none of them with a blank (`negotiation.clauses`)."""
    with act("propose_convention", contract, by=by, at=at, seen=seen) as deed:
        if any(not clauses[clause].strip() for clause in CLAUSES):
            refuse(_("Une convention proposée n’a aucune clause vide : écrivez chacune."))
        if blanks := sentences(clauses, plan_years(deed.contract)):
            raise Refused(Verdict(allowed=False, reason=blanks[0], missing=tuple(blanks)))
        written = {clause: clauses[clause].strip() for clause in CLAUSES}
        refuse_if(same_text(deed.contract, written))
        number = deed.contract.drafts.count() + 1
        draft = ConventionDraft.objects.create(
            contract=deed.contract, number=number, proposed_at=at, judged=deed.judged, **written, **deed.stamp
        )
        deed.detail = _("Texte n° %s") % draft.number
    return draft


def return_convention(contract: Contract, *, by: Actor, at: datetime, seen: int, comment: str) -> None:
    """Ask the region for another text, and say why; until both have signed, an approval is taken back with it, and a
    signature already given is voided: it stays in sight."""
    with act("return_convention", contract, by=by, at=at, seen=seen, comment=comment) as deed:
        draft = current_draft(deed.contract)
        draft.returned = True
        draft.save(update_fields=["returned"])
        deed.detail = _("Texte n° %s") % draft.number
        for assent in deed.contract.assents.filter(action="sign", voided=False):
            assent.voided = True
            assent.save(update_fields=["voided"])
            deed.detail += _(" ; la signature %s est annulée") % of(assent.by_name)


def approve_convention(
    contract: Contract,
    *,
    by: Actor,
    at: datetime,
    seen: int,
    ceremony_on: date,
    ceremony_place: str,
    chosen: Collection[Mandate] = (),
) -> ConventionDraft:
    """Approve the text, convene the ceremony and freeze the bytes with their sha256; they are never rendered again.

    The text names who holds each office on the day of the ceremony, unless a delegate who may sign is `chosen`. The
    bytes are made first, in a child process with limits and before any lock is held; `seen` then makes sure that they
    were made from the dossier as it stands. When the rendering fails nothing is approved (`RenderingFailed`).
    """
    verdict = access.decide(by, "approve_convention", contract)
    if not verdict.allowed:
        raise Refused(verdict)
    if seen != contract.version:
        raise Stale(Verdict(allowed=False, reason=what_happened(contract)))
    refuse_if(dated.ceremony_fault(ceremony_on, clock.day_of(at)))
    signers = governor, council = signatories(contract, ceremony_on, chosen)
    pdf = documents.approved_pdf(contract, clock.day_of(at), (ceremony_on, ceremony_place), signers)
    with act("approve_convention", contract, by=by, at=at, seen=seen) as deed:
        draft = current_draft(deed.contract)
        draft.approved_at = at
        draft.approved_by_name, draft.approved_by_title = by.user.name, deed.mandate.label
        draft.ceremony_on, draft.ceremony_place = ceremony_on, ceremony_place
        draft.governor_mandate, draft.council_mandate = governor, council
        draft.pdf, draft.sha256 = pdf, sha256(pdf).hexdigest()
        draft.save()
        words = {"number": draft.number, "day": long_date(ceremony_on), "place": ceremony_place}
        deed.detail = _("Texte n° %(number)s ; cérémonie le %(day)s, %(place)s") % words
    return draft


def signatories(contract: Contract, day: date, chosen: Collection[Mandate] = ()) -> tuple[Mandate, Mandate]:
    """Who signs that day for the State and for the collectivité: whoever is `chosen`, else who holds the office;
    `Refused` where a party has nobody, or somebody who may not sign that day."""
    return tuple(_signatory(contract, body, day, chosen) for body in documents.PARTIES)


def _signatory(contract: Contract, body: Body, day: date, chosen: Collection[Mandate]) -> Mandate:
    may = Mandate.objects.may_sign(body, contract.region, day)
    if not may:
        words = {"body": body.label, "day": long_date(day)}
        nobody = _("Personne n’aura qualité pour signer le %(day)s : %(body)s. L’administrateur donne ce mandat.")
        refuse(nobody % words)
    wanted = [mandate for mandate in chosen if mandate.body == body]
    if wanted and wanted[0] not in may:
        words = {"who": wanted[0].introduced, "day": long_date(day)}
        words["may"] = " ; ".join(mandate.introduced for mandate in may)
        refuse(_("%(who)s, n’a pas qualité pour signer le %(day)s. Ce jour-là, peuvent signer : %(may)s.") % words)
    return (wanted or may)[0]


def sign(
    contract: Contract,
    *,
    signed_on: date,
    signed_place: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    attended: str = "",
) -> Contract:
    """Record that the actor has signed on paper, when, where, and before which members of the CROCSAD (function and
    name of each, one a line; empty where he does not say); the last of the two signatures dates the contract.

    `Refused` for a day before the approval or to come, and where somebody else was to sign that day.
    """
    with act("sign", contract, by=by, at=at, seen=seen) as deed:
        draft = current_draft(deed.contract)
        refuse_day(draft, signed_on, clock.day_of(at))
        may = Mandate.objects.may_sign(deed.mandate.body, deed.contract.region, signed_on)
        if by.user.pk not in {mandate.person_id for mandate in may}:
            words = {"day": long_date(signed_on), "who": " ; ".join(one.introduced for one in may)}
            refuse(_("Le %(day)s, qui signait était : %(who)s. Vérifiez le jour.") % words)
        deed.detail = "\n".join(filter(None, (wet(signed_on, signed_place, clock.day_of(at)), before(attended))))
        if give_assent(deed, signed_on=signed_on, signed_place=signed_place, attended=attended):
            given = deed.contract.assents.filter(action="sign", voided=False)
            deed.contract.sign(on=max(assent.signed_on for assent in given))
            record_signature(deed)
    return deed.contract


def refuse_day(draft: ConventionDraft, signed_on: date, today: date) -> None:
    """A signature comes after the approval of the text, and is recorded once it has been given."""
    approved = clock.day_of(draft.approved_at)
    if signed_on < approved:
        refuse(_("La convention n’était pas approuvée ce jour-là : elle l’est depuis le %s.") % long_date(approved))
    if signed_on > today:
        refuse(_("Ce jour est à venir : une signature s’enregistre une fois donnée."))


def wet(signed_on: date, place: str, recorded_on: date) -> str:
    """« Signé le 5 décembre 2026, Kayes ; enregistré le 7 décembre 2026 »."""
    words = {"day": long_date(signed_on), "place": place, "recorded": long_date(recorded_on)}
    if recorded_on > signed_on:
        return _("Signé le %(day)s, %(place)s ; enregistré le %(recorded)s") % words
    return _("Signé le %(day)s, %(place)s") % words


def before(attended: str) -> str:
    """« En présence de membres du CROCSAD : Awa Traoré, Préfet de Kayes »; nothing where it is not said."""
    if not attended:
        return ""
    who = " ; ".join(f"{name}, {function}" for function, name in people(attended))
    return _("En présence de membres du CROCSAD : %s") % who


@transaction.atomic
def validate_model(*, by: Actor, at: datetime) -> ConventionModel:
    """Validate the model of convention as it stands: its drafts no longer say that it is to be validated."""
    mandate = next((held for held in by.mandates if rights.fills(held, Role.DGCT_HEAD)), None)
    if mandate is None:
        reason = rights.not_your_role((Role.DGCT_HEAD,))
        raise Refused(Verdict(allowed=False, reason=reason, forbidden=True))
    facts = {"validated_at": at, **mandate.stamp}
    return ConventionModel.objects.get_or_create(fingerprint=model_text.model_print(), defaults=facts)[0]


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
