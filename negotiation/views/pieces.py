"""The papers of a dossier: filing one, and reading back exactly the bytes that were filed."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cper.people.rights import Refused
from negotiation import kept, operations
from negotiation.forms.pieces import PieceForm
from negotiation.models import Contract, Piece
from negotiation.models.checklist import Slot
from negotiation.serving import hand_over
from negotiation.views.entry import admitted, answer, heading, locked
from negotiation.views.page import find
from negotiation.workflow import STAGE, PieceKind


@require_safe
def download(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Hand over one version of a paper, byte for byte as filed, to who may see its dossier."""
    piece = get_object_or_404(Piece, contract=find(request, reference), pk=pk)
    return hand_over(request, piece.file, name=piece.name, mime=piece.mime, sha256=piece.sha256)


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """File a paper of the checklist, or a new version of it."""
    contract = find(request, reference)
    slot = operations.slot_of(contract, code)
    if slot is None:
        raise Http404(_("Cette pièce n’est pas demandée pour ce dossier."))
    typed = (kept.typed(request), kept.files(request))
    form = PieceForm(*typed, contract=contract, slot=slot, day=request.actor.day, initial=known(contract, slot))
    verdict = admitted(operations.may_attach(contract, slot, by=request.actor), form)
    header = heading(contract, slot.label, "dossier-pieces", lead=asked_by(slot))
    if not verdict.allowed:
        return locked(request, header, verdict, contract, form)
    if request.method != "POST" or not form.is_valid():
        return answer(request, "piece", form=form, header=header, **standing(contract, slot))
    try:
        piece = operations.attach_piece(contract, slot, **form.paper, by=request.actor, at=request.now)
    except Refused as refused:
        return locked(request, header, admitted(refused.verdict, form), contract, form)
    messages.success(request, filed(piece, slot))
    return redirect("dossier-pieces", contract.reference)


def known(contract: Contract, slot: Slot) -> dict:
    """What the version in force is known by: the next one begins with it; the minutes, with the day of their session.
    Annexes are each their own."""
    if slot.is_repeatable or not slot.rule.marks:
        return {}
    place = {"kind": slot.kind, "project_id": slot.project_id, "year": slot.year}
    held = contract.pieces.filter(**place, current=True).first()
    if held:
        return asdict(held.identity)
    session = contract.sessions.filter(superseded=False).first() if slot.kind == PieceKind.SESSION_MINUTES else None
    return {"dated_on": session.held_on} if session else {}


def asked_by(slot: Slot) -> str:
    """When the paper is needed, and who files it."""
    who = _(" ou ").join(str(role.label) for role in slot.rule.filed_by)
    due = slot.rule.due_at
    if due is None:
        return _("Facultative : elle complète le dossier. Elle est déposée par %(who)s.") % {"who": who}
    return _("Exigée pour terminer l’étape E%(number)s, « %(step)s ». Elle est déposée par %(who)s.") % {
        "number": STAGE[due].number,
        "step": due.label,
        "who": who,
    }


def filed(piece: Piece, slot: Slot) -> str:
    """What was filed, by its version; its hash is read on its card."""
    sentence = (
        _("Pièce déposée : %(piece)s, n° %(version)s.")
        if slot.is_repeatable
        else _("Pièce déposée : %(piece)s, version %(version)s.")
    )
    return sentence % {"piece": slot.label, "version": piece.version}


def standing(contract: Contract, slot: Slot) -> dict:
    """What is filed there, latest first, and what the button will do to it."""
    place = {"kind": slot.kind, "project_id": slot.project_id, "year": slot.year}
    pieces = list(contract.pieces.filter(**place).order_by("-version"))
    cards = [card(contract, piece) for piece in pieces]
    if slot.is_repeatable:
        return {"filed": cards, "action_label": _("Déposer cette annexe")}
    if not pieces:
        return {"filed": cards, "action_label": _("Déposer la pièce")}
    words = {"name": pieces[0].name, "version": pieces[0].version}
    return {
        "filed": cards,
        "action_label": _("Déposer la version %s") % (pieces[0].version + 1),
        "replaced": _("La version %(version)s, « %(name)s », restera lisible et ne comptera plus.") % words,
    }


def card(contract: Contract, piece: Piece) -> dict:
    """One version as the list of papers shows it, under the name of its file."""
    return {
        "label": piece.identity.label or piece.name,
        "hint": piece.name if piece.identity.label else "",
        "state": "present",
        "state_label": _("En vigueur") if piece.current else _("Ne compte plus"),
        "version": piece.version,
        "size": piece.size,
        "sha256": piece.sha256,
        "uploaded_on": piece.filed_at,
        "by": piece.signatory,
        "download_url": reverse("piece", args=[contract.reference, piece.pk]),
    }
