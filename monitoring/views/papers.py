"""The papers of the follow-up, handed over."""

from django.http import Http404, HttpRequest, HttpResponse


def paper(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    raise Http404


def national(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    raise Http404
