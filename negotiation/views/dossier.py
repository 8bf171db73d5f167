"""The dossier, part by part; each part is an address. Read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cper.pages.cells import JOURNAL
from cper.pages.paging import page_of
from cper.pages.sheets import download
from cper.people import rights
from cper.people.roles import Role
from cper.words.clock import day_of
from negotiation import access, operations
from negotiation.models import Contract
from negotiation.views import panels
from negotiation.views.judged import Judged
from negotiation.views.page import find, page
from negotiation.views.stepline import phases
from negotiation.views.tables import FINANCING
from negotiation.views.turnbox import allowed, to_do_next, turn_box


@require_safe
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    """Whose turn it is, where the dossier stands, how much, what does not agree."""
    contract = find(request, reference, "assents")
    content = panels.overview.overview(contract) | {
        "phases": phases(contract, day_of(request.now)),
        "box": turn_box(contract, request.actor),
        "edit_url": reverse("dossier-edit", args=[reference]) if may_edit(request, contract) else "",
    }
    shown = page(request, contract, "dossier", **content)
    if content["box"]:
        shown["header"]["lead"] = ""  # the box says it
    return render(request, "negotiation/overview.html", shown)


@require_safe
def projects(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference, *panels.projects.RELATIONS)
    may, may_add = may_edit(request, contract), operations.may_add(contract, by=request.actor)
    content = {
        "cards": panels.projects.cards(contract, day_of(request.now), may_edit=may),
        "add_url": reverse("project-add", args=[reference]) if may_add.allowed else "",
    }
    return render(request, "negotiation/projects.html", page(request, contract, "dossier-projects", **content))


@require_safe
def financing(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    lines = panels.financing.rows(contract)
    if file := download(request, FINANCING, lines, list, name=reference):
        return file
    content = panels.financing.financing(contract, may_edit=may_edit(request, contract))
    content["files"] = FINANCING.files(request) if lines else []
    return render(request, "negotiation/financing.html", page(request, contract, "dossier-financing", **content))


@require_safe
def pieces(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference, "pieces")
    verdict = access.decide(request.actor, "attach", contract)
    content = panels.pieces.Papers(contract, verdict).content() | {"actions": to_do_next(contract, request.actor)}
    return render(request, "negotiation/pieces.html", page(request, contract, "dossier-pieces", **content))


@require_safe
def opinions(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference, "verdicts__project", "opinions__institution")
    judged = Judged(contract)
    content = {
        "examination": panels.opinions.examination(contract, judged),
        "opinions": panels.opinions.opinions(contract, judged),
        "actions": allowed(contract, request.actor, "assess", "give_opinion"),
    }
    return render(request, "negotiation/opinions.html", page(request, contract, "dossier-opinions", **content))


@require_safe
def session(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference, *panels.session.RELATIONS)
    content = panels.session.negotiation(contract, Judged(contract)) | {
        "actions": allowed(contract, request.actor, "draw_list", "approve_list", "record_session"),
    }
    return render(request, "negotiation/session.html", page(request, contract, "dossier-session", **content))


@require_safe
def convention(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference, *panels.convention.RELATIONS)
    content = panels.convention.convention(contract) | {
        "actions": allowed(contract, request.actor, "propose_convention", "approve_convention", "sign"),
        "model_url": reverse("convention-model") if rights.holds(request.actor, Role.DGCT_HEAD) else "",
    }
    return render(request, "negotiation/convention.html", page(request, contract, "dossier-convention", **content))


@require_safe
def journal(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    every = contract.passages.all()
    if file := download(request, JOURNAL, every, panels.journal.rows, name=reference):
        return file
    acts = page_of(request, every)
    content = {
        "page_obj": acts,
        "events": panels.journal.events(acts),
        "files": JOURNAL.files(request) if acts.paginator.count else [],
        "milestones": panels.journal.milestones(contract),
    }
    return render(request, "negotiation/journal.html", page(request, contract, "dossier-journal", **content))


def may_edit(request: HttpRequest, contract: Contract) -> bool:
    return access.decide(request.actor, "edit", contract).allowed
