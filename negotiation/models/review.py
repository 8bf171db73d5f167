"""What the examiners say: the DGCT's verdicts on the four criteria (E4), the ministries' opinions (E5)."""

from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import Institution, SignedAct
from negotiation.envelope import Envelope
from negotiation.models.contract import Contract
from negotiation.models.project import Project
from negotiation.models.snapshot import Snapshot
from negotiation.workflow import Criterion


class CriterionVerdict(SignedAct):
    """Whether a project meets a criterion, in one round of examination; each return opens a new round."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="verdicts")
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("projet"), related_name="verdicts")
    criterion = models.CharField(_("critère"), max_length=20, choices=Criterion)
    round = models.PositiveSmallIntegerField(_("passage"))
    met = models.BooleanField(_("rempli"))
    remark = models.TextField(_("remarque"), max_length=2000, blank=True)
    given_at = models.DateTimeField(_("donné le"))
    judged = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("ce qui a été examiné"), related_name="+")

    class Meta:
        verbose_name = _("verdict sur un critère")
        verbose_name_plural = _("verdicts sur les critères")
        ordering = ("project_id", "round", "pk")
        constraints = [
            models.UniqueConstraint(
                name="verdict_once_per_round",
                fields=("project", "criterion", "round"),
                violation_error_message=_("Ce critère a déjà un verdict dans ce passage."),
            ),
            models.CheckConstraint(
                name="verdict_unmet_has_remark",
                condition=Q(met=True) | ~Q(remark=""),
                violation_error_message=_("Un critère non rempli appelle une remarque."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()} : {'oui' if self.met else 'non'}"


class OpinionVerdict(models.TextChoices):
    FAVOURABLE = "favourable", _("Favorable")
    RESERVES = "reserves", _("Favorable avec réserves")
    CORRECTIONS = "corrections", _("Insuffisances à corriger")
    UNFAVOURABLE = "unfavourable", _("Défavorable")


LETS_PASS = (OpinionVerdict.FAVOURABLE, OpinionVerdict.RESERVES)


class OpinionQuerySet(models.QuerySet):
    def current(self):
        """The opinion of each institution that counts: the last round asked."""
        return self.filter(superseded=False)


# What is said once: of an opinion that is given, only whether it still counts may change.
GIVEN = (
    "verdict",
    "text",
    "judged",
    "envelope",
    "envelope_from",
    "envelope_to",
    "given_at",
    "by",
    "by_name",
    "by_title",
    "by_institution",
    "by_mention",
    "by_act",
    "by_office",
)


def differs(*fields: str) -> Q:
    """Whether an update changes one of these fields, for the condition of a trigger."""
    return reduce(or_, (pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")}) for field in fields))


class Opinion(models.Model):
    """An opinion asked of an institution, then given; a correction supersedes it and asks again.

    That of the ministry in charge of finance, when it lets the dossier pass, carries the State's envelope: an amount
    in FCFA and its years. It is what the session works with (E7).
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="opinions")
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name=_("institution"), related_name="+")
    round = models.PositiveSmallIntegerField(_("passage"), default=1)
    superseded = models.BooleanField(_("remplacé"), default=False)
    asked_on = models.DateField(_("demandé le"))
    verdict = models.CharField(_("avis"), max_length=20, choices=OpinionVerdict, blank=True)
    text = models.TextField(_("motifs"), max_length=8000, blank=True)
    judged = models.ForeignKey(
        Snapshot, models.PROTECT, verbose_name=_("ce qui a été lu"), null=True, blank=True, related_name="+"
    )
    envelope = models.BigIntegerField(_("enveloppe de l’État"), null=True, blank=True)
    envelope_from = models.PositiveSmallIntegerField(_("premier exercice de l’enveloppe"), null=True, blank=True)
    envelope_to = models.PositiveSmallIntegerField(_("dernier exercice de l’enveloppe"), null=True, blank=True)
    given_at = models.DateTimeField(_("rendu le"), null=True, blank=True)
    by = models.ForeignKey("negotiation.User", models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(_("nom"), max_length=120, blank=True)
    by_title = models.CharField(_("fonction"), max_length=120, blank=True)
    by_institution = models.CharField(_("institution"), max_length=160, blank=True)
    by_mention = models.CharField(_("mention"), max_length=4, blank=True)
    by_act = models.CharField(_("acte"), max_length=200, blank=True)
    by_office = models.CharField(_("charge suppléée"), max_length=160, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ("institution__name", "round")
        constraints = [
            models.UniqueConstraint(
                name="opinion_once_per_round",
                fields=("contract", "institution", "round"),
                violation_error_message=_("Cet avis est déjà demandé."),
            ),
            models.UniqueConstraint(
                name="opinion_one_current",
                fields=("contract", "institution"),
                condition=Q(superseded=False),
                violation_error_message=_("Cette institution a déjà un avis en cours."),
            ),
            models.CheckConstraint(
                name="opinion_given_whole_or_not_at_all",
                condition=Q(verdict="", given_at=None, by=None, judged=None)
                | (~Q(verdict="") & Q(given_at__isnull=False, by__isnull=False, judged__isnull=False)),
                violation_error_message=_("Un avis rendu porte sa date, son signataire et ce qu’il a lu."),
            ),
            models.CheckConstraint(
                name="opinion_short_of_favourable_has_reasons",
                condition=Q(verdict__in=["", "favourable"]) | ~Q(text=""),
                violation_error_message=_("Un avis qui n’est pas favorable sans réserve est motivé."),
            ),
            models.CheckConstraint(
                name="opinion_envelope_whole_or_not_at_all",
                condition=Q(envelope=None, envelope_from=None, envelope_to=None)
                | Q(envelope__isnull=False, envelope_from__isnull=False, envelope_to__isnull=False),
                violation_error_message=_("Une enveloppe porte son montant, son premier et son dernier exercice."),
            ),
            models.CheckConstraint(
                name="opinion_envelope_not_negative",
                condition=Q(envelope=None) | Q(envelope__gte=0),
                violation_error_message=_("Une enveloppe ne peut pas être négative."),
            ),
            models.CheckConstraint(
                name="opinion_envelope_years_in_order",
                condition=Q(envelope=None) | Q(envelope_to__gte=F("envelope_from")),
                violation_error_message=_("Le dernier exercice de l’enveloppe précède le premier."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="opinion_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="opinion_given_stays_given",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__verdict="") & differs(*GIVEN),
            ),
            pgtrigger.Trigger(
                name="opinion_of_finance_has_its_envelope",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=f"""
                    IF (NEW.envelope IS NOT NULL) <> (
                        NEW.verdict IN ('favourable', 'reserves') AND EXISTS (
                            SELECT 1 FROM {Institution._meta.db_table}
                            WHERE id = NEW.institution_id AND body = 'finance'
                        )
                    ) THEN
                        RAISE EXCEPTION 'opinion_of_finance_has_its_envelope: opinion % of contract %',
                            NEW.id, NEW.contract_id;
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 -- the name of a table of ours
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} : {self.get_verdict_display() or 'attendu'}"

    @property
    def is_given(self) -> bool:
        return bool(self.verdict)

    @property
    def lets_pass(self) -> bool:
        return self.verdict in LETS_PASS

    @property
    def granted(self) -> Envelope | None:
        """The State's envelope, where the opinion gives one."""
        if self.envelope is None:
            return None
        return Envelope(self.envelope, self.envelope_from, self.envelope_to)

    @property
    def asks_correction(self) -> bool:
        return self.is_given and not self.lets_pass
