"""What was sent and not recorded, kept for the account that typed it until it is sent again, or for a week."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=7)
LONGEST_PATH = 200
# An account works on some pages at a time: the oldest of what it left elsewhere goes first.
MOST = 30


class Cause(models.TextChoices):
    """Why what was sent has not been recorded."""

    EXPIRED = "expired", _("la session avait pris fin")
    REOPENED = "reopened", _("la session avait été rouverte depuis")
    ACCOUNT = "account", _("un autre compte était ouvert")
    PASSWORD = "password", _("un mot de passe était à choisir")
    REFUSED = "refused", _("la page n’a pas été acceptée")
    FAILED = "failed", _("le site n’a pas pu l’enregistrer")


class KeptFormQuerySet(models.QuerySet):
    def forgettable(self, at: datetime):
        """Those kept long enough."""
        return self.filter(made_at__lt=at - KEPT)


class KeptForm(models.Model):
    """A form that had no effect: whose, on which page, what was in it as [name, value] pairs, and why."""

    user = models.ForeignKey("negotiation.User", models.PROTECT, verbose_name=_("par"), related_name="+")
    path = models.CharField(_("page"), max_length=LONGEST_PATH)
    entries = models.JSONField(_("saisie"))
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    made_at = models.DateTimeField(_("envoyé le"))

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("saisie gardée")
        verbose_name_plural = _("saisies gardées")
        constraints = [models.UniqueConstraint(name="kept_form_of_a_page", fields=("user", "path"))]
        indexes = [models.Index(fields=("made_at",), name="kept_form_by_age")]

    def __str__(self) -> str:
        return f"{self.path} : {self.user_id}"
