from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cper.words.printable import printable


class NegotiationConfig(AppConfig):
    name = "negotiation"
    verbose_name = _("négociation des contrats-plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every entry of text, of our forms, of the models' and of the administration, refuses what cannot be printed;
        the few that are never printed (passwords, searches) say so themselves (`never_printed`)."""
        forms.CharField.default_validators = [printable]
