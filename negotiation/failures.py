"""What a person reads when a request fails, and what the administrator learns of it.

Django calls `failed` for whatever no view answers. When the machine gave way (a database that restarts, a full disk)
the page is a 503 that says so; what was typed stands on it, with the button that sends it again: the mark of the page
makes it the same sending, done once. A page that is only read is tried once more before anybody is told.
"""

import logging
import sys
import time
from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone

from cper.pages.outages import outage_of, untold
from negotiation import kept
from negotiation.models.incident import Incident, IncidentKind

RETRY_SECONDS = "30"
# A database that shuts down answers some connections a moment longer.
PAUSE_SECONDS = 0.5
Handler = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)


class OutageMiddleware:
    """Tries a read once more where a restart of the database caught it; tells later what could not be told then."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        outage = getattr(response, "outage", None)
        if outage and outage.passes and request.method != "POST":
            time.sleep(PAUSE_SECONDS)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            response = self.get_response(request)
            outage = getattr(response, "outage", None)
        if outage:
            note(outage.kind, detail=f"{request.method} {request.path}")
        elif untold and response.status_code < 500:
            tell()
        return response


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the machine gave way. Made without asking the database anything."""
    error = sys.exception()
    outage = outage_of(error)
    context = {"outage": outage, **sent(request), "csrf_token": get_token(request)}
    response = HttpResponse(render_to_string("503.html" if outage else "500.html", context), status=500)
    if outage:
        response.status_code, response.outage = 503, outage
        response.headers["Retry-After"] = RETRY_SECONDS
        logger.critical("%s gave way under %s %s", outage.kind, request.method, request.path)
    else:
        route = request.resolver_match.route if request.resolver_match else request.path
        note(IncidentKind.ERROR, f"{request.method} {route}", detail=f"{type(error).__name__} {request.path}")
    return response


def sent(request: HttpRequest) -> dict:
    """What the form held, to be read and sent again; passwords and files cannot be."""
    if request.method != "POST":
        return {"again_url": ""}
    try:
        lists, files = [*request.POST.lists()], [*request.FILES.lists()]
    except (OSError, DatabaseError, ValueError):  # the body itself could not be read
        return {"again_url": ""}
    secret = any("password" in name for name, _values in lists)
    entries = [(name, value) for name, values in lists for value in values if name != "csrfmiddlewaretoken"]
    names = [file.name for _name, held in files for file in held if isinstance(file, UploadedFile)]
    return {
        "entries": [] if secret else entries,
        "texts": [] if secret else [value for name, value in kept.sent(request.POST) if kept.is_words(name, value)],
        "files": [*names, *getattr(request, "lost_files", ())],
        "again_url": request.get_full_path(),
    }


def note(kind: str, subject: str = "", *, detail: str = "") -> None:
    """Tell the administrator, now or as soon as the database answers."""
    untold.append((kind, subject, detail, timezone.now()))
    tell()


def tell() -> None:
    """Write down what waits to be."""
    while untold:
        try:
            kind, subject, detail, at = told = untold.popleft()
        except IndexError:  # another request has just told the last one
            return
        try:
            Incident.objects.note(kind, subject, detail=detail, at=at)
        except DatabaseError as error:
            untold.appendleft(told)
            logger.warning("incident %s waits to be written down: %s", kind, type(error).__name__)
            return
