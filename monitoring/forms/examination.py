"""What the ANICT answers to expenses declared by the region: all of them, a part, or none."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import MoneyField
from cper.words.french import money
from monitoring.forms.acts import ActForm, text_field

WHOLE, PART, NONE = "whole", "part", "none"


class ExaminationForm(ActForm):
    """The answer, the sum where it is accepted in part, the reason unless it is accepted in whole."""

    conditional = ("amount", "comment")

    outcome = forms.ChoiceField(
        label=_("Ces dépenses sont"),
        choices=[(WHOLE, _("acceptées en entier")), (PART, _("acceptées en partie")), (NONE, _("refusées"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si ces dépenses sont acceptées en entier, en partie, ou refusées.")},
    )
    amount = MoneyField(
        label=_("Somme acceptée"), required=False, help_text=_("Seulement si elles sont acceptées en partie.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        hint = _("Obligatoire si tout n’est pas accepté. La collectivité le lit en premier.")
        self.fields["comment"] = text_field(_("Motif"), hint)

    def clean(self) -> dict:
        typed = self.cleaned_data
        outcome = typed.get("outcome")
        if outcome == PART:
            self._check_part(typed.get("amount"))
        if outcome in (PART, NONE) and not typed.get("comment", "").strip():
            self.add_error("comment", gettext("Dites pourquoi : ce qui n’est pas accepté en entier est motivé."))
        return typed

    def _check_part(self, amount: int | None) -> None:
        most = self.case.declared.declared
        if "amount" in self.errors:
            return
        if not amount:
            self.add_error("amount", gettext("Indiquez la somme acceptée."))
        elif amount >= most:
            words = {"most": money(most)}
            sentence = gettext("Une partie est moins que la somme déclarée, %(most)s.") % words
            self.add_error("amount", sentence)

    @property
    def accepted(self) -> int:
        declared = self.case.declared.declared
        return {WHOLE: declared, PART: self.cleaned_data.get("amount"), NONE: 0}[self.cleaned_data["outcome"]]
