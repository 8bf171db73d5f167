"""What is decided, shown on the page of an act before it is done: the request, its examination, the opinions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Institution
from cper.people.roles import Body
from cper.words.french import long_date, money, ngettext
from negotiation import corrections, operations, snapshots, workflow
from negotiation.differences import by_subject, difference
from negotiation.envelope import state_lines
from negotiation.forms.acts import ActForm
from negotiation.forms.answers import AnswersForm
from negotiation.forms.review import CriteriaForm, OpinionForm
from negotiation.models import Contract, CriterionVerdict, Project, Source, examination, premature, requirements
from negotiation.models.remarks import of_return, return_of
from negotiation.views import older_papers
from negotiation.views.judged import Judged
from negotiation.views.panels import remarks
from negotiation.views.panels.opinions import opinions
from negotiation.views.panels.pieces import known_by
from negotiation.vocabulary import IN_SHORT
from negotiation.workflow import Criterion, Need, PieceKind, Step

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
ANSWERS = ("answer_remarks", gettext_lazy("Répondre aux remarques"))
CONDITIONS = {
    Need.PIECES: (gettext_lazy("Toutes les pièces demandées à cette étape sont jointes"), PIECES),
    Need.PROJECTS: (gettext_lazy("Chaque projet est décrit"), PROJECTS),
    Need.BALANCE: (gettext_lazy("Les parts couvrent le coût de chaque projet"), FINANCING),
    Need.DURATION: (gettext_lazy("Aucun projet ne dépasse la durée du contrat"), PROJECTS),
    Need.TERM: (gettext_lazy("L’argent tombe dans les années du contrat"), FINANCING),
    Need.PDESC: (gettext_lazy("Le PDESC est en cours de validité"), GENERAL),
    Need.REMARKS: (gettext_lazy("Une remarque attend une suite"), GENERAL),
    Need.ANSWERED: (gettext_lazy("Chaque remarque a sa suite"), ANSWERS),
    Need.CRITERIA: (gettext_lazy("Chaque projet remplit les quatre critères"), REVIEW),
    Need.OPINIONS: (gettext_lazy("Tous les avis laissent passer le dossier"), REVIEW),
    Need.CORRECTIONS_ASKED: (gettext_lazy("Un ministère a demandé des corrections"), REVIEW),
    Need.LIST: (gettext_lazy("La liste compte au moins un projet"), SELECTION),
    Need.SESSION: (gettext_lazy("La session est consignée et décide de chaque projet"), SELECTION),
    Need.ENVELOPE: (gettext_lazy("La part de l’État tient dans l’enveloppe"), SELECTION),
    Need.PROPOSED: (gettext_lazy("La convention est proposée"), CONVENTION),
    Need.WRITTEN: (gettext_lazy("Aucune clause ne laisse de blanc"), CONVENTION),
    Need.UNPROPOSED: (gettext_lazy("Aucune convention n’est chez le Gouverneur"), CONVENTION),
    Need.APPROVED: (gettext_lazy("La convention est approuvée"), CONVENTION),
    Need.CEREMONY: (gettext_lazy("Le jour de la cérémonie est venu"), CONVENTION),
    Need.UNSIGNED: (gettext_lazy("Personne n’a signé"), CONVENTION),
}


def conditions(contract: Contract, needs: Iterable[Need], day: date) -> list[dict]:
    """The checklist of an act: a line for each thing that is missing, each condition that is met, and each that
    speaks of what does not exist yet (`later`). Where nobody has made a remark, nothing is said of remarks."""
    contract.load(needs)
    items = []
    for need in needs:
        missing = requirements.missing(contract, (need,), day)
        items += [{"label": contract.offices.said(sentence), "done": False} for sentence in missing]
        if not missing and (need != Need.ANSWERED or contract.remarks):
            early = premature.reason(contract, need, day)
            items.append({"label": CONDITIONS[need][0], "done": not early, "later": bool(early), "note": early})
    return items


def remedies(contract: Contract, needs: Iterable[Need], day: date) -> list[dict]:
    """The parts of the dossier where what is missing is settled, each once."""
    pages = dict(CONDITIONS[need][1] for need in needs if requirements.missing(contract, (need,), day))
    return [{"url": address_of(name, contract), "label": label} for name, label in pages.items()]


def address_of(name: str, contract: Contract) -> str:
    """Where a part of the dossier is read, or an act done."""
    if name in workflow.ACTION_NAMES:
        return reverse("act", args=[contract.reference, workflow.example(name)])
    return reverse(name, args=[contract.reference])


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
        "remarks": remarks.asked(contract),
    }


def correction_facts(contract: Contract, form: ActForm) -> dict:
    """The request as corrected, whose other opinions and which papers it makes out of date."""
    too = [opinion.institution.name for opinion in operations.without_ground(contract)]
    return request_facts(contract, form) | {
        "asked_too": too,
        "warnings": older_papers.warning(contract, Judged(contract)),
    }


def answers_facts(contract: Contract, form: AnswersForm) -> dict:
    """Each remark with its entry, and the parts of the dossier where it may be mended."""
    rows = [(remarks.row(remark), field) for remark, field in form.rows()]
    return {"remarks": rows, "mending": mending(contract)}


def mending(contract: Contract) -> list[dict]:
    """The parts of the dossier where what is asked may be mended: the list where it is the list (E6), the clauses and
    the title too where it is the text of the convention (E8)."""
    lists = [("dossier-session", _("Liste des projets"))]
    texts = [("dossier-convention", _("Clauses de la convention")), ("dossier-edit", _("Intitulé du contrat-plan"))]
    own = {Step.PROJECT_LIST: lists, Step.SIGNATURE: texts}.get(contract.step, [])
    first = [{"url": reverse(name, args=[contract.reference]), "label": label} for name, label in own]
    return first if contract.step == Step.PROJECT_LIST else [*first, *reading(contract)]


def deliberation_facts(contract: Contract, form: ActForm) -> dict:
    """The deliberation on file."""
    contract.load((Need.PIECES,))
    kind = PieceKind.NEGOTIATION_DELIBERATION
    filed = next((piece for piece in contract.pieces.all() if piece.current and piece.kind == kind), None)
    rows = []
    if filed:
        url = reverse("piece", args=[contract.reference, filed.pk])
        rows = [
            {"label": kind.label, "value": known_by(filed), "url": url, "url_label": _("Lire")},
            {"label": _("Déposée"), "value": _("le %s") % long_date(filed.filed_at), "note": filed.signatory},
        ]
    return {"rows": rows}


def examination_facts(contract: Contract, form: CriteriaForm) -> dict:
    """How far the examination has come."""
    done, asked = len(form.standing), len(form.cells())
    words = ngettext("%(done)s réponse enregistrée sur %(all)s.", "%(done)s réponses enregistrées sur %(all)s.", done)
    none = _("Aucune réponse n’est encore enregistrée.")
    return {
        "progress": words % {"done": done, "all": asked} if done else none,
        "remaining": requirements.missing(contract, (Need.CRITERIA,), form.day) if done else [],
        "reading": reading(contract),
        **since_the_return(contract),
    }


def since_the_return(contract: Contract) -> dict:
    """What the last return asked of the whole dossier, the region's answer, and what has changed since."""
    passage = return_of(contract, contract.returns - 1)
    if passage is None:
        return {"returned": [], "changes": []}
    changes = by_subject(difference(snapshots.read(passage.judged), contract.facts), contract.offices.said)
    return {"returned": remarks.rows(of_return(contract)), "changes": changes}


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
    verdicts = examination.standing(contract)
    return {"examined": [examined(project, verdicts) for project in contract.projects.all()]}


