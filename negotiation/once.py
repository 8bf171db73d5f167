"""A form sent twice has one effect: a double click, or a page sent again, leads where the first sending led.

Each page gives its form a token of its own (`{% once %}`). The token is written before the view runs, in the same
transaction as all the view writes: who clicks twice waits for the first click to end, then learns where it led. What
does not end in a redirect has done nothing, and its token is not used up: a form is mended, then sent.

The token belongs to what was sent. The same page sent again with another content (stopped on a slow link, corrected,
sent) is neither done behind the back of who sent it nor dropped: the first sending stands, the second one is given
back to be read, and goes on as a sending of its own if its author says so.
"""

import hashlib
import re
from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cper.pages.marks import ONCE, RECEIVED, UNTYPED, sha256_of
from negotiation.models import SentForm
from negotiation.models.sent_form import LONGEST_PATH

# What is worth reading again: words or amounts, rather than the codes of choices.
SOMETHING_TYPED = re.compile(r"\s|[0-9]{4}|[À-ÿ]|.{20}")
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
        token = request.POST.get(ONCE, "")
        if not WELL_FORMED.fullmatch(token):
            return None
        page = {"token": token, "user": request.user, "path": request.path[:LONGEST_PATH]}
        content = fingerprint(request)
        with transaction.atomic():
            sent = begin(request, page, content)
            if sent:
                return finish(request, sent, view(request, *args, **kwargs))
        first = SentForm.objects.get(**page)
        return lead_again(request, first) if first.content == content else give_back(request, first)


def fingerprint(request: HttpRequest) -> str:
    """The sha256 of all that the form holds, files included, its token and the guard against forged forms apart."""
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name not in UNTYPED and not name.startswith(RECEIVED):
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def begin(request: HttpRequest, page: dict, content: str) -> SentForm | None:
    """Take the token, waiting for whoever is using it; None when its effect has been had already."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(**page, content=content, made_at=request.now)
    except IntegrityError:
        return None


def finish(request: HttpRequest, sent: SentForm, response: HttpResponse) -> HttpResponse:
    """Keep where the form has led; undo everything, the token too, when it led nowhere."""
    if response.status_code // 100 == 3:
        request.led_on = True
        sent.location, sent.said = response.headers["Location"], waiting_messages(request)
        sent.save(update_fields=["location", "said"])
    else:
        transaction.set_rollback(True)
    return response


def lead_again(request: HttpRequest, sent: SentForm) -> HttpResponse:
    """Where the first sending led, with its words: the browser may have dropped that answer, and them with it."""
    request.led_on = True
    held = waiting_messages(request)
    for level, words in sent.said:
        if [level, words] not in held:
            messages.add_message(request, level, words)
    return HttpResponseRedirect(sent.location)


def give_back(request: HttpRequest, first: SentForm) -> HttpResponse:
    """Say that a first sending stands, where it led, and show the second one whole, with a button that sends it."""
    entries = [(name, value) for name, values in request.POST.lists() for value in values if name not in UNTYPED]
    received = [(RECEIVED + name, sha256_of(file)) for name, file in request.FILES.items()]
    page = {
        "entries": entries + received,
        "texts": [value for _name, value in entries if SOMETHING_TYPED.search(value)],
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "first": {"url": first.location, "at": first.made_at},
        "again_url": request.get_full_path(),
        "back_url": request.get_full_path(),
    }
    return render(request, "sent_before.html", page, status=409)


def waiting_messages(request: HttpRequest) -> list[list]:
    """The messages that the next page will show, which goes on to show them."""
    storage = messages.get_messages(request)
    found = [[message.level, str(message)] for message in storage]
    storage.used = False
    return found
