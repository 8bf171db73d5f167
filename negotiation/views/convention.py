"""The papers of a contract as files: the convention, draft then approved bytes, and the minutes of its signature."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.papers.rendering import RenderingFailed
from negotiation import documents
from negotiation.models import ConventionDraft, SignatureRecord
from negotiation.serving import show_pdf
from negotiation.views.page import find
from negotiation.views.panels.convention import reached
from negotiation.workflow import Step

RETRY_SECONDS = 60


@require_safe
def document(request: HttpRequest, reference: str) -> HttpResponse:
    """The approved convention, byte for byte; before that, from the list (E6) on, the draft as the dossier stands.

    404 earlier, and for a dossier that ended without a convention here. A draft that cannot be laid out is a 503.
    """
    contract = find(request, reference)
    approved = ConventionDraft.objects.filter(contract=contract, approved_at__isnull=False, returned=False).first()
    if approved:
        return show_pdf(approved.pdf, f"{contract.reference}.pdf")
    if contract.has_ended or not reached(contract, Step.PROJECT_LIST):
        raise Http404(_("Ce dossier n’a pas de convention."))
    try:
        return show_pdf(documents.draft_pdf(contract, on=request.actor.day), f"{contract.reference}-projet.pdf")
    except RenderingFailed as failure:
        context = {"contract": contract, "reason": str(failure)}
        response = render(request, "negotiation/acts/unavailable.html", context, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response


@require_safe
def minutes(request: HttpRequest, reference: str) -> HttpResponse:
    """The minutes of the signature, byte for byte; 404 as long as both have not signed."""
    contract = find(request, reference)
    record = SignatureRecord.objects.filter(contract=contract).first()
    if record is None:
        raise Http404(_("Ce contrat-plan n’a pas de procès-verbal de signature."))
    return show_pdf(record.pdf, f"{contract.reference}-proces-verbal.pdf")
