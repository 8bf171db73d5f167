"""The tabs of a contract in force: execution, budget, tranches, quarters, calendar, journal. Read only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of, query_without
from monitoring.figures import Reading
from monitoring.views import buttons, panels
from monitoring.views.page import find, open_report, page


@require_safe
def execution(request: HttpRequest, reference: str) -> HttpResponse:
    """What waits for this person, where the money and the works are, what is found, what comes next."""
    contract, actor = find(request, reference), request.actor
    reading = Reading.of(contract, actor.day, settings.CPER_DELAYS)
    content = {
        "box": panels.waiting.box(contract, actor),
        "bar": panels.progress.one_line(reading),
        "chart": panels.progress.drawn(contract, actor.day),
        "chart_notes": panels.progress.notes(contract),
        "next_tranche": panels.tranches.summary(contract, actor),
        "findings": panels.found.findings(contract, every="constats" in request.GET),
        "years": panels.quarters.strip(contract, actor.day),
        "soon": panels.duties.soon(contract, actor.day),
    }
    return render(request, "monitoring/execution.html", page(request, contract, "execution", **content))


@require_safe
def budget(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    moved = page_of(request, contract.movements.order_by("-on", "-pk").select_related("project"))
    content = panels.money.Budget(contract, request.actor).content() | {
        "actions": [
            *buttons.on_contract(contract, request.actor, "record_movement"),
            *panels.duties.endings(contract, request.actor),
        ],
        "page_obj": moved,
        "movements": panels.movements.listed(moved, contract, request.actor),
    }
    return render(request, "monitoring/budget.html", page(request, contract, "budget", **content))


@require_safe
def tranches(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = find(request, reference), request.actor
    put_away, kept = panels.tranches.apart(contract)
    listed = page_of(request, kept)
    names = panels.waiting.institutions(contract)
    content = {
        "actions": buttons.on_contract(contract, actor, "open_tranche"),
        "page_obj": listed,
        "query": query_without(request),
        "rows": [panels.tranches.row(tranche, names, actor.day) for tranche in listed],
        "put_away": [{"label": tranche.number, "url": tranche.get_absolute_url()} for tranche in put_away],
        "none_yet": panels.tranches.none_yet(contract),
        "left": page_of(request, panels.rest.left(contract), name="reste"),
        "left_query": query_without(request, "reste"),
    }
    return render(request, "monitoring/tranches.html", page(request, contract, "tranches", **content))


@require_safe
def quarters(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = find(request, reference), request.actor
    listed = page_of(request, panels.quarters.listed(contract, actor.day))
    content = {
        "actions": panels.quarters.actions(contract, actor),
        "opened": open_report(contract),
        "years": panels.quarters.strip(contract, actor.day),
        "page_obj": listed,
        "rows": [panels.quarters.row(*one) for one in listed],
    }
    return render(request, "monitoring/quarters.html", page(request, contract, "quarters", **content))


@require_safe
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = find(request, reference), request.actor
    every = panels.duties.of(contract, actor.day)
    chosen = panels.duties.asked(request.GET.get("etat", ""))
    shown = page_of(request, every.filter(state=chosen) if chosen else every)
    content = {
        "filters": panels.duties.filters(every, chosen, request.path),
        "query": query_without(request),
        "page_obj": shown,
        "groups": panels.duties.groups(shown, contract, actor),
    }
    return render(request, "monitoring/calendar.html", page(request, contract, "calendar", **content))


@require_safe
def journal(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    acts = page_of(request, panels.journal.passages(contract))
    content = {"page_obj": acts, "events": panels.journal.events(acts, contract)}
    return render(request, "monitoring/journal.html", page(request, contract, "follow-up-journal", **content))
