"""What is decided, shown on the page of an act before it is done: a tranche, a budget year, a duty."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.law.budget_years import bsi_rule
from cper.people.models import Actor
from cper.people.rights import Verdict
from cper.words import french
from cper.words.delays import lateness
from cper.words.french import long_date
from cper.words.templatetags.french import money
from monitoring import access, bsi, guard, ledger, values
from monitoring.forms.acts import ActForm, Case
from monitoring.forms.tranche import TrancheForm, others, tranche_years
from monitoring.models import Duty, FollowedContract, Paper, Tranche
from monitoring.models.requirements import Met, checklist, unmet
from monitoring.models.tranche import SUMS
from monitoring.views import told
from monitoring.vocabulary import Demand
from monitoring.workflow import FILE
from negotiation.models import Project
from negotiation.models.project import Source

FEW = 2  # beyond so many projects a table that precedes the form is folded


def left_facts(case: Case, form: TrancheForm) -> dict:
    """What the plan leaves, project by project and year by year; the window where there is only one."""
    sources = list(dict.fromkeys(Source(window.source) for window in case.windows))
    only = case.windows[0] if len(case.windows) == 1 else None
    return {
        "rows": [{"label": _("Guichet"), "value": only.name}] if only else [],
        "left_open": len(case.contract.retained) <= FEW,
        "left": [
            {
                "project": project,
                "source": source.label if len(sources) > 1 else "",
                "years": left_of(case, project, source),
            }
            for project in case.contract.retained
            for source in sources
        ],
    }


def left_of(case: Case, project: Project, source: Source) -> list[dict]:
    """The years in which something is planned, with what they still leave; what has no year may be asked for any."""
    lines = [line for line in project.lines if line.source == source and line.amount]
    dated = sorted({line.year for line in lines if line.year})
    found = [{"label": str(year), "left": ledger.remaining(project, source, year, others(case))} for year in dated]
    elsewhere = next((year for year in tranche_years(case) if year not in dated), None)
    if any(line.year is None for line in lines) and elsewhere:
        label = _("Toute autre année") if dated else _("Toute année")
        found.append({"label": label, "left": ledger.remaining(project, source, elsewhere, others(case))})
    return found


def tranche_facts(case: Case, form: ActForm) -> dict:
    """The tranche and its sums, what the plan still leaves beside it, and everything its window asks."""
    tranche = case.subject
    return {
        "rows": tranche_rows(tranche),
        "notices": [{"tone": "info", "title": one.title, "lines": [one.text]} for one in told.answers(tranche)],
        "conditions": conditions(tranche),
        "conditions_label": _("Les pièces et les règles"),
    }


def sums_facts(case: Case, form: ActForm) -> dict:
    """The same without the list, once the file is complete."""
    return {"rows": tranche_rows(case.subject)}


def ending_facts(case: Case, form: ActForm) -> dict:
    """The name of what ends, with its sum."""
    tranche = case.subject
    words = {"number": tranche.number, "year": tranche.year, "sum": french.money(tranche.current_sum)}
    name = _("Tranche %(number)s, exercice %(year)s : %(sum)s") % words
    return {"name": name, "keep": _("Garder la tranche")}


def tranche_rows(tranche: Tranche) -> list[dict]:
    project = tranche.project
    rows = [
        {"label": _("Projet"), "value": f"{project.number}. {project.title}"},
        {"label": _("Guichet"), "value": tranche.window.name},
        *({"label": capfirst(str(label)), "value": money(sum_)} for label, sum_ in sums(tranche)),
    ]
    if not (tranche.approved or tranche.has_ended):
        rest = [other for other in tranche.contract.tranches.all() if other != tranche]
        left = ledger.remaining(project, tranche.source, tranche.year, rest)
        label = _("Ce que le plan laisse pour %s") % tranche.year
        note = _("Avant cette demande ; les autres tranches sont déduites.")
        rows.append({"label": label, "value": money(left), "note": note})
    return rows


def sums(tranche: Tranche) -> Iterable[tuple[str, int]]:
    """Each sum known so far under its name; what is justified once something is paid."""
    for name in SUMS:
        amount = getattr(tranche, name)
        if amount is not None and (name != "justified" or tranche.paid):
            yield tranche._meta.get_field(name).verbose_name, amount
    if tranche.under_review:
        yield tranche._meta.get_field("under_review").verbose_name, tranche.under_review


def conditions(tranche: Tranche) -> list[dict]:
    """The checklist, each paper with its link, each waiver with its reason."""
    filed = {paper.kind: paper for paper in tranche.papers.all() if paper.current}
    return [condition(tranche.contract, met, filed) for met in checklist(tranche)]


def condition(contract: FollowedContract, met: Met, filed: dict[str, Paper]) -> dict:
    item = {"label": met.label, "done": met.holds and not met.returned, "note": met.note}
    if met.returned:
        item["note"] = _("Retourné : ni corrigé, ni expliqué")
    if met.waiver:
        words = {"who": french.of(met.waiver.signatory), "reason": met.waiver.reason}
        item["note"] = _("Dérogation %(who)s : %(reason)s") % words
    if met.paper in filed:
        item |= {"url": reverse("paper", args=[contract.reference, filed[met.paper].pk]), "url_label": _("Lire")}
    return item


def lacking(case: Case, verdict: Verdict, actor: Actor) -> list[dict]:
    """What is missing, each paper with where this person files it."""
    tranche = case.subject
    if not verdict.missing or not isinstance(tranche, Tranche):
        return [{"label": sentence, "done": False} for sentence in verdict.missing]
    may_file = access.decide(actor, FILE.name, tranche).allowed
    items = []
    for met in unmet(tranche, case.action.needs):
        item = {"label": met.label, "done": False, "note": met.note}
        if may_file:
            item |= where(tranche, met)
        items.append(item)
    return items


def paper_facts(case: Case, form: ActForm) -> dict:
    """The versions already filed, the last first."""
    tranche = case.subject
    rows = [paper for paper in tranche.papers.all() if paper.kind == case.kind]
    none = _("Cette pièce n’est pas encore déposée.")
    return {"filed": [card(tranche.contract, paper) for paper in reversed(rows)], "nothing": "" if rows else none}


def card(contract: FollowedContract, paper: Paper) -> dict:
    return {
        "label": paper.name,
        "state": "present",
        "state_label": _("En vigueur") if paper.current else _("Remplacée"),
        "version": paper.version,
        "size": paper.size,
        "sha256": paper.sha256,
        "uploaded_on": paper.filed_at,
        "by": paper.signatory,
        "download_url": reverse("paper", args=[contract.reference, paper.pk]),
    }


def where(tranche: Tranche, met: Met) -> dict:
    """The link to file the paper of a point, where it is one."""
    if not met.paper:
        return {}
    args = [tranche.contract.reference, tranche.number, met.paper.value]
    return {
        "url": reverse("tranche-file", args=args),
        "url_label": _("Remplacer") if met.demand == Demand.MENDED else _("Déposer"),
    }


def budget_facts(case: Case, form: ActForm) -> dict:
    """What the plan engages that year from the source, what is on record, and the deadline with its money."""
    contract, source, year = case.contract, case.source, case.year
    planned, undated = ledger.share(contract, source, year), ledger.undated(contract, source)
    rows = [{"label": _("Source"), "value": source.label}]
    if planned or not undated:
        rows.append({"label": _("Engagé pour %s") % year, "value": money(planned)})
    if undated:
        rows.append({"label": _("Engagé sans année"), "value": money(undated)})
    line = line_of(case)
    rows += recorded(line)
    notice = state_deadline(case, line) if source == Source.STATE else own_deadline(case)
    return {"rows": rows, "notice": notice}


def line_of(case: Case) -> ledger.Line:
    place = (case.source, case.year)
    held = (line for line in ledger.lines(case.contract) if (line.source, line.year) == place)
    return next(held, ledger.Line(*place))


def recorded(line: ledger.Line) -> list[dict]:
    """What has been asked, registered and inscribed, each with its day."""
    entries = ((_("Demandé à la DNPD"), line.asked), (_("Au répertoire national"), line.registered))
    entries = (*entries, (_("Inscrit"), line.inscription))
    return [
        {
            "label": label,
            "value": money(entry.amount) if entry.amount is not None else _("oui"),
            "note": _("le %s") % long_date(entry.on),
        }
        for label, entry in entries
        if entry
    ]


def state_deadline(case: Case, line: ledger.Line) -> dict:
    """The guard of 30 June: asked in time, or the money waits."""
    share = bsi.share(case.contract, case.year, [line])
    verdict = guard.judge(share, signed=case.contract.signed_on, day=case.day)
    tone = "warning" if verdict.tone == "late" else "info"
    said = _("La demande se fait au plus tard le %s de l’année qui précède l’exercice.")
    rule = said % french.day_of_a_year(*bsi_rule(case.year).value)
    return {"tone": tone, "title": verdict.sentence, "lines": [rule]}


def own_deadline(case: Case) -> dict | None:
    """Before when the own share is inscribed, as the calendar has it."""
    duties = case.contract.duties.filter(code="O1", key=str(case.year), settled_on=None)
    duty = duties.first()
    return deadline(duty.due_on, case) if duty else None


def deadline(due, case: Case) -> dict | None:
    """A day to keep, as a notice."""
    delay = lateness(due, case.day)
    if delay is None:
        return None
    if delay["late"]:
        words = {"day": delay["note"], "late": delay["label"]}
        return {"tone": "warning", "title": _("Attendu au plus tard le %(day)s : %(late)s.") % words, "lines": []}
    words = {"day": delay["label"], "left": delay["note"]}
    return {"tone": "info", "title": _("À faire au plus tard le %(day)s, %(left)s.") % words, "lines": []}


def movement_facts(case: Case, form: ActForm) -> dict:
    """What each source other than the State has brought so far, year by year."""
    lines = [line for line in ledger.lines(case.contract) if line.source != Source.STATE]
    return {"brought": lines}


def reversal_facts(case: Case, form: ActForm) -> dict:
    """The name of the movement that is undone."""
    row = case.movement
    words = {"kind": row.get_kind_display(), "sum": french.money(row.amount or 0), "source": row.get_source_display()}
    words |= {"day": long_date(row.on), "year": row.year}
    name = _("%(sum)s, %(kind)s le %(day)s au titre de %(year)s : %(source)s") % words
    return {"name": name, "keep": _("Garder le mouvement")}


def duty_facts(case: Case, form: ActForm) -> dict:
    """What the duty asks, to whom, before when."""
    rule = case.duty.rule
    return {
        "rows": [
            {"label": _("Obligation"), "value": case.duty.title},
            {"label": _("Document"), "value": capfirst(str(rule.document))},
            {"label": _("Destinataire"), "value": capfirst(case.duty.said(rule.recipient))},
            *why_by_then(case.duty),
            *named_in_the_convention(case),
        ],
        "notice": already(case.duty) or deadline(case.duty.due_on, case),
    }


def named_in_the_convention(case: Case) -> list[dict]:
    """Of the duty to designate the team: whom the signed text names, and what is still asked. Nothing of a contract
    whose convention stayed on paper."""
    text = case.contract.drafts.filter(returned=False).first() if case.action.name == "designate_team" else None
    if text is None:
        return []
    note = _("La convention nomme l’équipe ; la décision la désigne, et va au comité régional.")
    return [{"label": _("Équipe, article 8"), "value": text.team.replace("\n", " ; "), "note": note}]


def why_by_then(duty: Duty) -> list[dict]:
    """By which text its day is what it is; nothing where it has none."""
    if duty.due_on is None:
        return []
    return [{"label": _("Échéance fixée par"), "value": capfirst(values.source_of(duty.rule, duty.taken_on).cited)}]


def already(duty: Duty) -> dict | None:
    """A duty that is settled, and what the form then does."""
    if duty.settled_on is None:
        return None
    sentence = (
        _("La carence de cette obligation est constatée, le %s : ce que vous écrivez la corrige.")
        if duty.lapsed
        else _("Cette obligation est remplie, le %s : ce que vous écrivez la corrige.")
    )
    line = _("Ce qui était écrit reste au journal, avec le motif de la correction.")
    return {"tone": "info", "title": sentence % long_date(duty.settled_on), "lines": [line]}
