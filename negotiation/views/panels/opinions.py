"""What the examiners said: the DGCT's verdicts on the four criteria (E4), the ministries' opinions (E5), by round."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.roles import Body
from cper.people.signatory import capacity
from cper.words.french import long_date, ngettext
from negotiation.forms.review import said_before
from negotiation.models import Contract, CriterionVerdict, Opinion, OpinionVerdict, Passage, Project
from negotiation.models.examination import latest, standing_in
from negotiation.models.remarks import OPINION, VERDICT, last_answer, of_return, return_of
from negotiation.snapshots import read
from negotiation.views.judged import Judged, compared, object_rows
from negotiation.views.panels import remarks
from negotiation.views.set_aside import line, set_aside
from negotiation.workflow import Criterion, Step

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


def examination(contract: Contract, judged: Judged) -> dict:
    """The rounds of the DGCT's examination, the last one first; each return opened a new one. Each project is shown as
    it was examined; the round that counts says what has changed since."""
    rounds = {verdict.round for verdict in contract.verdicts.all()}
    if rounds and contract.step == Step.DGCT_REVIEW:
        rounds.add(contract.returns)
    tables = [_table(contract, number, judged) for number in sorted(rounds, reverse=True)]
    if tables:
        tables[0] |= {"changed": _changed(contract, judged)}
    return {
        "criteria": [contract.offices.said(one.label) for one in Criterion],
        "columns": [SHORT[criterion] for criterion in Criterion],
        "current": tables[0] if tables else None,
        "former": tables[1:],
    }


def _changed(contract: Contract, judged: Judged) -> dict | None:
    """What has changed in each project since its last verdict."""
    given = sorted(contract.verdicts.all(), key=lambda verdict: verdict.given_at)
    last = {verdict.project_id: verdict.judged_id for verdict in given}
    examined = [project for project in contract.projects.all() if project.pk in last]
    changes = [change for one in examined for change in judged.of_project(last[one.pk], one.number)]
    return compared(_("A changé depuis cet examen"), changes, contract)


def _examined(project: Project, verdicts: list[CriterionVerdict], judged: Judged) -> dict:
    """The project as it was when its criteria were last answered; as it stands while none is."""
    last = max(verdicts, key=lambda verdict: verdict.given_at, default=None)
    shown = judged.project(last.judged_id, project.number) if last else project
    return {"number": shown.number, "title": shown.title, "cost": shown.cost}


def _table(contract: Contract, number: int, judged: Judged) -> dict:
    """One round: what counted in it for each project and criterion, how it ended, what its return said besides."""
    returned = return_of(contract, number)
    given = [verdict for verdict in contract.verdicts.all() if verdict.round == number]
    last = max(given, key=lambda verdict: verdict.given_at, default=None)
    return {
        "title": _title(contract, number, returned),
        "rows": _rows(contract, number, returned, judged),
        "by": last.signatory if last else "",
        "on": last.given_at if last else None,
        "returned": remarks.rows(of_return(contract, number)) if returned else [],
    }


def _title(contract: Contract, number: int, returned: Passage | None) -> str:
    """« Premier examen, dossier retourné le 3 novembre 2026 », « 2e examen, en cours »."""
    name = _("%se examen") % (number + 1) if number else _("Premier examen")
    if returned:
        return _("%(name)s, dossier retourné le %(day)s") % {"name": name, "day": long_date(returned.at)}
    if contract.step == Step.DGCT_REVIEW:
        return _("%s, en cours") % name
    sent = contract.passages.filter(action="transmit").first()
    if sent:
        return _("%(name)s, dossier transmis aux ministères le %(day)s") % {"name": name, "day": long_date(sent.at)}
    return name


def _rows(contract: Contract, number: int, returned: Passage | None, judged: Judged) -> list[dict]:
    facts = read(returned.judged) if returned else contract.facts if contract.step == Step.DGCT_REVIEW else None
    counted = standing_in(contract, number, facts)
    former = latest(contract, number - 1)
    return [
        _examined(project, [one for (key, _name), one in counted.items() if one and key == project.pk], judged)
        | {
            "cells": [
                _cell(contract, criterion, number, counted.get(cell), former.get(cell))
                for criterion in Criterion
                for cell in [(project.pk, criterion.value)]
            ],
        }
        for project in contract.projects.all()
    ]


def _cell(
    contract: Contract,
    criterion: Criterion,
    number: int,
    verdict: CriterionVerdict | None,
    former: CriterionVerdict | None,
) -> dict:
    """What counted, with the remark and the region's answer; what an earlier round said where it did not count."""
    told = verdict or former
    answer = last_answer(contract, VERDICT, told) if told and not told.met else None
    return {
        "column": SHORT[criterion],
        "status": _mark(verdict),
        "remark": verdict.remark if verdict else "",
        "before": said_before(told, stands=bool(verdict)) if told and told.round < number else "",
        "answer": answer.text if answer else "",
    }


