"""The review of one quarter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.views.page import find, page, report_of


@require_safe
def quarter(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    contract = find(request, reference)
    report = report_of(contract, code)
    return render(request, "monitoring/quarter.html", page(request, contract, "quarters", report=report))
