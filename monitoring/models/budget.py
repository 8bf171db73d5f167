"""The money of a contract outside the tranches: what budgets inscribe, and what other sources bring."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from monitoring.models.followed import FollowedContract
from monitoring.models.guards import MOVEMENTS_IN_ORDER, REVERSAL_OF_THE_SAME, own_project
from monitoring.models.paper import Paper
from monitoring.models.plan_guards import BUDGET_OF_THE_PLAN, MOVEMENT_OF_THE_PLAN
from negotiation.models import Project
from negotiation.models.guards import append_only
from negotiation.models.project import Source


class BudgetEntry(SignedAct):
    """A fact about the budget of a year, for one source. The last of a kind counts; none is rewritten.

    The own share is inscribed in the budget of the collectivité. The State's is asked of the DNPD, enters the
    national register of projects, then the BSI (methodological grid, section 4); the DNPD may
    refuse it or ask for a complement, which a later demand answers. `reason` says why it does, or says why it
    corrects the one before it, or why it passes what the plan gives.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("demandée à la DNPD")
        REGISTERED = "registered", _("au répertoire national")
        INSCRIBED = "inscribed", _("inscrite")
        REFUSED = "refused", _("refusée par la DNPD")
        COMPLEMENT = "complement", _("complément demandé par la DNPD")

    contract = models.ForeignKey(FollowedContract, models.PROTECT, related_name="budget")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    year = models.PositiveSmallIntegerField(_("exercice"))
    kind = models.CharField(_("fait"), max_length=12, choices=Kind)
    amount = models.BigIntegerField(_("montant"), null=True, blank=True)
    on = models.DateField(_("daté du"))
    reference = models.CharField(_("référence de l’acte"), max_length=120, blank=True)
    reason = models.TextField(_("motif"), max_length=1000, blank=True)
    at = models.DateTimeField(_("écrite le"), null=True, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("inscription budgétaire")
        verbose_name_plural = _("inscriptions budgétaires")
        ordering = ("contract_id", "year", "source", "pk")
        constraints = [
            models.CheckConstraint(
                name="budget_amount_not_negative",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message=_("Un montant ne peut pas être négatif."),
            ),
            models.CheckConstraint(
                name="budget_inscription_has_an_amount",
                condition=~Q(kind="inscribed") | Q(amount__isnull=False),
                violation_error_message=_("Une inscription a un montant."),
            ),
            models.CheckConstraint(
                name="budget_answer_is_motivated",
                condition=~Q(kind__in=("refused", "complement")) | Q(reason__regex=r"\S", amount=None),
                violation_error_message=_("Un refus ou une demande de complément est toujours motivé."),
            ),
            models.CheckConstraint(
                name="budget_register_is_the_state_s",
                condition=Q(kind="inscribed") | Q(source=Source.STATE),
                violation_error_message=_("Le répertoire national et le BSI ne portent que la part de l’État."),
            ),
            models.CheckConstraint(
                name="budget_fact_within_its_year",
                condition=Q(on__year__lte=F("year")),
                violation_error_message=_("Rien n’entre au budget d’un exercice une fois qu’il est terminé."),
            ),
        ]
        triggers = [*append_only("budget_entry"), BUDGET_OF_THE_PLAN]

    def __str__(self) -> str:
        return f"{self.contract_id} – {self.year} : {self.get_kind_display()}"


# What each act writes: for which source, which fact.
FACTS = {
    "inscribe_share": (Source.REGION, BudgetEntry.Kind.INSCRIBED),
    "ask_bsi": (Source.STATE, BudgetEntry.Kind.ASKED),
    "register": (Source.STATE, BudgetEntry.Kind.REGISTERED),
    "inscribe_bsi": (Source.STATE, BudgetEntry.Kind.INSCRIBED),
}
# What each answer of the DNPD writes.
ANSWERED = {"refuse_bsi": BudgetEntry.Kind.REFUSED, "ask_complement": BudgetEntry.Kind.COMPLEMENT}


class Movement(SignedAct):
    """Money of a source that does not come by tranches: mobilised, paid, justified. Of the State, what it mobilised
    before the signature; `amount` is empty where an older source gives no sum.

    A wrong one is never erased: another `reverses` it, the same in everything, with its `reason`, and neither counts
    (`FollowedContract.standing_movements`). `reason` also says why more came than the plan gives.
    """

    class Kind(models.TextChoices):
        MOBILISED = "mobilised", _("mobilisé")
        PAID = "paid", _("payé")
        JUSTIFIED = "justified", _("justifié")

    class Precision(models.TextChoices):
        DAY = "day", _("jour")
        MONTH = "month", _("mois")
        YEAR = "year", _("année")

    contract = models.ForeignKey(FollowedContract, models.PROTECT, related_name="movements")
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("projet"), null=True, related_name="+")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    year = models.PositiveSmallIntegerField(_("exercice"))
    kind = models.CharField(_("mouvement"), max_length=12, choices=Kind)
    amount = models.BigIntegerField(_("montant"), null=True, blank=True)
    on = models.DateField(_("daté du"))
    precision = models.CharField(_("précision"), max_length=5, choices=Precision, default=Precision.DAY)
    note = models.CharField(_("remarque"), max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("contre-passe"), null=True, blank=True, related_name="reversal"
    )
    reason = models.TextField(_("motif"), max_length=1000, blank=True)
    at = models.DateTimeField(_("écrit le"), null=True, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("mouvement de fonds")
        verbose_name_plural = _("mouvements de fonds")
        ordering = ("contract_id", "on", "pk")
        constraints = [
            models.CheckConstraint(
                name="movement_amount_positive",
                condition=Q(amount=None) | Q(amount__gt=0),
                violation_error_message=_("Un mouvement est d’au moins un franc."),
            ),
            models.CheckConstraint(
                name="movement_reversed_for_a_reason",
                condition=Q(reverses=None) | Q(reason__regex=r"\S"),
                violation_error_message=_("Une contre-passation est toujours motivée."),
            ),
        ]
        triggers = [
            *append_only("movement"),
            MOVEMENTS_IN_ORDER,
            MOVEMENT_OF_THE_PLAN,
            REVERSAL_OF_THE_SAME,
            own_project("movement"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} – {self.year} : {self.get_kind_display()}"
