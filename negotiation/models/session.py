"""The enlarged CROCSAD session that selects the projects (E7): its record, the envelope, one decision per project."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from negotiation.models.contract import Contract
from negotiation.models.people import SignedAct
from negotiation.models.project import Project
from negotiation.models.snapshot import Snapshot


class Session(SignedAct):
    """The record the DRPSIAP prepares; when the list goes back to E6 it is superseded, and stays readable."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="sessions")
    superseded = models.BooleanField(_("remplacée"), default=False)
    held_on = models.DateField(_("tenue le"))
    place = models.CharField(_("lieu"), max_length=120)
    attendance = models.PositiveSmallIntegerField(_("nombre de participants"))
    envelope = models.BigIntegerField(_("enveloppe proposée par le ministère chargé des finances"))
    summary = models.TextField(_("résumé des débats"), max_length=8000, blank=True)
    recorded_at = models.DateTimeField(_("consignée le"))
    judged = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("ce qui a été décidé"), related_name="+")

    class Meta:
        verbose_name = _("session du CROCSAD élargi")
        verbose_name_plural = _("sessions du CROCSAD élargi")
        ordering = ("contract_id", "pk")
        constraints = [
            models.UniqueConstraint(
                name="session_one_current",
                fields=("contract",),
                condition=Q(superseded=False),
                violation_error_message=_("La session est déjà consignée."),
            ),
            models.CheckConstraint(
                name="session_envelope_not_negative",
                condition=Q(envelope__gte=0),
                violation_error_message=_("Une enveloppe ne peut pas être négative."),
            ),
            models.CheckConstraint(
                name="session_has_participants",
                condition=Q(attendance__gt=0),
                violation_error_message=_("Une session compte au moins un participant."),
            ),
        ]

    def __str__(self) -> str:
        return f"CROCSAD élargi du {self.held_on:%d/%m/%Y}"


class Outcome(models.TextChoices):
    RETAINED = "retained", _("Retenu")
    DEFERRED = "deferred", _("Différé")
    REJECTED = "rejected", _("Écarté")


class Decision(models.Model):
    """What the session decided of one project; a retained one has a rank of priority, the others a reason."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="decisions")
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("projet"), related_name="decisions")
    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    priority = models.PositiveSmallIntegerField(_("rang de priorité"), null=True, blank=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ("session_id", "priority", "pk")
        constraints = [
            models.UniqueConstraint(
                name="decision_once_per_project",
                fields=("session", "project"),
                violation_error_message=_("Ce projet a déjà une décision dans cette session."),
            ),
            models.UniqueConstraint(
                name="decision_priority_once",
                fields=("session", "priority"),
                violation_error_message=_("Deux projets ne peuvent pas avoir le même rang."),
            ),
            models.CheckConstraint(
                name="decision_retained_has_priority_others_reason",
                condition=Q(outcome="retained", priority__isnull=False)
                | (~Q(outcome="retained") & Q(priority=None) & ~Q(reason="")),
                violation_error_message=_("Un projet retenu a un rang ; un projet différé ou écarté a un motif."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} : {self.get_outcome_display()}"

    @property
    def is_retained(self) -> bool:
        return self.outcome == Outcome.RETAINED
