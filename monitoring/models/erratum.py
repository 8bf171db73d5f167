"""What was said wrong of a quarter, and what is right: a session rectified before the adoption, an erratum after it.

The report's own bytes never change: an erratum has its number, its reason, its text and its frozen page.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from monitoring.models.report import QuarterReport
from negotiation.models.guards import append_only

LONGEST_REASON = 2000


def erratum_path(erratum: "Erratum", _name: str) -> str:
    return f"errata/{erratum.sha256[:2]}/{erratum.sha256}.pdf"


class Corrected(SignedAct):
    """What is corrected, line by line ({what, was, is}), why, and by whom it was written."""

    reason = models.TextField(_("motif"), max_length=LONGEST_REASON)
    lines = models.JSONField(_("ce qui est corrigé"))
    at = models.DateTimeField(_("écrit le"))

    class Meta:
        abstract = True


class Rectification(Corrected):
    """The session of a quarter corrected before the report is adopted: its date, its place, who was there."""

    report = models.ForeignKey(QuarterReport, models.PROTECT, related_name="rectifications")

    class Meta:
        verbose_name = _("rectification de session")
        verbose_name_plural = _("rectifications de session")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="rectification_has_a_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message=_("Une rectification est toujours motivée."),
            ),
        ]
        triggers = append_only("rectification")

    def __str__(self) -> str:
        return f"{self.report_id} : {self.reason}"


class Erratum(Corrected):
    """What an adopted report says wrong and what is right, proposed by the DRPSIAP, adopted by the Governor.

    Until its adoption the proposal may be written again; adopted, its page is frozen with its fingerprint.
    """

    report = models.ForeignKey(QuarterReport, models.PROTECT, related_name="errata")
    number = models.PositiveSmallIntegerField(_("numéro"))
    adopted_on = models.DateField(_("adopté le"), null=True, blank=True)
    adopted_by = models.CharField(_("adopté par"), max_length=300, blank=True)
    file = models.FileField(_("erratum"), upload_to=erratum_path, max_length=120, blank=True)
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ("report_id", "number")
        constraints = [
            models.UniqueConstraint(
                name="erratum_number_once",
                fields=("report", "number"),
                violation_error_message=_("Ce numéro d’erratum existe déjà."),
            ),
            models.UniqueConstraint(
                name="erratum_one_proposed_at_a_time",
                fields=("report",),
                condition=Q(sha256=""),
                violation_error_message=_("Un autre erratum attend déjà son adoption."),
            ),
            models.CheckConstraint(
                name="erratum_has_a_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message=_("Un erratum est toujours motivé."),
            ),
            models.CheckConstraint(
                name="erratum_frozen_once_adopted",
                condition=Q(sha256="", adopted_on=None, adopted_by="")
                | Q(sha256__regex=r"^[0-9a-f]{64}$", adopted_on__isnull=False, adopted_by__regex=r"\S"),
                violation_error_message=_("Un erratum adopté est figé, avec son empreinte."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="erratum_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="erratum_adopted_never_changes",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} – {self.number}"

    @property
    def is_adopted(self) -> bool:
        return bool(self.sha256)
