"""What E8 asks for: the clauses that the region writes, the ceremony, the day and the place of each signature."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from negotiation.clauses import CLAUSES, LABELS, faults, plan_years
from negotiation.clock import day_of
from negotiation.convention import usual_tranches
from negotiation.forms.acts import ActForm
from negotiation.french import long_date
from negotiation.models.convention_requirements import current_draft
from negotiation.widgets import DayField

LONGEST_CLAUSE = 2000


def clause(name: str, hint: str, *, rows: int = 5) -> forms.CharField:
    """A clause of the convention: none may be left empty."""
    return forms.CharField(
        label=LABELS[name],
        help_text=hint,
        max_length=LONGEST_CLAUSE,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Écrivez cette clause : la convention ne se propose pas avec un blanc.")},
    )


class ProposalForm(ActForm):
    """The clauses of the text to propose, begun with those of the text before it."""

    team = clause(
        "team",
        _("Une personne par ligne : sa fonction, deux points, son nom. Par exemple : Chef de projet : Awa Traoré"),
    )
    tranches = clause(
        "tranches",
        _("Leur nombre, la part de chacune et la justification demandée avant la suivante."),
    )
    suspension = clause(
        "suspension",
        _("Le délai laissé à la partie mise en demeure, la procédure, et ce qu’il advient des projets en cours."),
    )
    disputes = clause(
        "disputes",
        _("La voie à suivre et ses délais : autorité saisie d’abord, puis juridiction."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        former = self.contract.drafts.first()
        self.initial |= former.clauses if former else {"tranches": usual_tranches(plan_years(self.contract))}

    def clean_team(self) -> str:
        """Each line with its function and its name, blank lines dropped."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["team"].splitlines() if line.strip()]
        for line in lines:
            function, _colon, name = line.partition(":")
            if not (function.strip() and name.strip()):
                raise forms.ValidationError(
                    gettext("« %s » : écrivez la fonction, deux points, puis le nom de la personne.") % line
                )
        return "\n".join(lines)

    def clean(self) -> dict:
        for name, fault in faults(self.cleaned_data, plan_years(self.contract)).items():
            self.add_error(name, capfirst(fault))
        return self.cleaned_data

    @property
    def clauses(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CLAUSES}


class CeremonyForm(ActForm):
    """The ceremony convened with the approval: today at the earliest."""

    ceremony_on = DayField(
        label=_("Date de la cérémonie"),
        help_text=_("Par exemple 31/08/2018. La signature s’enregistre dès ce jour."),
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


class SignatureForm(ActForm):
    """When and where the paper was signed: at the ceremony, unless told otherwise."""

    signed_on = DayField(
        label=_("Jour de votre signature"),
        help_text=_("Le jour où vous avez signé les originaux. Le contrat-plan est daté de la dernière des deux."),
        error_messages={"required": _("Donnez le jour où vous avez signé.")},
    )
    signed_place = forms.CharField(
        label=_("Lieu de votre signature"),
        max_length=120,
        error_messages={"required": _("Dites où vous avez signé.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.text = current_draft(self.contract)
        if self.text and self.text.is_approved:
            self.initial |= {"signed_on": self.text.ceremony_on, "signed_place": self.text.ceremony_place}

    def clean_signed_on(self) -> date:
        signed_on = self.cleaned_data["signed_on"]
        if signed_on > self.day:
            raise forms.ValidationError(_("Ce jour est à venir : une signature s’enregistre une fois donnée."))
        if self.text and self.text.is_approved and signed_on < day_of(self.text.approved_at):
            approved = long_date(day_of(self.text.approved_at))
            words = gettext("La convention n’était pas approuvée ce jour-là : elle l’est depuis le %s.")
            raise forms.ValidationError(words % approved)
        return signed_on
