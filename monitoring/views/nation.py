"""The follow-up of every contract at once: the nation, a region, and the three lists."""

from django.http import HttpRequest, HttpResponse


def nation(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def late(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def waiting(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def findings(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def region(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()
