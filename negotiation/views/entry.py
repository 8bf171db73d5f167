"""What the pages of the region's work have in common: who may enter, what was typed, what a refusal says above it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiation.access import Verdict
from negotiation.forms.preparation import SeenForm
from negotiation.models import Contract
from negotiation.operations import Refused, Stale

CONFLICT = 409


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def admitted(verdict: Verdict) -> Verdict:
    """The verdict, unless it is for want of a mandate: then 403 with its sentence."""
    if verdict.forbidden:
        raise PermissionDenied(verdict.reason)
    return verdict


def heading(contract: Contract, title: str, tab: str = "dossier", lead: str = "") -> dict:
    """The head of a page: which dossier, what is typed, and the way back to the tab it is about."""
    labels = {
        "dossier": _("Retour au dossier"),
        "dossier-projects": _("Retour aux projets"),
        "dossier-financing": _("Retour au financement"),
        "dossier-pieces": _("Retour aux pièces"),
    }
    return {
        "title": title,
        "lead": lead,
        "eyebrow": f"{contract.reference} · {contract.region.full_name}",
        "back": {"url": reverse(tab, args=[contract.reference]), "label": labels[tab]},
    }


def answer(request: HttpRequest, template: str, notice: dict | None = None, **context: Any) -> HttpResponse:
    """The page; 409 when its notice says that the dossier refused."""
    page = f"negotiation/preparation/{template}.html"
    return render(request, page, context | {"notice": notice}, status=CONFLICT if notice else 200)


def locked(request: HttpRequest, header: dict, verdict: Verdict) -> HttpResponse:
    """The page that says why nothing can be done here now; 409 to who was sending something."""
    notice = _notice(_("Ce n’est pas possible à ce stade."), verdict.missing or (verdict.reason,))
    response = answer(request, "locked", notice, header=header)
    response.status_code = CONFLICT if request.method == "POST" else 200
    return response


def obstacle(verdict: Verdict) -> dict | None:
    """The notice above what was typed when the dossier does not admit it any more."""
    if verdict.allowed:
        return None
    title = _("Rien n’est enregistré ; votre saisie est gardée ci-dessous.")
    return _notice(title, verdict.missing or (verdict.reason,))


def refusal(refused: Refused, form: SeenForm, held: int) -> dict | None:
    """The same for what the operation refused. Who comes second is told, and may send the form again knowingly."""
    verdict = admitted(refused.verdict)
    if not isinstance(refused, Stale):
        return obstacle(verdict)
    form.renew(held)
    lines = (
        _("Rien n’est enregistré, et votre saisie est gardée ci-dessous."),
        _("Comparez-la au dossier ; si elle convient, enregistrez-la de nouveau : elle remplacera l’autre."),
    )
    return _notice(verdict.reason, lines)


def _notice(title: str, lines: Iterable[str]) -> dict:
    return {"tone": "error", "title": title, "lines": list(lines)}
