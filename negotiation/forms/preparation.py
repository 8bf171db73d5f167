"""What the region types into its dossier: its general data and its projects."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import DayField, MoneyField, MonthsField
from cper.people.models import Institution
from cper.people.roles import Body
from cper.places.models import Region
from cper.words import french
from negotiation.forms.seen import SeenForm, packed
from negotiation.forms.sites import places_of, site_rows
from negotiation.models import Contract, Domain, Project
from negotiation.models.selected import CONTRACT_HELD, PROJECT_FREE, start_fault


class ContractForm(SeenForm):
    """The general data of a dossier; only the title is needed to begin."""

    FACTS = ("title", "starts_on", "duration_months", "pdesc_from", "pdesc_to", "generation")

    title = forms.CharField(
        label=_("Intitulé du contrat-plan"),
        help_text=_("Ce que le contrat apporte au territoire, en une ligne."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Écrivez l’intitulé du contrat-plan.")},
    )
    starts_on = DayField(
        label=_("Début prévu"),
        help_text=_("Les années du plan de financement en découlent. Par exemple 01/01/2027."),
        required=False,
    )
    duration_months = MonthsField(
        label=_("Durée du contrat, en mois"), help_text=_("Cinq ans font 60 mois."), required=False
    )
    pdesc_from = DayField(label=_("PDESC valide du"), required=False)
    pdesc_to = DayField(label=_("PDESC valide au"), required=False)
    generation = forms.CharField(
        label=_("Génération"),
        help_text=_("Par exemple : première génération."),
        max_length=60,
        required=False,
    )

    def __init__(self, data: Any = None, *, contract: Contract):
        self.contract = contract
        self.standing = {fact: getattr(contract, fact) for fact in self.FACTS}
        super().__init__(data, initial=self.standing | {"seen": contract.version, "base": packed(self.standing)})
        if contract.is_selected:
            self.settle(contract, CONTRACT_HELD, "contract")

    def clean_title(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_starts_on(self) -> date | None:
        """Within its year, once the projects are selected."""
        if wrong := start_fault(self.contract, self.cleaned_data["starts_on"]):
            raise ValidationError(wrong)
        return self.cleaned_data["starts_on"]

    def clean(self) -> dict:
        facts = super().clean()
        start, end = facts.get("pdesc_from"), facts.get("pdesc_to")
        if start and end and end <= start:
            self.add_error("pdesc_to", _("La fin de validité du PDESC précède son début."))
        return facts

    @property
    def facts(self) -> dict:
        """The fields of the contract, cleaned."""
        return {fact: self.cleaned_data[fact] for fact in self.FACTS if fact in self.fields}


class OpeningForm(ContractForm):
    """The same for a dossier that does not exist yet; who has mandates in several councils says for which one."""

    seen = base = None
    region = forms.TypedChoiceField(
        label=_("Collectivité"),
        error_messages={
            "required": _("Choisissez la collectivité qui ouvre le dossier."),
            "invalid_choice": _("Choisissez une des collectivités de votre mandat."),
        },
    )
    field_order = ("region", *ContractForm.FACTS)

    def __init__(self, data: Any = None, *, regions: Sequence[Region]):
        super().__init__(data, contract=Contract())
        self.regions = {str(region.pk): region for region in regions}
        if len(regions) == 1:
            del self.fields["region"]
        else:
            choices = [(pk, region.full_name) for pk, region in self.regions.items()]
            self.fields["region"].choices = [("", _("Choisir une collectivité")), *choices]

    @property
    def chosen_region(self) -> Region:
        return self.regions[self.cleaned_data.get("region") or next(iter(self.regions))]


def options(choices: Any, prompt: str) -> list[tuple[str, str]]:
    """The choices of a list to pick from, with capitals, under a prompt."""
    return [("", prompt), *((value, capfirst(label)) for value, label in choices.choices)]


class ProjectForm(SeenForm):
    """A project without its sites and shares. A draft needs its title and its cost; submission asks for the rest."""

    FACTS = (
        "title",
        "purpose",
        "nature",
        "scale",
        "domain",
        "ministry",
        "owner",
        "owner_name",
        "owner_act",
        "duration_months",
        "cost",
    )

    title = forms.CharField(
        label=_("Intitulé du projet"),
        help_text=_("Tel qu’il figure dans le PDESC."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Écrivez l’intitulé du projet.")},
    )
    purpose = forms.CharField(
        label=_("Objet et résultats attendus"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    nature = forms.ChoiceField(
        label=_("Nature"), choices=options(Project.Nature, _("Choisir une nature")), required=False
    )
    scale = forms.ChoiceField(
        label=_("Échelle"), choices=options(Project.Scale, _("Choisir une échelle")), required=False
    )
    domain = forms.ChoiceField(label=_("Domaine"), choices=options(Domain, _("Choisir un domaine")), required=False)
    ministry = forms.ModelChoiceField(
        Institution.objects.filter(body=Body.SECTOR),
        label=_("Ministère concerné"),
        help_text=_("Il donnera son avis sur le dossier à l’étape E5."),
        empty_label=_("Choisir un ministère"),
        required=False,
        error_messages={"invalid_choice": _("Choisissez un des ministères de la liste.")},
    )
    owner = forms.ChoiceField(
        label=_("Maître d’ouvrage"),
        help_text=_(
            "La collectivité pour un projet régional ; l’État ou des inter-collectivités pour un interrégional ; la "
            "collectivité ou un délégataire pour un projet communal ou local. La convention l’imprime (article 8)."
        ),
        choices=[(owner, capfirst(owner.label)) for owner in Project.Owner],
        initial=Project.Owner.COUNCIL,
        required=False,
    )
    owner_name = forms.CharField(
        label=_("Nom du maître d’ouvrage"),
        help_text=_("S’il n’est pas la collectivité : le service de l’État, les collectivités, le délégataire."),
        max_length=160,
        required=False,
    )
    owner_act = forms.CharField(
        label=_("Convention spécifique"),
        help_text=_("Pour un délégataire, quand elle est conclue : par la convention spécifique n° 4 du 3 mai 2026."),
        max_length=160,
        required=False,
    )
    duration_months = MonthsField(
        label=_("Durée d’exécution, en mois"),
        help_text=_("Elle ne dépasse pas celle du contrat."),
        required=False,
    )
    cost = MoneyField(
        label=_("Coût total déclaré"),
        help_text=_("Celui de l’étude de faisabilité, toutes taxes comprises ; 0 s’il n’est pas encore connu."),
        error_messages={"required": _("Indiquez le coût total déclaré, ou 0 s’il n’est pas encore connu.")},
    )

    def __init__(
        self, data: Any = None, *, project: Project | None, initial: Any = None, say: Callable[[str], str] = str
    ):
        """`say` gives the words of the law as they read for the collectivité (`Offices.said`)."""
        super().__init__(data, initial=initial or (self._standing(project) if project else {}))
        self.say = say
        for name in ("scale", "owner"):
            self.fields[name].choices = [(code, say(label)) for code, label in self.fields[name].choices]
        if project is None:
            del self.fields["seen"], self.fields["base"]
        elif project.contract.is_selected:
            self.settle(project, set(self.FACTS) - set(PROJECT_FREE), "project")

    def _standing(self, project: Project) -> dict:
        columns = {fact: fact for fact in self.FACTS} | {"ministry": "ministry_id", "seen": "revision"}
        return {entry: getattr(project, column) for entry, column in columns.items()} | {"base": base_of(project)}

    def clean_title(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_owner(self) -> str:
        """The collectivité where nothing is chosen."""
        return self.cleaned_data["owner"] or Project.Owner.COUNCIL

    def clean(self) -> dict:
        """An owner that fits the scale; a name and a convention only where they mean something."""
        facts = super().clean()
        owner, scale = facts.get("owner"), facts.get("scale", "")
        if owner and owner not in Project.OWNERS[scale]:
            labels = (self.say(Project.Owner(one).label) for one in Project.OWNERS[scale])
            allowed = french.sequence(labels, last=_("ou"))
            message = gettext("À cette échelle, le maître d’ouvrage est %(allowed)s.")
            self.add_error("owner", message % {"allowed": allowed})
        if owner == Project.Owner.COUNCIL and facts.get("owner_name"):
            self.add_error("owner_name", _("La collectivité se nomme d’elle-même : effacez ce nom."))
        if owner and owner != Project.Owner.DELEGATE and facts.get("owner_act"):
            self.add_error("owner_act", _("Seul un délégataire a une convention spécifique : effacez-la."))
        return facts

    @property
    def facts(self) -> dict:
        """The fields of the project, cleaned."""
        return {fact: self.cleaned_data[fact] for fact in self.FACTS if fact in self.fields}


def facts_of(project: Project) -> dict[str, Any]:
    """What the page of a project writes, its sites apart."""
    columns = {fact: fact for fact in ProjectForm.FACTS} | {"ministry": "ministry_id"}
    return {entry: getattr(project, column) for entry, column in columns.items()}


def base_of(project: Project) -> str:
    return packed(facts_of(project) | {"sites": places_of(project)})


class ProjectEntry:
    """A project and its sites, typed on one page.

    A button that asks for more (`more`: further rows of sites, the cercles of every region) sends all that is typed;
    the page then comes back as it was, unjudged.
    """

    def __init__(self, data: Any = None, *, contract: Contract, day: date, project: Project | None = None):
        self.region, self.day = contract.region, day
        self.reopened = bool(data and data.get("more"))
        typed = {"initial": data.dict()} if self.reopened else {"data": data}
        self.form = ProjectForm(**typed, project=project, say=contract.offices.said)
        self.sites = (
            None
            if project and contract.is_selected
            else site_rows(data, region=contract.region, day=day, project=project, reopened=self.reopened)
        )

    @property
    def forms(self) -> list:
        """Both, for the summary of errors."""
        return [form for form in (self.form, self.sites) if form is not None]

    @property
    def site_facts(self) -> list[dict] | None:
        """The fields of each Site; None once they no longer change."""
        return None if self.sites is None else self.sites.facts

    def reconcile(self, project: Project) -> list[dict]:
        """`SeenForm.reconcile` for the whole page; the sites are one thing, touched or not."""
        base, theirs = self.form.made_from, places_of(project)
        told = self.form.reconcile(facts_of(project))
        self.form.data["base"] = base_of(project)
        if self.sites is None:
            return told
        mine = self.sites.places
        before = base.get("sites") if isinstance(base, dict) else None
        if mine == before:
            self.sites = site_rows(None, region=self.region, day=self.day, project=project)
        elif theirs not in (before, mine):
            words = {name: " ; ".join(row[0] for row in rows) for name, rows in (("mine", mine), ("theirs", theirs))}
            told.append({"label": gettext("Ses sites"), **words})
        return told

    def is_valid(self) -> bool:
        """Whether both can be saved; both are judged, so that every error shows at once."""
        return not self.reopened and all([form.is_valid() for form in self.forms])