def unmet_facts(contract: Contract, form: ActForm) -> dict:
    """What does not conform: the projects that do are not among them, unless the whole dossier is meant."""
    found = criteria_facts(contract, form)["examined"]
    return {"examined": [project for project in found if not project["all_met"]] or found}


def examined(project: Project, verdicts: dict) -> dict:
    given = {criterion: verdicts.get((project.pk, criterion.value)) for criterion in Criterion}
    unmet = {criterion: verdict for criterion, verdict in given.items() if verdict and not verdict.met}
    return {
        "number": project.number,
        "title": project.title,
        "sentence": how_examined(given),
        "all_met": all(verdict and verdict.met for verdict in given.values()),
        "unmet": [{"label": capfirst(str(IN_SHORT[criterion])), "remark": v.remark} for criterion, v in unmet.items()],
    }


def how_examined(given: dict[Criterion, CriterionVerdict | None]) -> str:
    """« 3 critères remplis sur 4 », « 3 critères remplis sur 4, un à examiner »; « à examiner » before any answer."""
    unknown = sum(verdict is None for verdict in given.values())
    if unknown == len(given):
        return _("à examiner")
    met = sum(bool(verdict and verdict.met) for verdict in given.values())
    words = ngettext("%(met)s critère rempli sur %(all)s", "%(met)s critères remplis sur %(all)s", met)
    sentence = words % {"met": met, "all": len(given)}
    return _("%(met)s, %(unknown)s à examiner") % {"met": sentence, "unknown": unknown} if unknown else sentence


def transmission_facts(contract: Contract, form: ActForm) -> dict:
    """The same, and the ministries that the act asks for their opinion."""
    asked = Institution.objects.filter(Q(body=Body.FINANCE) | Q(pk__in=contract.sector_ids)).order_by("body", "name")
    return criteria_facts(contract, form) | {"asked": [institution.name for institution in asked]}


def opinion_facts(contract: Contract, form: OpinionForm) -> dict:
    """What the ministry gives its opinion on: its own projects first, and what it asked for last time."""
    ministry = form.mandate.institution
    projects = list(contract.projects.all())
    own = [project for project in projects if project.ministry_id == ministry.pk] or projects
    return {
        "ministry": ministry.name,
        "projects": project_rows(own),
        "sums": total(own),
        "reading": reading(contract),
        "asked_by_year": asked_by_year(projects) if form.asks_envelope else [],
        **since_the_opinion(contract, ministry),
    }


def since_the_opinion(contract: Contract, ministry: Institution) -> dict:
    """The former opinion of the ministry with the region's answer to it, and what has changed in what it speaks on."""
    found = corrections.since(contract, ministry)
    if found is None:
        return {"former": [], "corrected": "", "changes": []}
    return {
        "former": [card for card in opinions(contract)["former"] if card["institution"] == ministry.name][-1:],
        "corrected": found.words,
        "changes": by_subject(found.changes, contract.offices.said),
    }


def asked_by_year(projects: list[Project]) -> list[dict]:
    """What the projects ask of the State, exercice by exercice: what an envelope and its years are set against."""
    lines = state_lines(projects)
    years = sorted({line.year for line in lines if line.year}) + [None] * any(line.year is None for line in lines)
    return [
        {
            "label": _("Demandé à l’État en %s") % year if year else _("Demandé à l’État, sans année"),
            "value": money(sum(line.amount for line in lines if line.year == year)),
        }
        for year in years
    ]


def opinions_facts(contract: Contract, form: ActForm) -> dict:
    return {"opinions": opinions(contract, Judged(contract))["cards"]}
