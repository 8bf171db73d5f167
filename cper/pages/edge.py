"""The outer edge: what the site does not even begin to read, and what every answer carries, the refusals too.

Stands above all that may fail, so that a request nobody wrote by hand gets a page in French with every security
header, never an answer of 500.
"""

import codecs
from collections.abc import Callable

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware import security
from django.shortcuts import render

METHODS = "GET, HEAD, POST"
Handler = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware(security.SecurityMiddleware):
    """The headers of Django's, around it: what Django's itself refuses, a foreign name of the site, has them too."""

    def process_request(self, request: HttpRequest) -> None:
        return None


class EdgeMiddleware:
    """Take three methods, and texts in UTF-8: the one encoding in which the site writes its pages and reads forms."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS.split(", "):
            return not_allowed(request, METHODS)
        if request.method == "POST" and not in_utf_8(request):
            return render(request, "415.html", status=415)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return not_allowed(request, response.headers["Allow"])
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """Read the form here, once: a part of it may announce an encoding that nobody knows."""
        if request.method == "POST":
            try:
                request.POST.get("")
            except (LookupError, UnicodeError) as error:
                raise BadRequest("a part of the form is in an unknown encoding") from error
            if failure := getattr(request, "upload_failure", None):
                raise failure


def not_allowed(request: HttpRequest, methods: str) -> HttpResponse:
    """What the page takes, said in words and in the header that programs read."""
    response = render(request, "405.html", status=405)
    response.headers["Allow"] = methods
    return response


def in_utf_8(request: HttpRequest) -> bool:
    """Whether the body is announced in UTF-8 (ASCII is), or announces nothing, as browsers do."""
    announced = (request.content_params or {}).get("charset", "utf-8")
    try:
        return codecs.lookup(announced).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


class SafeCookieStorage(CookieStorage):
    """Messages in a cookie that no neighbour of the site can write."""

    cookie_name = "__Host-messages"


class SafeMessages(FallbackStorage):
    """Where messages wait for the next page on a site under HTTPS; the session takes what the cookie cannot hold."""

    storage_classes = (SafeCookieStorage, SessionStorage)
