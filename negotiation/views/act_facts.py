"""What is decided, shown on the page of an act before it is done: the request, its examination, the opinions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from negotiation import operations
from negotiation.forms.acts import ActForm
from negotiation.forms.review import SHORT, CriteriaForm, OpinionForm, verdicts_of
from negotiation.french import long_date
from negotiation.models import Contract, Institution, Project, Source, requirements
from negotiation.models.requirements import current_opinions
from negotiation.views.panels.opinions import opinions
from negotiation.workflow import Body, Criterion, Need, PieceKind

# A condition that is met, in words, and the part of the dossier where it is settled.
PROJECTS, FINANCING = (
    ("dossier-projects", gettext_lazy("Ouvrir les projets")),
    ("dossier-financing", gettext_lazy("Ouvrir le financement")),
)
PIECES, GENERAL = (
    ("dossier-pieces", gettext_lazy("Ouvrir les pièces")),
    ("dossier", gettext_lazy("Ouvrir les données générales")),
)
REVIEW, SELECTION = (
    ("dossier-opinions", gettext_lazy("Ouvrir l’examen et les avis")),
    ("dossier-session", gettext_lazy("Ouvrir la négociation")),
)
CONVENTION = ("dossier-convention", gettext_lazy("Ouvrir la convention"))
CONDITIONS = {
    Need.PIECES: (gettext_lazy("Toutes les pièces demandées à cette étape sont jointes"), PIECES),
    Need.PROJECTS: (gettext_lazy("Chaque projet est décrit"), PROJECTS),
    Need.BALANCE: (gettext_lazy("Les parts font le coût de chaque projet"), FINANCING),
    Need.DURATION: (gettext_lazy("Aucun projet ne dépasse la durée du contrat"), PROJECTS),
    Need.PDESC: (gettext_lazy("Le PDESC est en cours de validité"), GENERAL),
    Need.CRITERIA: (gettext_lazy("Chaque projet remplit les quatre critères"), REVIEW),
    Need.OPINIONS: (gettext_lazy("Tous les avis laissent passer le dossier"), REVIEW),
    Need.CORRECTIONS_ASKED: (gettext_lazy("Un ministère a demandé des corrections"), REVIEW),
    Need.LIST: (gettext_lazy("La liste compte au moins un projet"), SELECTION),
    Need.SESSION: (gettext_lazy("La session est consignée et décide de chaque projet"), SELECTION),
    Need.ENVELOPE: (gettext_lazy("La part de l’État tient dans l’enveloppe"), SELECTION),
    Need.PROPOSED: (gettext_lazy("La convention est proposée"), CONVENTION),
    Need.RETURNED: (gettext_lazy("Une autre rédaction est demandée"), CONVENTION),
    Need.APPROVED: (gettext_lazy("La convention est approuvée"), CONVENTION),
    Need.UNSIGNED: (gettext_lazy("Personne n’a signé"), CONVENTION),
}


def conditions(contract: Contract, needs: Iterable[Need], day: date) -> list[dict]:
    """The checklist of an act: a line for each condition that is met, and for each thing that is missing."""
    contract.load(needs)
    items = []
    for need in needs:
        missing = requirements.missing(contract, (need,), day)
        items += [{"label": sentence, "done": False} for sentence in missing]
        if not missing:
            items.append({"label": CONDITIONS[need][0], "done": True})
    return items


def remedies(contract: Contract, needs: Iterable[Need], day: date) -> list[dict]:
    """The parts of the dossier where what is missing is settled, each once."""
    pages = dict(CONDITIONS[need][1] for need in needs if requirements.missing(contract, (need,), day))
    return [{"url": reverse(name, args=[contract.reference]), "label": label} for name, label in pages.items()]


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
    """The request as corrected, the opinions that asked for it, and whose other opinions it makes out of date."""
    cards = zip(current_opinions(contract), opinions(contract)["cards"], strict=True)
    return request_facts(contract, form) | {
        "asked_by": [card for opinion, card in cards if opinion.asks_correction],
        "asked_too": [opinion.institution.name for opinion in operations.without_ground(contract)],
    }


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
    done, asked = len(form.standing), len(form.cells())
    if not done:
        return {
            "progress": _("Aucune réponse n’est encore enregistrée."),
            "remaining": [],
            "reading": reading(contract),
        }
    words = ngettext("%(done)s réponse enregistrée sur %(all)s.", "%(done)s réponses enregistrées sur %(all)s.", done)
    return {
        "progress": words % {"done": done, "all": asked},
        "remaining": requirements.missing(contract, (Need.CRITERIA,), form.day),
        "reading": reading(contract),
    }


def reading(contract: Contract) -> list[dict]:
    """The parts of the dossier that an examiner reads before answering."""
    parts = (
        ("dossier-projects", _("Projets")),
        ("dossier-financing", _("Financement")),
        ("dossier-pieces", _("Pièces")),
    )
    return [{"url": reverse(name, args=[contract.reference]), "label": label} for name, label in parts]


def criteria_facts(contract: Contract, form: ActForm) -> dict:
    """What the examination found, project by project."""
    contract.load((Need.CRITERIA,))
    verdicts = verdicts_of(contract, contract.returns)
    return {"examined": [examined(project, verdicts) for project in contract.projects.all()]}


def examined(project: Project, verdicts: dict) -> dict:
    given = {criterion: verdicts.get((project.pk, criterion.value)) for criterion in Criterion}
    met = sum(1 for verdict in given.values() if verdict and verdict.met)
    unmet = {criterion: verdict for criterion, verdict in given.items() if verdict and not verdict.met}
    words = ngettext("%(met)s critère rempli sur %(all)s", "%(met)s critères remplis sur %(all)s", met)
    return {
        "number": project.number,
        "title": project.title,
        "sentence": words % {"met": met, "all": len(given)},
        "all_met": met == len(given),
        "unmet": [{"label": capfirst(str(SHORT[criterion])), "remark": v.remark} for criterion, v in unmet.items()],
    }


def transmission_facts(contract: Contract, form: ActForm) -> dict:
    """The same, and the ministries that the act asks for their opinion."""
    asked = Institution.objects.filter(Q(body=Body.FINANCE) | Q(pk__in=contract.sector_ids)).order_by("body", "name")
    return criteria_facts(contract, form) | {"asked": [institution.name for institution in asked]}


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
