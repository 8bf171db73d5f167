"""The papers of a project that were filed before the project became what it is: the convention annexes them as they
are, so whoever corrects, proposes, approves or signs reads which, and what has changed since."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cper.words.french import NBSP
from negotiation.differences import Change, difference, paper_name
from negotiation.models import Contract
from negotiation.snapshots import Facts, PieceFacts
from negotiation.views.judged import Judged

# What a study or an agreement speaks of; wording and years of the plan bind no paper.
SUBSTANCE = ("title", "scale", "cost", "duration_months", "sites")


def warning(contract: Contract, judged: Judged) -> list[dict]:
    """One warning for all of them, none where every paper is of the project as it stands."""
    numbers = {project.number for project in contract.in_play}
    lines = [_line(piece, changes) for piece, changes in outdated(judged) if piece.project in numbers]
    title = _("Des pièces décrivent un projet qui a changé depuis leur dépôt")
    return [{"title": title, "lines": lines}] if lines else []


def outdated(judged: Judged) -> Iterator[tuple[PieceFacts, list[Change]]]:
    """Each paper in force with what has changed in its project since the first state of the dossier that held it."""
    since: dict[int, tuple[Change, ...]] = {}
    for piece in judged.now.pieces:
        first = next((key for key, facts in judged.kept.items() if piece.project and _holds(facts, piece)), None)
        if first is not None:
            changed = since.setdefault(first, difference(judged.kept[first], judged.now))
            own = [one for one in changed if one.project == piece.project and one.topic in SUBSTANCE]
            if own:
                yield piece, own


def _holds(facts: Facts, piece: PieceFacts) -> bool:
    same = (piece.kind, piece.project, piece.sha256)
    return any((one.kind, one.project, one.sha256) == same for one in facts.pieces)


def _line(piece: PieceFacts, changes: list[Change]) -> str:
    words = {"number": piece.project, "paper": paper_name(piece), "version": piece.version}
    told = [f"{one.what}{NBSP}: {one.before or '–'} → {one.after or '–'}" for one in changes]
    head = _("Projet %(number)s, « %(paper)s » (version %(version)s), annexée telle quelle.") % words
    return f"{head} {_('Depuis son dépôt, %s.') % f'{NBSP}; '.join(told)}"
