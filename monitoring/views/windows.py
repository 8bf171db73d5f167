"""The funding windows and their rules."""

from django.http import HttpRequest, HttpResponse


def windows(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    return HttpResponse()
