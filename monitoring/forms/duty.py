"""A duty that has an act of its own: done, with its document, or let lapse, with its reason."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.paper_entry import PaperField
from monitoring import order
from monitoring.forms.acts import ActForm, text_field
from monitoring.models import Fulfilment

HELD, LAPSED = "held", "lapsed"


class DutyForm(ActForm):
    """The day, the document, what came of it; where the duty may lapse that day, first whether it was done at all."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        duty = self.case.duty
        rule = duty.rule
        # Until its day has passed, what may lapse can still be done.
        may_lapse = rule.may_lapse and not (duty.due_on and duty.due_on >= self.case.day)
        if rule.may_lapse:
            self.conditional = ("file", "note") if may_lapse else ()
            lapsed = [(LAPSED, _("ne s’est pas tenue (carence)"))] if may_lapse else []
            self.fields["outcome"] = forms.ChoiceField(
                label=_("La réunion"),
                choices=[(HELD, _("s’est tenue")), *lapsed],
                initial=None if may_lapse else HELD,
                widget=forms.RadioSelect,
                error_messages={"required": _("Dites si la réunion s’est tenue.")},
            )
            self.ask_day(_("Date"), _("De la réunion ou du constat, par exemple 31/08/2018."))
        else:
            self.ask_day(_("Date du document"))
        self._ask_document(capfirst(str(rule.document)), may_lapse=may_lapse)
        self.former = order.standing(self.case.contract, duty.code, duty.key)
        if self.former:
            self._correct(self.former)

    def _correct(self, former: Fulfilment) -> None:
        """Once settled, the form begins with what was written and asks why it is corrected."""
        self.initial |= {"on": former.on, "note": former.note, "outcome": LAPSED if former.lapsed else HELD}
        self.fields["reason"] = text_field(
            _("Pourquoi cette correction"),
            _("Ce qui est corrigé reste au journal, avec ce motif."),
            required=_("Dites pourquoi en quelques mots : le motif reste affiché."),
            rows=2,
            most=1000,
        )

    def _ask_document(self, label: str, *, may_lapse: bool) -> None:
        self.missing_file = gettext("Joignez la pièce : %s.") % label.lower()
        self.fields["file"] = PaperField(
            label=label, required=not may_lapse, error_messages={"required": self.missing_file}
        )
        if may_lapse:
            hint = _("Obligatoire en cas de carence : pourquoi la réunion ne s’est pas tenue.")
            self.fields["note"] = text_field(_("Suites données, ou motif de la carence"), hint)
        else:
            self.fields["note"] = text_field(_("Suites données"), rows=3)

    def clean(self) -> dict:
        typed = self.cleaned_data
        outcome = typed.get("outcome", HELD if "outcome" not in self.fields else None)
        if outcome == LAPSED and not typed.get("note") and "note" not in self.errors:
            self.add_error("note", gettext("Dites pourquoi : une carence est toujours motivée."))
        wrong = typed.get("on") and order.meeting(
            self.case.contract,
            self.case.duty,
            typed["on"],
            lapsed=outcome == LAPSED,
            settled=self.former is not None,
        )
        if wrong:
            self.add_error("on", wrong)
        if outcome == HELD and not typed.get("file") and "file" not in self.errors:
            self.add_error("file", self.missing_file)
        return typed

    @property
    def lapsed(self) -> bool:
        return self.cleaned_data.get("outcome") == LAPSED
