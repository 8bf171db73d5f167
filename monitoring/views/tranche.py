"""One tranche."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.views.page import find, page, tranche_of


@require_safe
def tranche(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    contract = find(request, reference)
    row = tranche_of(contract, number)
    return render(request, "monitoring/tranche.html", page(request, contract, "tranches", tranche=row))
