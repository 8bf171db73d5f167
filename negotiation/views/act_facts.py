"""What is decided, shown on the page of an act before it is done: ready values for the templates."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiation.clock import day_of
from negotiation.forms.acts import ActForm
from negotiation.forms.review import SHORT, CriteriaForm, OpinionForm, verdicts_of
from negotiation.forms.selection import ListForm, SessionForm
from negotiation.models import Contract, Institution, Opinion, OpinionVerdict, Outcome, Project, Source, requirements
from negotiation.models.requirements import current_draft, current_opinions, current_session
from negotiation.templatetags.french import long_date, money
from negotiation.workflow import Body, Criterion, Need, PieceKind

TONES = {
    OpinionVerdict.FAVOURABLE: "done",
    OpinionVerdict.RESERVES: "done",
    OpinionVerdict.CORRECTIONS: "todo",
    OpinionVerdict.UNFAVOURABLE: "refused",
    Outcome.RETAINED: "done",
    Outcome.DEFERRED: "elsewhere",
    Outcome.REJECTED: "refused",
}
# A condition that is met, in words, and the page of the dossier that shows it.
CONDITIONS = {
    Need.PIECES: (gettext_lazy("Toutes les pièces demandées à cette étape sont jointes"), "dossier-pieces"),
    Need.PROJECTS: (gettext_lazy("Chaque projet est décrit"), "dossier-projects"),
    Need.BALANCE: (gettext_lazy("Les parts font le coût de chaque projet"), "dossier-financing"),
    Need.DURATION: (gettext_lazy("Aucun projet ne dépasse la durée du contrat"), "dossier-projects"),
    Need.PDESC: (gettext_lazy("Le PDESC est en cours de validité"), "dossier"),
    Need.CRITERIA: (gettext_lazy("Chaque projet remplit les quatre critères"), "dossier-opinions"),
    Need.OPINIONS: (gettext_lazy("Tous les avis laissent passer le dossier"), "dossier-opinions"),
    Need.CORRECTIONS_ASKED: (gettext_lazy("Un ministère a demandé des corrections"), "dossier-opinions"),
    Need.LIST: (gettext_lazy("La liste compte au moins un projet"), "dossier-session"),
    Need.SESSION: (gettext_lazy("La session est consignée et décide de chaque projet"), "dossier-session"),
    Need.ENVELOPE: (gettext_lazy("La part de l’État tient dans l’enveloppe"), "dossier-session"),
    Need.PROPOSED: (gettext_lazy("La convention est proposée"), "dossier-convention"),
    Need.APPROVED: (gettext_lazy("La convention est approuvée"), "dossier-convention"),
}


def conditions(contract: Contract, needs: tuple[Need, ...], day: Any) -> list[dict]:
    """The checklist of an act: a line for each condition that is met, and for each thing that is missing."""
    contract.load(needs)
    items = []
    for need in needs:
        label, page = CONDITIONS[need]
        missing = requirements.missing(contract, (need,), day)
        link = {"url": reverse(page, args=[contract.reference]), "url_label": _("Voir")} if missing else {}
        items += [{"label": sentence, "done": False, **link} for sentence in missing] or [{"label": label, "done": True}]
    return items


def state_share(project: Project) -> int:
    return project.shares.get(Source.STATE, 0)


def total(projects: list[Project]) -> dict:
    """The sums of a list of projects, in FCFA."""
    return {"cost": sum(p.cost for p in projects), "state": sum(state_share(p) for p in projects), "count": len(projects)}


def project_rows(projects: list[Project]) -> list[dict]:
    return [
        {"number": p.number, "title": p.title, "cost": p.cost, "state": state_share(p), "pk": p.pk} for p in projects
    ]


def request_facts(contract: Contract, form: ActForm) -> dict:
    """The whole request: its projects, and the conditions it meets."""
    projects = list(contract.projects.all())
    return {
        "conditions": conditions(contract, form.action.needs, form.day),
        "projects": project_rows(projects),
        "sums": total(projects),
        "corrections": [opinion_card(o) for o in asked_corrections(contract)],
    }


def asked_corrections(contract: Contract) -> list[Opinion]:
    return [opinion for opinion in current_opinions(contract) if opinion.asks_correction]


def deliberation_facts(contract: Contract, form: ActForm) -> dict:
    """The deliberation on file."""
    contract.load((Need.PIECES,))
    kind = PieceKind.NEGOTIATION_DELIBERATION
    filed = next((piece for piece in contract.pieces.all() if piece.current and piece.kind == kind), None)
    rows = []
    if filed:
        url = reverse("piece", args=[contract.reference, filed.pk])
        rows = [
            {"label": kind.label, "value": filed.name, "url": url, "url_label": _("Lire")},
            {"label": _("Déposée"), "value": _("le %s") % long_date(filed.filed_at), "note": filed.signatory},
        ]
    return {"rows": rows}


def examination_facts(contract: Contract, form: CriteriaForm) -> dict:
    """How far the examination has come."""
    asked = len(form.cells())
    words = {"done": len(form.standing), "all": asked}
    remaining = requirements.missing(contract, (Need.CRITERIA,), form.day)
    return {"progress": _("%(done)s réponses sur %(all)s sont enregistrées.") % words, "remaining": remaining}


def criteria_facts(contract: Contract, form: ActForm) -> dict:
    """What the examination found, project by project, and the ministries that would be asked."""
    contract.load((Need.CRITERIA,))
    verdicts = verdicts_of(contract, contract.returns)
    found = []
    for project in contract.projects.all():
        given = [(criterion, verdicts.get((project.pk, criterion.value))) for criterion in Criterion]
        met = sum(1 for _criterion, verdict in given if verdict and verdict.met)
        words = {"met": met, "all": len(given)}
        unmet = [{"label": SHORT[c], "remark": v.remark} for c, v in given if v and not v.met]
        found.append({"number": project.number, "title": project.title, "unmet": unmet, "all_met": met == len(given)})
        found[-1]["sentence"] = _("%(met)s critères remplis sur %(all)s") % words
    asked = Institution.objects.filter(body=Body.FINANCE) | Institution.objects.filter(pk__in=contract.sector_ids)
    return {"examined": found, "asked": [institution.name for institution in asked.order_by("body", "name")]}


def opinion_facts(contract: Contract, form: OpinionForm) -> dict:
    """What the ministry gives its opinion on: its own projects first, and what it asked for last time."""
    ministry = form.mandate.institution
    projects = list(contract.projects.all())
    own = [project for project in projects if project.ministry_id == ministry.pk] or projects
    former = contract.opinions.filter(institution=ministry, superseded=True).last()
    corrected = contract.passages.filter(action="resubmit").first() if former else None
    return {
        "ministry": ministry.name,
        "projects": project_rows(own),
        "sums": total(own),
        "former": opinion_card(former) if former else None,
        "corrected": corrected.comment if corrected else "",
    }


def opinions_facts(contract: Contract, form: ActForm) -> dict:
    contract.load((Need.OPINIONS,))
    return {"opinions": [opinion_card(opinion) for opinion in current_opinions(contract)]}


def opinion_card(opinion: Opinion) -> dict:
    """An opinion as its card shows it."""
    given = opinion.is_given
    tone = TONES[opinion.verdict] if given else "elsewhere"
    return {
        "institution": opinion.institution.name,
        "status": {"tone": tone, "label": opinion.get_verdict_display() if given else _("Avis attendu")},
        "text": opinion.text,
        "given_on": day_of(opinion.given_at) if given else None,
        "signatory": opinion.by_name,
        "function": opinion.by_title,
        "capacity": opinion.by_mention,
        "asked_on": opinion.asked_on,
    }


def list_facts(contract: Contract, form: ListForm) -> dict:
    """Every project with its box, its amounts and what the ministries said; the sums of those ticked."""
    contract.load((Need.OPINIONS,))
    projects = list(contract.projects.all())
    said = {opinion.institution_id: opinion for opinion in current_opinions(contract)}
    general = [opinion for opinion in said.values() if opinion.institution.body == Body.FINANCE]
    rows = project_rows(projects)
    for row, project in zip(rows, projects, strict=True):
        own = [said[project.ministry_id]] if project.ministry_id in said else []
        row["ticked"] = project.pk in form.ticked
        row["said"] = [f"{o.institution.name} : {o.get_verdict_display().lower()}" for o in (*general, *own)]
    return {"projects": rows, "sums": total([p for p in projects if p.pk in form.ticked])}


def listed_facts(contract: Contract, form: ActForm) -> dict:
    """The list, what stands off it, and who has approved it."""
    projects = list(contract.projects.all())
    listed = [project for project in projects if project.listed]
    approved = [a for a in contract.assents.all() if a.action == "approve_list" and not a.voided]
    return {
        "projects": project_rows(listed),
        "sums": total(listed),
        "left_out": [project.title for project in projects if not project.listed],
        "approved": [{"who": a.signatory, "when": day_of(a.given_at)} for a in approved],
        "draw_url": reverse("act", args=[contract.reference, DRAW_LIST]),
    }


def session_facts(contract: Contract, form: SessionForm) -> dict:
    """The fields of each project of the list, and the State's share against the envelope."""
    return {
        "session_fields": [form[name] for name in ("held_on", "place", "attendance", "envelope", "summary")],
        "decisions": [
            {
                **row,
                "outcome": form[f"outcome-{row['pk']}"],
                "priority": form[f"priority-{row['pk']}"],
                "reason": form[f"reason-{row['pk']}"],
            }
            for row in project_rows(form.listed)
        ],
        "minutes": minutes_row(contract),
        "balance": balance(form),
    }
