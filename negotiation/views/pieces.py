"""The papers of a dossier: filing one, and reading back exactly the bytes that were filed."""

import logging

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from negotiation import operations
from negotiation.access import Verdict
from negotiation.forms.pieces import PieceForm
from negotiation.models import Contract, Piece
from negotiation.models.checklist import Slot
from negotiation.operations import Refused
from negotiation.views.entry import admitted, answer, heading, locked
from negotiation.views.page import find
from negotiation.workflow import STAGE

SHOWN_OF_HASH = 12

logger = logging.getLogger(__name__)


@require_safe
def download(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Hand over one version of a paper, as filed, to who may see its dossier."""
    piece = get_object_or_404(Piece, contract=find(request, reference), pk=pk)
    try:
        file = piece.file.open()
    except FileNotFoundError as error:
        logger.error("piece %s of %s is missing on disk: %s", piece.pk, reference, piece.file.name)
        raise Http404(_("Le fichier de cette pièce est introuvable.")) from error
    response = FileResponse(file, as_attachment=True, filename=piece.name, content_type=piece.mime)
    response.headers |= {}
    return response
