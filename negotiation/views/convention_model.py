"""The model of convention that the site prints, validated by the Director General of the collectivités."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cper.people import rights
from cper.people.roles import Role
from cper.words.clock import day_of
from cper.words.french import long_date
from negotiation import model_text, operations
from negotiation.models import Contract, ConventionDraft, ConventionModel
from negotiation.workflow import STAGES, Step, number

# The dossiers in which a draft of the convention is read: until its text is approved.
WITH_A_DRAFT = [stage.step for stage in STAGES if stage.number >= number(Step.PROJECT_LIST)]
APPROVED = ConventionDraft.objects.filter(contract=OuterRef("pk"), returned=False, approved_at__isnull=False)
DRAFTS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def convention_model(request: HttpRequest) -> HttpResponse:
    """Whether the model as it stands is validated, where it is read, and the act; 403 for anybody else."""
    if not rights.holds(request.actor, Role.DGCT_HEAD):
        raise PermissionDenied(rights.not_your_role((Role.DGCT_HEAD,)))
    if request.method == "POST":
        operations.validate_model(by=request.actor, at=request.now)
        messages.success(request, _("Modèle de convention validé."))
        return redirect("convention-model")
    drafts = Contract.objects.visible_to(request.actor).filter(~Exists(APPROVED), step__in=WITH_A_DRAFT)
    content = {
        "validated": model_text.is_validated(),
        "drafts": drafts[:DRAFTS],
        "rows": [validation(one) for one in ConventionModel.objects.all()],
        "fingerprint": model_text.model_print(),
    }
    return render(request, "negotiation/convention_model.html", content)


def validation(model: ConventionModel) -> dict:
    """By whom a model was validated, and whether it is the one printed today."""
    current = model.fingerprint == model_text.model_print()
    return {
        "label": long_date(day_of(model.validated_at)),
        "value": model.signatory,
        "note": _("le modèle imprimé aujourd’hui") if current else _("un modèle remplacé depuis"),
    }
