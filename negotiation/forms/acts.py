"""The form of an act: the version of the dossier its page was made from, and the words that some acts ask for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cper.pages.touched import TouchedForm
from cper.people.models import Mandate
from negotiation.models import Contract
from negotiation.workflow import Action

LONGEST_COMMENT = 4000
# What each act that must say why asks for: the label, and who will read it.
COMMENTS = {
    "send_back": (
        _("Ce qui est à mettre en conformité"),
        _("La collectivité lit ces remarques avec les réponses aux quatre critères."),
    ),
    "resubmit": (
        _("Ce qui a été corrigé"),
        _("Les ministères lisent ce texte avant de rendre leur nouvel avis."),
    ),
    "return_list": (
        _("Ce qui est à revoir dans la liste"),
        _("Le Président (ou le Maire) et le Gouverneur dressent une nouvelle liste à partir de ces remarques."),
    ),
    "return_convention": (
        _("Ce qui est à revoir dans la rédaction"),
        _("La collectivité propose un autre texte à partir de ces remarques."),
    ),
    "withdraw": (_("Motif du retrait"), _("Il reste inscrit au journal du dossier.")),
    "close": (_("Motif du classement"), _("La collectivité le lit ; il reste inscrit au journal du dossier.")),
}


class ActForm(TouchedForm):
    """What the page of every act sends back; made for a dossier, a row of the law, a mandate and a day."""

    seen = forms.IntegerField(label="", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, contract: Contract, action: Action, mandate: Mandate | None, day: date):
        super().__init__(data, initial={"seen": contract.version})
        self.contract, self.action, self.mandate, self.day = contract, action, mandate, day

    @property
    def is_current(self) -> bool:
        """Whether the page was made from the dossier as it stands."""
        return self.data.get("seen") == str(self.contract.version)

    @property
    def seen_version(self) -> int:
        return self.cleaned_data["seen"]

    @property
    def asks_something(self) -> bool:
        return bool(self.visible_fields())


class MoveForm(ActForm):
    """The form of a plain act: nothing to fill in, or the reason where the law wants one."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.action.comment:
            label, hint = COMMENTS[self.action.name]
            begun = self.begun()
            self.fields["comment"] = forms.CharField(
                label=label,
                help_text=self.contract.offices.said(hint),
                # What the site writes by itself leaves all its room to the person.
                max_length=LONGEST_COMMENT + len(begun),
                initial=begun,
                widget=forms.Textarea(attrs={"rows": 6}),
                error_messages={"required": _("Écrivez quelques mots : cet acte est toujours motivé.")},
            )

    def begun(self) -> str:
        """What the words begin with: what the site knows of the reason."""
        return ""

    @property
    def comment(self) -> str:
        """The words typed; empty for an act that asks for none."""
        return self.cleaned_data.get("comment", "")
