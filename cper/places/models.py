"""Regions and cercles as dated facts: what bore which name, and lay where, on a given day.

The 2023 laws (n°2023-006 and 2023-007) made 19 regions and the District of Bamako out of 10 and the District. A
contract stays with the region that signed it; a site shows the region it lies in today. Regions are keyed on the
national code of the collectivité, never on ISO 3166-2, which nine of them do not have.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import FieldError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cper.words.french import of


class DateRange(Func):
    """The half-open range of days [from, to[; an open end is unbounded."""

    function = "DATERANGE"
    output_field = models.Field()


class SameKey(Func):
    """A range that holds one key: equality that a GiST index understands without an extension."""

    function = "INT8RANGE"
    output_field = models.Field()

    def __init__(self, key: str):
        super().__init__(F(key), F(key), Value("[]"))


class NoOverlap(ExclusionConstraint):
    """An exclusion that waits, as the other constraints do, for the facts of its condition to be given."""

    def validate(self, *args, **kwargs) -> None:
        try:
            super().validate(*args, **kwargs)
        except FieldError:
            return


def valid_on(day: date) -> Q:
    """The rows whose validity holds on that day: from its first day to the eve of its end, open where null."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))


class RegionQuerySet(models.QuerySet):
    def on(self, day: date):
        return self.filter(valid_on(day))


class Region(models.Model):
    """A région or the District of Bamako, as a collectivité territoriale."""

    class Kind(models.TextChoices):
        REGION = "region", _("région")
        DISTRICT = "district", _("district")

    code = models.CharField(_("code national"), max_length=2, unique=True)
    slug = models.SlugField(_("identifiant"), unique=True)
    name = models.CharField(_("nom"), max_length=60, unique=True)
    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.REGION)
    chef_lieu = models.CharField(_("chef-lieu"), max_length=60)
    born_of = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("née de"), null=True, blank=True, related_name="offspring"
    )
    valid_from = models.DateField(_("valide du"), null=True, blank=True, help_text=_("Vide : région historique."))
    valid_to = models.DateField(_("valide au"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source de la population"), max_length=200, blank=True)
    legal_source = models.CharField(_("texte fondateur"), max_length=200, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        app_label = "negotiation"
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])

    @property
    def is_district(self) -> bool:
        return self.kind == self.Kind.DISTRICT

    @property
    def full_name(self) -> str:
        return f"{_('District') if self.is_district else _('Région')} {of(self.name)}"

    @property
    def of_the(self) -> str:
        """« la Région de Kayes », « le District de Bamako »."""
        return f"{_('le District') if self.is_district else _('la Région')} {of(self.name)}"

    @property
    def key(self) -> str:
        """The part of a reference that names the region: KAYES."""
        return self.slug.upper()


class Cercle(models.Model):
    """A circle of a region, or a commune of the District, which has no circles. It serves as a location only (whether
    a circle is still a collectivité is not settled by the sources)."""

    class Kind(models.TextChoices):
        CERCLE = "cercle", _("cercle")
        COMMUNE = "commune", _("commune")

    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.CERCLE)
    name = models.CharField(_("nom"), max_length=60)
    slug = models.SlugField(_("identifiant"), unique=True)

    class Meta:
        app_label = "negotiation"
        verbose_name = _("cercle")
        verbose_name_plural = _("cercles")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def in_text(self) -> str:
        """« cercle de Kayes », « cercle d’Ansongo », « Commune IV »."""
        return self.name if self.kind == self.Kind.COMMUNE else str(_("cercle %s")) % of(self.name)

    def region_on(self, day: date) -> Region | None:
        """The region the cercle lay in on that day, from its (prefetched) placements."""
        return next((place.region for place in self.placements.all() if place.holds_on(day)), None)


class CerclePlacement(models.Model):
    """From when to when a cercle lay in a region: Diéma in Kayes, then in Nioro."""

    cercle = models.ForeignKey(Cercle, models.CASCADE, verbose_name=_("cercle"), related_name="placements")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("région"), related_name="placements")
    valid_from = models.DateField(_("valide du"), null=True, blank=True)
    valid_to = models.DateField(_("valide au"), null=True, blank=True)

    class Meta:
        app_label = "negotiation"
        verbose_name = _("rattachement d’un cercle")
        verbose_name_plural = _("rattachements des cercles")
        ordering = ("cercle__name", "valid_from")
        constraints = [
            NoOverlap(
                name="cercle_in_one_region_at_a_time",
                expressions=[
                    (SameKey("cercle"), RangeOperators.OVERLAPS),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce cercle est déjà rattaché à une région à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cercle} ({self.region})"

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)
