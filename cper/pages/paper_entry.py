"""The entry of a paper: examined as it comes, shown as received when the page comes back."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cper.pages.marks import RECEIVED, sha256_of
from cper.papers.sniffing import KINDS, MEGABYTE, RefusedFile, examine


class PaperInput(forms.FileInput):
    """The entry of a paper; a file already received with this form is shown, and need not be chosen again."""

    template_name = "django/forms/widgets/paper.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        received = None
        if isinstance(value, UploadedFile) and not getattr(value, "refused", False):
            sha256 = sha256_of(value)
            received = {"name": value.name, "size": value.size, "sha256": sha256, "entry": RECEIVED + name}
        context["widget"]["received"] = received
        return context


class PaperField(forms.FileField):
    """A file of an admitted kind, examined before anything is kept; what was found in it is its `examined`."""

    widget = PaperInput
    ACCEPT = ",".join(f".{extension}" for extension in KINDS)

    def __init__(self, **kwargs: Any):
        said = _("Choisissez un fichier.")
        kwargs.setdefault("label", _("Fichier"))
        kwargs["error_messages"] = {"required": said, "invalid": said} | kwargs.get("error_messages", {})
        super().__init__(allow_empty_file=True, **kwargs)  # the examination says it better
        limit = settings.CPER_PIECE_MAX_BYTES
        self.widget.attrs |= {"accept": self.ACCEPT, "data-max-bytes": limit}
        sentence = _("PDF, JPEG, PNG, DOCX ou XLSX, sans mot de passe ni macros ; %(limit)s Mo au plus.")
        self.help_text = self.help_text or sentence % {"limit": limit // MEGABYTE}

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The entry shows the file that came, where Django leaves it empty."""
        return data or initial

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Refuse with its sentence what `sniffing.examine` refuses."""
        file = super().clean(data, initial)
        if file is None or file is initial:
            return file
        try:
            file.examined = examine(file, name=file.name, limit=settings.CPER_PIECE_MAX_BYTES)
        except RefusedFile as refusal:
            file.refused = True
            raise ValidationError(str(refusal)) from refusal
        return file
