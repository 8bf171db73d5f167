"""The projects of a dossier as cards: what, where, how long, how much, under which ministry."""

from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.places.wording import said
from negotiation.documents import PLACES, owner_of, territory_of, whereabouts
from negotiation.models import Contract, Project, Site
from negotiation.views.set_aside import why_not

# What the cards read beside the head of the dossier.
RELATIONS = ("projects__ministry", *PLACES)


def cards(contract: Contract, today: date, *, may_edit: bool) -> list[dict]:
    """Each project with its facts and its sites, and the addresses of its forms for who may write there."""
    return [
        {
            "number": project.number,
            "title": project.title,
            "purpose": project.purpose,
            "cost": project.cost,
            "facts": facts(project, contract),
            "sites": [place_card(site, contract, today) for site in project.sites.all()],
            "aside": why_not(project, contract),
            "links": links(contract, project) if may_edit else [],
        }
        for project in contract.projects.all()
    ]


def facts(project: Project, contract: Contract) -> list[dict]:
    """Label and value; what is not known says so."""
    owner = owner_of(project)
    months = _("%(n)s mois") % {"n": project.duration_months} if project.duration_months else ""
    rows = (
        (_("Durée"), months, _beyond_term(project, contract)),
        (_("Nature"), project.get_nature_display(), ""),
        (_("Échelle"), said(project.get_scale_display(), is_district=contract.region.is_district), ""),
        (_("Domaine"), project.get_domain_display(), ""),
        (_("Ministère"), project.ministry.name if project.ministry else "", ""),
        (_("Maître d’ouvrage"), capfirst(owner.said(territory_of(contract))), capfirst(owner.by)),
    )
    return [{"label": label, "value": value or _("non précisé"), "note": note} for label, value, note in rows]


def place_card(site: Site, contract: Contract, today: date) -> dict:
    """A place under its number: what it is, where it lies, what else is told of it."""
    notes = (
        " ; ".join(part for part in whereabouts(site, contract, today) if part),
        _("aussi écrit « %s »") % site.alias if site.alias else "",
        str(site.point or ""),
        site.note,
        _("La source écrit : « %s ».") % site.source_words if site.source_words else "",
    )
    told = [capfirst(note) for note in notes if note]
    return {"number": site.number, "name": site.name, "kind": kind_of(site), "notes": told}


def kind_of(site: Site) -> str:
    """What it is, where that says something."""
    return "" if site.kind in ("", Site.Kind.OTHER) else site.get_kind_display()


def links(contract: Contract, project: Project) -> list[dict]:
    address = [contract.reference, project.number]
    shown = [
        {"label": _("Modifier"), "url": reverse("project-edit", args=address)},
        {"label": _("Financement"), "url": reverse("project-financing", args=address)},
    ]
    if contract.is_selected:  # what the CROCSAD has decided on stays in the dossier
        return shown
    return [*shown, {"label": _("Supprimer"), "url": reverse("project-remove", args=address)}]


def _beyond_term(project: Project, contract: Contract) -> str:
    term = contract.duration_months
    if not term or not project.duration_months or project.duration_months <= term:
        return ""
    return _("au-delà du contrat, qui dure %(term)s mois") % {"term": term}
