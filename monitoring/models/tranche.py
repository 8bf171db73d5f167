"""A tranche of the ANICT: what one window is asked, gives and sees justified for one project and one year.

Money is integer FCFA. The sums stand in order, requested ≥ approved ≥ released ≥ paid ≥ justified, and what a tranche
holds of the plan is its latest sum: what was not approved, released or paid is free again. Justified is what the ANICT
has accepted; what is declared and not yet examined stands beside it.
"""

from collections.abc import Iterable
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from monitoring.models import requirements
from monitoring.models.followed import FollowedContract
from monitoring.models.guards import justified_as_accepted, machine, own_project
from monitoring.models.machines import Machine, MachineQuerySet, Wait, move
from monitoring.models.plan_guards import CEILING
from monitoring.models.requirements import NOT_ASKED
from monitoring.models.rules import FundingWindow
from monitoring.vocabulary import Demand, TrancheState
from monitoring.workflow import TRANCHE
from negotiation.models import Project
from negotiation.models.fields import StepField
from negotiation.models.project import Source

T = TrancheState
SUMS = ("requested", "approved", "released", "paid", "justified")
# From which states on each sum is known.
KNOWN_FROM = {
    "approved": (T.APPROVED, T.RELEASED, T.PAID, T.JUSTIFIED),
    "released": (T.RELEASED, T.PAID, T.JUSTIFIED),
    "paid": (T.PAID, T.JUSTIFIED),
}


class TrancheQuerySet(MachineQuerySet):
    def standing(self):
        """The tranches whose sums count: asked, and not cancelled."""
        return self.exclude(state__in=NOT_ASKED)


