"""The duties of a contract: worked out from the facts by the daily pull. Rows to be read, never facts.

`as_of` is the day on which the data of the contract stop; such rows are judged on that day and wait for nobody.
"""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cper.people.models import Actor, Institution, SignedAct
from cper.people.rights import fills
from cper.people.roles import Role
from monitoring import workflow
from monitoring.models.followed import FollowedContract
from monitoring.models.guards import MEETINGS_IN_ORDER
from monitoring.models.paper import Paper
from monitoring.vocabulary import Cadence, DutyState
from negotiation.models.guards import append_only

# A day no more precise than its source.
Precision = FollowedContract.Precision


class Fulfilment(SignedAct):
    """A duty done, or let lapse with its reason, where no other fact tells: team, works contract, committees,
    evaluation. The national committee's has no contract. A wrong one is corrected by another, with its `reason`: the
    last counts, both stay."""

    contract = models.ForeignKey(FollowedContract, models.PROTECT, null=True, related_name="fulfilments")
    code = models.CharField(_("obligation"), max_length=4)
    key = models.CharField(_("période"), max_length=20, blank=True)
    on = models.DateField(_("daté du"))
    precision = models.CharField(_("précision"), max_length=5, choices=Precision, default=Precision.DAY)
    lapsed = models.BooleanField(_("carence"), default=False)
    note = models.TextField(_("suites ou motif"), max_length=4000, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("corrige"), null=True, blank=True, related_name="correction"
    )
    reason = models.TextField(_("motif de la correction"), max_length=1000, blank=True)
    at = models.DateTimeField(_("écrite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("obligation remplie")
        verbose_name_plural = _("obligations remplies")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="fulfilment_once",
                fields=("contract", "code", "key", "corrects"),
                nulls_distinct=False,
                violation_error_message=_("Cette obligation est déjà réglée."),
            ),
            models.CheckConstraint(
                name="fulfilment_corrected_for_a_reason",
                condition=Q(corrects=None) | Q(reason__regex=r"\S"),
                violation_error_message=_("Une correction est toujours motivée."),
            ),
            models.CheckConstraint(
                name="fulfilment_lapse_has_a_reason",
                condition=Q(lapsed=False) | Q(note__regex=r"\S"),
                violation_error_message=_("Une carence est toujours motivée."),
            ),
        ]
        triggers = [*append_only("fulfilment"), MEETINGS_IN_ORDER]

    def __str__(self) -> str:
        return f"{self.code} {self.key}"


class DutyQuerySet(models.QuerySet):
    def on(self, day: date):
        """With `state`, what each duty is that day."""
        judged = Coalesce("as_of", Value(day))
        return self.annotate(
            state=Case(
                When(settled_on__isnull=False, lapsed=True, then=Value(DutyState.LAPSED.value)),
                When(settled_on__isnull=False, then=Value(DutyState.DONE.value)),
                When(untold=True, opens_on__lte=judged, then=Value(DutyState.UNKNOWN.value)),
                When(due_on__lt=judged, then=Value(DutyState.LATE.value)),
                # The day on which data stop is read at its end.
                When(due_on=F("as_of"), then=Value(DutyState.LATE.value)),
                When(opens_on__lte=judged, then=Value(DutyState.DUE.value)),
                default=Value(DutyState.COMING.value),
            )
        )

    def awaited(self, day: date):
        """Those that somebody must do now."""
        return self.filter(settled_on=None, as_of=None, opens_on__lte=day)

    def late(self, day: date):
        return self.awaited(day).filter(due_on__lt=day)

    def of(self, actor: Actor):
        """Those that fall to the actor: a mandate of the day in that institution, with that role."""
        own = Q(pk__in=[])
        for institution, roles in parts(actor):
            own |= Q(institution=institution, role__in=roles)
        return self.filter(own)

    def visible_to(self, actor: Actor):
        """Those of the contracts that exist for the actor, and the nation's, which every follower reads."""
        seen = FollowedContract.objects.visible_to(actor)
        return self.filter(Q(contract=None) | Exists(seen.filter(pk=OuterRef("contract"))))


