"""The form that files a paper: one file, examined before anything is kept."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from negotiation.sniffing import KINDS, MEGABYTE, Examined, RefusedFile, examine

ACCEPT = ",".join(f".{extension}" for extension in KINDS)


class PieceForm(forms.Form):
    """One file of an admitted kind; `examined` is what was found in it."""

    file = forms.FileField(
        label=_("Fichier"),
        allow_empty_file=True,  # the examination says it better
        error_messages={"required": _("Choisissez un fichier."), "invalid": _("Choisissez un fichier.")},
    )
    examined: Examined

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        limit = settings.CPER_PIECE_MAX_BYTES
        self.fields["file"].widget.attrs |= {"accept": ACCEPT, "data-max-bytes": limit}
        sentence = _("PDF, JPEG, PNG, DOCX ou XLSX, sans mot de passe ni macros ; %(limit)s Mo au plus.")
        self.fields["file"].help_text = sentence % {"limit": limit // MEGABYTE}

    def clean_file(self) -> UploadedFile:
        """Refuse with its sentence what `sniffing.examine` refuses."""
        file = self.cleaned_data["file"]
        try:
            self.examined = examine(file, name=file.name, limit=settings.CPER_PIECE_MAX_BYTES)
        except RefusedFile as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file
