"""What a dossier held at a moment: the facts that a verdict, an opinion, a list, a session or a text was given on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from negotiation.models.contract import Contract
from negotiation.models.guards import append_only


class SnapshotManager(models.Manager):
    """Leaves the facts in the database until they are read: who only compares needs the fingerprint."""

    def get_queryset(self):
        return super().get_queryset().defer("facts")


class Snapshot(models.Model):
    """The facts of a dossier as they stood; written once, readable for ever without the rows they came from.

    `facts` is read by `negotiation.snapshots.read`; its "form" tells how it is laid out. One state of a dossier is
    kept once: a dossier put back as it was finds its former snapshot again.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField(_("relevé le"))
    facts = models.JSONField(_("faits"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)

    objects = SnapshotManager()

    class Meta:
        verbose_name = _("état du dossier")
        verbose_name_plural = _("états du dossier")
        ordering = ("contract_id", "pk")
        constraints = [
            models.UniqueConstraint(
                name="snapshot_once_per_state",
                fields=("contract", "sha256"),
                violation_error_message=_("Cet état du dossier est déjà gardé."),
            ),
        ]
        triggers = append_only("snapshot")

    def __str__(self) -> str:
        return f"{self.contract_id} : {self.sha256[:12]}"
