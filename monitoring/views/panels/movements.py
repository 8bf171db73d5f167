"""The movements of funds as a list: each with its proof, what must be known of it, and the way to undo a wrong one."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import at_precision, long_date, money
from monitoring import access, plan, workflow
from monitoring.models import FollowedContract, Movement


def of(contract: FollowedContract) -> QuerySet[Movement] | list[Movement]:
    """The movements of a loaded contract, the last dated first."""
    if contract.moment is None:
        return contract.movements.order_by("-on", "-pk").select_related("project")
    projects = {project.pk: project for project in contract.projects.all()}
    for row in contract.movements.all():
        row.project = projects.get(row.project_id)
    return sorted(contract.movements.all(), key=lambda row: (row.on, row.pk), reverse=True)


def listed(rows: Iterable[Movement], contract: FollowedContract, actor: Actor) -> list[dict]:
    """These movements as lines; a reversed one and its reversal are struck through, with who, when and why."""
    known = {row.pk: row for row in contract.movements.all()}
    undone = {row.reverses_id: row for row in known.values() if row.reverses_id}
    may = access.decide(actor, "reverse_movement", contract).allowed
    return [line(row, contract, undone.get(row.pk), may=may) for row in rows]


def line(row: Movement, contract: FollowedContract, undone: Movement | None, *, may: bool) -> dict:
    """One of them; `undone` is what reverses it."""
    return {
        "when": at_precision(row.on, row.precision),
        "on": row.on if row.precision == Movement.Precision.DAY else None,
        "kind": kind(row),
        "source": row.get_source_display(),
        "year": row.year,
        "project": row.project.title if row.project else "",
        "amount": row.amount,
        "amount_words": money(row.amount) if row.amount is not None else _("somme non donnée"),
        "struck": bool(undone or row.reverses_id),
        "notes": [note for note in notes(row, contract, undone) if note],
        "paper_url": reverse("paper", args=[contract.reference, row.paper_id]) if row.paper_id else "",
        "undo": undo(row, contract) if may and not plan.not_reversible(contract, row) else None,
    }


def kind(row: Movement) -> str:
    label = capfirst(row.get_kind_display())
    return _("Contre-passation (%s)") % row.get_kind_display() if row.reverses_id else label


def notes(row: Movement, contract: FollowedContract, undone: Movement | None) -> list[str]:
    """What must be known of a movement: that it came early, that it passes the plan, that it was wrong."""
    if row.reverses_id:
        return [told(row, _("Écrite le %(day)s par %(who)s : %(why)s"))]
    early = row.precision == Movement.Precision.DAY and plan.is_early(contract, row.on)
    return [
        told(undone, _("Contre-passé le %(day)s par %(who)s : %(why)s")) if undone else "",
        row.note,
        _("Avant la signature") if early else "",
        _("Au-delà du plan : %s") % row.reason if row.reason else "",
    ]


def told(row: Movement, sentence: str) -> str:
    return sentence % {"day": long_date(day_of(row.at)), "who": row.signatory, "why": row.reason}


def undo(row: Movement, contract: FollowedContract) -> dict[str, str]:
    action = workflow.example("reverse_movement")
    url = reverse("movement-act", args=[contract.reference, row.pk, action.word])
    return {"url": url, "label": _("Contre-passer")}
