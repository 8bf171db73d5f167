"""What becomes of a form that is interrupted or refused: one place, around every view (`kept` says what is kept).

The session ends, opens again in another tab, belongs to somebody else; the right has ended; the page is gone. What
was typed is kept, the person is told what happened, and the very page comes back filled in, or, where nothing more can
be sent, the text to read and copy.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.views import defaults

from cper.pages.marks import MARK, account_of
from cper.words.clock import day_of
from cper.words.french import long_date
from negotiation import kept, kept_files
from negotiation.models.kept_form import Cause

Handler = Callable[[HttpRequest], HttpResponse]
FORGET = "forget-kept"
# A mandate that ended before is no news to anybody.
RECENTLY_DAYS = 30


class KeptMiddleware:
    """Keeps what was sent until it leads on; stands before what sends a stranger to the sign-in page."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.author = request.resumed = None
        request.led_on = False
        response = self.get_response(request)
        if request.author is not None and request.user.pk == request.author:
            settle(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if request.method != "POST":
            return None
        request.author = author_of(request)
        if FORGET in request.POST and request.user.is_authenticated:
            kept.forget(request.user.pk, request.path)
            request.author = None
            return redirect(request.path)
        if request.author is None:
            return None
        if request.author == request.user.pk:
            return kept_files.put_back(request)
        return interrupt(request, Cause.ACCOUNT if request.user.is_authenticated else Cause.EXPIRED)


def author_of(request: HttpRequest) -> int | None:
    """The account for which the page that was sent had been made."""
    return account_of(request.POST.get(MARK, ""), request.path)


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """Leave what is kept once the sending has led on; else keep it. A database that fails keeps nothing."""
    try:
        if request.led_on:
            kept.forget(request.author, request.path)
        elif response.status_code // 100 == 3:
            kept.keep(request, request.author, Cause.PASSWORD)
        else:
            failed = response.status_code >= 500
            kept.keep(request, request.author, Cause.FAILED if failed else Cause.REFUSED)
    except DatabaseError:
        if response.status_code < 500:
            raise


def interrupt(request: HttpRequest, cause: Cause) -> HttpResponse:
    """Keep the form for the account that typed it, and lead to where it comes back filled in."""
    kept.keep(request, request.author, cause)
    author, request.author = request.author, None  # settled here
    if request.user.pk == author:
        return redirect(request.path)
    if request.user.is_authenticated:
        reason = _(
            "Cette page avait été ouverte par un autre compte que le vôtre : rien n’est enregistré. Ce qui y était "
            "écrit est gardé pour ce compte seul, qui le retrouvera sur la même page."
        )
        return render(request, "403.html", {"exception": reason, "rows": []}, status=403)
    messages.warning(
        request,
        _(
            "Votre session avait pris fin : rien n’est enregistré, mais ce que vous avez écrit est gardé. "
            "Connectez-vous : la page revient remplie, prête à envoyer."
        ),
    )
    return redirect_to_login(request.path)


def guard_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The guard against forged forms refuses; a page of ours, older than the last sign-in, comes back filled in."""
    request.author = author_of(request)
    if request.author is not None:
        same = request.user.pk == request.author
        other = Cause.ACCOUNT if request.user.is_authenticated else Cause.EXPIRED
        return interrupt(request, Cause.REOPENED if same else other)
    if request.path == resolve_url("sign-in"):
        messages.warning(request, _("La page de connexion avait expiré. Écrivez de nouveau votre mot de passe."))
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: who may act, since when no longer this person, and what had been typed."""
    rows = getattr(exception, "rows", None) or untold(request)
    context = {"exception": str(exception), "rows": rows, "ended": ended(request) if rows else []}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; to who had the page before and typed in it, 409: what it was about is gone, or no longer theirs."""
    rows = untold(request)
    if not rows:
        return defaults.page_not_found(request, exception)
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    context = {"exception": said, "rows": rows, "ended": ended(request)}
    return render(request, "gone.html", context, status=409)


def untold(request: HttpRequest) -> list[dict]:
    """What was typed on a page whose form cannot be made any more: the words, in the order of the page."""
    if not hasattr(request, "now") or not kept.was_shown(request):
        return []  # refused before anybody was known
    entries = kept.sent(request.POST) if request.method == "POST" else request.resumed.entries
    return [{"label": "", "value": linebreaksbr(value)} for name, value in entries if kept.is_words(name, value)]


def ended(request: HttpRequest) -> list[str]:
    """The mandates that ended lately, in words."""
    today = day_of(request.now)
    mandates = request.user.mandates.filter(valid_to__lt=today).select_related("institution__region")
    return [
        _("Votre mandat a pris fin le %(day)s : %(what)s.") % {"day": long_date(one.valid_to), "what": one.label}
        for one in mandates.order_by("-valid_to")
        if (today - one.valid_to).days <= RECENTLY_DAYS
    ]
