"""What the region answers to the remarks of the examiners, one entry for each."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from negotiation.clauses import answer_fault
from negotiation.forms.acts import ActForm
from negotiation.models.remarks import Remark


class AnswersForm(ActForm):
    """One entry for each remark; part of them may be saved and the rest done later, or met by a change."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for remark in self.contract.remarks:
            # What the page was made from comes back with what was typed: two agents' answers add up.
            self.fields[remark.key] = forms.CharField(
                label=gettext("Réponse à la remarque : %s") % remark.subject,
                required=False,
                max_length=4000,
                initial=remark.answer.text if remark.answer else "",
                show_hidden_initial=True,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean(self) -> dict:
        for key, text in self.answers.items():
            if fault := answer_fault(text):
                self.add_error(key, fault)
        for remark in self.contract.remarks:
            if remark.answer and self.cleaned_data.get(remark.key) == "":
                self.add_error(remark.key, _("Une réponse donnée ne s’efface pas : écrivez celle qui la remplace."))
        if not self.errors and not self.answers:
            self.add_error(None, _("Aucune réponse n’a changé depuis l’ouverture de la page."))
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, str]:
        """The answers changed on this page: `Remark.key` → words."""
        asked = {remark.key for remark in self.contract.remarks}
        return {
            key: self.cleaned_data[key] for key in self.changed_data if key in asked and self.cleaned_data.get(key)
        }

    def rows(self) -> list[tuple[Remark, forms.BoundField]]:
        """Each remark with its entry, those not met yet first."""
        remarks = sorted(self.contract.remarks, key=lambda remark: remark.is_met)
        return [(remark, self[remark.key]) for remark in remarks]
