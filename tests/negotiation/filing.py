"""What the tests of papers share: a paper filed through its page."""

from django.core.files.uploadedfile import SimpleUploadedFile

from negotiation.models.checklist import slots
from negotiation.workflow import PieceKind
from tests.factories import (
    file_piece,
    stamp,
    typed_of,
)
from tests.negotiation.pages import page_of

DELIBERATION = "deliberation-negotiate"


def file_at(client, contract, code, content, name="délibération.pdf", **options):
    kind = next((kind for kind in PieceKind if code.startswith(kind)), "")
    upload = {"file": SimpleUploadedFile(name, content)} | (typed_of(kind) if kind else {})
    return client.post(page_of("piece-attach", contract, code), upload, **options)


def filed(contract, kind=PieceKind.NEGOTIATION_DELIBERATION, where=None):
    slot = next(slot for slot in slots(contract) if slot.kind == kind)
    return file_piece(contract, slot, stamp(where=where))


def read(client, piece):
    return b"".join(client.get(page_of("piece", piece.contract, piece.pk)).streaming_content)
