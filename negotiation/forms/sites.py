"""The places of a project, one a row; an emptied row takes its place out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cper.pages.widgets import PointField
from cper.places.models import CerclePlacement, Region, valid_on
from cper.places.points import written
from negotiation.models import Project, Site

PREFIX = "sites"
ROWS_AT_FIRST = 3
ROWS_MORE = 3
MOST_ROWS = 60
ROW = re.compile(rf"{PREFIX}-(\d{{1,2}})-")
SAID_COMMUNE = re.compile(r"^commune (?:rurale |urbaine )?(?:de |d[’'])", re.IGNORECASE)
CUT = _(
    "Une partie de cette page n’est pas arrivée, et rien n’est enregistré : vérifiez chaque ligne, puis enregistrez."
)
# What a row holds: where it is, then what says more of it.
PLACE = ("name", "kind", "cercle")
MORE = ("commune", "alias", "point", "note")


@dataclass(frozen=True)
class Cercles:
    """The cercles by the region they lie in on a day, the dossier's own region first."""

    own: list[tuple[int, str]]
    groups: list[tuple[str, list[tuple[int, str]]]]

    def offered(self, *, everywhere: bool) -> list:
        """What the list to pick from shows: the own region's, or every region's."""
        return [("", _("À préciser")), *(self.groups if everywhere else self.groups[:1])]

    def own_has(self, pk: Any) -> bool:
        return any(str(pk) == str(own) for own, _name in self.own)


def cercles_around(region: Region, day: date) -> Cercles:
    """The cercles as they lie on that day. One query."""
    grouped: dict[Region, list[tuple[int, str]]] = {region: []}
    placements = CerclePlacement.objects.filter(valid_on(day)).select_related("cercle", "region")
    for placement in placements.order_by("region__code", "cercle__name"):
        grouped.setdefault(placement.region, []).append((placement.cercle_id, placement.cercle.name))
    groups = [(home.full_name, cercles) for home, cercles in grouped.items() if cercles]
    return Cercles(grouped[region], groups)


