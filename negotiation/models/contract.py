"""The contract (CPER/D): where it stands, and one documented method for each move of the law."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, transition
from simple_history.models import HistoricalRecords

from cper.people.models import Mandate
from cper.people.rights import fills
from cper.places.models import Region
from cper.rows import together
from cper.words import clock
from cper.words.clock import Term
from cper.words.search import key_of
from negotiation import snapshots, workflow
from negotiation.models import remarks, requirements
from negotiation.models.contract_queries import ContractQuerySet
from negotiation.models.fields import ReloadsSteps, StepField
from negotiation.models.guards import STEP_TRIGGERS
from negotiation.models.office_holders import offices_of
from negotiation.models.selected import CONTRACT_TRIGGERS
from negotiation.workflow import STAGE, Need, Step


def move(name: str) -> Callable:
    """`django_fsm.transition` with the sources and the target that the law gives to the move of that name."""
    arcs = workflow.arcs(name)
    targets = {target for _source, target in arcs}
    return transition(field="step", source=[source for source, _target in arcs], target=targets.pop().value)


class Contract(ReloadsSteps, ConcurrentTransitionMixin, models.Model):
    """A CPER from its opening to its signature. Money is integer FCFA."""

    class Precision(models.TextChoices):
        DAY = "day", _("jour")
        MONTH = "month", _("mois")

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("collectivité"), related_name="contracts")
    reference = models.CharField(_("référence"), max_length=40, unique=True, editable=False)
    title = models.CharField(_("intitulé"), max_length=300)
    generation = models.CharField(_("génération"), max_length=60, blank=True)
    opened_on = models.DateField(_("ouvert le"))
    starts_on = models.DateField(_("début prévu"), null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(_("durée du contrat, en mois"), null=True, blank=True)
    pdesc_from = models.DateField(_("PDESC valide du"), null=True, blank=True)
    pdesc_to = models.DateField(_("PDESC valide au"), null=True, blank=True)

    step = StepField(_("étape"), choices=Step, default=Step.DELIBERATION, max_length=20, editable=False)
    entered_step_at = models.DateTimeField(_("à cette étape depuis"), editable=False)
    clock_started_on = models.DateField(_("délai compté depuis"), editable=False)
    reached = models.PositiveSmallIntegerField(_("étape la plus avancée"), default=1, editable=False)
    returns = models.PositiveSmallIntegerField(_("retours de la DGCT"), default=0, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    signed_on = models.DateField(_("signé le"), null=True, blank=True, editable=False)
    signed_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY, editable=False)

    declared_total = models.BigIntegerField(_("montant déclaré"), null=True, blank=True)
    source = models.CharField(_("source des données"), max_length=200, blank=True)
    invented = models.BooleanField(_("projet inventé pour la démonstration"), default=False, editable=False)
    search = models.GeneratedField(
        expression=key_of("reference", "title"), output_field=models.TextField(), db_persist=True
    )

    objects = ContractQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search"], history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = _("contrat-plan")
        verbose_name_plural = _("contrats-plans")
        ordering = ("-entered_step_at", "-pk")
        indexes = [
            models.Index(fields=("-entered_step_at", "-id"), name="contract_latest"),
            models.Index(fields=("region", "-entered_step_at", "-id"), name="contract_region_latest"),
            models.Index(fields=("step", "-entered_step_at", "-id"), name="contract_step_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contract_step_is_in_the_law",
                condition=Q(step__in=[step.value for step in Step]),
                violation_error_message=_("Cette étape n’existe pas."),
            ),
            models.CheckConstraint(
                name="contract_signed_on_iff_signed",
                condition=Q(signed_on=None) ^ Q(step="signed"),
                violation_error_message=_("Seul un contrat signé porte une date de signature, et il en porte une."),
            ),
            models.CheckConstraint(
                name="contract_declared_total_not_negative",
                condition=Q(declared_total=None) | Q(declared_total__gte=0),
                violation_error_message=_("Un montant ne peut pas être négatif."),
            ),
            models.CheckConstraint(
                name="contract_duration_positive",
                condition=Q(duration_months=None) | Q(duration_months__gt=0),
                violation_error_message=_("La durée se compte en mois, un au moins."),
            ),
            models.CheckConstraint(
                name="contract_pdesc_dates_in_order",
                condition=Q(pdesc_from=None) | Q(pdesc_to=None) | Q(pdesc_to__gt=models.F("pdesc_from")),
                violation_error_message=_("La fin de validité du PDESC précède son début."),
            ),
        ]
        triggers = [*STEP_TRIGGERS, *CONTRACT_TRIGGERS]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("dossier", args=[self.reference])

    @property
    def stage(self) -> workflow.Stage | None:
        return STAGE.get(Step(self.step))

    @property
    def has_ended(self) -> bool:
        return self.step in workflow.ENDED

    @property
    def known_term(self) -> Term | None:
        """The days it is in force: from the start that its convention prints, else from the day of the signature. None
        while that is not known: no duration, nobody has signed, a signature told by its month."""
        signed = self.signed_on if self.signed_precision == self.Precision.DAY else None
        start = self.starts_on or signed
        return Term.of(start, self.duration_months) if start and self.duration_months else None

    def planned_term(self, day: date) -> Term | None:
        """The known term; before the signature and without a start, the one it would have if signed that day."""
        if self.signed_on or self.starts_on or not self.duration_months:
            return self.known_term
        return Term.of(day, self.duration_months)

    @property
    def ends_on(self) -> date | None:
        """The last day of the known term."""
        return self.known_term.end if self.known_term else None

    @cached_property
    def sector_ids(self) -> set[int]:
        """The ministries its projects concern, and those whose opinion has been asked: a project that changes hands
        takes the dossier from nobody who has to speak on it."""
        concerned = {project.ministry_id for project in self.projects.all() if project.ministry_id}
        return concerned | {opinion.institution_id for opinion in self.opinions.all()}

    @cached_property
    def facts(self) -> snapshots.Facts:
        """What the dossier holds now, to be compared with what was judged."""
        return snapshots.facts_of(self)

    @cached_property
    def remarks(self) -> list[remarks.Remark]:
        """What the examiners ask of the region now, and what it has done about it."""
        return remarks.standing(self)

    offices = cached_property(offices_of)

    @property
    def in_play(self) -> list:
        """The projects that the contract counts today: every sum, share and paper of it is theirs.

        All until a list is drawn (E6), then those on it; once a session has decided (E7), those it retained, by
        priority; those on the list again when it is superseded. `ProjectQuerySet.in_play` answers for all at once.
        """
        session = self.session_that_decides
        if session is None:
            return [project for project in self.projects.all() if project.listed]
        projects = {project.pk: project for project in self.projects.all()}
        return [projects[decision.project_id] for decision in session.decisions.all() if decision.is_retained]

    @property
    def is_selected(self) -> bool:
        """Whether its projects are those selected (E8): wording and years of the plans alone still change."""
        return self.step == Step.SIGNATURE

    @property
    def session_that_decides(self) -> models.Model | None:
        """The session of the CROCSAD that stands, with its decisions; none is looked for before E7 is reached."""
        if self.reached < workflow.number(Step.SELECTION):
            return None
        together.fetch(self, "sessions__decisions")
        return requirements.current_session(self)

    def due_on(self, *, working: bool) -> date | None:
        """The last day of the current step's estimated delay; None where the law gives none."""
        if not self.stage or not self.stage.delay:
            return None
        delay = self.stage.delay.value_on(self.clock_started_on)
        days = delay.total(len(self.projects.all()))
        return clock.due_on(self.clock_started_on, days, working=working)

    def refuses(self, name: str, mandate: Mandate, day: date) -> tuple[str, list[str]]:
        """Why the action cannot be done that day under that mandate: a sentence, and the list of what is missing.

        Both are empty when nothing stands in the way.
        """
        action = workflow.at(self.step, name)
        if action is None:
            return self._not_at_this_step(name), []
        if not any(fills(mandate, role) for role in action.roles):
            return _t("À cette étape, cet acte revient à une autre institution."), []
        if action.commits and not mandate.commits_the_contract:
            return _t("Votre délégation ne couvre pas la signature du contrat-plan : son acte doit le dire."), []
        self.load(action.needs)
        done = requirements.already_done(self, action, mandate)
        if done:
            return done, []
        missing = requirements.missing(self, action.needs, day)
        return (_t("Il manque encore :") if missing else ""), missing

    def load(self, needs: Iterable[Need]) -> None:
        """Fetch what these conditions look at, in one query, whatever the number of projects."""
        together.fetch(self, *requirements.relations(needs))

    def forget(self) -> None:
        """Drop what was prefetched, so that the next question reads what has just been written."""
        self._prefetched_objects_cache = {}
        for worked_out in ("sector_ids", "facts", "remarks", remarks.RETURNS):
            self.__dict__.pop(worked_out, None)

    def _not_at_this_step(self, name: str) -> str:
        if self.has_ended:
            return _t("Le dossier est clos : « %(step)s ».") % {"step": self.get_step_display()}
        steps = " ou ".join(STAGE[step].code for step in workflow.steps_of(name))
        return _t("Cet acte se fait à l’étape %(steps)s ; le dossier est à l’étape %(here)s, « %(step)s ».") % {
            "steps": steps,
            "here": self.stage.code,
            "step": self.get_step_display(),
        }

    def enter(self, *, source: str, at: datetime) -> None:
        """Stamp the entry into the step just reached; the two steps of the list share one clock."""
        self.entered_step_at = at
        self.reached = max(self.reached, workflow.number(self.step))
        if not (self.stage and self.stage.delay_from == source):
            self.clock_started_on = clock.day_of(at)

    # The moves, in the order of the steps: who, when and with what stands in `workflow`, here what a move stamps.
    @move("adopt")
    def adopt(self, *, on: date) -> None:
        """E1: the council has authorised its President to negotiate and sign."""

    @move("complete")
    def complete(self, *, on: date) -> None:
        """E2: documents, projects and financing plan are together."""

    @move("submit")
    def submit(self, *, on: date) -> None:
        """E3: the President addresses the request to the minister, with a light copy to the Governor."""

    @move("transmit")
    def transmit(self, *, on: date) -> None:
        """E4: the projects meet the four criteria; the ministries are asked for their opinions."""

    @move("send_back")
    def send_back(self, *, on: date) -> None:
        """E4: the request does not conform and goes back to the council."""
        self.returns += 1

    @move("resubmit")
    def resubmit(self, *, on: date) -> None:
        """E5: the corrected dossier goes back to the ministries that asked for it, and to those who spoke on what has
        changed; their delay starts anew."""
        self.clock_started_on = on

    @move("open_negotiation")
    def open_negotiation(self, *, on: date) -> None:
        """E5: the opinions are in and forwarded, the negotiation starts (décret n°2014-0644, art. 11)."""

    @move("approve_list")
    def approve_list(self, *, on: date) -> None:
        """E6: President and Governor have both approved the list."""

    @move("adopt_selection")
    def adopt_selection(self, *, on: date) -> None:
        """E7: the Governor adopts what the enlarged CROCSAD decided."""

    @move("return_list")
    def return_list(self, *, on: date) -> None:
        """E7: the session asks for another list."""

    @move("sign")
    def sign(self, *, on: date) -> None:
        """E8: Governor and President have both signed; the contract is in force."""
        self.signed_on = on

    @move("withdraw")
    def withdraw(self, *, on: date) -> None:
        """E1 to E8, until somebody has signed: the collectivité takes its request back."""

    @move("close")
    def close(self, *, on: date) -> None:
        """E4 to E8, until somebody has signed: the DGCT closes the file without further action."""
