"""Which sector ministries a contract concerns, for who sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cper.people.models import Institution
from negotiation.models.contract import Contract


class ContractSector(models.Model):
    """The sector ministries a contract concerns, kept beside it so that `visible_to` stays one index scan."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("ministère concerné")
        verbose_name_plural = _("ministères concernés")
        constraints = [models.UniqueConstraint(name="contract_sector_once", fields=("institution", "contract"))]

    def __str__(self) -> str:
        return f"{self.contract_id} – {self.institution_id}"
