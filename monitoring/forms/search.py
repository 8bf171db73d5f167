"""What the lists of the follow-up are narrowed by, read from the address; a value not offered is ignored."""

from dataclasses import dataclass

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import SearchField, search_box
from cper.people.roles import ROLES, Body
from cper.words import search
from monitoring.findings import LABELS
from monitoring.models import FollowedContract
from monitoring.vocabulary import TrancheState
from monitoring.workflow import DUTIES
from negotiation.models import Project
from negotiation.models.contract_queries import holds

# Where the money of a tranche can wait, in the order of its way.
PLACES = tuple(state for state in TrancheState if state not in (TrancheState.JUSTIFIED, TrancheState.CANCELLED))
IN_FORCE, ENDED = "en-vigueur", "echu"
LATE, FOUND = "retards", "constats"
REAL, INVENTED = "reelles", "inventees"
KINDS = (("", _("Toutes")), (REAL, _("Réelles")), (INVENTED, _("Inventées pour la démonstration")))


def kind_of(invented: bool) -> str:
    """The value of the search that keeps contracts of this kind."""
    return INVENTED if invented else REAL


def kind_title(invented: bool) -> str:
    """The head of what is told of contracts of one kind."""
    return gettext("Contrats inventés pour la démonstration") if invented else gettext("Contrats réels")


@dataclass(frozen=True)
class Seen:
    """What the contracts that a person reads are: their regions (slug, name), and whether some are invented."""

    regions: tuple[tuple[str, str], ...]
    both_kinds: bool


class ListSearch(forms.Form):
    """Bind it to the address: every value is optional; the regions, and whether contracts invented for the
    demonstration stand beside real ones, are what the person has seen."""

    def __init__(self, *args, seen: Seen, **kwargs):
        super().__init__(*args, **kwargs)
        if len(seen.regions) > 1:
            choices = [("", _("Toutes les régions")), *seen.regions]
            self.fields["region"] = forms.ChoiceField(label=_("Région"), choices=choices, required=False)
        if seen.both_kinds:
            self.fields["donnees"] = forms.ChoiceField(label=_("Données"), choices=KINDS, required=False)
        self.is_valid()

    def asked(self, name: str) -> str:
        return self.cleaned_data.get(name, "")

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.errors.get("q")) or any(self.cleaned_data.values())

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those of the list asked for."""
        return self.of_region(rows)

    def of_region(self, rows: QuerySet) -> QuerySet:
        """Those of the region and of the kind asked for; the nation's own rows have no region and are real."""
        if self.asked("region"):
            rows = rows.filter(contract__region__slug=self.asked("region"))
        if self.asked("donnees") == REAL:
            rows = rows.filter(Q(contract=None) | Q(contract__invented=False))
        elif self.asked("donnees"):
            rows = rows.filter(contract__invented=True)
        return rows

    @property
    def bar(self) -> dict:
        """The form as the filter bar shows it."""
        return {
            "search": search_box(self) if "q" in self.fields else None,
            "selects": [self._select(name) for name in self.fields if name != "q"],
            "hidden": [],
            "active": self.is_active,
            "reset_url": "?",
        }

    def _select(self, name: str) -> dict:
        return {
            "name": name,
            "label": self.fields[name].label,
            "options": [
                {"value": value, "label": label, "selected": value == self.asked(name)}
                for value, label in self.fields[name].choices
            ],
        }


class ContractSearch(ListSearch):
    """The contracts followed, by words, term and findings."""

    q = SearchField(label=_("Référence, région, intitulé, projet ou lieu"))
    terme = forms.ChoiceField(
        label=_("Terme"),
        choices=(
            ("", _("Tous")),
            (IN_FORCE, _("En vigueur")),
            (ENDED, _("Terminés ou arrêtés")),
        ),
        required=False,
    )
    avec = forms.ChoiceField(
        label=_("Retards et constats"),
        choices=(("", _("Tous")), (LATE, _("Avec des retards")), (FOUND, _("Avec des constats"))),
        required=False,
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows = super().narrow(rows)
        if "q" in self.errors:
            return rows.none()
        for word in search.words(self.asked("q")):
            named = FollowedContract.objects.filter(holds(word), pk=OuterRef("contract"))
            rows = rows.filter(Exists(named) | Exists(holding(word)))
        if self.asked("terme"):
            rows = rows.filter(in_force=self.asked("terme") == IN_FORCE)
        if self.asked("avec"):
            rows = rows.filter(**{"late__gt" if self.asked("avec") == LATE else "findings__gt": 0})
        return rows


def holding(word: str) -> QuerySet:
    """For use inside a query on rows of contracts: their projects whose title, or a site of which, holds this word."""
    keys = {"own": search.key_of("title"), "place": search.key_of("sites__name", "sites__alias", "sites__commune")}
    found = Project.objects.filter(contract=OuterRef("contract")).alias(**keys)
    return found.filter(Q(own__contains=word) | Q(place__contains=word))


class LateSearch(ListSearch):
    """The duties late, by who owes them and by what is owed."""

    chez = forms.ChoiceField(
        label=_("Chez qui"),
        choices=[
            ("", _("Toutes les institutions")),
            *((body.value, capfirst(body.label)) for body in dict.fromkeys(ROLES[rule.role][0] for rule in DUTIES)),
        ],
        required=False,
    )
    obligation = forms.ChoiceField(
        label=_("Obligation"),
        choices=[("", _("Toutes les obligations")), *((rule.code, rule.title) for rule in DUTIES)],
        required=False,
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows = super().narrow(rows)
        if self.asked("chez"):
            rows = rows.filter(institution__body=Body(self.asked("chez")))
        return rows.filter(code=self.asked("obligation")) if self.asked("obligation") else rows


class WaitingSearch(ListSearch):
    """The tranches in which money waits, by where it waits."""

    etat = forms.ChoiceField(
        label=_("Où"), choices=[("", _("Partout")), *((state.value, state.label) for state in PLACES)], required=False
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows = super().narrow(rows)
        return rows.filter(state=self.asked("etat")) if self.asked("etat") else rows


class FindingSearch(ListSearch):
    """What the controls found, by control."""

    controle = forms.ChoiceField(
        label=_("Contrôle"), choices=[("", _("Tous les contrôles")), *LABELS.items()], required=False
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows = super().narrow(rows)
        return rows.filter(rule=self.asked("controle")) if self.asked("controle") else rows
