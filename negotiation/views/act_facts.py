"""What is decided, shown on the page of an act before it is done: the request, its examination, the opinions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiation.forms.acts import ActForm
from negotiation.forms.review import SHORT, CriteriaForm, OpinionForm, verdicts_of
from negotiation.models import Contract, Institution, Project, Source, requirements
from negotiation.models.requirements import current_opinions
from negotiation.templatetags.french import long_date
from negotiation.views.panels.opinions import opinions
from negotiation.workflow import Body, Criterion, Need, PieceKind

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
        items += [{"label": sentence, "done": False, **link} for sentence in missing] or [
            {"label": label, "done": True}
        ]
    return items


def state_share(project: Project) -> int:
    return project.shares.get(Source.STATE, 0)


def total(projects: list[Project]) -> dict:
    """The sums of a list of projects, in FCFA."""
    return {
        "cost": sum(p.cost for p in projects),
        "state": sum(state_share(p) for p in projects),
        "count": len(projects),
    }


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
    }


def correction_facts(contract: Contract, form: ActForm) -> dict:
    """The request as corrected, and the opinions that asked for it."""
    cards = zip(current_opinions(contract), opinions(contract)["cards"], strict=True)
    return request_facts(contract, form) | {"asked_by": [card for opinion, card in cards if opinion.asks_correction]}


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
    progress = _("%(done)s réponses sur %(all)s sont enregistrées.") % words
    return {"progress": progress, "remaining": remaining, "reading": reading(contract)}


def reading(contract: Contract) -> list[dict]:
    """The parts of the dossier that an examiner reads before answering."""
    parts = (("dossier-projects", _("Projets")), ("dossier-financing", _("Financement")), ("dossier-pieces", _("Pièces")))
    return [{"url": reverse(name, args=[contract.reference]), "label": label} for name, label in parts]


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
    former = [card for card in opinions(contract)["former"] if card["institution"] == ministry.name]
    corrected = contract.passages.filter(action="resubmit").first() if former else None
    return {
        "ministry": ministry.name,
        "projects": project_rows(own),
        "sums": total(own),
        "former": former[-1:],
        "reading": reading(contract),
        "corrected": corrected.comment if corrected else "",
    }


def opinions_facts(contract: Contract, form: ActForm) -> dict:
    return {"opinions": opinions(contract)["cards"]}
