"""What the follow-up leaves behind: one passage for each act, never rewritten."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from monitoring import workflow
from monitoring.models.followed import FollowedContract
from monitoring.models.paper import Paper
from monitoring.models.report import QuarterReport
from monitoring.models.tranche import Tranche
from monitoring.vocabulary import ReportState, TrancheState
from negotiation.models.guards import append_only

WITH_COMMENT = tuple(dict.fromkeys(action.name for action in workflow.every_action() if action.comment))

LAPSED = _("Carence constatée")  # of a duty that was not done: never said to be recorded as done


class Passage(SignedAct):
    """One act: who, in which function, for whom, when it was written (`at`) and for which day (`on`), from which
    state to which, with its sum (FCFA) and its paper. An act on the nation has no contract."""

    contract = models.ForeignKey(FollowedContract, models.PROTECT, null=True, related_name="follow_up_passages")
    tranche = models.ForeignKey(Tranche, models.PROTECT, null=True, related_name="passages")
    report = models.ForeignKey(QuarterReport, models.PROTECT, null=True, related_name="passages")
    action = models.CharField(_("acte"), max_length=30)
    source = models.CharField(_("de l’état"), max_length=20, blank=True)
    target = models.CharField(_("à l’état"), max_length=20, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    at = models.DateTimeField(_("le"))
    on = models.DateField(_("daté du"))
    amount = models.BigIntegerField(_("somme"), null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    comment = models.TextField(_("motif"), max_length=4000, blank=True)
    detail = models.TextField(_("objet"), blank=True)
    lapsed = models.BooleanField(_("carence"), default=False)
    # What the act left on its tranche or its report: what a past day is read again from (`monitoring.replay`).
    wrote = models.JSONField(_("ce qu’il écrit"), default=dict, encoder=DjangoJSONEncoder, editable=False)

    class Meta:
        verbose_name = _("passage du suivi")
        verbose_name_plural = _("passages du suivi")
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("contract", "-id"), name="follow_up_passage_of_contract"),
            models.Index(fields=("tranche",), name="passage_of_tranche"),
        ]
        constraints = [
            models.CheckConstraint(
                name="follow_up_passage_is_motivated",
                condition=~Q(action__in=WITH_COMMENT) | Q(comment__regex=r"\S"),
                violation_error_message=_("Un retour, une annulation, une dérogation ou une carence est motivée."),
            ),
            models.CheckConstraint(
                name="follow_up_passage_sum_positive",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message=_("Un montant ne peut pas être négatif."),
            ),
        ]
        triggers = append_only("follow_up_passage")

    def __str__(self) -> str:
        return f"{self.contract_id} : {self.label}"

    @property
    def label(self) -> str:
        """What was done, as it is told of the state it was done in; of a duty let lapse, that it was not."""
        if self.lapsed:
            return str(LAPSED)
        states = TrancheState if self.tranche_id else ReportState
        row = workflow.at(states(self.source), self.action) if self.source else None
        return str((row or workflow.example(self.action)).done)
