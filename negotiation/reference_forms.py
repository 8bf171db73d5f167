"""The forms of the reference data: Django's administration, in which nothing typed is lost either (`kept`).

Django makes these pages; here they are given back what was sent and led nowhere, and who comes second is told what
somebody else has saved since his page was made.
"""

from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest

from cper.pages.touched import BASE
from negotiation import kept
from negotiation.forms.rows import ModelRowForm


class ReferenceForm(ModelRowForm):
    """A row of the reference data."""


class InlineForm(ReferenceForm):
    """A row laid out among others on the page of another: what it was made from is one of its entries, or Django
    would not print it."""

    base = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    @property
    def journal(self) -> Model | None:
        """The row on whose page it stands."""
        owners = (field for field in self.fields.values() if isinstance(field, InlineForeignKeyField))
        return next((field.parent_instance for field in owners), self.row)

    def has_changed(self) -> bool:
        """The mark alone changes nothing, but a row whose mark is old is merged."""
        return bool(set(self.changed_data) - {BASE}) or (bool(self.row) and BASE in self.changed_data)


class KeptAdmin:
    """What was sent to a page of the administration and led nowhere fills it when it is opened again."""

    form = ReferenceForm
    change_form_template = "negotiation/reference_form.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        made = super().get_form(request, obj, change, **kwargs)
        typed = kept.typed(request) if request.method != "POST" else None
        if typed is None:
            return made

        class Resumed(made):
            def __init__(self, data: Any = None, files: Any = None, **kwargs: Any):
                super().__init__(data or typed, files, **kwargs)

        return Resumed

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict:
        made = super().get_formset_kwargs(request, obj, inline, prefix)
        typed = kept.typed(request)
        return made if typed is None else made | {"data": typed}
