"""What a page was made from, carried by its form, so that who comes second is told."""

from typing import Any

from django import forms

from negotiation.forms.settled import Settled


class SeenField(forms.IntegerField):
    """What a page was made from. What did not arrive, or cannot be read, is no version: who sent it is told that the
    dossier has changed, and keeps what was typed."""

    NONE = -1

    def __init__(self):
        super().__init__(label="", widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        try:
            seen = super().clean(value)
        except forms.ValidationError:
            return self.NONE
        return self.NONE if seen is None else seen


class SeenForm(Settled):
    """A form that carries what its page was made from, so that who comes second is told."""

    seen = SeenField()

    @property
    def seen_version(self) -> int | None:
        """What the page was made from; None for what does not exist yet."""
        return self.cleaned_data["seen"] if "seen" in self.fields else None

    def renew(self, seen: int) -> None:
        """Carry what is held now: the warning has been shown, whoever sends the form again does it knowingly."""
        self.data = self.data.copy()
        self.data["seen"] = seen
