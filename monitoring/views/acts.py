"""The acts of the follow-up."""

from django.http import Http404, HttpRequest, HttpResponse


def on_contract(request: HttpRequest, reference: str, word: str) -> HttpResponse:
    raise Http404


def on_budget(request: HttpRequest, reference: str, word: str, year: int) -> HttpResponse:
    raise Http404


def duty(request: HttpRequest, reference: str, word: str, key: str) -> HttpResponse:
    raise Http404


def national(request: HttpRequest, word: str, key: str) -> HttpResponse:
    raise Http404


def file(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    raise Http404


def waive(request: HttpRequest, reference: str, number: int, code: str) -> HttpResponse:
    raise Http404


def on_tranche(request: HttpRequest, reference: str, number: int, word: str) -> HttpResponse:
    raise Http404


def on_quarter(request: HttpRequest, reference: str, code: str, word: str) -> HttpResponse:
    raise Http404
