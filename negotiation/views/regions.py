"""The regions of today, and the page of each: facts, institutions, contracts, sites that lie there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from cper.people.models import Actor
from cper.people.roles import REGIONAL_BODIES
from cper.places.models import CerclePlacement, Region, valid_on
from cper.words.french import digits, long_date
from negotiation.documents import whereabouts
from negotiation.models import Contract, Project, Site
from negotiation.views.listing import lines, nothing_seen
from negotiation.views.page import with_institution
from negotiation.views.tables import DOSSIERS, REGIONS, SITES
from negotiation.workflow import SIGHT

SITES_PAGE = "sites"
# Where the cercles of sites lay, from when to when.
PLACEMENTS = [
    Prefetch(f"{cercle}__placements", CerclePlacement.objects.select_related("region"))
    for cercle in ("cercle", "current_cercle")
]


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    seen = Contract.objects.visible_to(request.actor).filter(region=OuterRef("pk")).order_by().values("region")
    found = (
        Region.objects.on(request.actor.day)
        .select_related("born_of")
        .annotate(contract_count=Coalesce(Subquery(seen.annotate(n=Count("pk")).values("n")), 0))
    )
    if file := download(request, REGIONS, found, list):
        return file
    rows = page_of(request, found)
    content = {"page_obj": rows, "table": REGIONS.drawn(rows, request), "query": query_without(request)}
    return render(request, "negotiation/regions.html", content)


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    actor = request.actor
    shown = get_object_or_404(Region.objects.select_related("born_of"), slug=slug)
    if file := file_of(request, shown):
        return file
    contracts = page_of(request, signed_in(shown, actor))
    sites = page_of(request, sites_from_elsewhere(shown, actor), name=SITES_PAGE)
    cercles = CerclePlacement.objects.filter(valid_on(actor.day), region=shown).select_related("cercle")
    content = {
        "region": shown,
        "back": {"url": reverse("regions"), "label": _("Régions")},
        "facts": facts(shown, [placement.cercle.name for placement in cercles.order_by("cercle__name")]),
        "nothing": no_contract(shown, actor),
        "institutions": shown.institutions.all(),
        "page_obj": contracts,
        "table": DOSSIERS.drawn(lines(contracts, actor), request),
        "query": query_without(request),
        "sites": sites,
        "site_table": SITES.drawn(site_rows(sites, actor.day), request),
        "sites_title": _("Sites d’autres contrats, aujourd’hui dans %s") % shown.of_the,
        "sites_query": query_without(request, SITES_PAGE),
        "sites_page": SITES_PAGE,
    }
    return render(request, "negotiation/region.html", content)


def file_of(request: HttpRequest, shown: Region) -> HttpResponse | None:
    """Either list of the page as a file, where the address asks for it."""
    actor = request.actor
    return download(
        request, DOSSIERS, signed_in(shown, actor), lambda part: lines(part, actor), name=shown.slug
    ) or download(
        request, SITES, sites_from_elsewhere(shown, actor), lambda part: site_rows(part, actor.day), name=shown.slug
    )


def signed_in(shown: Region, actor: Actor) -> QuerySet[Contract]:
    """Its contracts, among those this person sees."""
    found = Contract.objects.visible_to(actor).filter(region=shown).select_related("region").with_amount()
    return found.with_offices(actor.day).prefetch_related(with_institution("turns"))


def facts(shown: Region, cercles: list[str]) -> list[dict]:
    """Code, chef-lieu, origin, population with its source, cercles of today; what no source gives is not listed."""
    born = _("%(mother)s, le %(day)s")
    rows = (
        (_("Code national"), shown.code, ""),
        (_("Chef-lieu"), shown.chef_lieu, ""),
        (
            _("Née de"),
            born % {"mother": shown.born_of.full_name, "day": long_date(shown.valid_from)}
            if shown.born_of and shown.valid_from
            else shown.born_of and shown.born_of.full_name,
            shown.legal_source,
        ),
        (
            _("Population"),
            _("%s habitants") % digits(shown.population) if shown.population else "",
            shown.population_source,
        ),
        (_("Communes") if shown.is_district else _("Cercles"), ", ".join(cercles), ""),
    )
    return [{"label": label, "value": value, "note": note} for label, value, note in rows if value]


def no_contract(shown: Region, actor: Actor) -> str:
    """Why no contract of the region is listed for this person."""
    bodies = {mandate.body for mandate in actor.mandates if mandate.body in SIGHT}
    if any(mandate.region_id == shown.pk for mandate in actor.mandates):
        return _("Cette collectivité n’a pas encore ouvert de dossier.")
    if bodies and bodies.issubset(REGIONAL_BODIES):
        return _("Votre mandat couvre une seule collectivité ; les dossiers des autres ne vous sont pas ouverts.")
    return nothing_seen(actor)


def sites_from_elsewhere(shown: Region, actor: Actor) -> QuerySet[Site]:
    """The sites of other regions' contracts, among those this person sees, that lie in the region today."""
    here = CerclePlacement.objects.filter(valid_on(actor.day), region=shown).values("cercle")
    visible = Contract.objects.visible_to(actor).exclude(region=shown)
    return (
        Site.objects.filter(Q(current_cercle__in=here) | Q(current_cercle=None, cercle__in=here))
        .filter(project__contract__in=visible, project__in=Project.objects.in_play())
        .select_related("cercle", "current_cercle", "project__contract__region")
        .prefetch_related(*PLACEMENTS)
        .order_by("project__contract__reference", "project__number", "pk")
    )


def site_rows(sites: Iterable[Site], today: date) -> list[dict]:
    return [site_row(site, today) for site in sites]


def site_row(site: Site, today: date) -> dict:
    """A site with its history: declared here, or placed here since."""
    contract = site.project.contract
    return {
        "name": site.name,
        "declared": " ; ".join(part for part in whereabouts(site, contract, today) if part),
        "project": site.project.title,
        "reference": contract.reference,
        "url": contract.get_absolute_url(),
        "region": contract.region.name,
    }
