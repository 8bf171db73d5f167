"""The papers of the follow-up: bytes under their hash, versions kept, read through a permission check only."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cper.people.models import SignedAct
from monitoring.models.followed import FollowedContract
from monitoring.models.tranche import Tranche
from monitoring.vocabulary import PaperKind


def paper_path(paper: "Paper", _name: str) -> str:
    """Where the bytes lie: under their hash, never under a name that a user chose."""
    return f"papers/{paper.sha256[:2]}/{paper.sha256}.{paper.extension}"


class Paper(SignedAct):
    """One version of one paper: of a tranche's file (`current` is the one that counts), or of a single act."""

    contract = models.ForeignKey(
        FollowedContract, models.PROTECT, verbose_name=_("contrat-plan"), null=True, related_name="papers"
    )
    tranche = models.ForeignKey(
        Tranche, models.PROTECT, verbose_name=_("tranche"), null=True, blank=True, related_name="papers"
    )
    kind = models.CharField(_("pièce"), max_length=30, choices=PaperKind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    current = models.BooleanField(_("en vigueur"), default=True)
    file = models.FileField(_("fichier"), upload_to=paper_path, max_length=120)
    name = models.CharField(_("nom du fichier"), max_length=150)
    extension = models.CharField(max_length=5)
    mime = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("taille, en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    filed_at = models.DateTimeField(_("déposée le"))

    class Meta:
        verbose_name = _("pièce du suivi")
        verbose_name_plural = _("pièces du suivi")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="paper_one_current_version",
                fields=("tranche", "kind"),
                condition=Q(current=True, tranche__isnull=False),
                violation_error_message=_("Cette pièce a déjà une version en vigueur."),
            ),
            models.UniqueConstraint(
                name="paper_version_once",
                fields=("tranche", "kind", "version"),
                condition=Q(tranche__isnull=False),
                violation_error_message=_("Cette version de la pièce existe déjà."),
            ),
            models.CheckConstraint(
                name="paper_sha256_is_hexadecimal",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("L’empreinte du fichier est illisible."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="paper_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="paper_never_changes", exclude=["current"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (v{self.version})"
