"""What the daily pull finds of a contract and where it stands in figures: rows worked out, never facts.

What is found keeps the day it began and the day it was lifted. Each change of the figures leaves a dated row: the
database writes it by itself and lets nobody rewrite it. `as_of` is the day on which the data of a contract stop.
"""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import Actor
from monitoring.models.followed import FollowedContract
from negotiation.models.guards import append_only


class OfContracts(models.QuerySet):
    """Rows of contracts."""

    def visible_to(self, actor: Actor):
        return self.filter(Exists(FollowedContract.objects.visible_to(actor).filter(pk=OuterRef("contract"))))


class StandingFindings(models.Manager.from_queryset(OfContracts)):
    """What is found and not lifted."""

    def get_queryset(self):
        return super().get_queryset().filter(lifted_on=None)


class Finding(models.Model):
    """What a control found on a contract: the rule, its evidence in words, the money it concerns (FCFA), since when.
    What is no longer found is lifted, and stays; found again, it begins again."""

    contract = models.ForeignKey(FollowedContract, models.CASCADE, related_name="findings")
    rule = models.CharField(_("contrôle"), max_length=30)
    key = models.CharField(_("objet"), max_length=20, blank=True)
    title = models.TextField(_("constat"))
    evidence = models.TextField(_("preuve"))
    amount = models.BigIntegerField(_("somme en cause"), null=True, blank=True)
    found_on = models.DateField(_("constaté le"))
    lifted_on = models.DateField(_("levé le"), null=True, blank=True)
    as_of = models.DateField(_("situation au"), null=True, blank=True)

    objects = StandingFindings()
    every = OfContracts.as_manager()

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = (F("amount").desc(nulls_last=True), "contract_id", "rule", "key")
        constraints = [
            models.UniqueConstraint(
                name="finding_once", fields=("contract", "rule", "key"), condition=Q(lifted_on=None)
            )
        ]
        indexes = [
            models.Index(
                F("amount").desc(nulls_last=True),
                "contract",
                "rule",
                "key",
                name="finding_by_money",
                condition=Q(lifted_on=None),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="finding_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="finding_lifted_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__lifted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Figures(models.Model):
    """A contract in figures: money in FCFA, counts. None is not known, which no total takes for nothing."""

    cost = models.BigIntegerField(_("coût déclaré des projets"), default=0)
    engaged = models.BigIntegerField(_("engagé"), null=True)
    inscribed = models.BigIntegerField(_("inscrit"), null=True)
    mobilised = models.BigIntegerField(_("mobilisé"), null=True)
    paid = models.BigIntegerField(_("payé"), null=True)
    justified = models.BigIntegerField(_("justifié"), null=True)
    given_back = models.BigIntegerField(_("rendu au plan"), null=True)
    to_mobilise_due = models.BigIntegerField(_("à mobiliser, échu"), null=True)
    to_mobilise_coming = models.BigIntegerField(_("à mobiliser, à venir"), null=True)
    to_pay = models.BigIntegerField(_("à payer"), null=True)
    to_justify = models.BigIntegerField(_("à justifier"), null=True)
    waiting = models.BigIntegerField(_("en attente dans les tranches"), default=0)
    late = models.PositiveSmallIntegerField(_("obligations en retard"), default=0)
    findings = models.PositiveSmallIntegerField(_("constats"), default=0)
    elapsed = models.PositiveSmallIntegerField(_("temps écoulé"), null=True)
    physical = models.PositiveSmallIntegerField(_("taux physique"), null=True)
    physical_on = models.DateField(_("taux physique au"), null=True, blank=True)
    in_force = models.BooleanField(_("en vigueur"), default=True)
    as_of = models.DateField(_("situation au"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.contract_id)


COLUMNS = [field.attname for field in Figures._meta.local_fields]
# What changes by the passing of days alone makes no dated row: it is worked out of the day.
PASSING = "'{worked_out_on, elapsed}'::text[]"
# Whoever works the figures out, and however, what changes is kept.
KEPT_BY_ITS_DAY = pgtrigger.Trigger(
    name="standing_kept_by_its_day",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    func=f"""
        IF TG_OP = 'UPDATE' THEN
            IF to_jsonb(OLD) - {PASSING} = to_jsonb(NEW) - {PASSING} THEN
                RETURN NULL;
            END IF;
        END IF;
        INSERT INTO monitoring_datedstanding (contract_id, "on", {", ".join(COLUMNS)})
        VALUES (NEW.contract_id, NEW.worked_out_on, {", ".join(f"NEW.{name}" for name in COLUMNS)});
        RETURN NULL;
    """,  # noqa: S608 -- the names of columns of ours
)


class Standing(Figures):
    """Where a contract stands in figures, for the lists: counts of the day of the last pull."""

    contract = models.OneToOneField(FollowedContract, models.CASCADE, primary_key=True, related_name="standing")
    worked_out_on = models.DateField(_("calculé le"))

    objects = OfContracts.as_manager()

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ("-late", "-waiting", "contract_id")
        indexes = [models.Index(fields=("-late", "-waiting", "contract"), name="standing_by_lateness")]
        triggers = [KEPT_BY_ITS_DAY]


class DatedQuerySet(OfContracts):
    def at(self, day: date):
        """Of each contract, the last that was worked out by that day."""
        last = self.filter(contract=OuterRef("contract"), on__lte=day).order_by("-on", "-pk").values("pk")[:1]
        return self.filter(pk=last)


class DatedStanding(Figures):
    """Where a contract stood from a day on, as it was worked out that day, until the next: one row a change."""

    contract = models.ForeignKey(FollowedContract, models.PROTECT, related_name="dated_standings")
    on = models.DateField(_("calculé le"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("situation datée")
        verbose_name_plural = _("situations datées")
        ordering = ("-late", "-waiting", "contract_id")
        indexes = [models.Index(fields=("contract", "-on", "-id"), name="dated_standing_of_a_day")]
        triggers = append_only("dated_standing")
