"""Who pays what, in which year: a table for the whole contract and one for each project, as declared, to the franc."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from negotiation.models import Contract, FinancingLine, Project, Source
from negotiation.views.panels.overview import SHARE_TONES
from negotiation.views.set_aside import counted, provisional, set_aside


def financing(contract: Contract, *, may_edit: bool) -> dict:
    """The table of the whole by source, then that of each project in play by source and payer; those set aside last,
    in no sum."""
    projects = counted(contract)
    return {
        "basis": provisional(contract),
        "whole": whole(projects),
        "plans": [
            {
                "grid": plan(project),
                "edit_url": reverse("project-financing", args=[contract.reference, project.number])
                if may_edit
                else "",
            }
            for project in projects
        ],
        "set_aside": [one | {"grid": plan(one["project"])} for one in set_aside(contract)],
    }


def rows(contract: Contract) -> list[dict]:
    """Each amount of the plan on a line of its own; those of a project set aside with why it is in no sum."""
    counts = [(project, _("oui")) for project in counted(contract)]
    counts += [(one["project"], str(one["status"]["label"])) for one in set_aside(contract)]
    return [{"project": project, "line": line, "counted": told} for project, told in counts for line in project.lines]


def whole(projects: Sequence[Project]) -> dict | None:
    """All projects together; None where one table says it all, or where no share is known."""
    lines = [line for project in projects for line in project.lines]
    if len(projects) < 2 or not lines:
        return None
    cost = sum(project.cost for project in projects)
    return grid(_("Ensemble du contrat"), lines, cost, by_payer=False)


def plan(project: Project) -> dict:
    title = _("Projet %(number)s : %(title)s") % {"number": project.number, "title": project.title}
    return grid(title, project.lines, project.cost, by_payer=True)


def grid(caption: str, lines: Sequence[FinancingLine], cost: int, *, by_payer: bool) -> dict:
    """Sources by year; the last column holds what has no year. A dash is no line, a zero is declared."""
    known = sorted({line.year for line in lines if line.year})
    years = [*known, None] if any(line.year is None for line in lines) else known
    total = sum(line.amount for line in lines)
    return {
        "caption": caption,
        "years": [year or _("Année non précisée") for year in years],
        "rows": [
            {
                "label": label,
                "tone": SHARE_TONES[Source(source)],
                "amounts": [_sum(line for line in own if line.year == year) for year in years],
                "total": _sum(own),
            }
            for (source, label), own in _by_row(lines, by_payer=by_payer).items()
        ],
        "column_totals": [_sum(line for line in lines if line.year == year) for year in years],
        "total": total if lines else None,
        "cost": cost,
        "gap": total - cost if lines else None,
    }


def _by_row(lines: Sequence[FinancingLine], *, by_payer: bool) -> dict[tuple[str, str], list[FinancingLine]]:
    """The lines of each row of the table, in the order of the sources."""
    rows: dict[tuple[str, str], list[FinancingLine]] = {}
    for line in sorted(lines, key=lambda line: Source.values.index(line.source)):
        label = str(Source(line.source).label)
        if by_payer and line.payer:
            label = _("%(source)s : %(payer)s") % {"source": label, "payer": line.payer}
        rows.setdefault((line.source, label), []).append(line)
    return rows


def _sum(lines) -> int | None:
    amounts = [line.amount for line in lines]
    return sum(amounts) if amounts else None
