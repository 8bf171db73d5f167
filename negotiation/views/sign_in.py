"""Entering and leaving the site."""

from dataclasses import replace
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import REMEMBERED, Mandate
from cper.words.clock import day_of
from negotiation import gate, operations
from negotiation.accounts import DEMO_PASSWORD
from negotiation.forms.people import SignInForm

BUSY = gettext_lazy(
    "Beaucoup de personnes se connectent en ce moment. Attendez quelques secondes, puis réessayez : le reste du site "
    "fonctionne."
)
TOO_MANY = gettext_lazy(
    "Trop d’essais sur ce compte. Attendez quinze minutes, puis réessayez, ou connectez-vous depuis un ordinateur que "
    "vous utilisez d’habitude."
)
# The mark of a browser that has signed in; it opens nothing.
DEVICE_COOKIE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def visitor_of(request: HttpRequest) -> operations.Visitor:
    """Who knocks: behind a proxy, the address that the proxy itself saw."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS_PROXY:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    return operations.Visitor(address=seen[:45], device=request.COOKIES.get(DEVICE_COOKIE, "")[:64])


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth.LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_success_url(self):
        """Where the person was going, unless that was this very page."""
        wanted = super().get_success_url()
        return resolve_url(settings.LOGIN_REDIRECT_URL) if wanted.partition("?")[0] == self.request.path else wanted

    def post(self, request, *args, **kwargs):
        """Pass the narrow gate, then count the attempt, before any password is checked."""
        with gate.passage() as free:
            if not free:
                return self.turned_away(BUSY, status=503)
            if not operations.may_try(request.POST.get("username", ""), visitor_of(request), at=request.now):
                return self.turned_away(TOO_MANY, status=429)
            return super().post(request, *args, **kwargs)

    def turned_away(self, sentence, status):
        """The form again, with the name typed, and what to do."""
        form = SignInForm(self.request, data={"username": self.request.POST.get("username", "")})
        form.refuse(sentence)
        response = self.render_to_response(super().get_context_data(form=form), status=status)
        response.headers["Retry-After"] = "5" if status == 503 else "900"
        return response

    def form_valid(self, form):
        """Remember this browser and this address for the account, then enter."""
        device = self.request.COOKIES.get(DEVICE_COOKIE) or uuid4().hex
        visitor = replace(visitor_of(self.request), device=device)
        operations.welcome(form.cleaned_data["username"], visitor, at=self.request.now)
        response = super().form_valid(form)
        response.set_cookie(
            DEVICE_COOKIE,
            device,
            max_age=REMEMBERED,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def get_context_data(self, **context):
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(day_of(self.request.now)), "demo_password": DEMO_PASSWORD}
        return super().get_context_data(**context)


def demo_accounts(day) -> list[dict]:
    """The accounts of the demonstration with their functions: the national ones first, then region by region."""
    mandates = (
        Mandate.objects.on(day)
        .filter(person__is_demo=True, person__is_active=True)
        .select_related("person", "institution__region")
        .order_by("institution__region__code", "pk")
    )
    accounts = [
        {
            "username": mandate.person.username,
            "label": mandate.label,
            "group": mandate.institution.region.full_name
            if mandate.institution.region
            else _("Institutions nationales"),
            "national": mandate.institution.region is None,
        }
        for mandate in mandates
    ]
    return sorted(accounts, key=lambda account: not account["national"])


sign_in = SignIn.as_view()
sign_out = auth.LogoutView.as_view(next_page="sign-in")
