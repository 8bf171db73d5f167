"""The papers of the follow-up as files: those of the acts, and the report of a quarter, draft then frozen bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.papers.joined import joined
from cper.papers.rendering import RenderingFailed
from monitoring import documents
from monitoring.models import Erratum, FollowedContract, Paper, QuarterReport
from monitoring.models.report import OPEN
from monitoring.views.page import find, locate, report_of
from monitoring.workflow import FOLLOWERS
from negotiation.serving import PDF, Lost, hand_over, open_as_filed, show_pdf, tell_lost

RETRY_SECONDS = 60


@require_safe
def paper(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Hand over a paper byte for byte as filed, to who may see its contract."""
    held = get_object_or_404(Paper, contract=locate(request, reference), pk=pk)
    return hand_over(request, held.file, name=held.name, mime=held.mime, sha256=held.sha256)


@require_safe
def national(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of the national committee, to whoever takes part in the follow-up; it does not exist for others."""
    if not any(mandate.body in FOLLOWERS for mandate in request.actor.mandates):
        raise Http404(_("Cette pièce n’existe pas, ou votre mandat ne la couvre pas."))
    held = get_object_or_404(Paper, contract=None, pk=pk)
    return hand_over(request, held.file, name=held.name, mime=held.mime, sha256=held.sha256)


@require_safe
def report(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The report as it was frozen; before that, the draft as the quarter stands. 404 for a lapse, which has none."""
    contract = find(request, reference)
    held = report_of(contract, code)
    name = f"{contract.reference}-{held.quarter}"
    if held.is_frozen:
        return hand_over(request, held.file, name=f"{name}.pdf", mime=PDF, sha256=held.sha256)
    if held.state not in OPEN:
        raise Http404(_("Ce trimestre n’a pas de rapport : sa carence est constatée."))
    return draft(request, contract, held, f"{name}-projet.pdf")


@require_safe
def erratum(request: HttpRequest, reference: str, code: str, number: int) -> HttpResponse:
    """An erratum as it was frozen; 404 until it is adopted."""
    contract = locate(request, reference)
    found = Erratum.objects.filter(report__contract=contract, report__quarter=code, number=number).first()
    if found is None or not found.is_adopted:
        raise Http404(_("Cet erratum n’existe pas, ou n’est pas adopté."))
    name = f"{contract.reference}-{code}-erratum-{number}.pdf"
    return hand_over(request, found.file, name=name, mime=PDF, sha256=found.sha256)


@require_safe
def with_errata(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The report as it was frozen, then its errata, in one file to print; 404 while none is adopted."""
    contract = find(request, reference)
    held = report_of(contract, code)
    errata = [row for row in held.errata.all() if row.is_adopted]
    if not errata:
        raise Http404(_("Ce rapport n’a pas d’erratum adopté."))
    name = f"{contract.reference}-{held.quarter}-et-errata.pdf"
    try:
        files = [open_as_filed(row.file, row.sha256) for row in (held, *errata)]
    except Lost as lost:
        return tell_lost(request, lost.args[0], held.file, name, held.sha256)
    title = _("Rapport trimestriel %(quarter)s et ses errata, %(reference)s") % {
        "quarter": held.when.label,
        "reference": contract.reference,
    }
    return show_pdf(joined(files, title), name)


def draft(request: HttpRequest, contract: FollowedContract, held: QuarterReport, name: str) -> HttpResponse:
    """The draft, laid out now and kept nowhere; a clear page when it cannot be."""
    try:
        content = documents.draft_pdf(contract, held, on=request.actor.day)
    except RenderingFailed as failure:
        back = {"url": held.get_absolute_url(), "label": _("Revenir au trimestre")}
        context = {"reason": str(failure), "back": back}
        response = render(request, "monitoring/acts/unavailable.html", context, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return show_pdf(content, name)
