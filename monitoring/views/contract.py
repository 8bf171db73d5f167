"""The tabs of a contract in force: execution, budget, tranches, quarters, calendar, journal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.views.page import find, page


@require_safe
def execution(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    return render(request, "monitoring/execution.html", page(request, contract, "execution"))


@require_safe
def budget(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    return render(request, "monitoring/budget.html", page(request, contract, "budget"))


@require_safe
def tranches(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    return render(request, "monitoring/tranches.html", page(request, contract, "tranches"))


@require_safe
def quarters(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    return render(request, "monitoring/quarters.html", page(request, contract, "quarters"))


@require_safe
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    return render(request, "monitoring/calendar.html", page(request, contract, "calendar"))


@require_safe
def journal(request: HttpRequest, reference: str) -> HttpResponse:
    contract = find(request, reference)
    return render(request, "monitoring/journal.html", page(request, contract, "follow-up-journal"))
