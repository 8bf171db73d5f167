"""The CROCSAD's review of one quarter: its parts, session, projects, recommendations, report. Read only."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cper.pages.paging import page_of
from monitoring.views import panels
from monitoring.views.as_of import read_at_a_day
from monitoring.views.page import open_at, page, report_of


@require_safe
@read_at_a_day
def quarter(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    contract, actor = open_at(request, reference, "findings", "projects__sites")
    report = report_of(contract, code)
    prefetch_related_objects([report], "errata")
    acts = page_of(request, panels.journal.passages(contract).filter(report=report))
    content = panels.review.Review(contract, report, contract.day(actor.day)).content() | {
        "box": panels.waiting.of_machine(report, actor),
        "papers": panels.review.papers(contract, report),
        "corrections": panels.corrections.of(report),
        "whole_url": panels.corrections.whole(report),
        "proposing": panels.corrections.proposing(report, actor),
        "page_obj": acts,
        "events": panels.journal.events(acts, contract, named=False),
    }
    context = page(request, contract, "quarters", **content)
    context["header"] = panels.review.header(report, context["header"], content.get("document"))
    return render(request, "monitoring/quarter.html", context)
