"""A form sent twice has one effect: a double click, or a page sent again, leads where the first sending led.

Each page gives its form a token of its own (`{% once %}`). The token is written before the view runs, in the same
transaction as all the view writes: who clicks twice waits for the first click to end, then learns where it led. What
does not end in a redirect has done nothing, and its token is not used up: a form is mended, then sent.
"""

import re
from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from negotiation.models import SentForm
from negotiation.models.sent_form import LONGEST_PATH
from negotiation.templatetags.once import FIELD

WELL_FORMED = re.compile(r"[0-9a-f]{32}")
Handler = Callable[[HttpRequest], HttpResponse]


class OnceMiddleware:
    """Runs the view itself, once the guard against forged forms has let the request through.

    Nothing changes for a form without a token, nor for who is not signed in.
    """

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        token = request.POST.get(FIELD, "")
        if not WELL_FORMED.fullmatch(token):
            return None
        page = {"token": token, "user": request.user, "path": request.path[:LONGEST_PATH]}
        with transaction.atomic():
            sent = begin(request, page)
            if sent:
                return finish(request, sent, view(request, *args, **kwargs))
        return lead_again(request, SentForm.objects.get(**page))


def begin(request: HttpRequest, page: dict) -> SentForm | None:
    """Take the token, waiting for whoever is using it; None when its effect has been had already."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(**page, made_at=request.now)
    except IntegrityError:
        return None


def finish(request: HttpRequest, sent: SentForm, response: HttpResponse) -> HttpResponse:
    """Keep where the form has led; undo everything, the token too, when it led nowhere."""
    if response.status_code // 100 == 3:
        sent.location, sent.said = response.headers["Location"], waiting_messages(request)
        sent.save(update_fields=["location", "said"])
    else:
        transaction.set_rollback(True)
    return response


def lead_again(request: HttpRequest, sent: SentForm) -> HttpResponse:
    """Where the first sending led, with its words: the browser may have dropped that answer, and them with it."""
    held = waiting_messages(request)
    for level, words in sent.said:
        if [level, words] not in held:
            messages.add_message(request, level, words)
    return HttpResponseRedirect(sent.location)


def waiting_messages(request: HttpRequest) -> list[list]:
    """The messages that the next page will show, which goes on to show them."""
    storage = messages.get_messages(request)
    found = [[message.level, str(message)] for message in storage]
    storage.used = False
    return found
