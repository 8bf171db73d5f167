"""What a judgement was given on, shown as it was then, and what has changed since: the one way every page tells it."""

from collections.abc import Iterable
from functools import cached_property

from cper.people.roles import Body
from negotiation import snapshots
from negotiation.differences import Change, by_subject, difference
from negotiation.models import Contract, Opinion, Snapshot, Source
from negotiation.snapshots import Facts, ProjectFacts

# What the ministry in charge of finance speaks on; a sector ministry speaks on every word of its projects.
FIGURES = ("project", "cost", "duration_months", "line")
# What the CROCSAD selects and both parties sign: the projects themselves, not the papers behind them.
SELECTED = ("listed", "piece")


class Judged:
    """The states of a dossier that its judgements keep, each read once, and the dossier of today beside them."""

    def __init__(self, contract: Contract):
        self.contract = contract

    @cached_property
    def rows(self) -> dict[int, Snapshot]:
        """Every state kept of the dossier, by its key: one query."""
        return {row.pk: row for row in self.contract.snapshots.defer(None)}

    @cached_property
    def kept(self) -> dict[int, Facts]:
        """What each of them says."""
        return {key: snapshots.read(row) for key, row in self.rows.items()}

    @cached_property
    def now(self) -> Facts:
        return self.contract.facts

    def project(self, judged_id: int, number: int) -> ProjectFacts:
        """The project as it was judged."""
        return self.kept[judged_id].project(number)

    def of_project(self, judged_id: int, number: int) -> list[Change]:
        """What has changed since in one project and its papers."""
        return [one for one in self._since(judged_id) if one.project == number and one.topic != "listed"]

    def of_opinion(self, opinion: Opinion) -> list[Change]:
        """What has changed since in what the institution spoke on."""
        if opinion.institution.body == Body.FINANCE:
            return [one for one in self._since(opinion.judged_id) if one.topic in FIGURES]
        numbers = {project.number for project in self.kept[opinion.judged_id].seen_by(opinion.institution)}
        return [one for one in self._since(opinion.judged_id) if one.project in numbers and one.topic != "listed"]

    def of_selection(self, judged_id: int) -> list[Change]:
        """What has changed since in the projects themselves."""
        return [one for one in self._since(judged_id) if one.project and one.topic not in SELECTED]

    def between(self, before_id: int, after_id: int | None = None) -> list[Change]:
        """What changed from one state to another, or to today, the papers of the contract itself aside; nothing, and
        no query, where it is the same state."""
        if before_id == after_id:
            return []
        after = self.now if after_id is None else self.kept[after_id]
        return [one for one in difference(self.kept[before_id], after) if one.project or one.topic != "piece"]

    def _since(self, judged_id: int) -> tuple[Change, ...]:
        return difference(self.kept[judged_id], self.now)


def compared(title: str, changes: Iterable[Change], contract: Contract) -> dict | None:
    """A difference as `_fragments/difference.html` shows it, under its title; nothing when nothing has changed."""
    subjects = by_subject(changes, contract.offices.said)
    return {"caption": title, "subjects": subjects} if subjects else None


def object_rows(projects: Iterable[ProjectFacts]) -> list[dict]:
    """The projects as they were judged: number, title, cost, the State's share (None where no share is known)."""
    return [
        {"number": p.number, "title": p.title, "cost": p.cost}
        | {"state": p.shares.get(Source.STATE, 0) if p.lines else None}
        for p in projects
    ]
