"""The door's half of what E8 holds (`models.selected` is the database's): each refusal names what stays, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.people.rights import Refused, Verdict
from cper.words import french
from cper.words.french import ngettext
from negotiation.models import Contract, Project, Source
from negotiation.models.selected import CONTRACT_HELD, PROJECT_FREE, start_fault

Line = Mapping[str, Any]


def keep_contract(contract: Contract, facts: Mapping[str, Any]) -> None:
    """Refuse to rewrite at E8 what the examiners judged of the contract itself."""
    if "starts_on" in facts and (wrong := start_fault(contract, facts["starts_on"])):
        raise Refused(Verdict(allowed=False, reason=wrong))
    moved = _moved(contract, {name: value for name, value in facts.items() if name in CONTRACT_HELD})
    if contract.is_selected and moved:
        _refuse(
            ngettext(
                "La DGCT et les ministères ont jugé ce contrat tel quel : %(what)s ne change plus.",
                "La DGCT et les ministères ont jugé ce contrat tel quel : %(what)s ne changent plus.",
                len(moved),
            ),
            moved,
        )


def keep_project(contract: Contract, project: Project, facts: Mapping[str, Any], sites: list | None) -> None:
    """Refuse to rewrite at E8 what the CROCSAD selected of a project: everything but its wording."""
    if not contract.is_selected:
        return
    moved = _moved(project, {name: value for name, value in facts.items() if name not in PROJECT_FREE})
    if sites is not None:
        moved.append(_("Sites"))
    if moved:
        _refuse(
            ngettext(
                "Le CROCSAD a sélectionné ce projet tel quel : %(what)s ne change plus.",
                "Le CROCSAD a sélectionné ce projet tel quel : %(what)s ne changent plus.",
                len(moved),
            ),
            moved,
        )


def moved_totals(project: Project, lines: Iterable[Line]) -> list[str]:
    """Where what is written for a payer no longer makes the total selected: one sentence a payer."""
    held, now = _totals(_standing(project)), _totals(lines)
    return [
        _(
            "Le CROCSAD a sélectionné ce projet tel quel : %(payer)s, %(held)s en tout ; vous écrivez %(now)s. "
            "Seules les années changent."
        )
        % {
            "payer": payer or str(Source(source).label),
            "held": french.money(held.get((source, payer), 0)),
            "now": french.money(now.get((source, payer), 0)),
        }
        for source, payer in dict.fromkeys([*held, *now])
        if held.get((source, payer)) != now.get((source, payer))
    ]


def keep_totals(contract: Contract, project: Project, lines: Iterable[Line]) -> None:
    """Refuse to move at E8 the total of a payer."""
    moved = moved_totals(project, lines) if contract.is_selected else []
    if moved:
        raise Refused(Verdict(allowed=False, reason=moved[0], missing=tuple(moved)))


def _moved(row: Model, facts: Mapping[str, Any]) -> list[str]:
    """The names of the fields that would change."""
    fields = (row._meta.get_field(name) for name, value in facts.items() if getattr(row, name) != value)
    return [capfirst(str(field.verbose_name)) for field in fields]


def _refuse(sentence: str, moved: list[str]) -> None:
    what = french.sequence(_("« %s »") % name for name in moved)
    raise Refused(Verdict(allowed=False, reason=sentence % {"what": what}))


def _standing(project: Project) -> list[Line]:
    return [{"source": line.source, "payer": line.payer, "amount": line.amount} for line in project.financing.all()]


def _totals(lines: Iterable[Line]) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line["source"], line["payer"])
        totals[key] = totals.get(key, 0) + line["amount"]
    return totals
