"""The papers of a dossier: versions are kept, one is current, each is known by its sha256."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cper.papers.identity import Identity, SessionKind
from cper.people.models import SignedAct
from negotiation.models.contract import Contract
from negotiation.models.project import Project
from negotiation.workflow import PIECES, Mark, PieceKind


def piece_path(piece: "Piece", _name: str) -> str:
    """Where the bytes lie: under their hash, never under a name that a user chose."""
    return f"pieces/{piece.sha256[:2]}/{piece.sha256}.{piece.extension}"


def kinds_with(mark: Mark) -> list[str]:
    """The kinds of papers known by such a mark."""
    return [rule.kind.value for rule in PIECES if mark in rule.marks]


ONLY_DATED = [kind for kind in kinds_with(Mark.DAY) if kind not in kinds_with(Mark.SESSION)]
# « ('deliberation-choice', 'deliberation-negotiate'), … »: a paper, and the one that it follows.
IN_ORDER = ", ".join(f"('{rule.kind.value}', '{rule.follows.value}')" for rule in PIECES if rule.follows)


class Piece(SignedAct):
    """One version of one paper. `current` is the one that counts; the former ones stay readable.

    Its number, its day and its session are those of the act it is a copy of; all are empty where they are not known.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, verbose_name=_("contrat-plan"), related_name="pieces")
    kind = models.CharField(_("pièce"), max_length=30, choices=PieceKind)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("projet"), null=True, blank=True, related_name="pieces"
    )
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    number = models.CharField(_("numéro"), max_length=60, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    session = models.CharField(_("session"), max_length=20, choices=SessionKind, blank=True)
    session_name = models.CharField(_("nom de la session"), max_length=120, blank=True)
    title = models.CharField(_("titre"), max_length=200, blank=True)
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
            models.CheckConstraint(
                name="piece_number_comes_with_its_day",
                condition=Q(number="") | (Q(dated_on__isnull=False) & Q(kind__in=kinds_with(Mark.NUMBER))),
                violation_error_message=_("Une pièce numérotée porte aussi sa date."),
            ),
            models.CheckConstraint(
                name="piece_session_and_day_together",
                condition=Q(session="", session_name="", dated_on=None)
                | (~Q(session="") & Q(dated_on__isnull=False, kind__in=kinds_with(Mark.SESSION)))
                | Q(session="", session_name="", kind__in=ONLY_DATED),
                violation_error_message=_("La date et la session d’une pièce se donnent ensemble."),
            ),
            models.CheckConstraint(
                name="piece_day_not_to_come",
                condition=Q(dated_on=None) | Q(dated_on__lte=F("filed_at")),
                violation_error_message=_("Une pièce ne peut pas porter une date à venir."),
            ),
            models.CheckConstraint(
                name="piece_title_iff_annex",
                condition=(Q(kind="annex") & ~Q(title="")) | (~Q(kind="annex") & Q(title="")),
                violation_error_message=_("Une annexe porte un titre, les autres pièces leur nom."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="piece_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="piece_never_changes", exclude=["current"]),
            pgtrigger.Trigger(
                name="piece_dated_after_what_it_follows",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__dated_on__isnull=False),
                func=f"""
                    IF NEW.kind = '{PieceKind.SESSION_MINUTES.value}' AND EXISTS (
                        SELECT 1 FROM negotiation_session WHERE contract_id = NEW.contract_id
                            AND NOT superseded AND held_on > NEW.dated_on
                    ) OR EXISTS (
                        SELECT 1 FROM (VALUES {IN_ORDER}) AS law(later, earlier)
                        JOIN negotiation_piece other ON other.contract_id = NEW.contract_id AND other.current
                        WHERE (NEW.kind = later AND other.kind = earlier AND other.dated_on > NEW.dated_on)
                            OR (NEW.kind = earlier AND other.kind = later AND other.dated_on < NEW.dated_on)
                    ) THEN
                        RAISE EXCEPTION 'piece_dated_after_what_it_follows: % of contract %',
                            NEW.kind, NEW.contract_id;
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 -- the kinds are those of the law
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (v{self.version})"

    @property
    def identity(self) -> Identity:
        """What it is known by."""
        return Identity(self.number, self.dated_on, self.session, self.session_name, self.title)

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        return (self.kind, self.project_id, self.year)
