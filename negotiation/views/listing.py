"""The dossiers a person sees, searched, narrowed and sorted."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from cper.people.models import Actor
from cper.people.roles import REGIONAL_BODIES, Body
from cper.places.models import Region
from cper.words.french import digits, ngettext
from negotiation.forms.search import DossierSearch
from negotiation.models import Contract
from negotiation.operations import may_open
from negotiation.views.page import with_institution
from negotiation.views.standing import row
from negotiation.views.tables import DOSSIERS
from negotiation.workflow import SIGHT


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    search = DossierSearch(request.GET, regions=regions_seen(actor))
    seen = Contract.objects.visible_to(actor).with_holding(actor).with_offices(actor.day)
    found = search.narrow(seen.select_related("region"))
    found = found.prefetch_related(with_institution("turns"))
    if file := download(request, DOSSIERS, found, lambda part: lines(part, actor), filters=search.bar):
        return file
    rows = page_of(request, found)
    content = {
        "filters": search.bar,
        "result": counted(rows.paginator.count, narrowed=search.is_active),
        "page_obj": rows,
        "table": DOSSIERS.drawn(lines(rows, actor), request, heads(request, search.order)),
        "query": query_without(request),
        "open_url": reverse("dossier-open") if opens(actor) else "",
        "empty": empty(actor, narrowed=search.is_active),
    }
    return render(request, "negotiation/dossiers.html", content)


def lines(contracts: Iterable[Contract], actor: Actor) -> list[dict]:
    return [row(contract, actor) for contract in contracts]


def regions_seen(actor: Actor) -> Sequence[Region]:
    """The regions to choose from; none when the mandates reach a single one."""
    bodies = {mandate.body for mandate in actor.mandates if mandate.body in SIGHT}
    if bodies.issubset(REGIONAL_BODIES):
        own = {mandate.institution.region for mandate in actor.mandates if mandate.region_id}
        return sorted(own, key=lambda region: region.code) if len(own) > 1 else []
    return list(Region.objects.on(actor.day))


def counted(count: int, *, narrowed: bool) -> str:
    """« 12 dossiers », « 3 dossiers trouvés »; nothing for none, the empty list says why."""
    if not count:
        return ""
    if narrowed:
        words = ngettext("%(n)s dossier trouvé", "%(n)s dossiers trouvés", count)
    else:
        words = ngettext("%(n)s dossier", "%(n)s dossiers", count)
    return words % {"n": digits(count)}


def heads(request: HttpRequest, order: str) -> dict:
    """The heads one can sort by: the address to go to, and how the list is sorted now."""
    query = request.GET.copy()
    query.pop("page", None)
    found = {}
    for name in ("reference", "montant", "depuis"):
        descending = order == f"-{name}"
        query["tri"] = name if descending else f"-{name}"
        sorted_now = {name: "ascending", f"-{name}": "descending"}.get(order)
        found[name] = {"url": f"?{query.urlencode()}", "sort": sorted_now}
    return found


def opens(actor: Actor) -> bool:
    """Whether a mandate of the day lets the person open a dossier, for the region of its council."""
    own = [mandate.institution.region for mandate in actor.mandates if mandate.region_id]
    return any(may_open(actor, region).allowed for region in own)


def empty(actor: Actor, *, narrowed: bool) -> dict:
    """Why the list is empty, and what fills it."""
    if narrowed:
        return {
            "title": _("Aucun dossier ne répond à cette recherche"),
            "text": _("Enlevez un filtre, ou cherchez un seul mot de l’intitulé."),
            "action_url": reverse("dossiers"),
            "action_label": _("Tout montrer"),
        }
    if opens(actor):
        return {
            "title": _("Aucun dossier pour l’instant"),
            "text": _(
                "Votre collectivité n’a pas encore ouvert de contrat-plan. Il commence par la délibération du conseil."
            ),
            "action_url": reverse("dossier-open"),
            "action_label": _("Ouvrir un dossier"),
        }
    return {"title": _("Aucun dossier pour l’instant"), "text": nothing_seen(actor)}


def nothing_seen(actor: Actor) -> str:
    """When a dossier comes into the sight of the person's institution."""
    steps = [SIGHT[Body(mandate.body)] for mandate in actor.mandates if mandate.body in SIGHT]
    if not steps:
        return _("Les dossiers se montrent aux institutions qui les instruisent ; aucun de vos mandats n’en est une.")
    if min(steps) == 1:
        return _("Un dossier apparaît ici dès que le conseil de la collectivité l’ouvre.")
    return _("Un dossier apparaît ici quand il atteint l’étape E%(step)s.") % {"step": min(steps)}
