"""What a tranche needs before it is asked for: the papers of the source, and what its window's rule adds.

The same list is the checklist on the screen and the guard of the move.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from monitoring.models.rules import WHOLE, TrancheRule
from monitoring.vocabulary import Demand, PaperKind, TrancheState
from monitoring.workflow import TRANCHE_PAPERS
from negotiation.french import money

if TYPE_CHECKING:
    from monitoring.models.tranche import Tranche, Waiver

# Neither holds anything of the plan, nor counts among the tranches.
NOT_ASKED = (TrancheState.DRAFT, TrancheState.CANCELLED)


@dataclass(frozen=True)
class Met:
    """One thing a tranche needs: whether it is there, or was waived, and why it matters."""

    code: str
    demand: Demand
    label: str
    done: bool
    note: str = ""
    waiver: "Waiver | None" = None
    waivable: bool = False
    paper: PaperKind | None = None

    @property
    def holds(self) -> bool:
        return self.done or self.waiver is not None


def unmet(tranche: "Tranche", demands: Iterable[Demand]) -> list[Met]:
    """What is asked and neither there nor waived."""
    if not demands:
        return []
    return [met for met in checklist(tranche) if met.demand in demands and not met.holds]


def checklist(tranche: "Tranche") -> list[Met]:
    """Everything the tranche needs, in the order one gathers it."""
    rule = rule_of(tranche)
    waivers = {waiver.code: waiver for waiver in tranche.waivers.all()}
    filed = {paper.kind for paper in tranche.papers.all() if paper.current}
    needed = [_paper(kind, filed) for kind in TRANCHE_PAPERS]
    if rule:
        needed += [_paper(PaperKind(kind), filed, waivers) for kind in rule.papers]
        needed += _rules(tranche, rule, waivers)
    return needed


def rule_of(tranche: "Tranche") -> TrancheRule | None:
    """What its window asks of a tranche of that rank."""
    rank = rank_of(tranche)
    return next((rule for rule in tranche.window.rules.all() if rule.rank == rank), None)


def rank_of(tranche: "Tranche") -> int:
    """Its place among the tranches of the same project, window and year that were asked and not cancelled."""
    return 1 + sum(1 for other in _before(tranche) if other.year == tranche.year)


def previous(tranche: "Tranche") -> "Tranche | None":
    """The last tranche before it of the same project and window, whatever the year, that stands."""
    return max(_before(tranche), key=_asked, default=None)


def _before(tranche: "Tranche") -> Iterator["Tranche"]:
    """The tranches of the same project and window asked before this one; one not yet asked comes after all."""
    waits = tranche.state in NOT_ASKED
    for other in tranche.contract.tranches.all():
        same = (other.project_id, other.window_id) == (tranche.project_id, tranche.window_id)
        stands = same and other.pk != tranche.pk and other.state not in NOT_ASKED
        if stands and (waits or _asked(other) < _asked(tranche)):
            yield other


def _asked(tranche: "Tranche") -> tuple:
    """When it was first asked for; of two the same day, the first prepared."""
    return (tranche.requested_on or tranche.entered_state_on, tranche.number)


def _paper(kind: PaperKind, filed: set[str], waivers: dict | None = None) -> Met:
    code = f"paper-{kind.value}"
    extra = waivers is not None
    return Met(
        code,
        Demand.PAPERS,
        str(kind.label),
        kind in filed,
        waiver=waivers.get(code) if extra else None,
        waivable=extra,
        paper=kind,
    )


def _rules(tranche: "Tranche", rule: TrancheRule, waivers: dict) -> Iterator[Met]:
    if rule.share is not None:
        yield _share(tranche, rule.share, waivers)
    before = previous(tranche)
    if rule.justified is not None and before is not None:
        yield _justified(before, rule.justified, waivers)


def _share(tranche: "Tranche", share: int, waivers: dict) -> Met:
    planned = sum(
        line.amount
        for line in tranche.project.lines
        if line.source == tranche.source and line.year in (tranche.year, None)
    )
    most = planned * share // WHOLE
    words = {"percent": percent(share), "most": money(most)}
    label = _("La somme demandée est au plus %(percent)s de la part prévue, soit %(most)s") % words
    return Met("share", Demand.RULES, label, tranche.requested <= most, waiver=waivers.get("share"), waivable=True)


def _justified(before: "Tranche", threshold: int, waivers: dict) -> Met:
    # Rounded down: a franc short of the threshold is short of it.
    reached = before.justified * WHOLE // (before.paid or before.current_sum)
    words = {"number": before.number, "percent": percent(threshold)}
    label = _("La tranche %(number)s est justifiée à %(percent)s au moins") % words
    note = _("Justifiée à %s à ce jour") % percent(reached)
    return Met(
        "justified",
        Demand.RULES,
        label,
        reached >= threshold,
        note,
        waiver=waivers.get("justified"),
        waivable=True,
    )


def percent(hundredths: int) -> str:
    """« 80 % », « 33,33 % »: two decimals at most, none where they are nothing."""
    whole, rest = divmod(hundredths, 100)
    decimals = f",{rest:02d}".rstrip("0").rstrip(",")
    return f"{whole}{decimals}\u00a0%"
