"""What the ANICT types of a file: what a return is about and why; whether a rule is set aside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.forms.acts import ActForm, ReasonForm
from monitoring.models.requirements import named

GRANTED, REFUSED = "granted", "refused"


class ReturnForm(ActForm):
    """The pieces and points that the return is about, then why."""

    concerns = forms.MultipleChoiceField(
        label=_("Ce que le retour concerne"),
        help_text=_("La collectivité remplace ou explique chaque point coché avant de redemander la tranche."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une pièce ou un point.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["concerns"].choices = list(named(self.case.subject).items())
        self.ask_comment()


class WaiveForm(ReasonForm):
    """Why a rule of the window is set aside; where the region asked for it, first whether it is."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_asked:
            outcome = forms.ChoiceField(
                label=_("La dérogation est"),
                choices=[(GRANTED, _("accordée")), (REFUSED, _("refusée"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Dites si la dérogation est accordée ou refusée.")},
            )
            self.fields = {"outcome": outcome, **self.fields}

    @property
    def is_asked(self) -> bool:
        return self.case.met.code in self.case.subject.waivers_asked

    @property
    def refused(self) -> bool:
        return self.cleaned_data.get("outcome") == REFUSED
