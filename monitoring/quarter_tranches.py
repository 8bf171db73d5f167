"""A tranche of the ANICT under way in a quarterly report: what it asked, and how far its money has come.

As in `monitoring.quarter_facts`: amounts are whole FCFA, None where the act has not come.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring.quarter_facts import amount_label
from monitoring.vocabulary import TrancheState


@dataclass(frozen=True)
class Cell:
    """An amount under its head."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TrancheFacts:
    """One tranche on the day of the report."""

    number: int
    project: int
    year: int
    requested: int
    approved: int | None
    released: int | None
    paid: int | None
    justified: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Requested, approved, released, paid, justified; a dash where the act has not come."""
        told = (
            (_("Demandé"), self.requested),
            (_("Approuvé"), self.approved),
            (_("Débloqué"), self.released),
            (_("Payé"), self.paid),
            (_("Justifié"), self.justified if self.paid is not None else None),
        )
        return tuple(Cell(label, amount_label(amount)) for label, amount in told)

    @property
    def state(self) -> str:
        """How far its money has come, in the words of the tranche's own states."""
        reached = (
            (self.paid, TrancheState.PAID),
            (self.released, TrancheState.RELEASED),
            (self.approved, TrancheState.APPROVED),
        )
        return str(next((state for sum_, state in reached if sum_ is not None), TrancheState.REQUESTED).label)