def parts(actor: Actor) -> list[tuple[int, list[str]]]:
    """Each institution in which the actor has a mandate that day, with the roles that it gives."""
    return [
        (mandate.institution_id, [role.value for role in Role if fills(mandate, role)]) for mandate in actor.mandates
    ]


class Duty(models.Model):
    """One duty of one contract (or of the nation) for one period, with who must do it and before when."""

    contract = models.ForeignKey(FollowedContract, models.CASCADE, null=True, related_name="duties")
    code = models.CharField(_("obligation"), max_length=4)
    key = models.CharField(_("période"), max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    label = models.CharField(_("période, en mots"), max_length=80, blank=True)
    role = models.CharField(_("de"), max_length=20, choices=Role)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name=_("institution"), related_name="+")
    opens_on = models.DateField(_("à faire dès le"))
    due_on = models.DateField(_("au plus tard le"), null=True, blank=True)
    settled_on = models.DateField(_("réglée le"), null=True, blank=True)
    precision = models.CharField(_("précision"), max_length=5, choices=Precision, default=Precision.DAY)
    lapsed = models.BooleanField(_("carence"), default=False)
    untold = models.BooleanField(_("la source n’en dit rien"), default=False)
    note = models.TextField(_("remarque"), blank=True)
    # What settles it bears a day in time and was written after the deadline: when, and by whom, in words.
    late_entry = models.TextField(_("saisie tardive"), blank=True)
    as_of = models.DateField(_("situation au"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = (F("due_on").asc(nulls_last=True), "rank", "pk")
        constraints = [
            models.UniqueConstraint(name="duty_once", fields=("contract", "code", "key"), nulls_distinct=False)
        ]
        indexes = [
            models.Index(
                fields=("institution", "role", "opens_on"),
                name="duty_awaited",
                condition=Q(settled_on=None, as_of=None),
            ),
            models.Index(fields=("due_on", "id"), name="duty_late", condition=Q(settled_on=None, as_of=None)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.key}"

    @property
    def taken_on(self) -> date:
        """The day on which its delay was taken from the law: a budget's, as the year before it begins."""
        if self.rule.cadence in (Cadence.EACH_BUDGET, Cadence.EACH_BSI):
            return date(int(self.key) - 1, 1, 1)
        return self.opens_on

    @property
    def rule(self):
        return workflow.DUTY[self.code]

    @property
    def title(self) -> str:
        """What is owed, in the words of its collectivité: the District has no regional committee."""
        return self.said(self.rule.title)

    def said(self, sentence: str) -> str:
        """A sentence of the law where its collectivité is known."""
        return self.contract.offices.said(sentence) if self.contract else str(sentence)

    def falls_to(self, actor: Actor) -> bool:
        """Whether `of` would keep it for this person."""
        return any(self.institution_id == institution and self.role in roles for institution, roles in parts(actor))

    def state_on(self, day: date, *, ended: bool = False) -> DutyState:
        """What it is that day, as `DutyQuerySet.on` says it of rows; of a day that has `ended`, what was due that day
        is late."""
        judged = self.as_of or day
        if self.settled_on:
            return DutyState.LAPSED if self.lapsed else DutyState.DONE
        if self.untold and self.opens_on <= judged:
            return DutyState.UNKNOWN
        if self.due_on and (self.due_on < judged or (self.due_on == judged and (ended or self.as_of is not None))):
            return DutyState.LATE
        return DutyState.DUE if self.opens_on <= judged else DutyState.COMING

    def is_late(self, day: date) -> bool:
        """Whether it waits for somebody and has passed its day."""
        return self.settled_on is None and self.as_of is None and bool(self.due_on and self.due_on < day)

    def stands_late(self, today: date) -> bool:
        """Whether its state is late, as the calendar tells it (`DutyQuerySet.on`): of data that have stopped, on their
        last day, read at its end, though nobody is awaited any more."""
        if self.as_of is None or self.settled_on or self.due_on is None:
            return self.is_late(today)
        is_untold = self.untold and self.opens_on <= self.as_of
        return not is_untold and self.due_on <= self.as_of

    @property
    def was_late(self) -> bool:
        """Done, but after its day."""
        return bool(self.settled_on and self.due_on and self.settled_on > self.due_on and not self.lapsed)
