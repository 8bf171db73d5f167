"""Institutions, and the people who may sign in. What lets them act is told in `mandate`."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cper.people.rights import holds
from cper.people.roles import REGIONAL_BODIES, Body, Role
from cper.places.models import Region
from cper.places.wording import Territory
from cper.rows.prepared import Prepared
from cper.words import search
from cper.words.titles import Styled


class Institution(models.Model):
    """A council, a governorate, a directorate, a ministry, an agency."""

    body = models.CharField(_("nature"), max_length=20, choices=Body)
    name = models.CharField(_("nom"), max_length=160)
    slug = models.SlugField(_("identifiant"), unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("région"), null=True, blank=True, related_name="institutions"
    )

    class Meta:
        app_label = "negotiation"
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

    @property
    def office(self) -> str:
        """The office whose holder commits the institution, where a party to the contract is meant; else empty."""
        if self.body not in (Body.COUNCIL, Body.GOVERNORATE):
            return ""
        territory = Territory(self.region.name, is_district=self.region.is_district)
        return territory.head_title if self.body == Body.COUNCIL else territory.governor_title


def new_salt() -> str:
    """What sessions are bound to, besides the password."""
    return get_random_string(32)


class UserQuerySet(models.QuerySet):
    def named(self, typed: str):
        """The people of whom the name, the account or an institution of theirs holds each of these words."""
        found = self.alias(key=search.key_of("name", "username"))
        held = Institution.objects.alias(key=search.key_of("name")).order_by()
        for word in search.words(typed):
            houses = held.filter(key__contains=word, mandates__isnull=False).values("mandates__person")
            found = found.filter(Q(key__contains=word) | Q(pk__in=houses))
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
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
    # The address that a mail server refused for good, and its words: nothing is sent there any more.
    refused_email = models.EmailField(_("adresse refusée"), blank=True, editable=False)
    refusal = models.CharField(_("motif du refus"), max_length=200, blank=True, editable=False)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_demo = models.BooleanField(_("compte de démonstration"), default=False, editable=False)

    session_salt = models.CharField(max_length=32, default=new_salt, editable=False)
    styled = models.CharField(_("comment lui écrire"), max_length=10, choices=Styled, blank=True)
    must_change_password = models.BooleanField(_("mot de passe choisi par un autre"), default=False, editable=False)

    objects = UserManager()
    history = HistoricalRecords(
        excluded_fields=["password", "refused_email", "refusal", "session_salt", "must_change_password", "last_login"]
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        app_label = "negotiation"
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

    @property
    def is_unreachable(self) -> bool:
        """Whether the address, as it stands, is one that a mail server has refused for good."""
        return bool(self.email) and self.email == self.refused_email

    def close(self) -> None:
        """End the sessions of the account for good: it may be opened again, they may not."""
        self.is_active = False
        self.session_salt = new_salt()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(self.session_salt, super()._get_session_auth_hash(secret), secret=secret).hexdigest()

    def on(self, day: date) -> "Actor":
        """The person with the mandates valid that day: what `access.decide` asks about. One query."""
        mandates = MANDATES.ask(self.pk, day)
        for mandate in mandates:
            mandate.person = self
        return Actor(user=self, day=day, mandates=tuple(mandates))


def mandates_on(person: int, day: date) -> models.QuerySet:
    """The mandates of a person valid that day, those as holder first."""
    held = User.mandates.rel.related_model.objects.filter(person=person).on(day)
    return held.select_related("institution__region").order_by("basis", "pk")


# Every request of somebody signed in asks it.
MANDATES = Prepared(mandates_on, -1, date.min)


@dataclass(frozen=True)
class Actor:
    """A person on a day, with what the mandates of that day let them do."""

    user: User
    day: date
    mandates: tuple[Any, ...]

    @property
    def is_administrator(self) -> bool:
        return holds(self, Role.ADMIN)

    @cached_property
    def heads(self) -> dict[int, str]:
        """In each of their institutions, how whoever holds its office that day is called (`titles.styled`)."""
        houses = [mandate.institution_id for mandate in self.mandates]
        heading = self.user.mandates.model.objects.heading(self.day).filter(institution__in=houses)
        return dict(heading.values_list("institution", "person__styled"))

    @cached_property
    def title(self) -> str:
        """The function shown beside the name."""
        return self.mandates[0].label if self.mandates else str(_("aucun mandat en cours"))
