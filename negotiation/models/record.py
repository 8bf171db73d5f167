"""What the procedure leaves behind: passages, assents, turns and notices."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cper.people.models import Institution, SignedAct, User
from cper.people.roles import Role
from negotiation import workflow
from negotiation.clauses import NAMELESS, people
from negotiation.models.contract import Contract
from negotiation.models.guards import SIGNATURE_TRIGGERS, append_only
from negotiation.models.snapshot import Snapshot
from negotiation.workflow import Step

RETURNS = ("send_back", "return_list", "resubmit")
ACTS_WITH_COMMENT = (*RETURNS, "withdraw", "close", "return_convention")
# The acts that submit the dossier or decide on it: each keeps what it was done on.
JUDGING = (
    "submit",
    "assess",
    "transmit",
    "send_back",
    "give_opinion",
    "resubmit",
    "open_negotiation",
    "approve_list",
    "record_session",
    "adopt_selection",
    "return_list",
    "propose_convention",
    "approve_convention",
    "return_convention",
    "sign",
)
# The acts that write the dossier: each keeps what it changed, from what to what.
REWRITING = ("edit", "draw_list")


class Passage(SignedAct):
    """One act on a dossier: who, in which function, for whom, when, why, from which step to which.

    Append-only. `version` is the version of the contract after the act; equal steps mean that the step stayed.
    `judged` is the dossier as an act of `JUDGING` found it; `changes` what an act of `REWRITING` changed
    (`differences.from_rows`).
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="passages")
    action = models.CharField(_("acte"), max_length=30)
    source = models.CharField(_("de l’étape"), max_length=20, choices=Step, blank=True)
    target = models.CharField(_("à l’étape"), max_length=20, choices=Step)
    at = models.DateTimeField(_("le"))
    comment = models.TextField(_("motif"), blank=True)
    detail = models.TextField(_("objet"), blank=True)
    version = models.PositiveIntegerField(_("version"))
    judged = models.ForeignKey(
        Snapshot, models.PROTECT, verbose_name=_("ce qui a été jugé"), null=True, blank=True, related_name="+"
    )
    changes = models.JSONField(_("changements"), default=list, blank=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("-pk",)
        indexes = [models.Index(fields=("contract", "-id"), name="passage_of_contract")]
        constraints = [
            models.CheckConstraint(
                name="passage_return_has_a_comment",
                condition=~Q(action__in=ACTS_WITH_COMMENT) | Q(comment__regex=r"\S"),
                violation_error_message=_("Un retour, un retrait ou un classement est toujours motivé."),
            ),
            models.CheckConstraint(
                name="passage_keeps_what_it_judged",
                condition=~Q(action__in=JUDGING) | Q(judged__isnull=False),
                violation_error_message=_("Un acte qui saisit ou qui décide garde ce sur quoi il porte."),
            ),
            models.UniqueConstraint(
                name="passage_one_move_per_version",
                fields=("contract", "version"),
                condition=~Q(source=models.F("target")),
                violation_error_message=_("Le dossier a déjà changé d’étape à cette version."),
            ),
        ]
        triggers = append_only("passage")

    def __str__(self) -> str:
        return f"{self.contract_id} : {self.label}"

    @property
    def label(self) -> str:
        """What was done, as the law calls it at the step where it was; of a joint act, what one consent is before the
        last; « Dossier ouvert » is the only act before the first step."""
        if self.action not in workflow.ACTION_NAMES:
            return str(_("Dossier ouvert"))
        action = (self.source and workflow.at(self.source, self.action)) or workflow.example(self.action)
        return str(action.part if action.joint and not self.changes_step else action.done)

    @property
    def changes_step(self) -> bool:
        return self.source != self.target

    @property
    def is_return(self) -> bool:
        return self.action in RETURNS


class Milestone(models.Model):
    """What a source tells of a contract made before this system: a date as precise as the source, and its words."""

    class Precision(models.TextChoices):
        DAY = "day", _("jour")
        MONTH = "month", _("mois")
        YEAR = "year", _("année")
        UNKNOWN = "unknown", _("date inconnue")

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="milestones")
    rank = models.PositiveSmallIntegerField(_("ordre"))
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("précision"), max_length=10, choices=Precision, default=Precision.DAY)
    step = models.CharField(_("étape"), max_length=20, choices=Step, blank=True)
    text = models.CharField(_("fait"), max_length=400)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("repère historique")
        verbose_name_plural = _("repères historiques")
        ordering = ("contract_id", "rank")
        constraints = [
            models.UniqueConstraint(name="milestone_rank_once", fields=("contract", "rank")),
            models.CheckConstraint(
                name="milestone_date_iff_precision",
                condition=Q(on=None, precision="unknown") | (Q(on__isnull=False) & ~Q(precision="unknown")),
                violation_error_message=_("Une date inconnue n’a pas de jour ; une date connue en a un."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Assent(SignedAct):
    """One of the two consents a joint act needs: to the list (E6), to the signature (E8).

    A signature is given on paper: `signed_on` and `signed_place` tell when and where, `given_at` when it was recorded,
    `attended` which members of the CROCSAD were present, function and name of each (grid, step 8); nothing where who
    recorded it does not say.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="assents")
    action = models.CharField(_("acte"), max_length=30)
    role = models.CharField(_("en tant que"), max_length=20, choices=Role)
    given_at = models.DateTimeField(_("donné le"))
    judged = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("ce qui a été approuvé"), related_name="+")
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    signed_place = models.CharField(_("signé à"), max_length=120, blank=True)
    attended = models.TextField(_("membres du CROCSAD présents"), max_length=4000, blank=True)
    voided = models.BooleanField(_("annulé"), default=False)

    class Meta:
        verbose_name = _("accord")
        verbose_name_plural = _("accords")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="assent_once_per_role",
                fields=("contract", "action", "role"),
                condition=Q(voided=False),
                violation_error_message=_("Cet accord est déjà donné."),
            ),
            models.CheckConstraint(
                name="assent_signature_has_day_and_place",
                condition=Q(action="sign", signed_on__isnull=False, signed_place__regex=r"\S")
                | (~Q(action="sign") & Q(signed_on=None, signed_place="")),
                violation_error_message=_("Une signature porte son jour et son lieu."),
            ),
            models.CheckConstraint(
                name="assent_signature_alone_is_attended",
                condition=Q(attended="") | (Q(action="sign") & ~Q(attended__regex=NAMELESS)),
                violation_error_message=_("De qui était présent à une signature sont dits la fonction et le nom."),
            ),
            models.CheckConstraint(
                name="assent_signature_is_not_to_come",
                condition=Q(signed_on=None) | Q(signed_on__lte=TruncDate("given_at")),
                violation_error_message=_("Une signature ne s’enregistre pas avant son jour."),
            ),
        ]
        triggers = [
            *SIGNATURE_TRIGGERS,
            pgtrigger.Protect(name="assent_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="assent_never_changes", exclude=["voided"]),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} : {self.role}"

    @property
    def present(self) -> list[tuple[str, str]]:
        """The members of the CROCSAD who were present: function and name of each."""
        return people(self.attended)


class Turn(models.Model):
    """Whose turn it is: what an institution is awaited for, since when. The inbox reads these rows."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="turns")
    action = models.CharField(_("acte attendu"), max_length=30)
    role = models.CharField(_("de"), max_length=20, choices=Role)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name=_("institution"), related_name="+")
    # The person that the approved convention names: nobody else of the institution is awaited then.
    person = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("de cette personne seule"), null=True, blank=True, related_name="+"
    )
    who = models.CharField(_("nom et qualité"), max_length=300, blank=True)
    since = models.DateTimeField(_("depuis"))
    due_on = models.DateField(_("au plus tard le"), null=True, blank=True)

    class Meta:
        verbose_name = _("acte attendu")
        verbose_name_plural = _("actes attendus")
        ordering = ("due_on", "since", "pk")
        constraints = [models.UniqueConstraint(name="turn_once", fields=("contract", "action", "role", "institution"))]
        indexes = [models.Index(fields=("institution", "role", "since"), name="turn_of_institution")]

    def __str__(self) -> str:
        return f"{self.institution} : {self.label}"

    @property
    def label(self) -> str:
        action = workflow.at(self.contract.step, self.action) or workflow.example(self.action)
        return str(action.label)


class Notice(models.Model):
    """A message to an institution, written with the act; `mailed_at` stays empty until the mail has left for everyone,
    `reached` holds the addresses for which it has. It goes to those who have one of its `roles` there, to everybody
    there without any, and never to the `author` of the act."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    reached = ArrayField(models.EmailField(), default=list, blank=True)

    class Meta:
        verbose_name = _("avis d’attente")
        verbose_name_plural = _("avis d’attente")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=("id",), name="notice_to_mail", condition=Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject
