"""The follow-up of every contract at once: the nation, a region, and the three lists."""

from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of
from cper.pages.sheets import download
from cper.people.models import Actor
from cper.places.models import Region
from monitoring.forms.search import ContractSearch, FindingSearch, LateSearch, WaitingSearch
from monitoring.models import Duty, Finding, FollowedContract, Standing
from monitoring.views import overview, past
from monitoring.views.held_money import REASONS, places, tranche_rows, waiting_tranches
from monitoring.views.national import counted, for_followers, narrowed, page, seen_by
from monitoring.views.rows import apart, duty_rows, finding_rows, standing_rows
from monitoring.views.tables import FINDINGS, LATE, STANDINGS, WAITING


@require_safe
@for_followers
def nation(request: HttpRequest) -> HttpResponse:
    """The contracts followed, the latest first, under the figures of those that the list holds: today's, or those that
    the site had worked out by the day that the address asks for."""
    asked = past.asked(request)
    if asked.fault:
        return render(request, "monitoring/no_such_day.html", past.refused(asked), status=400)
    actor, day = asked.reader, asked.day
    search = ContractSearch(request.GET, seen=seen_by(actor))
    found = search.narrow(asked.standings())
    listed = found.select_related("contract__region", "contract__cutoff")
    rows_of = partial(standing_rows, actor=actor, past=day)
    bar = search.bar | {"hidden": asked.hidden}
    if file := download(request, STANDINGS, listed, rows_of, filters=bar, **asked.filed):
        return file
    duties = None if day else late_duties(actor, found if search.is_active else None)
    rows = page_of(request, listed)
    content = page(
        "nation",
        as_of=asked.shown,
        groups=overview.figures(found, duties, {"region": search.asked("region")}),
        page_obj=rows,
        **apart(rows_of(rows), request),
        **narrowed(request, search, counted("contract", rows.paginator.count)),
    )
    return render(request, "monitoring/nation.html", content | {"filters": bar, "day": actor.day})


def late_duties(actor: Actor, found: QuerySet[Standing] | None) -> QuerySet[Duty]:
    """The duties that are late, of all contracts or of those found."""
    duties = Duty.objects.visible_to(actor).late(actor.day)
    return duties if found is None else duties.filter(contract__in=found.order_by().values("contract"))


@require_safe
@for_followers
def late(request: HttpRequest) -> HttpResponse:
    """The duties whose day has passed, the oldest first."""
    actor = request.actor
    search = LateSearch(request.GET, seen=seen_by(actor))
    duties = Duty.objects.visible_to(actor).late(actor.day).select_related("contract__region", "institution")
    found = search.narrow(duties)
    if file := download(request, LATE, found, lambda part: duty_rows(part, actor), filters=search.bar):
        return file
    rows = page_of(request, found)
    content = page(
        "late",
        page_obj=rows,
        table=LATE.drawn(duty_rows(rows, actor), request),
        **narrowed(request, search, counted("duty", rows.paginator.count)),
    )
    return render(request, "monitoring/late.html", content)


@require_safe
@for_followers
def waiting(request: HttpRequest) -> HttpResponse:
    """The tranches in which money waits, the oldest first, under the sums of each state."""
    actor = request.actor
    search = WaitingSearch(request.GET, seen=seen_by(actor))
    tranches = waiting_tranches(actor)
    kept = {"region": search.asked("region"), "donnees": search.asked("donnees")}
    standings = search.of_region(Standing.objects.visible_to(actor))
    heads = places(search.of_region(tranches), standings, search.asked("etat"), kept)
    found = search.narrow(tranches).select_related("contract__region", "project", "window")
    whole = found.prefetch_related(*REASONS)
    if file := download(request, WAITING, whole, lambda part: tranche_rows(part, actor.day), filters=search.bar):
        return file
    rows = page_of(request, found)
    rows.object_list = rows.object_list.prefetch_related(*REASONS)
    content = page(
        "waiting",
        groups=heads,
        page_obj=rows,
        table=WAITING.drawn(tranche_rows(rows, actor.day), request),
        **narrowed(request, search, counted("tranche", rows.paginator.count)),
    )
    return render(request, "monitoring/waiting.html", content)


@require_safe
@for_followers
def findings(request: HttpRequest) -> HttpResponse:
    """What the controls found, the largest sums first."""
    actor = request.actor
    search = FindingSearch(request.GET, seen=seen_by(actor))
    found = search.narrow(Finding.objects.visible_to(actor)).select_related("contract__region", "contract__standing")
    if file := download(request, FINDINGS, found, finding_rows, filters=search.bar):
        return file
    rows = page_of(request, found)
    content = page(
        "findings",
        page_obj=rows,
        table=FINDINGS.drawn(finding_rows(rows), request),
        checked_on=None if rows.paginator.count else overview.checked_on(actor),
        **narrowed(request, search, counted("finding", rows.paginator.count)),
    )
    return render(request, "monitoring/findings.html", content)


@require_safe
@for_followers
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region: its contracts, then what is late, what waits and what was found, each cut to its first lines."""
    actor = request.actor
    shown = get_object_or_404(Region, slug=slug)
    standings = Standing.objects.visible_to(actor).filter(contract__region=shown)
    listed = standings.select_related("contract__region", "contract__cutoff")
    if file := download(request, STANDINGS, listed, lambda part: standing_rows(part, actor), name=slug):
        return file
    rows = page_of(request, listed)
    if not rows.paginator.count and not FollowedContract.objects.visible_to(actor).filter(region=shown).exists():
        raise Http404(_("Aucun contrat-plan signé de cette collectivité ne vous est ouvert."))
    duties = Duty.objects.visible_to(actor).late(actor.day).filter(contract__region=shown)
    content = {
        "region": shown,
        "header": overview.region_header(shown),
        "groups": overview.figures(standings, duties, {"region": shown.slug}),
        "page_obj": rows,
        "table": STANDINGS.drawn(standing_rows(rows, actor), request),
        **overview.of_region(shown, actor),
    }
    return render(request, "monitoring/region.html", content)
