"""What the pages of the region's work have in common: who may enter, what was typed, what a refusal says above it."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.rights import Verdict
from negotiation import kept
from negotiation.models import Contract
from negotiation.views.page import load
from negotiation.views.standing import lead

CONFLICT = 409
Form = BaseForm | BaseFormSet


def admitted(verdict: Verdict, *forms: Form) -> Verdict:
    """The verdict, unless it is for want of a mandate: then 403 with its sentence, and what was typed in the forms."""
    if verdict.forbidden:
        raise kept.Forbidden(verdict.reason, forms)
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


def locked(request: HttpRequest, header: dict, verdict: Verdict, contract: Contract, *forms: Form) -> HttpResponse:
    """The page that says why nothing can be done here now, whom the dossier waits for, and what had been typed, to be
    copied; 409 to who was sending something."""
    rows = [row for form in forms if form.is_bound for row in kept.typed_rows(form)]
    load(contract)
    said = {"rows": rows, "holders": lead(contract, request.actor), "header": header}
    notice = _notice(_("Ce n’est pas possible à ce stade."), verdict.missing or (verdict.reason,))
    response = answer(request, "locked", notice, **said)
    response.status_code = CONFLICT if request.method == "POST" else 200
    return response


def _notice(title: str, lines: Iterable[str]) -> dict:
    return {"tone": "error", "title": title, "lines": list(lines)}
