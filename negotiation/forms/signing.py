"""What the Governor fills in when he approves the convention (E8): when and where it is to be signed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from negotiation.forms.acts import ActForm
from negotiation.widgets import DayField


class CeremonyForm(ActForm):
    """The ceremony convened with the approval: today at the earliest."""

    ceremony_on = DayField(
        label=_("Date de la cérémonie"),
        help_text=_("Par exemple 31/08/2018."),
        error_messages={"required": _("Donnez le jour de la cérémonie.")},
    )
    ceremony_place = forms.CharField(
        label=_("Lieu de la cérémonie"),
        help_text=_("Il s’imprime dans la convention."),
        max_length=120,
        error_messages={"required": _("Dites où la cérémonie se tient.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["ceremony_place"] = self.contract.region.chef_lieu

    def clean_ceremony_on(self) -> date:
        if self.cleaned_data["ceremony_on"] < self.day:
            raise forms.ValidationError(_("Cette date est passée : la cérémonie se tient aujourd’hui ou plus tard."))
        return self.cleaned_data["ceremony_on"]