class Tranche(Machine):
    """One tranche, from its preparation by the region to the justification of its last franc."""

    contract = models.ForeignKey(
        FollowedContract, models.PROTECT, verbose_name=_("contrat-plan"), related_name="tranches"
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("projet"), related_name="+")
    window = models.ForeignKey(FundingWindow, models.PROTECT, verbose_name=_("guichet"), related_name="+")
    source = models.CharField(_("source"), max_length=20, choices=Source, editable=False)
    year = models.PositiveSmallIntegerField(_("exercice"))
    state = StepField(_("état"), choices=TrancheState, default=T.DRAFT, max_length=20, editable=False)
    # By the rules of that day it is judged (`FundingWindow.rules_on`).
    opened_on = models.DateField(_("préparée le"), editable=False)
    requested_on = models.DateField(_("demandée le"), null=True, blank=True, editable=False)
    requested = models.BigIntegerField(_("somme demandée"))
    approved = models.BigIntegerField(_("somme approuvée"), null=True, blank=True)
    released = models.BigIntegerField(_("somme débloquée"), null=True, blank=True)
    paid = models.BigIntegerField(_("somme payée"), null=True, blank=True)
    justified = models.BigIntegerField(_("somme justifiée"), default=0)
    under_review = models.BigIntegerField(_("somme déclarée, en examen"), default=0)
    held = models.GeneratedField(
        expression=Case(
            When(state__in=[state.value for state in NOT_ASKED], then=Value(0)),
            default=Coalesce("paid", "released", "approved", "requested"),
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(_("part du plan retenue")),
        db_persist=True,
    )
    note = models.CharField(_("remarque"), max_length=300, blank=True)
    # What the last return named and nobody has mended or answered yet: codes of `requirements.checklist`, and its own.
    to_mend = ArrayField(models.CharField(max_length=40), verbose_name=_("à corriger"), default=list, blank=True)
    # The written demand that is filed asks for what was asked before the figures changed.
    demand_is_older = models.BooleanField(_("demande écrite à refaire"), default=False, editable=False)
    # Worked out by `renewal` while the file is gathered: what is missing, in words, for the lists.
    lacks_papers = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    lacks_rules = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    # The rules for which a waiver is asked for and not answered.
    waivers_asked = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)

    states = TrancheState
    waits: ClassVar = {
        "request": Wait(
            lambda row: not (row.to_mend or row.lacks_papers or row.lacks_rules),
            Q(to_mend=[], lacks_papers=[], lacks_rules=[]),
        ),
        "answer_return": Wait(lambda row: bool(row.to_mend), ~Q(to_mend=[])),
        "file_paper": Wait(
            lambda row: bool(row.lacks_papers) and not row.to_mend, Q(to_mend=[]) & ~Q(lacks_papers=[])
        ),
        "edit_tranche": Wait(
            lambda row: bool(row.lacks_rules) and not (row.to_mend or row.lacks_papers or row.waivers_asked),
            Q(to_mend=[], lacks_papers=[], waivers_asked=[]) & ~Q(lacks_rules=[]),
        ),
        "waive": Wait(lambda row: bool(row.waivers_asked), ~Q(waivers_asked=[])),
        "justify": Wait(
            lambda row: row.undeclared > 0,
            Q(paid__gt=F("justified") + F("under_review")),
        ),
        "examine": Wait(lambda row: row.under_review > 0, Q(under_review__gt=0)),
    }
    objects = TrancheQuerySet.as_manager()

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        ordering = ("contract_id", "number")
        indexes = [models.Index(fields=("state", "entered_state_on"), name="tranche_waiting")]
        constraints = [
            models.UniqueConstraint(
                name="tranche_number_once",
                fields=("contract", "number"),
                violation_error_message=_("Ce numéro de tranche existe déjà."),
            ),
            models.CheckConstraint(
                name="tranche_asks_for_something",
                condition=Q(requested__gt=0),
                violation_error_message=_("Une tranche demande au moins un franc."),
            ),
            models.CheckConstraint(
                name="tranche_sums_in_order",
                condition=(Q(approved=None) | Q(approved__gt=0, approved__lte=F("requested")))
                & (Q(released=None) | Q(released__gt=0, released__lte=F("approved"), approved__isnull=False))
                & (Q(paid=None) | Q(paid__gt=0, paid__lte=F("released"), released__isnull=False))
                & Q(justified__gte=0, justified__lte=Coalesce("paid", Value(0, models.BigIntegerField()))),
                violation_error_message=_(
                    "Les sommes vont en ordre : demandée, approuvée, débloquée, payée, justifiée."
                ),
            ),
            *(
                models.CheckConstraint(
                    name=f"tranche_{name}_once_known",
                    condition=Q(state=T.CANCELLED)
                    | Q(("state__in", states), (f"{name}__isnull", False))
                    | (~Q(state__in=states) & Q((name, None))),
                    violation_error_message=_("L’état de la tranche et ses sommes ne concordent pas."),
                )
                for name, states in KNOWN_FROM.items()
            ),
            models.CheckConstraint(
                name="tranche_asked_again_once_mended",
                condition=Q(to_mend=[]) | Q(state__in=(T.RETURNED, T.CANCELLED)),
                violation_error_message=_("Corrigez ce que le retour nomme, ou répondez-y."),
            ),
            models.CheckConstraint(
                name="tranche_declares_within_the_paid",
                condition=Q(under_review=0)
                | Q(under_review__gt=0, state=T.PAID, under_review__lte=F("paid") - F("justified")),
                violation_error_message=_("On ne justifie pas plus que ce qui est payé."),
            ),
            models.CheckConstraint(
                name="tranche_justified_when_whole",
                condition=~Q(state=T.JUSTIFIED) | Q(justified=F("paid")),
                violation_error_message=_("Une tranche justifiée l’est en entier."),
            ),
        ]
        triggers = [
            *machine(TRANCHE, "tranche", "tranche_id"),
            CEILING,
            own_project("tranche"),
            justified_as_accepted("id", pgtrigger.UpdateOf("justified", "under_review")),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} – {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("tranche", args=[self.contract.reference, self.number])

    @property
    def current_sum(self) -> int:
        """The latest sum entered, whatever the state: what one speaks of when one names the tranche."""
        return next(sum_ for sum_ in (self.paid, self.released, self.approved, self.requested) if sum_ is not None)

    @property
    def undeclared(self) -> int:
        """What is paid and neither justified nor under review: what the region has still to declare."""
        return (self.paid or 0) - self.justified - self.under_review

    def missing(self, needs: Iterable[Demand]) -> list[str]:
        return [met.label for met in requirements.unmet(self, needs)]

    # The moves, in the order of the states. Who, when and with what stands in `workflow`.

    @move(TRANCHE, "request")
    def request(self) -> None:
        """The President asks for it, in writing, with its papers."""

    @move(TRANCHE, "accept")
    def accept(self) -> None:
        """The ANICT finds the file complete."""

    @move(TRANCHE, "send_back")
    def send_back(self) -> None:
        """The ANICT returns it, with what is missing."""

    @move(TRANCHE, "approve")
    def approve(self, amount: int) -> None:
        self.approved = amount

    @move(TRANCHE, "release")
    def release(self, amount: int) -> None:
        self.released = amount

    @move(TRANCHE, "pay")
    def pay(self, amount: int) -> None:
        self.paid = amount

    @move(TRANCHE, "examine")
    def examine(self, declared: int, accepted: int) -> str:
        """The ANICT answers one declaration: what it accepts counts; the state changes with the last franc."""
        self.under_review -= declared
        self.justified += accepted
        return T.JUSTIFIED if self.justified == self.paid else T.PAID

    @move(TRANCHE, "cancel")
    def cancel(self) -> None:
        """It will not be: its sum is free again."""
