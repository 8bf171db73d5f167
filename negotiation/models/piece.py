"""The papers of a dossier: versions are kept, one is current, each is known by its sha256."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from negotiation.models.contract import Contract
from negotiation.models.people import SignedAct
from negotiation.models.project import Project
from negotiation.workflow import PieceKind


def piece_path(piece: "Piece", _name: str) -> str:
    """Where the bytes lie: under their hash, never under a name that a user chose."""
    return f"pieces/{piece.sha256[:2]}/{piece.sha256}.{piece.extension}"


class Piece(SignedAct):
    """One version of one paper. `current` is the one that counts; the former ones stay readable."""

    contract = models.ForeignKey(Contract, models.PROTECT, verbose_name=_("contrat-plan"), related_name="pieces")
    kind = models.CharField(_("pièce"), max_length=30, choices=PieceKind)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("projet"), null=True, blank=True, related_name="pieces"
    )
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    current = models.BooleanField(_("en vigueur"), default=True)
    file = models.FileField(_("fichier"), upload_to=piece_path, max_length=120)
    name = models.CharField(_("nom du fichier"), max_length=150)
    extension = models.CharField(max_length=5)
    mime = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("taille, en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    filed_at = models.DateTimeField(_("déposée le"))

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ("contract_id", "kind", "project_id", "year", "-version")
        constraints = [
            models.UniqueConstraint(
                name="piece_one_current_version",
                fields=("contract", "kind", "project", "year"),
                nulls_distinct=False,
                condition=Q(current=True) & ~Q(kind="annex"),
                violation_error_message=_("Cette pièce a déjà une version en vigueur."),
            ),
            models.UniqueConstraint(
                name="piece_version_once",
                fields=("contract", "kind", "project", "year", "version"),
                nulls_distinct=False,
                violation_error_message=_("Cette version de la pièce existe déjà."),
            ),
            models.CheckConstraint(
                name="piece_sha256_is_hexadecimal",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("L’empreinte du fichier est illisible."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="piece_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="piece_never_changes", exclude=["current"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (v{self.version})"

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        return (self.kind, self.project_id, self.year)
