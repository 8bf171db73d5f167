"""Entering and leaving the site."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from negotiation import operations
from negotiation.accounts import DEMO_PASSWORD
from negotiation.clock import day_of
from negotiation.forms.people import SignInForm
from negotiation.models import Mandate


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
        """Count the attempt before any password is checked."""
        if operations.may_try(request.POST.get("username", ""), at=request.now):
            return super().post(request, *args, **kwargs)
        form = SignInForm(request, data={})
        form.refuse(_("Trop d’essais sur ce compte. Attendez quinze minutes, puis réessayez."))
        return self.render_to_response(self.get_context_data(form=form), status=429)

    def form_valid(self, form):
        operations.forget_tries(form.cleaned_data["username"])
        return super().form_valid(form)

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
