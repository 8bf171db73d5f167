"""What the examiners said: the DGCT's verdicts on the four criteria (E4), the ministries' opinions (E5), by round."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from negotiation.models import Contract, CriterionVerdict, Opinion, OpinionVerdict
from negotiation.workflow import Criterion

TONES = {
    OpinionVerdict.FAVOURABLE: "done",
    OpinionVerdict.RESERVES: "info",
    OpinionVerdict.CORRECTIONS: "refused",
    OpinionVerdict.UNFAVOURABLE: "refused",
}
# Enough to name a criterion at the head of a column; the whole sentence stands above the table.
SHORT = {
    Criterion.PDESC: gettext_lazy("PDESC"),
    Criterion.STRUCTURING: gettext_lazy("Structurant"),
    Criterion.IMPACT: gettext_lazy("Impact"),
    Criterion.FORM: gettext_lazy("Forme"),
}


def examination(contract: Contract) -> dict:
    """The rounds of the DGCT's examination, the one under way first; each return opened a new one."""
    rounds: dict[int, list[CriterionVerdict]] = {}
    for verdict in contract.verdicts.all():
        rounds.setdefault(verdict.round, []).append(verdict)
    tables = {number: _table(contract, verdicts) for number, verdicts in sorted(rounds.items(), reverse=True)}
    return {
        "criteria": [criterion.label for criterion in Criterion],
        "columns": [SHORT[criterion] for criterion in Criterion],
        "current": tables.pop(contract.returns, None),
        "former": [table | {"title": _round_title(number)} for number, table in tables.items()],
    }


def _table(contract: Contract, verdicts: list[CriterionVerdict]) -> dict:
    answers = {(verdict.project_id, verdict.criterion): verdict for verdict in verdicts}
    last = max(verdicts, key=lambda verdict: verdict.given_at)
    return {
        "rows": [
            {
                "number": project.number,
                "title": project.title,
                "cells": [_cell(answers.get((project.pk, criterion.value)), criterion) for criterion in Criterion],
            }
            for project in contract.projects.all()
        ],
        "by": last.signatory,
        "on": last.given_at,
    }


def _cell(verdict: CriterionVerdict | None, criterion: Criterion) -> dict:
    if verdict is None:
        return {"column": SHORT[criterion], "status": {"tone": "draft", "label": _("À examiner")}, "remark": ""}
    status = {"tone": "done", "label": _("Rempli")} if verdict.met else {"tone": "refused", "label": _("Non rempli")}
    return {"column": SHORT[criterion], "status": status, "remark": verdict.remark}


def _round_title(number: int) -> str:
    if number == 0:
        return _("Premier examen")
    return ngettext("Examen après %(n)s retour", "Examen après %(n)s retours", number) % {"n": number}


def opinions(contract: Contract) -> dict:
    """The opinions that count, and those a correction replaced."""
    asked = contract.opinions.all()
    current = [opinion for opinion in asked if not opinion.superseded]
    return {
        "cards": [_card(opinion, contract) for opinion in current],
        "former": [_card(opinion, contract) for opinion in asked if opinion.superseded],
        "count": _count(current),
    }


def reserves(contract: Contract) -> list[dict]:
    """The opinions that let the dossier pass with reserves: they are read wherever it is decided afterwards."""
    current = (opinion for opinion in contract.opinions.all() if not opinion.superseded)
    return [_card(opinion, contract) for opinion in current if opinion.verdict == OpinionVerdict.RESERVES]


def _count(current: list[Opinion]) -> str:
    """« 2 avis rendus sur 3 »."""
    given = sum(opinion.is_given for opinion in current)
    words = ngettext("%(n)s avis rendu sur %(all)s", "%(n)s avis rendus sur %(all)s", max(given, 1))
    return words % {"n": given, "all": len(current)} if current else ""


def _card(opinion: Opinion, contract: Contract) -> dict:
    due = next((turn.due_on for turn in contract.turns.all() if turn.institution_id == opinion.institution_id), None)
    status = {"tone": "elsewhere", "label": _("Attendu")}
    if opinion.is_given:
        status = {"tone": TONES[opinion.verdict], "label": opinion.get_verdict_display()}
    return {
        "institution": opinion.institution.name,
        "status": status,
        "text": opinion.text,
        "given_on": opinion.given_at,
        "signatory": opinion.by_name,
        "function": opinion.by_title,
        "capacity": opinion.by_mention,
        "asked_on": opinion.asked_on,
        "due_on": None if opinion.is_given else due,
    }
