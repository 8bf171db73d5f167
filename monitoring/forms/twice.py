"""The second question: an entry that passes what the plan gives is asked again, with its reason, and kept as typed.

One piece for every form that enters money. The question is put only when it is due, by the page that comes back: it
needs no script. What was confirmed is the figure: another figure is asked again.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import Checkbox
from monitoring.forms.acts import ActForm, text_field
from monitoring.plan import Doubt

LONGEST_REASON = 1000
SECOND = ("confirmed", "reason")


class TwiceForm(ActForm):
    """A form whose sum is held against the plan; `doubt` is what the plan answers, once it has been typed."""

    doubt: Doubt | None = None

    def ask_reason(self, label: str, hint: str = "") -> None:
        """Why it is entered: of a correction always, of what passes the plan when it does."""
        required = gettext("Dites pourquoi en quelques mots : le motif reste affiché.")
        self.fields["reason"] = text_field(label, hint, required=required, rows=2, most=LONGEST_REASON)

    def ask_twice(self, doubt: Doubt | None) -> None:
        """Put the second question where there is one, and read what was answered to it."""
        self.doubt = doubt
        if doubt is None:
            return
        self.fields["confirmed"] = forms.BooleanField(
            label=_("Je confirme ce montant"),
            widget=Checkbox(doubt.entered),
            error_messages={
                "required": gettext("Confirmez ce montant, ou corrigez-le : ce n’est pas la somme prévue.")
            },
        )
        if "reason" not in self.fields:
            self.ask_reason(_("Pourquoi"), _("Le motif est gardé avec la somme et se lit dans les constats."))
            self._read("reason")
        self._read("confirmed")

    def _read(self, name: str) -> None:
        """Clean a field that was not there when the form was."""
        field = self.fields[name]
        try:
            self.cleaned_data[name] = field.clean(self[name].data)
        except ValidationError as error:
            self.add_error(name, error)

    @property
    def second(self) -> dict[str, Any] | None:
        """The second question as the page puts it."""
        if self.doubt is None:
            return None
        return {
            "sentence": gettext("%s Confirmez-vous, et pourquoi\u00a0?") % self.doubt.sentence,
            "fields": [self[name] for name in SECOND],
        }

    def visible_fields(self) -> list[forms.BoundField]:
        """The entries of the page; those of the second question stand apart, under it."""
        apart = SECOND if self.doubt else ()
        return [field for field in super().visible_fields() if field.name not in apart]
