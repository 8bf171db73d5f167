"""What a tranche needs before it is asked for: the papers of the source, and what its window's rule adds.

The same list is the checklist on the screen and the guard of the move. A tranche is handed over by its own model,
which rests on this module: none is imported here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import money
from cper.words.rates import rate, short
from monitoring.models.rules import WHOLE, TrancheRule
from monitoring.vocabulary import Demand, PaperKind, TrancheState
from monitoring.workflow import TRANCHE_PAPERS

# Neither holds anything of the plan, nor counts among the tranches.
NOT_ASKED = (TrancheState.DRAFT, TrancheState.CANCELLED)


# What a return may name besides the points of the checklist: the demand itself, and the file as a whole.
FIGURES, WHOLE_FILE = "figures", "whole"
BEYOND = {
    FIGURES: gettext_lazy("Le projet, l’exercice ou la somme demandée"),
    WHOLE_FILE: gettext_lazy("Le dossier dans son ensemble"),
}


@dataclass(frozen=True)
class Met:
    """One thing a tranche needs: whether it is there, was waived, or is `returned` and not mended yet."""

    code: str
    demand: Demand
    label: str
    done: bool
    note: str = ""
    waiver: Any = None
    waivable: bool = False
    paper: PaperKind | None = None
    returned: bool = False

    @property
    def holds(self) -> bool:
        return self.done or self.waiver is not None


def unmet(tranche: Any, demands: Iterable[Demand]) -> list[Met]:
    """What is asked and neither there nor waived."""
    if not demands:
        return []
    lacking = [met for met in checklist(tranche) if met.demand in demands and not met.holds]
    return [*mending(tranche), *lacking] if Demand.MENDED in demands else lacking


def mending(tranche: Any) -> list[Met]:
    """What the last return named and nobody has mended or answered, as points of their own."""
    points = named(tranche)
    label = _("%s, sans correction ni explication depuis le retour")
    return [
        Met(code, Demand.MENDED, label % points[code], done=False, paper=paper_of(code)) for code in tranche.to_mend
    ]


def named(tranche: Any) -> dict[str, str]:
    """Everything a return may be about: the points of the checklist, the demand itself, the whole file."""
    points = {met.code: met.label for met in checklist(tranche)}
    filed = {f"paper-{paper.kind}": str(PaperKind(paper.kind).label) for paper in tranche.papers.all()}
    return filed | points | {code: str(label) for code, label in BEYOND.items()}


def paper_of(code: str) -> PaperKind | None:
    """The paper that a point of the checklist is about, where it is one."""
    kind = code.removeprefix("paper-")
    return PaperKind(kind) if kind != code else None


def checklist(tranche: Any) -> list[Met]:
    """Everything the tranche needs, in the order one gathers it."""
    rule = rule_of(tranche)
    waivers = {waiver.code: waiver for waiver in tranche.waivers.all()}
    filed = {paper.kind for paper in tranche.papers.all() if paper.current}
    needed = [_written_again(_paper(kind, filed), tranche) for kind in TRANCHE_PAPERS]
    if rule:
        needed += [_paper(PaperKind(kind), filed, waivers) for kind in rule.papers]
        needed += _rules(tranche, rule, waivers)
    return [replace(met, returned=met.code in tranche.to_mend) for met in needed]


def rule_of(tranche: Any) -> TrancheRule | None:
    """What its window asked at that rank on the day the tranche was prepared: later rules move nothing that runs."""
    rank = rank_of(tranche)
    return next((rule for rule in tranche.window.rules_on(tranche.opened_on) if rule.rank == rank), None)


def rank_of(tranche: Any) -> int:
    """Its place among the tranches of the same project, window and year that were asked and not cancelled."""
    return 1 + sum(1 for other in _before(tranche) if other.year == tranche.year)


def previous(tranche: Any) -> Any:
    """The last tranche before it of the same project and window, whatever the year, that stands."""
    return max(_before(tranche), key=_asked, default=None)


def _before(tranche: Any) -> Iterator[Any]:
    """The tranches of the same project and window asked before this one; one not yet asked comes after all."""
    waits = tranche.state in NOT_ASKED
    for other in tranche.contract.tranches.all():
        same = (other.project_id, other.window_id) == (tranche.project_id, tranche.window_id)
        stands = same and other.pk != tranche.pk and other.state not in NOT_ASKED
        if stands and (waits or _asked(other) < _asked(tranche)):
            yield other


def _asked(tranche: Any) -> tuple:
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


def _written_again(met: Met, tranche: Any) -> Met:
    """The written demand bears the project, the year and the sum that are asked: filed before they changed, it is
    another demand."""
    if met.paper != PaperKind.DEMAND or not tranche.demand_is_older:
        return met
    return replace(met, done=False, note=_("Déposée pour une autre somme, un autre projet ou un autre exercice."))


def _rules(tranche: Any, rule: TrancheRule, waivers: dict) -> Iterator[Met]:
    if rule.share is not None:
        yield replace(_share(tranche, rule.share, waivers), note=rule.text)
    before = previous(tranche)
    if rule.justified is not None and before is not None:
        met = _justified(before, rule.justified, waivers)
        yield replace(met, note=". ".join(filter(None, (met.note, rule.text))))


def _share(tranche: Any, share: int, waivers: dict) -> Met:
    planned = sum(
        line.amount
        for line in tranche.project.lines
        if line.source == tranche.source and line.year in (tranche.year, None)
    )
    most = planned * share // WHOLE
    words = {"percent": short(share), "most": money(most), "asked": money(tranche.requested)}
    label = _("%(asked)s demandés ; au plus %(most)s, soit %(percent)s de la part prévue") % words
    return Met("share", Demand.RULES, label, tranche.requested <= most, waiver=waivers.get("share"), waivable=True)


def _justified(before: Any, threshold: int, waivers: dict) -> Met:
    whole = before.paid or before.current_sum
    met = before.justified * WHOLE >= threshold * whole
    reached = rate(before.justified, whole)
    # A franc short of the threshold is short of it: no rounding says that it is reached.
    reached = reached if met else min(reached, threshold - 1)
    words = {"number": before.number, "reached": short(reached), "percent": short(threshold)}
    label = _("Tranche %(number)s justifiée à %(reached)s ; il en faut %(percent)s") % words
    note = _("%s déclarés, en examen à l’ANICT") % money(before.under_review) if before.under_review else ""
    return Met(
        "justified",
        Demand.RULES,
        label,
        met,
        note,
        waiver=waivers.get("justified"),
        waivable=True,
    )
