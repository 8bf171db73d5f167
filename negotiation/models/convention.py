"""The convention as it was proposed, approved and signed: its clauses, who signs, the frozen bytes, the minutes."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cper.people.models import Mandate, SignedAct
from cper.people.roles import Body
from negotiation.clauses import CLAUSES, NAMELESS, people
from negotiation.models.contract import Contract
from negotiation.models.guards import append_only
from negotiation.models.snapshot import Snapshot


class ConventionDraftManager(models.Manager):
    """Leaves the bytes of the documents in the database until one of them is asked for."""

    def get_queryset(self):
        return super().get_queryset().defer("pdf")


class ConventionDraft(SignedAct):
    """A convention proposed by the region, with the clauses it wrote. Once approved it holds the exact bytes and names
    who signs; nothing in it changes, but for the approval that the Governor may take back until both have signed."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="drafts")
    number = models.PositiveSmallIntegerField(_("version"))
    proposed_at = models.DateTimeField(_("proposée le"))
    judged = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("ce qu’elle imprime"), related_name="+")
    team = models.TextField(_("équipe de mise en œuvre"), max_length=2000)
    tranches = models.TextField(_("tranches de la contribution de l’État"), max_length=2000)
    suspension = models.TextField(_("suspension et résiliation"), max_length=2000)
    disputes = models.TextField(_("litiges, à défaut d’accord"), max_length=2000)
    returned = models.BooleanField(_("renvoyée"), default=False)
    approved_at = models.DateTimeField(_("approuvée le"), null=True, blank=True)
    approved_by_name = models.CharField(_("approuvée par"), max_length=120, blank=True)
    approved_by_title = models.CharField(_("en qualité de"), max_length=300, blank=True)
    ceremony_on = models.DateField(_("cérémonie le"), null=True, blank=True)
    ceremony_place = models.CharField(_("lieu de la cérémonie"), max_length=120, blank=True)
    governor_mandate = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name=_("signe pour l’État"), null=True, blank=True, related_name="+"
    )
    council_mandate = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name=_("signe pour la collectivité"), null=True, blank=True, related_name="+"
    )
    pdf = models.BinaryField(_("document"), null=True, blank=True)
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64, blank=True)

    objects = ConventionDraftManager()

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ("contract_id", "-number")
        constraints = [
            models.UniqueConstraint(name="convention_number_once", fields=("contract", "number")),
            models.UniqueConstraint(
                name="convention_one_current",
                fields=("contract",),
                condition=Q(returned=False),
                violation_error_message=_("Une convention est déjà proposée."),
            ),
            models.CheckConstraint(
                name="convention_approved_iff_frozen",
                condition=Q(approved_at=None, pdf=None, sha256="")
                | (Q(approved_at__isnull=False, pdf__isnull=False) & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                violation_error_message=_("Une convention approuvée porte son document et son empreinte."),
            ),
            models.CheckConstraint(
                name="convention_approved_names_who_signs",
                condition=Q(approved_at=None)
                | Q(governor_mandate__isnull=False, council_mandate__isnull=False, ceremony_on__isnull=False),
                violation_error_message=_("Une convention approuvée nomme ses deux signataires et leur cérémonie."),
            ),
            models.CheckConstraint(
                name="convention_ceremony_follows_its_approval",
                condition=Q(approved_at=None) | Q(ceremony_on__gte=TruncDate("approved_at")),
                violation_error_message=_("La cérémonie se tient le jour de l’approbation, ou après."),
            ),
            models.CheckConstraint(
                name="convention_has_no_empty_clause",
                condition=Q(**{f"{clause}__regex": r"\S" for clause in CLAUSES}),
                violation_error_message=_("Une convention proposée n’a aucune clause vide."),
            ),
            models.CheckConstraint(
                name="convention_team_has_functions_and_names",
                condition=~Q(team__regex=NAMELESS),
                violation_error_message=_("Chaque membre de l’équipe a sa fonction et son nom."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="convention_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="convention_approved_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.approved_at IS NOT NULL "
                    "AND to_jsonb(OLD) - 'returned' IS DISTINCT FROM to_jsonb(NEW) - 'returned'"
                ),
            ),
            pgtrigger.Protect(
                name="convention_returned_stays_returned",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__returned=True),
            ),
            pgtrigger.Trigger(
                name="convention_signed_is_not_returned",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__returned=False, new__returned=True),
                func="""
                    IF EXISTS (SELECT 1 FROM negotiation_contract WHERE id = NEW.contract_id AND step = 'signed') THEN
                        RAISE EXCEPTION 'convention_signed_is_not_returned: contract % is signed', NEW.contract_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.number}"

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def names(self, mandate: Mandate) -> bool:
        """Whether the approved text names the mandate as its party's signatory; given anew to the same person in the
        same capacity, it still does."""
        if mandate.pk in (self.governor_mandate_id, self.council_mandate_id):
            return True
        named = self.named(mandate.body)
        return (named.person_id, named.label) == (mandate.person_id, mandate.label)

    def named(self, body: str) -> Mandate:
        """Who signs for that party, as the approved text names them."""
        return self.governor_mandate if body == Body.GOVERNORATE else self.council_mandate

    @property
    def members(self) -> list[tuple[str, str]]:
        """The team: function and name of each."""
        return people(self.team)

    @property
    def clauses(self) -> dict[str, str]:
        return {clause: getattr(self, clause) for clause in CLAUSES}


class SignatureRecord(models.Model):
    """The minutes of the signature: who signed the approved bytes, in which function; frozen like them."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="signature_record")
    convention_sha256 = models.CharField(_("empreinte de la convention signée"), max_length=64)
    made_at = models.DateTimeField(_("établi le"))
    pdf = models.BinaryField(_("document"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("procès-verbal de signature")
        verbose_name_plural = _("procès-verbaux de signature")
        triggers = append_only("signature_record")

    def __str__(self) -> str:
        return f"PV {self.contract_id}"


class ConventionModel(SignedAct):
    """The DGCT's validation of the model that the site prints, known by the fingerprint of its text.

    A model whose text has changed since is another model, to be validated again.
    """

    fingerprint = models.CharField(_("empreinte du modèle"), max_length=64, unique=True)
    validated_at = models.DateTimeField(_("validé le"))

    class Meta:
        verbose_name = _("validation du modèle de convention")
        verbose_name_plural = _("validations du modèle de convention")
        ordering = ("-pk",)
        triggers = append_only("convention_model")

    def __str__(self) -> str:
        return self.fingerprint
