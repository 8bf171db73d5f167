"""The convention: the texts proposed, returned, approved; the ceremony, the frozen files, who receives them."""

from itertools import pairwise

from django.db.models import Q
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.people.models import Institution
from cper.words.clock import day_of
from cper.words.french import long_date
from negotiation.act_parts import TeamMember
from negotiation.documents import COPIES, ORIGINALS, territory_of
from negotiation.model_text import is_validated
from negotiation.models import Assent, Contract, ConventionDraft, SignatureRecord
from negotiation.signature_record import Attendance, Told, attendances, parties
from negotiation.views.judged import Judged, compared, object_rows
from negotiation.views.panels import remarks, versions
from negotiation.views.panels.session import consents, given_by
from negotiation.views.standing import ended
from negotiation.workflow import Step, number

# The frozen files weigh; a page that only names them does not carry them.
NAMED = ("governor_mandate", "council_mandate")
WHOLE_NAMES = [f"{named}__{who}" for named in NAMED for who in ("person", "institution__region")]
RELATIONS = ("assents", *versions.RELATIONS, *(f"drafts__{name}" for name in WHOLE_NAMES))


def convention(contract: Contract) -> dict:
    """The text as it stands, its signature, and the texts that led to it."""
    judged, texts = Judged(contract), list(contract.drafts.all())
    drafts = [
        draft_facts(draft, contract) | printed(draft, former, contract, judged)
        for draft, former in pairwise([*texts, None])
    ]
    current = next((draft for draft in drafts if not draft["returned"]), None)
    former = [draft for draft in drafts if draft["returned"]]
    # A text whose return no journal tells has no words to show.
    for draft, back in zip(reversed(former), remarks.of_texts(contract), strict=False):
        draft["back"] = back
    record = SignatureRecord.objects.filter(contract=contract).defer("pdf").first()
    return {
        "current": current,
        "former": former,
        "preview_url": "" if current else preview_url(contract),
        "approvals": consents(contract, "sign"),
        "attendances": present(contract),
        "voided": [given_by(assent) for assent in contract.assents.all() if assent.action == "sign" and assent.voided],
        "record": record_facts(record, contract) if record else None,
        "versions": versions.versions(contract, judged),
        "signed": ended(contract) if contract.signed_on else "",
        "recipients": recipients(contract) if reached(contract, Step.SIGNATURE) else None,
        "has_ended": contract.has_ended,
        "is_model_validated": contract.has_ended or is_validated(),
    }


def reached(contract: Contract, step: Step) -> bool:
    return max(contract.reached, number(contract.step)) >= number(step)


def preview_url(contract: Contract) -> str:
    """The draft as the dossier stands: from the list (E6) on, as long as nothing is signed elsewhere."""
    if contract.has_ended or not reached(contract, Step.PROJECT_LIST):
        return ""
    return reverse("convention-pdf", args=[contract.reference])


def draft_facts(draft: ConventionDraft, contract: Contract) -> dict:
    """A text: proposed by whom, then returned, or approved and frozen with its fingerprint."""
    rows = [{"label": _("Proposée par"), "value": draft.signatory, "note": long_date(day_of(draft.proposed_at))}]
    if draft.is_approved:
        rows += _approval(draft, contract)
    return {
        "title": _("Texte n° %s") % draft.number,
        "returned": draft.returned,
        "back": None,
        "status": _draft_status(draft, contract),
        "facts": rows,
        "clauses": [
            {"label": capfirst(str(draft._meta.get_field(name).verbose_name)), "value": linebreaksbr(text)}
            for name, text in draft.clauses.items()
        ],
        "sha256": draft.sha256,
        "url": _text_url(draft, contract),
        "label": _file_label(draft, contract),
    }


def printed(draft: ConventionDraft, former: ConventionDraft | None, contract: Contract, judged: Judged) -> dict:
    """What the text printed, as the dossier then stood, and what it changes from the text before it."""
    counted = {project.number for project in contract.in_play}
    projects = [project for project in judged.kept[draft.judged_id].projects if project.number in counted]
    changes = judged.between(former.judged_id, draft.judged_id) if former else []
    since = _("Ce qui a changé depuis le texte n° %s")
    return {
        "printed": object_rows(projects),
        "changed": compared(since % former.number, changes, contract) if former else None,
    }


def _approval(draft: ConventionDraft, contract: Contract) -> list[dict]:
    """Who approved the text, its ceremony, and who is named in it."""
    named = zip(parties(territory_of(contract)).values(), (draft.governor_mandate, draft.council_mandate), strict=True)
    approver = f"{draft.approved_by_name}, {draft.approved_by_title}"
    words = {"day": long_date(draft.ceremony_on), "place": draft.ceremony_place}
    return [
        {"label": _("Approuvée par"), "value": approver, "note": long_date(day_of(draft.approved_at))},
        {"label": _("Cérémonie"), "value": _("le %(day)s à %(place)s") % words},
        *({"label": party, "value": mandate.introduced, "note": mandate.act} for party, mandate in named),
    ]


def _file_label(draft: ConventionDraft, contract: Contract) -> str:
    if draft.is_approved:
        if contract.signed_on:
            return _("Convention signée %s (PDF)") % ended(contract)
        return _("Convention approuvée le %s (PDF)") % long_date(day_of(draft.approved_at))
    return _("Projet de convention (PDF)")


def _text_url(draft: ConventionDraft, contract: Contract) -> str:
    """Where the text is read; a text that was not approved is gone once the dossier has changed or ended."""
    gone = draft.returned or (contract.has_ended and not draft.is_approved)
    return "" if gone else reverse("convention-pdf", args=[contract.reference])


def _draft_status(draft: ConventionDraft, contract: Contract) -> dict:
    if draft.returned:
        taken_back = _("Approbation reprise, autre rédaction demandée")
        return {"tone": "refused", "label": taken_back if draft.is_approved else _("Autre rédaction demandée")}
    if draft.is_approved and contract.signed_on:
        return {"tone": "done", "label": _("Signée")}
    if draft.is_approved:
        return {"tone": "done", "label": _("Approuvée")}
    return {"tone": "elsewhere", "label": _("Proposée")}


def present(contract: Contract) -> list[Attendance] | None:
    """The members of the CROCSAD who were present at the signature; None before anybody has signed."""
    given = [assent for assent in contract.assents.all() if assent.action == "sign" and not assent.voided]
    party = parties(territory_of(contract))
    return attendances([told(assent, party[assent.role]) for assent in given]) if given else None


def told(assent: Assent, party: str) -> Told:
    """Who was present, as who signed for that party tells it."""
    occasion = f"{long_date(assent.signed_on)}, {assent.signed_place}"
    return Told(party, occasion, tuple(TeamMember(*who) for who in assent.present))


def record_facts(record: SignatureRecord, contract: Contract) -> dict:
    return {
        "url": reverse("signature-record-pdf", args=[contract.reference]),
        "made_on": day_of(record.made_at),
        "sha256": record.sha256,
    }


def recipients(contract: Contract) -> dict:
    """Who keeps an original, who receives a copy."""
    found = Institution.objects.filter(Q(region=None) | Q(region=contract.region_id), body__in=(*ORIGINALS, *COPIES))
    names = {institution.body: institution.name for institution in found}
    return {
        "originals": [names.get(body, body.label) for body in ORIGINALS],
        "copies": [names.get(body, body.label) for body in COPIES],
    }
