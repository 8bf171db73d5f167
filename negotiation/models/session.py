"""The enlarged CROCSAD session that selects the projects (E7): its record, the envelope, one decision per project."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from negotiation.envelope import Envelope
from negotiation.models.contract import Contract
from negotiation.models.project import Project
from negotiation.models.review import Opinion
from negotiation.models.snapshot import Snapshot


class Session(SignedAct):
    """The record the DRPSIAP prepares; when the list goes back to E6 it is superseded, and stays readable.

    It works with the envelope that the ministry in charge of finance gave in its opinion, copied as it was; the
    State's share of what it retains fits in it, amount and years.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="sessions")
    superseded = models.BooleanField(_("remplacée"), default=False)
    held_on = models.DateField(_("tenue le"))
    place = models.CharField(_("lieu"), max_length=120)
    attendance = models.PositiveSmallIntegerField(_("nombre de participants"))
    envelope = models.BigIntegerField(_("enveloppe donnée par le ministère chargé des finances"))
    envelope_from = models.PositiveSmallIntegerField(_("premier exercice de l’enveloppe"))
    envelope_to = models.PositiveSmallIntegerField(_("dernier exercice de l’enveloppe"))
    envelope_opinion = models.ForeignKey(
        Opinion, models.PROTECT, verbose_name=_("avis qui donne l’enveloppe"), related_name="+"
    )
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
                name="session_has_participants",
                condition=Q(attendance__gt=0),
                violation_error_message=_("Une session compte au moins un participant."),
            ),
            models.CheckConstraint(
                name="session_held_before_it_is_recorded",
                condition=Q(held_on__lte=TruncDate("recorded_at")),
                violation_error_message=_("Une session se consigne une fois tenue."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="session_envelope_is_that_of_the_opinion",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM negotiation_opinion WHERE id = NEW.envelope_opinion_id
                            AND contract_id = NEW.contract_id AND envelope = NEW.envelope
                            AND envelope_from = NEW.envelope_from AND envelope_to = NEW.envelope_to
                    ) THEN
                        RAISE EXCEPTION 'session_envelope_is_that_of_the_opinion: session of contract %',
                            NEW.contract_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"CROCSAD élargi du {self.held_on:%d/%m/%Y}"

    @property
    def granted(self) -> Envelope:
        """The envelope it worked with."""
        return Envelope(self.envelope, self.envelope_from, self.envelope_to)


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
        # Asked at commit, of the record as a whole.
        triggers = [
            pgtrigger.Trigger(
                name="decisions_fit_the_envelope",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF (
                        SELECT COALESCE(SUM(line.amount), 0) FROM negotiation_decision decision
                            JOIN negotiation_financingline line ON line.project_id = decision.project_id
                            WHERE decision.session_id = NEW.session_id AND decision.outcome = 'retained'
                                AND line.source = 'state'
                    ) > (SELECT envelope FROM negotiation_session WHERE id = NEW.session_id) THEN
                        RAISE EXCEPTION 'decisions_fit_the_envelope: session %', NEW.session_id;
                    END IF;
                    IF NEW.outcome = 'retained' AND EXISTS (
                        SELECT 1 FROM negotiation_financingline line
                            JOIN negotiation_session s ON s.id = NEW.session_id
                            WHERE line.project_id = NEW.project_id AND line.source = 'state' AND line.amount > 0
                                AND (line.year IS NULL OR line.year NOT BETWEEN s.envelope_from AND s.envelope_to)
                    ) THEN
                        RAISE EXCEPTION 'decisions_fit_the_envelope: session % outside its years', NEW.session_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} : {self.get_outcome_display()}"

    @property
    def is_retained(self) -> bool:
        return self.outcome == Outcome.RETAINED
