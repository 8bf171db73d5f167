"""The form of an act of the follow-up: what its page was made from, and the few entries that its row asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.law.texts import ORIGIN
from cper.pages.paper_entry import PaperField
from cper.pages.touched import TouchedForm
from cper.pages.widgets import DayField, MoneyField
from cper.words.french import money
from monitoring import entries
from monitoring.calendar import Quarter
from monitoring.models import Duty, FollowedContract, FundingWindow, Justification, Movement, QuarterReport, Tranche
from monitoring.models.requirements import Met
from monitoring.vocabulary import Action, PaperKind
from negotiation.models.project import Source

LONGEST_TEXT = 4000
# What each act that must say why asks for: the label, and who will read it.
COMMENTS = {
    "send_back": (_("Ce qui manque"), _("La collectivité lit ces remarques avec la liste de ce qui est demandé.")),
    "cancel": (_("Motif de l’annulation"), _("Il reste inscrit au journal du contrat-plan.")),
    "move_session": (
        _("Pourquoi la date change"),
        _("La collectivité et l’ANICT le lisent au journal du trimestre."),
    ),
    "rectify_session": (
        _("Pourquoi cette rectification"),
        _("Elle reste affichée, avec ce qui était écrit et ce motif."),
    ),
    "propose_erratum": (
        _("Motif de l’erratum"),
        _("Il est imprimé sur l’erratum ; le Gouverneur le lit avant de l’adopter."),
    ),
    "reverse_movement": (
        _("Pourquoi ce mouvement est faux"),
        _("Le motif reste affiché à côté des deux mouvements."),
    ),
    "waive": (_("Motif"), _("La collectivité le lit ; accordée, il reste affiché à côté de la règle.")),
    "ask_waiver": (_("Pourquoi déroger"), _("Le Directeur général de l’ANICT le lit avec la règle et les chiffres.")),
    "answer_return": (_("Votre réponse"), _("L’ANICT la lit avec la demande, à la suite de ses remarques.")),
    "refuse_bsi": (_("Motif du refus"), _("Le Président le lit en premier, et peut faire une autre demande.")),
    "ask_complement": (_("Ce qui doit être complété"), _("Le Président le lit en premier, et refait la demande.")),
    "return_report": (_("Vos remarques"), _("La DRPSIAP les lit en premier, et reprend la synthèse.")),
    "lapse_resources": (
        _("Pourquoi ces ressources ne sont pas venues"),
        _("Le motif reste au calendrier ; l’obligation de l’année prend fin."),
    ),
    "lapse": (_("Motif de la carence"), _("Il reste inscrit au calendrier et au journal du contrat-plan.")),
    "declare_lapse": (_("Motif de la carence"), _("Il reste inscrit au calendrier et au journal du contrat-plan.")),
}
SUMS = {
    "approved": _("Somme approuvée"),
    "released": _("Somme débloquée"),
    "paid": _("Somme payée"),
    "declared": _("Somme justifiée par ces pièces"),
}
MOST = {
    "approved": _("Au plus la somme demandée, %s."),
    "released": _("Au plus la somme approuvée, %s."),
    "paid": _("Au plus la somme débloquée, %s."),
    "declared": _("Reste à justifier : %s. Vous pouvez justifier en plusieurs fois."),
}


@dataclass(frozen=True)
class Case:
    """What an act is about, as its page found it: the row of the law, its subject, the day, and what its address or
    the facts add. Money in FCFA; `most` is the most that the sum may be."""

    action: Action
    subject: Any
    day: date
    contract: FollowedContract | None = None
    year: int = 0
    source: Source | None = None
    duty: Duty | None = None
    movement: Movement | None = None
    kind: PaperKind | None = None
    met: Met | None = None
    declared: Justification | None = None
    quarter: Quarter | None = None
    quarters: tuple[Quarter, ...] = ()
    windows: tuple[FundingWindow, ...] = ()
    most: int | None = None

    @property
    def version(self) -> int | None:
        """What `seen` is compared with: of a budget year, its last fact; of a movement of funds, the last one; the
        other acts on a contract have none."""
        if self.of_a_budget:
            last = entries.last_of_year(self.contract, self.source, self.year)
            return last.pk if last else 0
        if self.action.name == "record_movement":
            return entries.last_movement(self.contract)
        return self.subject.version if self.of_a_machine else None

    @property
    def of_a_budget(self) -> bool:
        return bool(self.year and self.source)

    @property
    def of_a_machine(self) -> bool:
        return isinstance(self.subject, Tranche | QuarterReport)


class ActForm(TouchedForm):
    """What the page of every act sends back. What can be overwritten adds what the page was made from."""

    # Fields wanted in some cases only: their hint says which, so they are not marked optional.
    conditional: tuple[str, ...] = ()
    # Whether the page sent only asks for more rows.
    grows = False

    def __init__(self, data: Any = None, files: Any = None, *, case: Case):
        super().__init__(data, files)
        self.case = case
        if case.version is not None:
            self.fields["seen"] = forms.IntegerField(label="", widget=forms.HiddenInput, initial=case.version)

    @property
    def is_current(self) -> bool:
        """Whether the page was made from the subject as it stands."""
        return self.case.version is None or self.data.get("seen") == str(self.case.version)

    @property
    def seen(self) -> dict[str, int]:
        """The version the page was made from, as the operations take it."""
        return {} if self.case.version is None else {"seen": self.cleaned_data["seen"]}

    @property
    def asks_something(self) -> bool:
        return bool(self.visible_fields())

    def given(self, *names: str) -> dict[str, Any]:
        """These of the fields that the form has, as typed."""
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def ask_comment(self) -> None:
        """The reason, where the law wants one."""
        label, hint = COMMENTS[self.case.action.name]
        self.fields["comment"] = text_field(
            label, hint, required=_("Écrivez quelques mots : cet acte est toujours motivé.")
        )

    def ask_paper(self) -> None:
        """The document on which the act rests."""
        action = self.case.action
        said = gettext("Joignez la pièce : %s.") % action.paper.label
        self.fields["file"] = PaperField(
            label=action.paper.label, required=not action.paper_optional, error_messages={"required": said}
        )

    def ask_day(self, label: str, hint: str = "") -> None:
        self.fields["on"] = DayField(
            label=label,
            initial=self.case.day,
            error_messages={"required": _("Donnez cette date.")},
            **({"help_text": hint} if hint else {}),
        )

    def clean_on(self) -> date:
        """A fact is written once it is one."""
        day = self.cleaned_data["on"]
        if day > self.case.day:
            raise ValidationError(gettext("Cette date est à venir : enregistrez l’acte une fois fait."))
        if day < ORIGIN:  # none is older than the decree that made them
            raise ValidationError(gettext("Vérifiez cette date : elle précède les contrats-plans."))
        return day


class MoveForm(ActForm):
    """The form of a plain act: the sum, the day, the paper and the reason that its row asks for, or nothing."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        action = self.case.action
        if action.sum_of in SUMS:
            self._ask_sum(action.sum_of)
        if action.paper:
            self.ask_day(_("Date de la pièce"))
            self.ask_paper()
        if action.comment:
            self.ask_comment()

    def _ask_sum(self, name: str) -> None:
        most = self.case.most
        self.fields["amount"] = MoneyField(
            label=SUMS[name],
            help_text=MOST[name] % money(most) if most is not None else "",
            initial=most,
            min_value=1,
            error_messages={"required": _("Indiquez la somme."), "min_value": _("Indiquez au moins un franc.")},
        )

    def clean_amount(self) -> int:
        amount, most = self.cleaned_data["amount"], self.case.most
        if most is not None and amount > most:
            words = {"amount": money(amount), "most": money(most)}
            raise ValidationError(gettext("%(amount)s, c’est trop : au plus %(most)s.") % words)
        return amount


class PaperForm(ActForm):
    """One paper of a tranche."""

    file = PaperField()


class ReasonForm(ActForm):
    """Why, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_comment()


def text_field(label: str, hint: str = "", *, required: str = "", rows: int = 4, most: int = LONGEST_TEXT):
    """A text of some lines; `required` is the sentence that asks for it, where it is asked for."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else {},
    )


def project_choices(contract: FollowedContract) -> list[tuple[int, str]]:
    """« 1. Aménagement de 4 espaces pastoraux »."""
    return [(project.pk, f"{project.number}. {project.title}") for project in contract.retained]


def capitalised(choices: Any) -> list[tuple[str, str]]:
    """Choices written as inside a sentence, for a list of their own."""
    return [(value, capfirst(str(label))) for value, label in choices]