class SiteForm(forms.Form):
    """One place. `site` is the number it keeps in its project; none for a place that is new."""

    site = forms.CharField(label="", required=False, max_length=20, widget=forms.HiddenInput)
    name = forms.CharField(max_length=120, error_messages={"required": _("Nommez ce lieu, ou videz toute la ligne.")})
    kind = forms.ChoiceField(choices=[(kind, capfirst(label)) for kind, label in Site.Kind.choices], required=False)
    cercle = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    commune = forms.CharField(label=_("Commune"), max_length=120, required=False)
    alias = forms.CharField(label=_("Autre graphie"), max_length=120, required=False)
    point = PointField(label=_("Latitude et longitude"))
    note = forms.CharField(label=_("Remarque"), max_length=300, required=False)

    def __init__(self, *args: Any, cercles: Cercles, everywhere: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["cercle"].choices = cercles.offered(everywhere=True)
        self.fields["cercle"].widget.choices = cercles.offered(everywhere=everywhere)

    def clean_commune(self) -> str:
        """Its name alone: « Commune rurale de Tonka » is Tonka."""
        return SAID_COMMUNE.sub("", " ".join(self.cleaned_data["commune"].split()))

    def has_changed(self) -> bool:
        """A row counts when a place, a nature or a cercle is in it; a new one, whatever is in it."""
        changed = set(self.changed_data)
        return bool(changed.intersection(PLACE) or (changed.intersection(MORE) and "site" not in changed))

    @property
    def more(self) -> list[forms.BoundField]:
        """What says more of the place, folded under it."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def says_more(self) -> bool:
        """Whether something is in the fold, or wrong in it."""
        return any(entry.value() or entry.errors for entry in self.more)


class BaseSites(forms.BaseFormSet):
    """The rows; none is there by right, each may be emptied."""

    everywhere = False
    arrived = True
    can_offer_more = True
    in_district = False
    standing: Mapping[str, Site] = {}

    def initial_form_count(self) -> int:
        return 0

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Name each entry for who does not see the table around it."""
        super().add_fields(form, index)
        rank = {"rank": "" if index is None else index + 1}
        form.fields["name"].label = gettext("Lieu du site %(rank)s") % rank
        form.fields["kind"].label = gettext("Nature du site %(rank)s") % rank
        label = gettext("Commune du site %(rank)s") if self.in_district else gettext("Cercle du site %(rank)s")
        form.fields["cercle"].label = label % rank
        if self.in_district:  # its communes stand in the place of cercles
            del form.fields["commune"]

    def clean(self) -> None:
        """A page cut on its way would take places out that nobody emptied."""
        if not self.arrived:
            raise forms.ValidationError(CUT)

    @property
    def facts(self) -> list[dict]:
        """The fields of each Site, with its number where it stands already (`operations.dossier.write_sites`)."""
        return [self._facts_of(form.cleaned_data) for form in self.forms if form.has_changed()]

    @property
    def places(self) -> list[list]:
        """What was typed, to be held beside `places_of` the project."""
        return [_place(facts) for facts in self.facts]

    def _facts_of(self, typed: Mapping[str, Any]) -> dict:
        point, former = typed["point"], self.standing.get(typed["site"])
        facts = {"name": typed["name"], "kind": typed["kind"], "cercle_id": typed["cercle"]}
        facts |= {field: typed.get(field, "") for field in ("commune", "alias", "note")}
        facts |= {"latitude": point and point.latitude, "longitude": point and point.longitude}
        if former is None:
            return facts
        # Where it lies today was said of the cercle that it had.
        current = former.current_cercle_id if former.cercle_id == typed["cercle"] else None
        return facts | {"number": former.number, "current_cercle_id": current}


def site_rows(
    data: Any, *, region: Region, day: date, project: Project | None = None, reopened: bool = False
) -> BaseSites:
    """The rows of a project's page: those standing, those typed (`data`), or these and some more (`reopened`)."""
    standing = {str(site.number): site for site in project.sites.all()} if project else {}
    arrived = not data or f"{PREFIX}-TOTAL_FORMS" in data
    if not arrived:
        data = _completed(data, standing.values())
    rows = _typed(data) if data else [_row_of(site) for site in standing.values()]
    cercles = cercles_around(region, day)
    elsewhere = any(row["cercle"] and not cercles.own_has(row["cercle"]) for row in rows)
    asked = bool(data and ("everywhere" in data or data.get("more") == "cercles"))
    everywhere = asked or elsewhere or not cercles.own
    more = ROWS_MORE if data and data.get("more") == "sites" else 0
    extra = len(rows) + more if data else max(ROWS_AT_FIRST, len(rows) + 1)
    factory = forms.formset_factory(
        SiteForm, BaseSites, extra=min(extra, MOST_ROWS), max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    sites = factory(
        None if reopened else data,
        initial=rows if reopened or not data else None,
        prefix=PREFIX,
        form_kwargs={"cercles": cercles, "everywhere": everywhere},
    )
    sites.arrived = arrived
    sites.standing, sites.everywhere, sites.in_district = standing, everywhere, region.is_district
    sites.can_offer_more = not everywhere and len(cercles.groups) > 1
    return sites


def places_of(project: Project) -> list[list]:
    """What the rows show of each place, as JSON keeps it."""
    return [_place(vars(site)) for site in project.sites.all()]


def _place(facts: Mapping[str, Any]) -> list:
    columns = ("name", "kind", "cercle_id", "commune", "alias", "note")
    return [*(facts[column] for column in columns), written(facts["latitude"]), written(facts["longitude"])]


def _row_of(site: Site) -> dict:
    row = {"site": str(site.number), "name": site.name, "kind": site.kind, "cercle": site.cercle_id}
    return row | {"commune": site.commune, "alias": site.alias, "point": str(site.point or ""), "note": site.note}


def _completed(data: Any, sites: Iterable[Site]) -> Any:
    """The same entries with the count of their rows; with the rows that stand where none has arrived."""
    data = data.copy()
    ranks = [int(met[1]) for met in map(ROW.match, data) if met]
    if not ranks:
        for rank, site in enumerate(sites):
            ranks.append(rank)
            data.update({f"{PREFIX}-{rank}-{name}": value or "" for name, value in _row_of(site).items()})
    data.update({f"{PREFIX}-TOTAL_FORMS": str(max(ranks, default=-1) + 1), f"{PREFIX}-INITIAL_FORMS": "0"})
    return data


def _typed(data: Any) -> list[dict]:
    """The rows as they were typed, unjudged."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    ranks = range(min(int(count), MOST_ROWS)) if count.isdecimal() and len(count) < 4 else ()
    return [{field: data.get(f"{PREFIX}-{rank}-{field}", "") for field in ("site", *PLACE, *MORE)} for rank in ranks]
