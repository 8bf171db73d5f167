"""Handing over a kept file, byte for byte, to who was let in: whole or in parts, under its name, or not at all."""

import hashlib
import logging
import unicodedata
from typing import BinaryIO
from urllib.parse import quote

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from whitenoise.responders import SlicedFile

from cper.papers.ranges import OutOfRange, part_asked
from negotiation.models import Incident, IncidentKind

PDF = "application/pdf"
logger = logging.getLogger(__name__)


class Download(FileResponse):
    """A file in pieces of a size that a fast line does not feel."""

    block_size = 64 * 1024


class Lost(Exception):
    """The disk no longer holds what was filed: the kind of incident it is."""


def hand_over(request: HttpRequest, file: FieldFile, *, name: str, mime: str, sha256: str) -> HttpResponse:
    """The file as it was filed, under its name; 304 to who holds it already; 206 for a part, 416 for none.

    404 when the disk has lost it, or holds other bytes: the page says which, and the administrator is told.
    """
    headers = {
        "ETag": f'"{sha256}"',
        "Cache-Control": "private, no-cache",  # kept by the reader alone, who asks us again each time
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "Content-Type": mime,
    }
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged:
        return unchanged
    try:
        opened = open_as_filed(file, sha256)
    except Lost as lost:
        return tell_lost(request, lost.args[0], file, name, sha256)
    # The admitted formats are compressed already; left whole, the file keeps its length, and a slow line its progress.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        part = part_asked(request, file.size, headers["ETag"])
    except OutOfRange:
        opened.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    response = answer(request, opened, file.size, part, headers)
    response.headers["Content-Disposition"] = disposition(name)
    return response


def answer(request: HttpRequest, opened: BinaryIO, size: int, part: range | None, headers: dict) -> HttpResponse:
    """The open file, or that part of it; its length alone to who asks for the head."""
    if request.method == "HEAD":
        opened.close()
        return HttpResponse(headers=headers | {"Content-Length": str(size)})
    if part is None:
        return Download(opened, headers=headers | {"Content-Length": str(size)})
    response = Download(SlicedFile(opened, part.start, part.stop - 1), status=206, headers=headers)
    response.headers["Content-Length"] = str(len(part))
    response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def open_as_filed(file: FieldFile, sha256: str) -> BinaryIO:
    """The file, read through once against its hash (50 to 200 ms for 20 MB), then back at its start."""
    try:
        opened = file.open()
    except FileNotFoundError as error:
        raise Lost(IncidentKind.MISSING) from error
    if hashlib.file_digest(opened, "sha256").hexdigest() != sha256:
        opened.close()
        raise Lost(IncidentKind.ALTERED)
    opened.seek(0)
    return opened


def tell_lost(request: HttpRequest, kind: IncidentKind, file: FieldFile, name: str, sha256: str) -> HttpResponse:
    """Say to the reader what is lost, and to the administrator where."""
    logger.error("file %s is %s on disk", file.name, kind.value)
    Incident.objects.note(kind, file.name, detail=name, at=request.now)
    context = {"name": name, "sha256": sha256, "altered": kind == IncidentKind.ALTERED}
    return render(request, "lost.html", context, status=404)


def show_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF read in the browser; no copy is kept on the way, for it shows a dossier that not everybody may see."""
    return HttpResponse(
        content,
        content_type=PDF,
        headers={
            "Content-Disposition": disposition(name, how="inline"),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def disposition(name: str, *, how: str = "attachment") -> str:
    """Under which name a reader saves it (RFC 6266): in full, and in ASCII for programs that know nothing else."""
    bare = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode()
    plain = "".join("_" if sign in '"\\%;' or not sign.isprintable() else sign for sign in bare)
    stem, dot, extension = plain.rpartition(".")
    told = f'{how}; filename="{stem.strip() or "document"}{dot}{extension}"'
    return told if plain == name else f"{told}; filename*=UTF-8''{quote(name, safe='')}"
