"""Handing over a kept file, byte for byte, to who was let in."""

import logging

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def hand_over(request: HttpRequest, file: FieldFile, *, name: str, mime: str, sha256: str) -> HttpResponse:
    """The file as it was filed, under its name; 304 to who holds it already; 404 when the disk has lost it."""
    headers = {
        "ETag": f'"{sha256}"',
        "Cache-Control": "private, no-cache",  # kept by the reader alone, who asks us again each time
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged:
        return unchanged
    try:
        opened = file.open()
    except FileNotFoundError as error:
        logger.error("file %s is missing on disk", file.name)
        raise Http404(_("Le fichier de cette pièce est introuvable.")) from error
    # The admitted formats are compressed already; left whole, the file keeps its length, and a slow line its progress.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return FileResponse(opened, as_attachment=True, filename=name, content_type=mime, headers=headers)
