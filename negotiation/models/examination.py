"""The DGCT's examination (E4) from one round to the next: what was given stays for what has not changed since."""

from typing import Any

from cper.rows import together
from negotiation import grounds, snapshots
from negotiation.snapshots import Facts
from negotiation.workflow import Step

# A project's key and a criterion.
Cell = tuple[int, str]


def latest(contract: Any, round_: int | None = None) -> dict[Cell, Any]:
    """The last verdict given on each project for each criterion, up to a round (the current one)."""
    until = contract.returns if round_ is None else round_
    found: dict[Cell, Any] = {}
    for verdict in contract.verdicts.all():  # by project and round
        if verdict.round <= until:
            found[(verdict.project_id, verdict.criterion)] = verdict
    return found


def standing(contract: Any) -> dict[Cell, Any]:
    """The verdicts that count now: those of this round, and the « rempli » of an earlier one on what has not changed.

    Once the DGCT has decided, what it decided on counts, whatever has changed since.
    """
    decided = contract.step != Step.DGCT_REVIEW
    given = latest(contract)
    if all(verdict.round == contract.returns for verdict in given.values()):
        return given
    together.fetch(contract, "verdicts__judged")
    return standing_in(contract, contract.returns, None if decided else contract.facts)


def standing_in(contract: Any, round_: int, facts: Facts | None) -> dict[Cell, Any]:
    """The verdicts that counted in a round, on a dossier that held these facts; None: on one that had not changed."""
    return {
        cell: verdict
        for cell, verdict in latest(contract, round_).items()
        if verdict.round == round_ or (verdict.met and (facts is None or still_holds(contract, verdict, facts)))
    }


def still_holds(contract: Any, verdict: Any, facts: Facts) -> bool:
    """Whether what the verdict was given on is the same in these facts."""
    number = next(project.number for project in contract.projects.all() if project.pk == verdict.project_id)
    before = grounds.of_verdict(snapshots.read(verdict.judged), number, verdict.criterion)
    return before == grounds.of_verdict(facts, number, verdict.criterion)
