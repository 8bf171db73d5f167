"""Attempts to sign in, and the places an account is known from: enough memory to slow down guessing."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# How long a place that has signed in is remembered.
REMEMBERED = timedelta(days=90)


class SignInTry(models.Model):
    """One attempt on a name, whether an account bears it or not.

    `place` is empty for a stranger; an attempt from a place the account is known from counts apart, so that nobody
    else can use its tries up.
    """

    name = models.CharField(_("identifiant essayé"), max_length=60)
    place = models.CharField(_("lieu connu"), max_length=64, blank=True)
    address = models.CharField(_("adresse du réseau"), max_length=45, blank=True)
    at = models.DateTimeField(_("le"))

    class Meta:
        app_label = "negotiation"
        verbose_name = _("essai de connexion")
        verbose_name_plural = _("essais de connexion")
        indexes = [
            models.Index(fields=("name", "at"), name="sign_in_tries_of_name"),
            models.Index(fields=("address", "at"), name="sign_in_tries_of_address"),
        ]

    def __str__(self) -> str:
        return self.name


class KnownPlaceQuerySet(models.QuerySet):
    def remembered(self, at: datetime):
        return self.filter(last_at__gte=at - REMEMBERED)

    def forgettable(self, at: datetime):
        return self.filter(last_at__lt=at - REMEMBERED)


class KnownPlace(models.Model):
    """A browser or an address from which the right password of a name was given, as a fingerprint."""

    name = models.CharField(_("identifiant"), max_length=60)
    place = models.CharField(_("empreinte du lieu"), max_length=64)
    last_at = models.DateTimeField(_("vu le"))

    objects = KnownPlaceQuerySet.as_manager()

    class Meta:
        app_label = "negotiation"
        verbose_name = _("lieu connu d’un compte")
        verbose_name_plural = _("lieux connus des comptes")
        constraints = [
            models.UniqueConstraint(
                name="known_place_once",
                fields=("name", "place"),
                violation_error_message=_("Ce lieu est déjà connu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
