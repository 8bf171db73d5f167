"""Setting aside a rule of a window for one tranche: asked by the region, given or refused by the ANICT's signatory."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from monitoring.models.answer import Answered, answered_once, whole_answer
from monitoring.models.tranche import Tranche
from negotiation.models.guards import append_only


class WaiverRequest(Answered):
    """The region asks that a rule be set aside: the rule as a fact that day, and why. One at a time waits."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="waiver_requests")
    code = models.CharField(_("règle"), max_length=40)
    fact = models.TextField(_("constat"))
    plea = models.TextField(_("motif de la demande"), max_length=4000)
    granted = models.BooleanField(_("accordée"), null=True)

    class Meta:
        verbose_name = _("demande de dérogation")
        verbose_name_plural = _("demandes de dérogation")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="waiver_asked_once_at_a_time",
                fields=("tranche", "code"),
                condition=Q(answered_at=None),
                violation_error_message=_("Une dérogation à cette règle est déjà demandée."),
            ),
            models.CheckConstraint(
                name="waiver_request_has_a_reason",
                condition=Q(plea__regex=r"\S"),
                violation_error_message=_("Une demande de dérogation est toujours motivée."),
            ),
            models.CheckConstraint(
                name="waiver_answer_has_a_reason",
                condition=Q(granted=None) | Q(reason__regex=r"\S"),
                violation_error_message=_("La réponse à une demande de dérogation est toujours motivée."),
            ),
            whole_answer("waiver_request", "granted"),
        ]
        triggers = answered_once("waiver_request", "granted")

    def __str__(self) -> str:
        return f"{self.tranche_id} : {self.code}"


class Waiver(SignedAct):
    """A rule of the window set aside for one tranche by the ANICT's signatory, with a reason that stays visible."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="waivers")
    code = models.CharField(_("règle"), max_length=40)
    reason = models.TextField(_("motif"), max_length=4000)
    given_at = models.DateTimeField(_("donnée le"))

    class Meta:
        verbose_name = _("dérogation")
        verbose_name_plural = _("dérogations")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="waiver_once_per_rule",
                fields=("tranche", "code"),
                violation_error_message=_("Cette règle est déjà écartée pour cette tranche."),
            ),
            models.CheckConstraint(
                name="waiver_has_a_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message=_("Une dérogation est toujours motivée."),
            ),
        ]
        triggers = append_only("waiver")

    def __str__(self) -> str:
        return f"{self.tranche_id} : {self.code}"
