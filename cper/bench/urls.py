"""The addresses of the site and one more: the floor, an empty page that only knows who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def floor(request: HttpRequest) -> HttpResponse:
    """What any signed-in page costs before it does anything: the session and the account, two queries."""
    return HttpResponse(request.user.name)


urlpatterns = [path("bench/floor/", floor, name="bench-floor"), path("", include("cper.urls"))]
