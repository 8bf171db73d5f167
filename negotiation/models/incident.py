"""What went wrong on the machine, for the administrator: counted while it lasts, until somebody settles it."""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

LONGEST_SUBJECT = 200


class IncidentKind(models.TextChoices):
    DATABASE = "database", _("La base de données n’a pas répondu")
    DISK = "disk", _("Un disque est plein ou ne peut plus être écrit")
    ERROR = "error", _("Une page a rencontré une erreur")
    MISSING = "missing", _("Un fichier déposé manque sur le disque")
    ALTERED = "altered", _("Un fichier n’est plus celui qui a été déposé")
    MAIL = "mail", _("Une adresse est refusée par le serveur de courriel")


class IncidentQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has settled."""
        return self.filter(settled_at=None)

    def note(self, kind: str, subject: str = "", *, detail: str = "", at: datetime) -> None:
        """Write an incident down, or count it once more where it stands already. A subject too long to be told apart
        by ends with « … »; the detail is whole."""
        subject = Truncator(subject).chars(LONGEST_SUBJECT)
        found = self.standing().filter(kind=kind, subject=subject)
        again = {"times": F("times") + 1, "last_at": at, "detail": detail}
        if found.update(**again):
            return
        try:
            with transaction.atomic():
                self.create(kind=kind, subject=subject, detail=detail, first_at=at, last_at=at)
        except IntegrityError:  # another request has just written it
            found.update(**again)


class Incident(models.Model):
    """One trouble: what it is about (`subject`), where it was last met (`detail`), how many times."""

    kind = models.CharField(_("nature"), max_length=10, choices=IncidentKind)
    subject = models.CharField(_("objet"), max_length=LONGEST_SUBJECT, blank=True)
    detail = models.TextField(_("où"), blank=True)
    times = models.PositiveIntegerField(_("fois"), default=1)
    first_at = models.DateTimeField(_("depuis le"))
    last_at = models.DateTimeField(_("dernière fois le"))
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ("-last_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="incident_once_while_it_stands",
                fields=("kind", "subject"),
                condition=Q(settled_at=None),
                violation_error_message=_("Cet incident est déjà noté."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}".strip()
