"""Institutions, people, and the mandates from which every right follows.

A mandate is a person in an institution with a function from a day to a day. An *intérim* (P.I.) or a *délégation de
signature* (P.O.) rests on an act and ends by itself on its last day.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from negotiation.access import holds
from negotiation.models.territory import DateRange, Region, SameKey
from negotiation.workflow import SIGHT, Body, Function, Role, Scope

REGIONAL_BODIES = tuple(body for body, (scope, _step) in SIGHT.items() if scope == Scope.TERRITORY)


class Institution(models.Model):
    """A council, a governorate, a directorate, a ministry, an agency."""

    body = models.CharField(_("nature"), max_length=20, choices=Body)
    name = models.CharField(_("nom"), max_length=160)
    slug = models.SlugField(_("identifiant"), unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("région"), null=True, blank=True, related_name="institutions"
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ("region__code", "name")
        constraints = [
            models.CheckConstraint(
                name="institution_region_iff_regional",
                condition=Q(region=None, body__in=[body for body in Body if body not in REGIONAL_BODIES])
                | Q(region__isnull=False, body__in=REGIONAL_BODIES),
                violation_error_message=_("Seules les institutions régionales ont une région, et elles en ont une."),
            ),
            models.UniqueConstraint(
                name="institution_once_per_region",
                fields=("body", "region"),
                nulls_distinct=False,
                condition=~Q(body=Body.SECTOR),
                violation_error_message=_("Cette institution existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username: str):
        return self.get(**{f"{self.model.USERNAME_FIELD}__iexact": username})


class User(AbstractBaseUser):
    """A person who may sign in. The account gives no right by itself: mandates do."""

    username = models.CharField(
        _("identifiant"),
        max_length=60,
        unique=True,
        validators=[
            # No two accounts look the same: other alphabets have letters that nobody tells from ours.
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                _("Un identifiant s’écrit en lettres sans accent, chiffres, points et tirets."),
            )
        ],
        error_messages={"unique": _("Cet identifiant est déjà pris.")},
    )
    name = models.CharField(_("nom et prénom"), max_length=120)
    email = models.EmailField(_("adresse électronique"), blank=True)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_demo = models.BooleanField(_("compte de démonstration"), default=False, editable=False)

    must_change_password = models.BooleanField(_("mot de passe choisi par un autre"), default=False, editable=False)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "must_change_password", "last_login"])

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ("name", "username")
        constraints = [
            models.UniqueConstraint(
                Upper("username"),
                name="user_name_once_whatever_its_capitals",
                violation_error_message=_("Cet identifiant est déjà pris."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """A password counts for what it looks like: « é » is one sign or two, according to the keyboard (NFKC)."""
        super().set_password(raw_password and unicodedata.normalize("NFKC", raw_password))

    def check_password(self, raw_password: str) -> bool:
        return super().check_password(unicodedata.normalize("NFKC", raw_password))

    def on(self, day: date) -> "Actor":
        """The person with the mandates valid that day: what `access.decide` asks about. One query."""
        mandates = self.mandates.on(day).select_related("institution__region").order_by("basis", "pk")
        return Actor(user=self, day=day, mandates=tuple(mandates))


@dataclass(frozen=True)
class Actor:
    """A person on a day, with what the mandates of that day let them do."""

    user: User
    day: date
    mandates: tuple["Mandate", ...]

    @property
    def is_administrator(self) -> bool:
        return holds(self, Role.ADMIN)

    @cached_property
    def title(self) -> str:
        """The function shown beside the name."""
        return self.mandates[0].label if self.mandates else str(_("aucun mandat en cours"))


class MandateQuerySet(models.QuerySet):
    def on(self, day: date):
        """The mandates valid that day; their last day is included, and they end by themselves."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Mandate(models.Model):
    """Person × institution × function × from–to, on which basis."""

    class Basis(models.TextChoices):
        # The codes sort so that a person acts as holder first, then ad interim, then by delegation.
        HOLDER = "1-holder", _("titulaire")
        INTERIM = "2-interim", _("intérim (P.I.)")
        DELEGATION = "3-delegation", _("délégation de signature (P.O.)")

    MENTIONS = {Basis.HOLDER: "", Basis.INTERIM: "P.I.", Basis.DELEGATION: "P.O."}

    person = models.ForeignKey(User, models.PROTECT, verbose_name=_("personne"), related_name="mandates")
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="mandates"
    )
    function = models.CharField(_("fonction"), max_length=20, choices=Function)
    title = models.CharField(
        _("titre"), max_length=120, help_text=_("Tel qu’il s’imprime sous la signature : « Gouverneur de la région ».")
    )
    basis = models.CharField(_("à quel titre"), max_length=20, choices=Basis, default=Basis.HOLDER)
    act = models.CharField(
        _("acte"), max_length=200, blank=True, help_text=_("Décret, arrêté ou décision, avec son numéro et sa date.")
    )
    valid_from = models.DateField(_("du"))
    valid_to = models.DateField(_("au (inclus)"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ("-valid_from", "pk")
        constraints = [
            models.CheckConstraint(
                name="mandate_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("La fin du mandat précède son début."),
            ),
            models.CheckConstraint(
                name="mandate_interim_has_act_and_end",
                condition=Q(basis="1-holder") | (Q(valid_to__isnull=False) & ~Q(act="")),
                violation_error_message=_("Un intérim ou une délégation porte un acte et une date de fin."),
            ),
            *(
                ExclusionConstraint(
                    name=f"mandate_no_identical_overlap_{function.value}",
                    expressions=[
                        (SameKey("person"), RangeOperators.OVERLAPS),
                        (SameKey("institution"), RangeOperators.OVERLAPS),
                        (DateRange("valid_from", "valid_to", models.Value("[]")), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(function=function.value),
                    violation_error_message=_("Cette personne a déjà ce mandat à ces dates."),
                )
                for function in Function
            ),
            ExclusionConstraint(
                name="mandate_one_holder_signs",
                expressions=[
                    (SameKey("institution"), RangeOperators.OVERLAPS),
                    (DateRange("valid_from", "valid_to", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(function="signatory", basis="1-holder"),
                violation_error_message=_(
                    "Cette institution a déjà un signataire titulaire à ces dates : mettez d’abord fin à son mandat."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.label}"

    @property
    def body(self) -> str:
        return self.institution.body

    @property
    def region_id(self) -> int | None:
        return self.institution.region_id

    @property
    def mention(self) -> str:
        """What is printed before the signature: nothing, P.I. or P.O."""
        return self.MENTIONS[self.basis]

    @property
    def label(self) -> str:
        """The title with its mention: « Gouverneur de la région de Kayes P.I. »."""
        return f"{self.title} {self.mention}".strip()

    @property
    def stamp(self) -> dict:
        """The facts copied beside an act, so that it reads the same when people and institutions have changed."""
        return {
            "by": self.person,
            "by_name": self.person.name,
            "by_title": self.title,
            "by_institution": self.institution.name,
            "by_mention": self.mention,
            "by_act": self.act if self.mention else "",
        }


class SignedAct(models.Model):
    """Who did it: the account, and their name, function, institution and mention copied as they were."""

    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("par"), related_name="+")
    by_name = models.CharField(_("nom"), max_length=120)
    by_title = models.CharField(_("fonction"), max_length=120)
    by_institution = models.CharField(_("institution"), max_length=160)
    by_mention = models.CharField(_("mention"), max_length=4, blank=True)
    by_act = models.CharField(_("acte"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def signatory(self) -> str:
        """« Awa Traoré, Gouverneur de la région de Kayes P.I. »."""
        return f"{self.by_name}, {self.by_title} {self.by_mention}".strip()
