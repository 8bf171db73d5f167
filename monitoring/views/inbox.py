"""What the follow-up waits for from this person, kind by kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from cper.people import rights
from cper.people.models import Actor
from cper.words.french import digits, ngettext
from monitoring.views import received
from monitoring.views.awaited import KINDS, Kind, has_a_part
from monitoring.views.national import for_followers, page


@require_safe
@for_followers
def inbox(request: HttpRequest) -> HttpResponse:
    files = [file for kind in KINDS if (file := file_of(request, kind))]
    if file := files[0] if files else received.file(request):
        return file
    lists = [shown for kind in KINDS if (shown := list_of(request, kind))]
    content = page(
        "follow-up-inbox",
        lead=waiting(sum(one["page_obj"].paginator.count for one in lists)),
        lists=lists,
        nothing=nothing(request.actor),
        received=received.register(request),
    )
    return render(request, "monitoring/inbox.html", content)


def file_of(request: HttpRequest, kind: Kind) -> HttpResponse | None:
    actor = request.actor
    return download(request, kind.table, kind.rows(actor), lambda part: kind.lines(part, actor))


def list_of(request: HttpRequest, kind: Kind) -> dict | None:
    """The lines of a kind, by pages of their own; nothing when none waits."""
    rows = page_of(request, kind.rows(request.actor), name=kind.name)
    if not rows.paginator.count:
        return None
    return {
        "label": kind.label,
        "page_obj": rows,
        "page_name": kind.name,
        "table": kind.table.drawn(kind.lines(rows, request.actor), request),
        "query": query_without(request, kind.name),
    }


def waiting(count: int) -> str:
    """« 6 actes vous attendent. »; nothing when none does."""
    words = ngettext("%(n)s acte vous attend.", "%(n)s actes vous attendent.", count)
    return words % {"n": digits(count)} if count else ""


def nothing(actor: Actor) -> dict:
    """Why nothing waits, and what would."""
    if asleep := rights.asleep(actor):
        return {"title": _("Rien ne vous attend aujourd’hui"), "text": asleep}
    if has_a_part(actor):
        return {
            "title": _("Rien ne vous attend dans le suivi"),
            "text": _("Une tranche, un trimestre ou une obligation arrive ici quand votre acte est attendu."),
        }
    return {
        "title": _("Votre institution lit le suivi"),
        "text": _("Aucun acte ne lui revient ; les retards, les fonds et les constats lui sont ouverts."),
    }
