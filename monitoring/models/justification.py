"""What the region declares spent of a tranche, and what the ANICT accepts of it: only what is accepted counts."""

import pgtrigger
from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from monitoring.models.answer import Answered, answered_once, whole_answer
from monitoring.models.guards import justified_as_accepted
from monitoring.models.paper import Paper
from monitoring.models.tranche import Tranche


class Justification(Answered):
    """Expenses declared with their papers, then examined: accepted, in part or refused. Sums are integer FCFA."""

    class State(TextChoices):
        PENDING = "pending", _("En examen")
        ACCEPTED = "accepted", _("Acceptée")
        IN_PART = "in-part", _("Acceptée en partie")
        REFUSED = "refused", _("Refusée")

    tranche = models.ForeignKey(Tranche, models.PROTECT, verbose_name=_("tranche"), related_name="justifications")
    number = models.PositiveSmallIntegerField(_("numéro"))
    on = models.DateField(_("datée du"))
    declared = models.BigIntegerField(_("somme déclarée"))
    accepted = models.BigIntegerField(_("somme acceptée"), null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name=_("pièces"), related_name="+")

    class Meta:
        verbose_name = _("justification")
        verbose_name_plural = _("justifications")
        ordering = ("tranche_id", "number")
        constraints = [
            models.UniqueConstraint(
                name="justification_number_once",
                fields=("tranche", "number"),
                violation_error_message=_("Ce numéro de justification existe déjà."),
            ),
            models.CheckConstraint(
                name="justification_declares_something",
                condition=Q(declared__gt=0),
                violation_error_message=_("Une justification porte sur au moins un franc."),
            ),
            models.CheckConstraint(
                name="justification_accepted_within_declared",
                condition=Q(accepted=None) | Q(accepted__gte=0, accepted__lte=F("declared")),
                violation_error_message=_("On accepte au plus ce qui est déclaré."),
            ),
            models.CheckConstraint(
                name="justification_cut_is_motivated",
                condition=Q(accepted=None) | Q(accepted=F("declared")) | Q(reason__regex=r"\S"),
                violation_error_message=_("Ce qui n’est pas accepté en entier est toujours motivé."),
            ),
            whole_answer("justification", "accepted"),
        ]
        triggers = [
            *answered_once("justification", "accepted"),
            justified_as_accepted("tranche_id", pgtrigger.Insert | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.tranche_id} – {self.number}"

    @property
    def state(self) -> State:
        if self.accepted is None:
            return self.State.PENDING
        if self.accepted == self.declared:
            return self.State.ACCEPTED
        return self.State.IN_PART if self.accepted else self.State.REFUSED
