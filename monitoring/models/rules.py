"""The parameters of the money's way: funding windows and what they ask of each tranche. Empty until the ANICT fills
them: no text found gives the shares, the thresholds or the further papers.

Like every value of the law they are dated: the rules of a window hold from a day on, by a text where one gives them,
and a tranche keeps those of the day on which it was prepared (docs/decisions/0051).
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from monitoring.vocabulary import PaperKind
from negotiation.models.project import Source

WHOLE = 10_000


class FundingWindow(models.Model):
    """A guichet through which money reaches the contracts: the sous-guichet CPER of the DIN."""

    name = models.CharField(_("nom"), max_length=120, unique=True, error_messages={"unique": _("Ce guichet existe.")})
    source = models.CharField(_("part du plan qu’il sert"), max_length=20, choices=Source, default=Source.STATE)
    open = models.BooleanField(_("ouvert"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("guichet")
        verbose_name_plural = _("guichets")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def dated(self) -> dict[date, list["TrancheRule"]]:
        """Its rules by the day from which they hold together, the oldest first."""
        found: dict[date, list[TrancheRule]] = {}
        for rule in self.rules.all():
            found.setdefault(rule.since, []).append(rule)
        return dict(sorted(found.items()))

    def rules_on(self, day: date) -> list["TrancheRule"]:
        """What it asks that day, by rank; nothing before its first rules."""
        return next((rules for since, rules in reversed(self.dated.items()) if since <= day), [])


class TrancheRule(models.Model):
    """What a window asks of the tranche of that rank in the year, `since` a day, by a `text` where one gives it.

    Shares and thresholds are hundredths of a percent; empty means that the window asks nothing. The rules of one day
    take the place of all those before.
    """

    window = models.ForeignKey(FundingWindow, models.CASCADE, verbose_name=_("guichet"), related_name="rules")
    since = models.DateField(_("à compter du"))
    text = models.CharField(_("texte qui fixe ces règles"), max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(_("rang dans l’année"))
    share = models.PositiveSmallIntegerField(_("part de l’année, au plus"), null=True, blank=True)
    justified = models.PositiveSmallIntegerField(_("tranche précédente justifiée, au moins"), null=True, blank=True)
    papers = ArrayField(
        models.CharField(max_length=30, choices=PaperKind), verbose_name=_("pièces en plus"), default=list, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("règle de tranche")
        verbose_name_plural = _("règles de tranche")
        ordering = ("window_id", "since", "rank")
        constraints = [
            models.UniqueConstraint(
                name="rule_once_per_rank",
                fields=("window", "since", "rank"),
                violation_error_message=_("Ce guichet a déjà une règle pour ce rang."),
            ),
            models.CheckConstraint(
                name="rule_rank_from_one",
                condition=Q(rank__gte=1),
                violation_error_message=_("Le rang commence à 1."),
            ),
            models.CheckConstraint(
                name="rule_rates_within_whole",
                condition=(Q(share=None) | Q(share__gt=0, share__lte=WHOLE))
                & (Q(justified=None) | Q(justified__gt=0, justified__lte=WHOLE)),
                violation_error_message=_("Une part se donne entre 0 et 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} : {self.rank}"
