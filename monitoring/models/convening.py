"""The Governor convenes the CROCSAD on a contract: for which quarter, on which day, where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from monitoring.models.followed import FollowedContract
from monitoring.models.paper import Paper
from negotiation.models.guards import append_only


class Convening(SignedAct):
    """A session called by who chairs it; the last of a quarter counts, none is rewritten."""

    contract = models.ForeignKey(FollowedContract, models.PROTECT, related_name="convenings")
    quarter = models.CharField(_("trimestre"), max_length=7)
    session_on = models.DateField(_("session convoquée pour le"))
    place = models.CharField(_("lieu"), max_length=80)
    on = models.DateField(_("convoquée le"))
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("convocation du CROCSAD")
        verbose_name_plural = _("convocations du CROCSAD")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="convening_calls_for_a_day_to_come",
                condition=Q(session_on__gte=F("on")),
                violation_error_message=_("Une session se convoque avant de se tenir."),
            ),
            models.CheckConstraint(
                name="convening_quarter_is_a_quarter",
                condition=Q(quarter__regex=r"^\d{4}-T[1-4]$"),
                violation_error_message=_("Un trimestre s’écrit 2018-T4."),
            ),
        ]
        triggers = append_only("convening")

    def __str__(self) -> str:
        return f"{self.contract_id} – {self.quarter}"
