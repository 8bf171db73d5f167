"""Small PDF papers for the demonstration: one page that says what it stands for, and that it is invented."""

import hashlib
import textwrap
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cper.papers.identity import Identity, SessionKind
from cper.papers.sniffing import MIMES, Examined
from cper.words.french import long_date
from negotiation.models import Contract
from negotiation.models.checklist import Slot
from negotiation.workflow import Mark, PieceKind

NAME_LENGTH = 60
# How long before it is filed a paper was adopted.
DAYS_OLD = 6
MEETINGS = (PieceKind.CROCSAD_REPORT, PieceKind.SESSION_MINUTES)
LINE_LENGTH = 80


def paper(contract: Contract, slot: Slot, *, on: date, version: int) -> tuple[ContentFile, Examined]:
    """A file for this place of the checklist, and what the examination of an upload would say of it."""
    lines = [
        slot.label,
        _("%(region)s – dossier %(reference)s")
        % {"region": contract.region.full_name, "reference": contract.reference},
        contract.title,
        _("Version %(version)s du %(day)s") % {"version": version, "day": long_date(on)},
        _("Ce document est inventé pour montrer le site : il n’engage personne."),
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


def identity(contract: Contract, slot: Slot, *, on: date, version: int, held_on: date | None = None) -> Identity:
    """A plausible number, day and session for a paper that carries some: invented, like the rest of the dossier. The
    minutes of a session bear the day on which it was `held_on`."""
    facts: dict = {}
    marks, day = slot.rule.marks, held_on or on - timedelta(days=DAYS_OLD + version)
    if Mark.DAY in marks:
        facts["dated_on"] = day
    if Mark.NUMBER in marks and slot.kind not in MEETINGS:
        author = ("CD-" if contract.region.is_district else "CR-") + contract.region.key[:2]
        # Each paper of a dossier has a number of its own in the year of its day.
        rank = 9 * list(PieceKind).index(slot.kind) + (slot.year or slot.project_id or 0) % 9
        facts["number"] = f"{day.year}-{rank + version:03d}/{author}"
    if Mark.SESSION in marks:
        facts["session"] = SessionKind.ORDINARY
    if Mark.TITLE in marks:
        facts["title"] = _("Annexe de démonstration")
    return Identity(**facts)


def page(heading: str, lines: list[str]) -> bytes:
    """A one-page A4 PDF; the same words give the same bytes."""
    wrapped = [part for line in lines for part in (*textwrap.wrap(line, LINE_LENGTH), "")]
    text = b" ".join(
        [b"BT /F1 20 Tf 28 TL 60 760 Td", shown(heading), b"/F1 12 Tf 18 TL T*", *map(shown, wrapped), b"ET"]
    )
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> "
        b"/Contents 5 0 R >>",
        # One of the fourteen fonts that every reader has: nothing to embed.
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    )


def shown(line: str) -> bytes:
    """The operators that write a line and go to the next."""
    escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(%s) Tj T*" % escaped.encode("cp1252", errors="replace")


def pdf_of(*objects: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (len(objects) + 1, table, len(objects) + 1, len(data))
