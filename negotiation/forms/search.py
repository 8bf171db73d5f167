"""What the list of dossiers is narrowed and sorted by, read from the address; a value not offered is ignored."""

from collections.abc import Iterable

from django import forms
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import SearchField, search_box
from cper.people.roles import ROLES, Body
from cper.places.models import Region
from negotiation.models import Turn
from negotiation.models.contract_queries import ContractQuerySet
from negotiation.workflow import ENDED, STAGES, Step

UNDER_WAY = "en-cours"
STEPS = (
    ("", _("Toutes les étapes")),
    (UNDER_WAY, _("En négociation")),
    *((stage.step.value, f"{stage.code} · {stage.step.label}") for stage in STAGES),
    *((step.value, step.label) for step in ENDED),
)
# The bodies that can be awaited.
HOLDERS = ("", *dict.fromkeys(body for body, _functions in ROLES.values() if body != Body.PLATFORM))
SORTS = {
    "reference": ("reference",),
    "-reference": ("-reference",),
    "montant": (F("amount").asc(nulls_first=True), "-pk"),
    "-montant": (F("amount").desc(nulls_last=True), "-pk"),
    "depuis": ("held_since", "pk"),
    "-depuis": ("-held_since", "-pk"),
}
NEWEST_FIRST = "-depuis"


class DossierSearch(forms.Form):
    """Words, step, region, holder, order. Bind it to the address; every value is optional."""

    q = SearchField(label=_("Référence, région ou intitulé"))
    etape = forms.ChoiceField(label=_("Étape"), choices=STEPS, required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)
    chez = forms.ChoiceField(
        label=_("Chez qui"),
        choices=[(body, Body(body).label if body else _("Toutes les institutions")) for body in HOLDERS],
        required=False,
    )
    tri = forms.ChoiceField(choices=[(name, name) for name in SORTS], required=False, widget=forms.HiddenInput)

    def __init__(self, *args, regions: Iterable[Region], **kwargs):
        super().__init__(*args, **kwargs)
        if regions:
            self.fields["region"].choices = [("", _("Toutes les régions")), *((r.slug, r.name) for r in regions)]
        else:
            del self.fields["region"]
        self.is_valid()

    @property
    def order(self) -> str:
        return self.cleaned_data.get("tri") or NEWEST_FIRST

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.errors.get("q")) or any(value for name, value in self.cleaned_data.items() if name != "tri")

    def narrow(self, contracts: ContractQuerySet) -> ContractQuerySet:
        """The contracts asked for, in the order asked for, each with its `amount`; they come with `held_since`."""
        asked = self.cleaned_data
        if "q" in self.errors:
            return contracts.with_amount().none()
        contracts = contracts.matching(asked.get("q", ""))
        if asked.get("etape") == UNDER_WAY:
            contracts = contracts.exclude(step__in=ENDED)
        elif asked.get("etape"):
            contracts = contracts.filter(step=Step(asked["etape"]))
        if asked.get("region"):
            contracts = contracts.filter(region__slug=asked["region"])
        if asked.get("chez"):
            held = Turn.objects.filter(contract=OuterRef("pk"), institution__body=asked["chez"])
            contracts = contracts.filter(Exists(held))
        return contracts.with_amount().order_by(*SORTS[self.order])

    @property
    def bar(self) -> dict:
        """The form as the filter bar shows it."""
        return {
            "search": search_box(self),
            "selects": [self._select(name) for name in ("etape", "region", "chez") if name in self.fields],
            "hidden": [{"name": "tri", "value": self.order}] if self.order != NEWEST_FIRST else [],
            "active": self.is_active,
            "reset_url": "?",
        }

    def _select(self, name: str) -> dict:
        chosen = self.cleaned_data.get(name, "")
        return {
            "name": name,
            "label": self.fields[name].label,
            "options": [
                {"value": value, "label": label, "selected": value == chosen}
                for value, label in self.fields[name].choices
            ],
        }
