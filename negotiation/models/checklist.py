"""The checklist of papers a contract needs, worked out from the law and from the contract's own projects and years."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cper.rows import together
from negotiation import values
from negotiation.workflow import PIECES, STAGE, Per, PieceKind, PieceRule, Step, piece_rule


@dataclass(frozen=True)
class Slot:
    """A place in the checklist: a kind, for a project or a year where the kind asks for one."""

    kind: PieceKind
    project_id: int | None = None
    project_title: str = ""
    year: int | None = None

    @property
    def rule(self) -> PieceRule:
        return piece_rule(self.kind)

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        return (self.kind.value, self.project_id, self.year)

    @property
    def is_repeatable(self) -> bool:
        """Whether several papers stand side by side there, rather than versions of one."""
        return self.kind == PieceKind.ANNEX

    @property
    def label(self) -> str:
        """« Compte administratif 2024 », « Étude de faisabilité… : Aménagement de 4 espaces »."""
        label = str(self.kind.label)
        if self.year:
            return f"{label} {self.year}"
        return (
            _("%(kind)s : %(project)s") % {"kind": label, "project": self.project_title} if self.project_id else label
        )

    @property
    def code(self) -> str:
        """The slot in an address: `accounts-2024`, `feasibility-p12`."""
        if self.year:
            return f"{self.kind.value}-{self.year}"
        return f"{self.kind.value}-p{self.project_id}" if self.project_id else self.kind.value


def counts(contract: Any, slot: Slot) -> bool:
    """Whether the paper is still to be filed once the projects are selected (E8): not that of one that was not."""
    return not (contract.is_selected and slot.project_id) or slot.project_id in {one.pk for one in contract.in_play}


def slots(contract: Any, *, up_to: str | None = None) -> list[Slot]:
    """The checklist of a contract, in the order of the law; with `up_to`, only what that step waits for: the papers
    due by then, of the contract and of its projects in play."""
    rules = [rule for rule in PIECES if up_to is None or _due_by(rule, up_to)]
    # Once for all the rules, and for all that the caller asks next.
    together.fetch(contract, "projects__financing")
    projects = contract.projects.all() if up_to is None else contract.in_play
    return [slot for rule in rules for slot in _slots_of(rule, contract, projects)]


def _due_by(rule: PieceRule, step: str) -> bool:
    return rule.due_at is not None and STAGE[rule.due_at].number <= STAGE[Step(step)].number


def _slots_of(rule: PieceRule, contract: Any, projects: Iterable[Any]) -> Iterable[Slot]:
    if rule.per == Per.CONTRACT:
        return [Slot(rule.kind)]
    if rule.per == Per.YEAR:
        opened = contract.opened_on
        years = values.YEARS_OF_ACCOUNTS.value_on(opened)
        return [Slot(rule.kind, year=opened.year - back) for back in range(1, years + 1)]
    return [
        Slot(rule.kind, project_id=project.pk, project_title=project.title)
        for project in projects
        if rule.per == Per.PROJECT or project.has_partner
    ]
