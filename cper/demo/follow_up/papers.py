"""Small papers for the follow-up of the demonstration, each saying what it stands for and that it is invented."""

import hashlib
from datetime import date

from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cper.demo.negotiation.papers import NAME_LENGTH, page
from cper.papers.sniffing import MIMES, Examined
from cper.words.french import long_date
from negotiation.models import Contract


def paper(label: str, contract: Contract | None, *, on: date, about: str = "") -> ContentFile:
    """A file as a form hands it over: what the examination of an upload would say of it is tied to it."""
    lines = [label, about, f"{contract.reference} – {contract.title}" if contract else "", long_date(on)]
    lines.append(_("Ce document est inventé pour montrer le site : il n’engage personne."))
    data = page(_("Pièce de démonstration"), [line for line in lines if line])
    file = ContentFile(data)
    file.examined = Examined(
        name=f"{slugify(label)[:NAME_LENGTH].strip('-')}.pdf",
        mime=MIMES["pdf"],
        extension="pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return file
