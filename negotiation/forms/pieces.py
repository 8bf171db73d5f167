"""The form that files a paper."""

from django import forms

from negotiation.sniffing import Examined
from negotiation.widgets import PaperField


class PieceForm(forms.Form):
    """One file of an admitted kind; `examined` is what was found in it."""

    file = PaperField()

    @property
    def examined(self) -> Examined:
        return self.cleaned_data["file"].examined
