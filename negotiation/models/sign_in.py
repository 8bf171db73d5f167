"""Attempts to sign in: enough memory to slow down guessing, counted by account, never by address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInTry(models.Model):
    """One attempt on a name, whether an account bears it or not. A whole council may share one address."""

    name = models.CharField(_("identifiant essayé"), max_length=60)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("essai de connexion")
        verbose_name_plural = _("essais de connexion")
        indexes = [models.Index(fields=("name", "at"), name="sign_in_tries_of_name")]

    def __str__(self) -> str:
        return self.name
