"""One's own account: what one is today, and one's password, which nobody else has to know."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cper.people.models import Mandate
from cper.words.french import long_date
from negotiation import operations
from negotiation.forms.people import OwnPasswordForm, StyledForm

IMPOSED = gettext_lazy("L’administrateur connaît votre mot de passe actuel : il ne sert qu’à entrer cette fois.")


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The mandates of the day, and the form that changes the password; this session alone outlives the change."""
    person = request.actor.user
    if "styled" in request.POST and "old_password" not in request.POST:
        return style(request)
    if request.method == "POST" and not person.has_usable_password():
        raise PermissionDenied(_("Ce compte de démonstration garde son mot de passe public."))
    imposed = [IMPOSED] if person.must_change_password else []
    form = OwnPasswordForm(person, request.POST or None) if person.has_usable_password() else None
    if request.method == "POST" and form.is_valid():
        operations.choose_password(person, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, person)
        messages.success(request, _("Mot de passe changé. Vos autres sessions sont fermées."))
        return redirect("inbox" if imposed else "account")
    content = {
        "form": form,
        "style": StyledForm(instance=person),
        "imposed": imposed,
        "person": person,
        "rows": [row(held) for held in request.actor.mandates],
    }
    return render(request, "registration/account.html", content)


def style(request: HttpRequest) -> HttpResponse:
    """What one chooses to be called; a choice that is not offered changes nothing."""
    form = StyledForm(request.POST, instance=request.actor.user)
    if form.is_valid():
        operations.choose_style(request.actor.user, form.cleaned_data["styled"])
        messages.success(request, _("C’est noté : vos prochains actes et nos lettres l’écrivent ainsi."))
    return redirect("account")


def row(mandate: Mandate) -> dict:
    """A mandate: as what, where, from when to when."""
    words = {"start": long_date(mandate.valid_from)}
    dates = _("Depuis le %(start)s")
    if mandate.valid_to:
        words["end"] = long_date(mandate.valid_to)
        dates = _("Du %(start)s au %(end)s")
    return {"label": mandate.label, "value": mandate.institution.name, "note": dates % words}
