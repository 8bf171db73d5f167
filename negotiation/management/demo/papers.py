"""Small PDF papers for the demonstration: one page that says what it stands for, and that it is invented."""

import hashlib
import io
import textwrap
from datetime import date

import pikepdf
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name

from negotiation.french import long_date
from negotiation.models import Contract
from negotiation.models.checklist import Slot
from negotiation.sniffing import MIMES, Examined

A4 = (0, 0, 595, 842)
NAME_LENGTH = 60


def paper(contract: Contract, slot: Slot, *, on: date, version: int) -> tuple[ContentFile, Examined]:
    """A file for this place of the checklist, and what the examination of an upload would say of it."""
    lines = [
        slot.label,
        _("%(region)s – dossier %(reference)s")
        % {"region": contract.region.full_name, "reference": contract.reference},
        contract.title,
        _("Version %(version)s du %(day)s") % {"version": version, "day": long_date(on)},
        _("Ce document est inventé pour montrer le site : il n’engage personne."),
    ]
    data = page(_("Pièce de démonstration"), lines)
    examined = Examined(
        name=f"{slugify(slot.label)[:NAME_LENGTH].strip('-')}.pdf",
        mime=MIMES["pdf"],
        extension="pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return ContentFile(data), examined


def page(heading: str, lines: list[str]) -> bytes:
    """A one-page PDF; the same words give the same bytes."""
    document = pikepdf.new()
    # One of the fourteen fonts that every reader has: nothing to embed.
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    wrapped = [part for line in lines for part in (*textwrap.wrap(line, 80), "")]
    text = b" ".join([b"BT /F1 20 Tf 28 TL 60 760 Td", shown(heading), b"/F1 12 Tf 18 TL T*", *map(shown, wrapped)])
    content = document.make_stream(text + b" ET")
    document.pages.append(
        pikepdf.Page(
            document.make_indirect(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array(A4),
                    Resources=Dictionary(Font=Dictionary(F1=document.make_indirect(font))),
                    Contents=content,
                )
            )
        )
    )
    file = io.BytesIO()
    document.save(file, deterministic_id=True)
    return file.getvalue()


def shown(line: str) -> bytes:
    """The operators that write a line and go to the next."""
    escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(%s) Tj T*" % escaped.encode("cp1252", errors="replace")
