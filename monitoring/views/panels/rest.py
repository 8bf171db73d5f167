"""What the plan still leaves to ask for by tranches, by project, source and year."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from monitoring import ledger
from monitoring.models import FollowedContract
from negotiation.models import Project
from negotiation.models.project import Source

NO_YEAR = 0  # asks `ledger.remaining` for what has no year


def left(contract: FollowedContract) -> list[dict]:
    """What the plan still leaves to ask for, by project, source and year; what has no year apart."""
    tranches = list(contract.tranches.all())
    rows = []
    for project in contract.retained:
        for source in served(contract):
            if contract.known_until:
                rows += [_untold(project, source, *one) for one in years_of(project, source).items()]
                continue
            loose = ledger.remaining(project, source, NO_YEAR, tranches)
            for year, planned in years_of(project, source).items():
                rest = ledger.remaining(project, source, year, tranches) - loose if year else loose
                rows.append(
                    {
                        "project": project.title,
                        "source": source.label,
                        "year": year or _("sans année"),
                        "planned": planned,
                        "held": planned - rest,
                        "left": rest,
                    }
                )
    return rows


def grouped(rows: Iterable[dict]) -> list[dict]:
    """The rows of a page: a project is seen by its name on the first of its own, `again` on the others."""
    lines = list(rows)
    before = [None, *(row["project"] for row in lines)]
    return [row | {"again": row["project"] == last} for row, last in zip(lines, before, strict=False)]


def _untold(project: Project, source: Source, year: int | None, planned: int) -> dict:
    """What the plan gives, where an older source does not tell what came of it."""
    place = {"project": project.title, "source": source.label, "year": year or _("sans année")}
    return place | {"planned": planned, "held": None, "left": None}


def served(contract: FollowedContract) -> list[Source]:
    """The sources that tranches bring: the State's, and those of the windows already used."""
    used = {tranche.source for tranche in contract.tranches.all()} | {Source.STATE}
    return [source for source in Source if source in used]


def years_of(project: Project, source: Source) -> dict[int | None, int]:
    """What the plan gives, by year; no year comes last."""
    plan: dict[int | None, int] = {}
    for line in project.lines:
        if line.source == source and line.amount:
            plan[line.year] = plan.get(line.year, 0) + line.amount
    return dict(sorted(plan.items(), key=lambda entry: entry[0] or 9999))