def _mark(verdict: CriterionVerdict | None) -> dict:
    if verdict is None:
        return {"tone": "draft", "label": _("À examiner")}
    return {"tone": "done", "label": _("Rempli")} if verdict.met else {"tone": "refused", "label": _("Non rempli")}


def opinions(contract: Contract, judged: Judged | None = None) -> dict:
    """The opinions that count, and those a correction replaced; with `judged`, what each was given on, and what has
    changed since in what counts."""
    asked = contract.opinions.all()
    current = [opinion for opinion in asked if not opinion.superseded]
    return {
        "cards": [_card(one, contract) | _ground(one, judged) | about_what_is_aside(one, contract) for one in current],
        "former": [_card(opinion, contract) | _ground(opinion, judged) for opinion in asked if opinion.superseded],
        "count": _count(current),
    }


def reserves(contract: Contract) -> list[dict]:
    """The opinions that let the dossier pass with reserves: they are read wherever it is decided afterwards. Those on
    nothing that the contract still counts come last, and say so."""
    current = [opinion for opinion in contract.opinions.all() if not opinion.superseded]
    kept = [opinion for opinion in current if opinion.verdict == OpinionVerdict.RESERVES]
    cards = [_card(opinion, contract) | about_what_is_aside(opinion, contract) for opinion in kept]
    return sorted(cards, key=lambda card: card["has_no_object"])


def about_what_is_aside(opinion: Opinion, contract: Contract) -> dict:
    """The projects that the institution spoke on and that the contract does not count, as sentences; whether it spoke
    on no other. A sector ministry speaks on its own projects, finance on all."""
    everyone = opinion.institution.body != Body.SECTOR
    aside = [one for one in set_aside(contract) if everyone or one["project"].ministry_id == opinion.institution_id]
    counts = [one for one in contract.in_play if everyone or one.ministry_id == opinion.institution_id]
    return {"aside": [line(one) for one in aside], "has_no_object": bool(aside) and not counts}


def _ground(opinion: Opinion, judged: Judged | None) -> dict:
    """What the institution read, as it was; what has changed since, for an opinion that counts."""
    if judged is None or not opinion.is_given:
        return {"object": [], "changed": None}
    read = judged.kept[opinion.judged_id].seen_by(opinion.institution)
    changes = [] if opinion.superseded else judged.of_opinion(opinion)
    return {"object": object_rows(read), "changed": compared(_("A changé depuis cet avis"), changes, judged.contract)}


def _count(current: list[Opinion]) -> str:
    """« 2 avis rendus sur 3 »."""
    given = sum(opinion.is_given for opinion in current)
    words = ngettext("%(n)s avis rendu sur %(all)s", "%(n)s avis rendus sur %(all)s", max(given, 1))
    return words % {"n": given, "all": len(current)} if current else ""


def answer_to(opinion: Opinion, contract: Contract) -> dict | None:
    """What the region answered to an opinion that asks for corrections: it stays under it, whatever came after."""
    if not opinion.asks_correction:
        return None
    prefetch_related_objects([contract], "answers")
    return remarks.answered(last_answer(contract, OPINION, opinion))


def _card(opinion: Opinion, contract: Contract) -> dict:
    due = next((turn.due_on for turn in contract.turns.all() if turn.institution_id == opinion.institution_id), None)
    status = {"tone": "elsewhere", "label": _("Attendu")}
    if opinion.is_given:
        status = {"tone": TONES[opinion.verdict], "label": opinion.get_verdict_display()}
    return {
        "institution": opinion.institution.name,
        "status": status,
        "text": opinion.text,
        "answer": answer_to(opinion, contract),
        "envelope": opinion.granted.label if opinion.granted else "",
        "given_on": opinion.given_at,
        "signatory": opinion.by_name,
        "function": capacity(opinion.by_title, opinion.by_mention, opinion.by_office),
        "asked_on": opinion.asked_on,
        "due_on": None if opinion.is_given else due,
    }
