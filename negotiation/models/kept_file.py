"""The files of what was sent and not recorded: the browser never sends a file twice by itself."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from negotiation.models.kept_form import KeptForm

KEPT = timedelta(days=1)
# Of one account: what leaves no disk full, whoever sends again and again.
MOST_FILES = 8
MOST_BYTES = 80 * 1024 * 1024


def kept_path(kept: "KeptFile", _name: str) -> str:
    return f"kept/{kept.sha256[:2]}/{kept.sha256}"


class KeptFileQuerySet(models.QuerySet):
    def forgettable(self, at: datetime):
        """Those kept long enough."""
        return self.filter(made_at__lt=at - KEPT)

    def drop(self) -> None:
        """Forget them, and their bytes where no other row holds the same."""
        dropped = list(self)
        self.model.objects.filter(pk__in=[kept.pk for kept in dropped]).delete()
        for kept in {kept.sha256: kept for kept in dropped}.values():
            if not self.model.objects.filter(sha256=kept.sha256).exists():
                kept.file.storage.delete(kept.file.name)


class KeptFile(models.Model):
    """A file of a kept form: its entry, its name, its bytes under their hash. Read by the form it came with alone."""

    form = models.ForeignKey(KeptForm, models.PROTECT, verbose_name=_("saisie"), related_name="files")
    entry = models.CharField(_("champ"), max_length=60)
    name = models.CharField(_("nom du fichier"), max_length=300)
    size = models.PositiveIntegerField(_("taille"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    file = models.FileField(_("fichier"), upload_to=kept_path, max_length=120)
    made_at = models.DateTimeField(_("reçu le"))

    objects = KeptFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier gardé")
        verbose_name_plural = _("fichiers gardés")
        constraints = [models.UniqueConstraint(name="kept_file_of_an_entry", fields=("form", "entry"))]
        indexes = [models.Index(fields=("made_at",), name="kept_file_by_age")]

    def __str__(self) -> str:
        return f"{self.form_id} : {self.name}"
