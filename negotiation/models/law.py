"""The texts a convention cites, as dated data: a new Code replaces the former one without a change of the program."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from cper.places.models import valid_on


class LegalTextQuerySet(models.QuerySet):
    def on(self, day: date):
        """The texts in force that day, in the order of the visas."""
        return self.filter(valid_on(day))

    def cited(self, day: date, *, is_district: bool):
        """Those that a convention approved that day cites: the District's own law is cited by the District alone."""
        return self.on(day) if is_district else self.on(day).exclude(district_only=True)


class LegalText(models.Model):
    """A text cited after « Vu » in the conventions approved while it is in force."""

    citation = models.CharField(_("citation"), max_length=400, unique=True, help_text=_("Ce qui suit le mot « Vu »."))
    rank = models.PositiveSmallIntegerField(_("ordre"))
    valid_from = models.DateField(_("en vigueur du"), null=True, blank=True)
    valid_to = models.DateField(_("au (exclu)"), null=True, blank=True)
    district_only = models.BooleanField(_("visé par le seul District"), default=False)
    unverified = models.BooleanField(
        _("à vérifier au Journal officiel"),
        default=False,
        help_text=_("Qui propose, approuve ou signe une convention lit que ce visa reste à vérifier."),
    )
    note = models.CharField(_("remarque"), max_length=300, blank=True)

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("texte de référence")
        verbose_name_plural = _("textes de référence")
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.citation
