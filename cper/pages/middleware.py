"""The edge of a request: who acts, what time it is (nobody asks the clock below), what may be sent and kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from cper.words import typed
from cper.words.clock import day_of
from cper.words.typography import bound_page

Handler = Callable[[HttpRequest], HttpResponse]


class SizeMiddleware:
    """Turn away a body larger than a paper and its form before a byte of it is read.

    Django limits the fields of a form, not its files: it would write them all to the disk first. Of who has a session,
    a body some times larger is read to its end, for what is typed beside the file; the file itself is not kept.
    """

    READ_THROUGH = 10

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        largest = settings.CPER_PIECE_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            largest *= self.READ_THROUGH
        if length.isdecimal() and int(length) > largest:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class BoundMiddleware:
    """What a page prints is bound as French print binds it, whoever typed it (`typography`)."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = bound_page(response.content.decode(response.charset)).encode(response.charset)
        return response


class TypedMiddleware:
    """Clean every text of the address and of a form at the edge, once (`typed.text`): no field sees it otherwise.

    A password is left as it is: what is not seen counts there.
    """

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = cleaned(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """Here rather than above: what cannot be read of a body is answered as what goes wrong in a view is."""
        if request.method == "POST":
            request.POST = cleaned(request.POST)


def cleaned(entries: QueryDict) -> QueryDict:
    """The same entries, their texts cleaned; itself where there was nothing to clean."""
    found = QueryDict(mutable=True, encoding=entries.encoding)
    for name, values in entries.lists():
        found.setlist(name, values if "password" in name else [typed.text(value) for value in values])
    found._mutable = False
    return entries if found == entries else found


class ActorMiddleware:
    """Give the request its moment (`request.now`, aware) and, when signed in, its actor with the mandates of the day.

    What a signed-in person reads is kept by no browser: after signing out on a shared computer, the Back button shows
    nothing of a dossier. A view that decides for itself is left to decide.
    """

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        request.actor = SimpleLazyObject(lambda: request.user.on(day_of(request.now)))
        response = self.get_response(request)
        # Asked of the cookie: whose session it is would be one more question to a database that may not answer.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class OwnPasswordMiddleware:
    """Who has signed in with a password that somebody else chose goes nowhere before choosing another."""

    OPEN = ("account", "sign-out")

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """A page open to all asks nobody who they are, here neither."""
        if request.resolver_match.view_name in self.OPEN or not getattr(view, "login_required", True):
            return None
        return redirect("account") if getattr(request.user, "must_change_password", False) else None
