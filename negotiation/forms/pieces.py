"""The form that files a paper: the file, and what the paper is known by."""

import re
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.paper_entry import PaperField
from cper.pages.widgets import Checkbox, DayField
from cper.papers.identity import Identity, SessionKind
from cper.papers.sniffing import Examined
from negotiation import dated, same_number
from negotiation.models import Contract, Piece
from negotiation.models.checklist import Slot
from negotiation.refiled import same_paper
from negotiation.workflow import Mark, PieceKind

# « N° », « n° », « No. »: printed before the number, not part of it.
PREFIX = re.compile(r"^\s*n\s*[°ºo]\.?\s*(?=\S*\d)", re.IGNORECASE)
# What the day of a paper is called, and which day it is, where that could be doubted.
DAYS = {
    PieceKind.CROCSAD_REPORT: (_("Date de la session"), ""),
    PieceKind.SESSION_MINUTES: (_("Date du procès-verbal"), _("Le jour de la session consignée, ou un jour d’après.")),
}


class PieceForm(forms.Form):
    """One file of an admitted kind; `examined` is what was found in it, `identity` what the paper is known by."""

    title = forms.CharField(
        label=_("Titre de l’annexe"),
        help_text=_("Tel qu’il sera lu dans la liste des annexes de la convention."),
        max_length=200,
        error_messages={"required": _("Donnez un titre à cette annexe.")},
    )
    number = forms.CharField(
        label=_("Numéro"),
        help_text=_("Tel qu’il figure sur la pièce, par exemple 12/CR-K."),
        max_length=60,
        error_messages={"required": _("Donnez le numéro que porte la pièce.")},
    )
    dated_on = DayField(
        label=_("Date"),
        error_messages={"required": _("Donnez la date que porte la pièce.")},
    )
    session = forms.ChoiceField(
        label=_("Session"),
        choices=[(kind, capfirst(kind.label)) for kind in SessionKind],
        widget=forms.RadioSelect(attrs={"class": "radios--inline"}),
        error_messages={"required": _("Dites si la session était ordinaire ou extraordinaire.")},
    )
    session_name = forms.CharField(
        label=_("Nom de la session"),
        help_text=_("S’il y en a un, par exemple : première session de l’année 2026."),
        max_length=120,
        required=False,
    )
    file = PaperField()

    def __init__(self, *args: Any, contract: Contract, slot: Slot, day: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.contract, self.slot, self.day = contract, slot, day
        marks = slot.rule.marks
        for mark in Mark:
            if mark not in marks:
                del self.fields[mark.value]
            elif mark in slot.rule.may_lack:
                self.fields[mark.value].required = False
        if Mark.SESSION not in marks:
            del self.fields["session_name"]
        if slot.kind in DAYS:
            self.fields["dated_on"].label, self.fields["dated_on"].help_text = DAYS[slot.kind]

    def clean_number(self) -> str:
        """Without the « n° » that will be printed before it."""
        number = PREFIX.sub("", " ".join(self.cleaned_data["number"].split()))
        if number and not any(sign.isdigit() for sign in number):
            raise ValidationError(_("Un numéro compte au moins un chiffre, par exemple 12/CR-K."))
        return number

    def clean_dated_on(self) -> date:
        """In the order of the procedure (`negotiation.dated`)."""
        day = self.cleaned_data["dated_on"]
        if wrong := dated.paper_fault(self.contract, self.slot, day, self.day):
            raise ValidationError(wrong)
        return day

    def clean(self) -> dict:
        """A paper that is not the one in force, as it stands."""
        if not self.errors and (same := same_paper(self.contract, self.slot, self.examined.sha256, self.identity)):
            self.cleaned_data["file"].refused = True  # to be chosen again, not kept
            self.add_error("file", same)
        if not self.errors and (question := same_number.question(self.contract, self._others())):
            self._ask_twice(question)
        return self.cleaned_data

    def _others(self) -> list[Piece]:
        return same_number.others(self.contract, self.slot, self.identity)

    def _ask_twice(self, question: str) -> None:
        """Ask whether the number is right; another number is asked again."""
        self.fields["number_is_right"] = forms.BooleanField(
            label=_("Ce numéro et cette date sont bien ceux que porte la pièce"),
            widget=Checkbox(self.identity.numbered),
        )
        if not self["number_is_right"].data:
            again = gettext("%s Vérifiez les deux pièces ; si ce numéro est le bon, confirmez-le.")
            self.add_error("number_is_right", again % question)

    @property
    def examined(self) -> Examined:
        return self.cleaned_data["file"].examined

    @property
    def identity(self) -> Identity:
        """What the paper is known by, as typed."""
        marks = (field.name for field in fields(Identity))
        return Identity(**{name: self.cleaned_data[name] for name in marks if name in self.cleaned_data})

    @property
    def paper(self) -> dict[str, Any]:
        """The file, what was found in it and what it is known by: what `operations.attach_piece` files."""
        return {"file": self.cleaned_data["file"], "examined": self.examined, "identity": self.identity}
