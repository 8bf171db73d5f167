"""The forms that have been sent, each known by the token of its page: what is sent twice is done once."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# A page left open longer than this has lost its session: nothing can be sent from it any more.
KEPT = timedelta(days=2)
LONGEST_PATH = 200


class SentFormQuerySet(models.QuerySet):
    def forgettable(self, at: datetime):
        """Those whose page can no longer be sent again."""
        return self.filter(made_at__lt=at - KEPT)


class SentForm(models.Model):
    """A form that had its effect: whose, on which page, with what in it, where it led and what was said there."""

    user = models.ForeignKey("negotiation.User", models.PROTECT, verbose_name=_("par"), related_name="+")
    path = models.CharField(_("page"), max_length=LONGEST_PATH)
    token = models.CharField(_("jeton"), max_length=32)
    content = models.CharField(_("empreinte de ce qui est envoyé"), max_length=64)
    made_at = models.DateTimeField(_("envoyé le"))
    location = models.TextField(_("suite"), blank=True)
    said = models.JSONField(_("messages"), default=list)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("formulaire envoyé")
        verbose_name_plural = _("formulaires envoyés")
        constraints = [
            # With the person and the page: the token of somebody else stops nobody, and tells nothing.
            models.UniqueConstraint(name="sent_form_once", fields=("token", "user", "path")),
        ]
        indexes = [models.Index(fields=("made_at",), name="sent_form_by_age")]

    def __str__(self) -> str:
        return f"{self.path} : {self.token}"
