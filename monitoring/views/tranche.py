"""One tranche: where it stands, whose act it waits for, its sums, its papers, its acts. Read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of
from monitoring.views import panels
from monitoring.views.as_of import read_at_a_day
from monitoring.views.page import open_at, page, tranche_of


@require_safe
@read_at_a_day
def tranche(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    contract, actor = open_at(request, reference)
    shown = tranche_of(contract, number)
    acts = page_of(request, panels.journal.passages(contract).filter(tranche=shown))
    content = {
        "box": panels.waiting.of_machine(shown, actor),
        "line": panels.tranches.line(shown, panels.tranches.moves(shown), actor.day),
        "facts": panels.tranches.facts(shown),
        "sums": panels.tranches.sums(shown),
        "needs": panels.tranches.needs(shown, actor),
        "justifications": panels.justifications.rows(shown),
        "former": panels.tranches.former(shown),
        "page_obj": acts,
        "events": panels.journal.events(acts, contract, named=False),
    }
    context = page(request, contract, "tranches", **content)
    context["header"] = panels.tranches.header(shown, context["header"])
    return render(request, "monitoring/tranche.html", context)
