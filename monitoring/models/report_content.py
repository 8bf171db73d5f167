"""What is written into a quarter's report: a line for each project, what was asked, how each party kept its word."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.guards import DUE_AFTER_ITS_SESSION, frozen_with_its_report
from monitoring.models.report import QuarterReport
from monitoring.vocabulary import Kept
from negotiation.models import Project
from negotiation.models.project import Source


class ReportLine(models.Model):
    """One project in a quarter: what the region and the ANICT say of it. `physical` is None until the region has
    declared a rate for this very quarter; a rate below the former one has its reason."""

    report = models.ForeignKey(QuarterReport, models.PROTECT, related_name="lines")
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("projet"), related_name="+")
    physical = models.PositiveSmallIntegerField(
        _("taux d’exécution physique"), null=True, blank=True, help_text=_("En centièmes de pour cent.")
    )
    # What an erratum of the adopted report says the rate to be.
    corrected = models.PositiveSmallIntegerField(_("taux selon l’erratum"), null=True, blank=True, editable=False)
    fall_reason = models.CharField(_("pourquoi le taux baisse"), max_length=500, blank=True)
    works = models.CharField(_("passation et état des marchés"), max_length=500, blank=True)
    difficulties = models.CharField(_("difficultés"), max_length=1000, blank=True)
    anict_note = models.CharField(_("observation de l’ANICT"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("projet dans un trimestre")
        verbose_name_plural = _("projets dans un trimestre")
        ordering = ("report_id", "project__number")
        constraints = [
            models.UniqueConstraint(name="report_line_once", fields=("report", "project")),
            models.CheckConstraint(
                name="report_line_rate_within_whole",
                condition=(Q(physical=None) | Q(physical__lte=10_000))
                & (Q(corrected=None) | Q(corrected__lte=10_000)),
                violation_error_message=_("Un taux se donne entre 0 et 100 %."),
            ),
        ]
        triggers = [
            frozen_with_its_report(
                "report_line_frozen_with_its_report", pgtrigger.Update | pgtrigger.Delete, beside="corrected"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} – {self.project_id}"

    @property
    def rate(self) -> int | None:
        """The physical rate that later figures rest on: that of the erratum, or the one declared."""
        return self.physical if self.corrected is None else self.corrected


class Recommendation(models.Model):
    """What a session asks, of whom, before when."""

    class State(models.TextChoices):
        OPEN = "open", _("à suivre")
        ONGOING = "ongoing", _("en cours")
        DONE = "done", _("réalisée")
        DROPPED = "dropped", _("sans objet")

    report = models.ForeignKey(QuarterReport, models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("numéro"))
    text = models.CharField(_("recommandation"), max_length=1000)
    responsible = models.CharField(_("responsable"), max_length=160)
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    note = models.CharField(_("suite donnée"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("recommandation")
        verbose_name_plural = _("recommandations")
        ordering = ("report_id", "number")
        constraints = [
            models.UniqueConstraint(name="recommendation_number_once", fields=("report", "number")),
            models.CheckConstraint(
                name="recommendation_has_text_and_someone",
                condition=Q(text__regex=r"\S", responsible__regex=r"\S"),
                violation_error_message=_("Une recommandation dit quoi, et à qui."),
            ),
        ]
        triggers = [
            # What became of it is written later; what was asked, of whom, stays.
            pgtrigger.ReadOnly(name="recommendation_never_changes", exclude=["state", "note"]),
            frozen_with_its_report("recommendation_frozen_with_its_report", pgtrigger.Delete),
            DUE_AFTER_ITS_SESSION,
        ]

    def __str__(self) -> str:
        return self.text


def recommendations_before(report: QuarterReport) -> list[Recommendation]:
    """The recommendations of the sessions before that one, oldest first; as they stood where the day is a past one."""
    if report.contract.moment:
        rows = [row for row in report.contract.reports.all() if row.quarter < report.quarter]
        return [asked for row in rows for asked in row.recommendations.all()]
    earlier = Recommendation.objects.filter(report__contract=report.contract_id, report__quarter__lt=report.quarter)
    return list(earlier.select_related("report").order_by("report__quarter", "number"))


class Appraisal(models.Model):
    """How the CROCSAD, in its session, judges that a party has kept what it engaged: its verdict and its reasons.

    « En vue d’apprécier le niveau de respect des engagements souscrits par les parties » (methodological grid,
    part 4): the site reckons what was engaged and mobilised, it never judges.
    """

    report = models.ForeignKey(QuarterReport, models.PROTECT, related_name="appraisals")
    party = models.CharField(_("partie"), max_length=20, choices=Source)
    verdict = models.CharField(_("appréciation"), max_length=10, choices=Kept)
    sentence = models.CharField(_("ce qui la motive"), max_length=500)

    class Meta:
        verbose_name = _("appréciation d’un engagement")
        verbose_name_plural = _("appréciations des engagements")
        ordering = ("report_id", "pk")
        constraints = [
            models.UniqueConstraint(
                name="appraisal_once_per_party",
                fields=("report", "party"),
                violation_error_message=_("Une partie s’apprécie une fois par trimestre."),
            ),
            models.CheckConstraint(
                name="appraisal_has_verdict_and_sentence",
                condition=Q(verdict__in=Kept.values, sentence__regex=r"\S"),
                violation_error_message=_("Le respect d’un engagement s’apprécie et se motive."),
            ),
        ]
        triggers = [frozen_with_its_report("appraisal_frozen_with_its_report", pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.report_id} – {self.party} : {self.verdict}"
