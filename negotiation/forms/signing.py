"""What E8 asks for: the clauses that the region writes, the ceremony, the day and the place of each signature."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField
from cper.people.models import Mandate
from cper.people.roles import Body
from cper.words.clock import day_of
from cper.words.french import long_date
from negotiation.clauses import CLAUSES, LABELS, faults, people, plan_years, usual_tranches
from negotiation.dated import ceremony_fault
from negotiation.documents import PARTIES, territory_of
from negotiation.forms.acts import ActForm
from negotiation.models import Contract
from negotiation.models.convention_requirements import current_draft, same_text

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


def one_a_line(text: str) -> str:
    """People, each with function and name, blank lines dropped; a line that lacks either is refused."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    for line, (function, name) in zip(lines, people("\n".join(lines)), strict=True):
        if not (function and name):
            raise forms.ValidationError(
                gettext("« %s » : écrivez la fonction, deux points, puis le nom de la personne.") % line
            )
    return "\n".join(lines)


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
        return one_a_line(self.cleaned_data["team"])

    def clean(self) -> dict:
        for name, fault in faults(self.cleaned_data, plan_years(self.contract)).items():
            self.add_error(name, capfirst(fault))
        if not self.errors and (unchanged := same_text(self.contract, self.clauses)):
            self.add_error(None, unchanged)
        return self.cleaned_data

    @property
    def clauses(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CLAUSES}


class CeremonyForm(ActForm):
    """The ceremony convened with the approval, today at the earliest; who signs there, where two could."""

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
        who = (self.contract.region, self.day)
        self.candidates = {body: Mandate.objects.ever_may_sign(body, *who) for body in PARTIES}
        for body, mandates in self.candidates.items():
            if len(mandates) > 1:
                self.fields[body.value] = self._choice(body, mandates)

    def _choice(self, body: Body, mandates: list[Mandate]) -> forms.ChoiceField:
        """Who signs for that party: whoever is in office today, unless somebody else is chosen."""
        in_office = Mandate.objects.who_signs(body, self.contract.region, self.day)
        return forms.ChoiceField(
            label=gettext("Qui signera %s") % party(body, self.contract),
            help_text=_("La convention nomme cette personne, qui est seule à signer pour cette partie."),
            choices=[(str(mandate.pk), mandate.introduced) for mandate in mandates],
            initial=str(in_office.pk) if in_office else None,
            widget=forms.RadioSelect,
            required=False,
        )

    @property
    def chosen(self) -> list[Mandate]:
        """Those chosen on the page; none for a party where only one could sign."""
        picked = {self.cleaned_data.get(body.value) for body in self.candidates}
        return [mandate for mandates in self.candidates.values() for mandate in mandates if str(mandate.pk) in picked]

    @property
    def signers(self) -> list[dict[str, str]]:
        """Who will sign for each party where only one could, as rows; nobody, said so."""
        return [
            {
                "label": capfirst(gettext("signera %s") % party(body, self.contract)),
                "value": mandates[0].introduced if mandates else gettext("personne n’a ce mandat"),
            }
            for body, mandates in self.candidates.items()
            if len(mandates) < 2
        ]

    def clean_ceremony_on(self) -> date:
        if wrong := ceremony_fault(self.cleaned_data["ceremony_on"], self.day):
            raise forms.ValidationError(wrong)
        return self.cleaned_data["ceremony_on"]


def party(body: Body, contract: Contract) -> str:
    """« pour l’État », « pour la Région de Kayes »."""
    whom = gettext("l’État") if body == Body.GOVERNORATE else territory_of(contract).the_full_name
    return gettext("pour %s") % whom


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
    attended = forms.CharField(
        label=_("Membres du CROCSAD présents"),
        help_text=_(
            "Une personne par ligne : sa fonction, deux points, son nom. Le procès-verbal de signature les nomme ; "
            "sans liste, il dit qu’ils ne sont pas indiqués."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.text = current_draft(self.contract)
        if self.text and self.text.is_approved:
            self.initial |= {"signed_on": self.text.ceremony_on, "signed_place": self.text.ceremony_place}
        told = [given.attended for given in self.contract.assents.all() if given.attended and not given.voided]
        if told:
            self.initial["attended"] = told[0]
            self.fields["attended"].help_text = _(
                "Liste donnée avec l’autre signature : gardez-la, ou corrigez-la. Une personne par ligne : sa "
                "fonction, deux points, son nom."
            )

    def clean_attended(self) -> str:
        """What was first told of it is proposed to who signs next, who may tell it otherwise."""
        return one_a_line(self.cleaned_data["attended"])

    def clean_signed_on(self) -> date:
        signed_on = self.cleaned_data["signed_on"]
        if signed_on > self.day:
            raise forms.ValidationError(_("Ce jour est à venir : une signature s’enregistre une fois donnée."))
        if self.text and self.text.is_approved and signed_on < day_of(self.text.approved_at):
            approved = long_date(day_of(self.text.approved_at))
            words = gettext("La convention n’était pas approuvée ce jour-là : elle l’est depuis le %s.")
            raise forms.ValidationError(words % approved)
        return signed_on
