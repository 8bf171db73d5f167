"""The quarterly review of a contract by the CROCSAD: canvas, parts, session or its lapse, frozen report.

One report per contract and quarter, none for a quarter to come, one open at a time.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from monitoring.calendar import Quarter, notice
from monitoring.models.followed import FollowedContract
from monitoring.models.guards import SESSIONS_IN_ORDER, FrozenWhen, machine
from monitoring.models.machines import Machine, MachineQuerySet, Wait, move, until_filled
from monitoring.vocabulary import Demand, ReportState
from monitoring.workflow import REPORT
from negotiation.models.fields import StepField

R = ReportState
OPEN = (R.CANVAS, R.HELD)
FROZEN = (R.ADOPTED, R.TRANSMITTED)
# What an erratum moves of a frozen report: never what the report says.
BESIDE = ("version", "erratum_proposed_on", "session_corrected")
LAST_DAY = Func(
    F("starts_on"),
    template="(%(expressions)s + interval '3 months' - interval '1 day')::date",
    output_field=models.DateField(),
)


def report_path(report: "QuarterReport", _name: str) -> str:
    return f"reports/{report.sha256[:2]}/{report.sha256}.pdf"


class QuarterReport(Machine):
    """What the CROCSAD reviewed in a quarter, or why it did not meet."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinaire")
        EXTRAORDINARY = "extraordinary", _("extraordinaire")

    contract = models.ForeignKey(
        FollowedContract, models.PROTECT, verbose_name=_("contrat-plan"), related_name="reports"
    )
    quarter = models.CharField(_("trimestre"), max_length=7)
    starts_on = models.DateField(_("premier jour du trimestre"))
    opened_on = models.DateField(_("ouvert le"))
    state = StepField(_("état"), choices=ReportState, default=R.CANVAS, max_length=20, editable=False)

    canvas_on = models.DateField(_("canevas proposé le"), null=True, blank=True)
    session_planned_on = models.DateField(_("session prévue le"), null=True, blank=True)
    held_on = models.DateField(_("session tenue le"), null=True, blank=True)
    kind = models.CharField(_("nature de la session"), max_length=20, choices=Kind, default=Kind.ORDINARY)
    place = models.CharField(_("lieu"), max_length=80, blank=True)
    attendance = models.PositiveSmallIntegerField(_("nombre de participants"), null=True, blank=True)
    attendees = models.TextField(_("participants"), max_length=4000, blank=True)
    chaired_by = models.CharField(_("présidence"), max_length=300, blank=True)
    # What adopted errata say of the session: its fact, its right value, the number of the erratum.
    session_corrected = models.JSONField(_("session selon les errata"), default=dict, blank=True, editable=False)
    region_note = models.TextField(_("difficultés signalées par la collectivité"), max_length=4000, blank=True)
    anict_note = models.TextField(_("observations de l’ANICT"), max_length=4000, blank=True)
    region_done_on = models.DateField(_("part de la collectivité complétée le"), null=True, blank=True)
    anict_done_on = models.DateField(_("part de l’ANICT complétée le"), null=True, blank=True)
    difficulties = models.TextField(_("difficultés"), max_length=4000, blank=True)
    remarks = models.TextField(_("remarques du Gouverneur, à reprendre"), max_length=4000, blank=True)
    parts_note = models.TextField(_("part manquante : motif de passer outre"), max_length=4000, blank=True)
    outlook = models.TextField(_("perspectives"), max_length=4000, blank=True)
    lapse_reason = models.TextField(_("motif de la carence"), max_length=4000, blank=True)
    adopted_on = models.DateField(_("adopté le"), null=True, blank=True)
    erratum_proposed_on = models.DateField(_("erratum proposé le"), null=True, blank=True)
    early_reason = models.TextField(_("motif d’une adoption avant la fin du trimestre"), max_length=1000, blank=True)
    facts = models.JSONField(_("faits du rapport adopté"), null=True, blank=True, editable=False)
    transmitted_on = models.DateField(_("transmis le"), null=True, blank=True)
    letter_reference = models.CharField(_("référence de la lettre"), max_length=80, blank=True)
    file = models.FileField(_("rapport"), upload_to=report_path, max_length=120, blank=True)
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64, blank=True)

    states = ReportState
    waits: ClassVar = {
        "fill_region_part": until_filled("region_done_on"),
        "fill_anict_part": until_filled("anict_done_on"),
        "write_up": Wait(lambda row: not row.difficulties or bool(row.remarks), Q(difficulties="") | ~Q(remarks="")),
        "adopt_report": until_filled("remarks", ""),
        "adopt_erratum": Wait(lambda row: row.erratum_proposed_on is not None, Q(erratum_proposed_on__isnull=False)),
    }
    objects = MachineQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport trimestriel")
        verbose_name_plural = _("rapports trimestriels")
        ordering = ("contract_id", "quarter")
        constraints = [
            models.UniqueConstraint(
                name="report_once_per_quarter",
                fields=("contract", "quarter"),
                violation_error_message=_("Ce trimestre a déjà son rapport."),
            ),
            models.UniqueConstraint(
                name="report_one_open_at_a_time",
                fields=("contract",),
                condition=Q(state__in=[state.value for state in OPEN]),
                violation_error_message=_("Un autre trimestre est encore ouvert : terminez-le d’abord."),
            ),
            models.CheckConstraint(
                name="report_quarter_is_a_quarter",
                condition=Q(quarter__regex=r"^\d{4}-T[1-4]$"),
                violation_error_message=_("Un trimestre s’écrit 2018-T4."),
            ),
            models.CheckConstraint(
                name="report_not_for_a_quarter_to_come",
                condition=Q(opened_on__gte=F("starts_on")),
                violation_error_message=_("Ce trimestre n’a pas commencé."),
            ),
            models.CheckConstraint(
                name="report_session_iff_held",
                condition=Q(state__in=(R.HELD, *FROZEN), held_on__isnull=False, attendance__gt=0)
                | Q(state__in=(R.CANVAS, R.LAPSED), held_on=None),
                violation_error_message=_("Une session tenue a une date et des participants."),
            ),
            models.CheckConstraint(
                name="report_session_after_its_canvas",
                condition=(Q(held_on=None) | Q(canvas_on=None) | Q(held_on__gte=F("canvas_on")))
                & (Q(session_planned_on=None) | Q(canvas_on=None) | Q(session_planned_on__gte=F("canvas_on"))),
                violation_error_message=_("Une session ne précède pas son canevas."),
            ),
            models.CheckConstraint(
                name="report_erratum_once_adopted",
                condition=Q(erratum_proposed_on=None) | Q(state__in=FROZEN),
                violation_error_message=_("Seul un rapport adopté reçoit un erratum."),
            ),
            models.CheckConstraint(
                name="report_lapse_has_a_reason",
                condition=~Q(state=R.LAPSED) | Q(lapse_reason__regex=r"\S"),
                violation_error_message=_("Une carence est toujours motivée."),
            ),
            models.CheckConstraint(
                name="report_adopted_without_remarks",
                condition=Q(remarks="") | Q(state=R.HELD),
                violation_error_message=_("La DRPSIAP reprend d’abord la synthèse selon les remarques du Gouverneur."),
            ),
            models.CheckConstraint(
                name="report_frozen_once_adopted",
                condition=Q(
                    state__in=FROZEN, sha256__regex=r"^[0-9a-f]{64}$", adopted_on__isnull=False, facts__isnull=False
                )
                | (~Q(state__in=FROZEN) & Q(sha256="", adopted_on=None, facts=None)),
                violation_error_message=_("Un rapport adopté est figé, avec ses faits et son empreinte."),
            ),
            models.CheckConstraint(
                name="report_early_adoption_has_a_reason",
                condition=~Q(state__in=FROZEN) | Q(adopted_on__gt=LAST_DAY) | Q(early_reason__regex=r"\S"),
                violation_error_message=_("Un rapport adopté avant la fin de son trimestre dit pourquoi."),
            ),
            models.CheckConstraint(
                name="report_transmitted_with_its_letter",
                condition=Q(state=R.TRANSMITTED, transmitted_on__isnull=False, letter_reference__regex=r"\S")
                | (~Q(state=R.TRANSMITTED) & Q(transmitted_on=None)),
                violation_error_message=_("Une transmission a une date et la référence de sa lettre."),
            ),
        ]
        triggers = [
            *machine(REPORT, "report", "report_id"),
            FrozenWhen(
                name="report_frozen_never_changes",
                exclude=["state", "entered_state_on", "transmitted_on", "letter_reference", *BESIDE],
                condition=pgtrigger.Q(old__state__in=[state.value for state in FROZEN]),
            ),
            FrozenWhen(
                name="report_transmitted_never_changes",
                exclude=list(BESIDE),
                condition=pgtrigger.Q(old__state=R.TRANSMITTED.value),
            ),
            SESSIONS_IN_ORDER,
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} – {self.quarter}"

    def get_absolute_url(self) -> str:
        return reverse("quarter", args=[self.contract.reference, self.quarter])

    @property
    def when(self) -> Quarter:
        return Quarter.parse(self.quarter)

    @property
    def is_late(self) -> bool:
        """Whether it was opened only after its quarter had ended."""
        return self.opened_on > self.when.end

    @property
    def session_day(self) -> date | None:
        """The day its session was held, as the last erratum says it: what is judged later rests on it."""
        right = self.session_corrected.get("held_on")
        return date.fromisoformat(right["value"]) if right else self.held_on

    @property
    def notice_days(self) -> int | None:
        """How many days before the session the canvas was proposed (O8)."""
        session = self.session_day or self.session_planned_on
        return (session - self.canvas_on).days if session and self.canvas_on else None

    @property
    def canvas_came_late(self) -> bool:
        return self.notice_days is not None and self.notice_days < notice(self.when)

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN

    def reckoned_on(self, today: date) -> date:
        """The day its figures speak of: its quarter's last, or an earlier one while the quarter runs, or where it was
        adopted before that."""
        return min(self.when.end, self.adopted_on or today)

    @property
    def rates_on(self) -> date:
        """The day that the rates of its works speak of: its quarter's last, or the earlier one on which the
        collectivité wrote them or the report was adopted; nothing is known of the works after that."""
        return min(day for day in (self.when.end, self.region_done_on, self.adopted_on) if day)

    def has_ended_by(self, day: date) -> bool:
        """Whether its quarter is over that day: only then is its situation final."""
        return self.when.end < day

    @property
    def session_late_days(self) -> int:
        """How many days after the quarter's last its session was held; 0 when it was held in time (O7)."""
        return max(0, (self.session_day - self.when.end).days) if self.session_day else 0

    def missing(self, needs: Iterable[Demand]) -> list[str]:
        return list(self._lacks(needs))

    def _lacks(self, needs: Iterable[Demand]) -> Iterator[str]:
        if Demand.PARTS in needs and not self.parts_note.strip():
            if self.region_done_on is None:
                yield _t("la part de la collectivité : taux physiques et difficultés de chaque projet")
            if self.anict_done_on is None:
                yield _t("la part de l’ANICT : observations sur la mobilisation")
        if Demand.SYNTHESIS in needs and not self.difficulties.strip():
            yield _t("la synthèse de la DRPSIAP : difficultés, engagements, recommandations, perspectives")
        elif Demand.SYNTHESIS in needs and not self.appraisals.exists():
            yield _t("l’appréciation du respect des engagements, partie par partie")
        if Demand.SYNTHESIS in needs and self.remarks:
            yield _t("la reprise de la synthèse par la DRPSIAP : le Gouverneur l’a renvoyée avec ses remarques")

    @move(REPORT, "hold")
    def hold(self) -> None:
        """The session was held."""

    @move(REPORT, "lapse")
    def lapse(self) -> None:
        """No session was held in the quarter; the reason stays."""

    @move(REPORT, "adopt_report")
    def adopt_report(self) -> None:
        """The Governor, who chairs, adopts the report: its bytes are frozen."""

    @move(REPORT, "transmit_report")
    def transmit_report(self) -> None:
        """The Governor sends it to the minister in charge of finance."""
