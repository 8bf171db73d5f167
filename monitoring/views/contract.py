"""The tabs of a contract in force: execution, budget, tranches, quarters, calendar, journal. Read only."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cper.pages.cells import JOURNAL
from cper.pages.paging import page_of, query_without
from cper.pages.sheets import download
from monitoring.figures import Reading
from monitoring.values import delays
from monitoring.views import buttons, panels
from monitoring.views.as_of import filed, hidden, read_at_a_day
from monitoring.views.contract_tables import DUTIES, LEDGER, MOVEMENTS, QUARTERS, REST, TRANCHES
from monitoring.views.page import open_at, open_report, page


@require_safe
@read_at_a_day
def execution(request: HttpRequest, reference: str) -> HttpResponse:
    """What waits for this person, where the money and the works are, what is found, what comes next."""
    contract, actor = open_at(request, reference)
    reading = Reading.of(contract, actor.day, delays())
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
@read_at_a_day
def budget(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = open_at(request, reference)
    money = panels.money.Budget(contract, actor)
    every = panels.movements.of(contract)
    file = download(request, LEDGER, money.listed(), list, **filed(contract)) or download(
        request, MOVEMENTS, every, lambda part: panels.movements.listed(part, contract, actor), **filed(contract)
    )
    if file:
        return file
    moved = page_of(request, every)
    content = money.content() | {
        "actions": [
            *buttons.on_contract(contract, actor, "record_movement"),
            *panels.duties.endings(contract, actor),
        ],
        "page_obj": moved,
        "movements": MOVEMENTS.drawn(panels.movements.listed(moved, contract, actor), request),
        "files": LEDGER.files(request),
    }
    return render(request, "monitoring/budget.html", page(request, contract, "budget", **content))


@require_safe
@read_at_a_day
def tranches(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = open_at(request, reference)
    put_away, kept = panels.tranches.apart(contract)
    listed = page_of(request, kept)
    names = panels.waiting.institutions(contract)
    left = panels.rest.left(contract)
    rows = partial(panels.tranches.rows, names=names, day=actor.day)
    file = download(request, TRANCHES, kept, rows, **filed(contract)) or download(
        request, REST, left, list, **filed(contract)
    )
    if file:
        return file
    rest = page_of(request, left, name="reste")
    content = {
        "actions": buttons.on_contract(contract, actor, "open_tranche"),
        "page_obj": listed,
        "query": query_without(request),
        "table": TRANCHES.drawn(rows(listed), request),
        "put_away": [{"label": tranche.number, "url": tranche.get_absolute_url()} for tranche in put_away],
        "none_yet": panels.tranches.none_yet(contract),
        "left": rest,
        "left_table": REST.drawn(panels.rest.grouped(rest), request),
        "left_query": query_without(request, "reste"),
    }
    return render(request, "monitoring/tranches.html", page(request, contract, "tranches", **content))


@require_safe
@read_at_a_day
def quarters(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = open_at(request, reference)
    every = panels.quarters.listed(contract, actor.day)
    if file := download(request, QUARTERS, every, panels.quarters.rows, **filed(contract)):
        return file
    listed = page_of(request, every)
    content = {
        "actions": panels.quarters.actions(contract, actor),
        "opened": open_report(contract),
        "years": panels.quarters.strip(contract, actor.day),
        "page_obj": listed,
        "table": QUARTERS.drawn(panels.quarters.rows(listed), request),
    }
    return render(request, "monitoring/quarters.html", page(request, contract, "quarters", **content))


@require_safe
@read_at_a_day
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    contract, actor = open_at(request, reference)
    every = panels.duties.of(contract, actor.day)
    chosen = panels.duties.asked(request.GET.get("etat", ""))
    found = [duty for duty in every if chosen in (None, duty.state)]
    bar = panels.duties.filters(every, chosen, request.path) | {"hidden": hidden(contract)}
    rows = partial(panels.duties.rows, contract=contract, actor=actor)
    if file := download(request, DUTIES, found, rows, filters=bar, **filed(contract)):
        return file
    shown = page_of(request, found)
    content = {
        "filters": bar,
        "query": query_without(request),
        "page_obj": shown,
        "groups": panels.duties.groups(shown, contract, actor),
        "files": DUTIES.files(request) if shown.paginator.count else [],
    }
    return render(request, "monitoring/calendar.html", page(request, contract, "calendar", **content))


@require_safe
@read_at_a_day
def journal(request: HttpRequest, reference: str) -> HttpResponse:
    contract, _actor = open_at(request, reference)
    every = panels.journal.passages(contract)
    if file := download(request, JOURNAL, every, partial(panels.journal.rows, contract=contract), **filed(contract)):
        return file
    acts = page_of(request, every)
    files = JOURNAL.files(request) if acts.paginator.count else []
    content = {"page_obj": acts, "events": panels.journal.events(acts, contract), "files": files}
    return render(request, "monitoring/journal.html", page(request, contract, "follow-up-journal", **content))
