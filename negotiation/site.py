"""What every page shows around its own content: navigation, who is signed in, whether this is a demonstration."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cper.people.rights import holds
from cper.people.roles import Role


def site(request: HttpRequest) -> dict:
    """Context processor; `viewer` is None for a visitor who is not signed in."""
    frame = {"demo": settings.DEMO, "sign_out_url": reverse("sign-out"), "nav": [], "viewer": None}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        actor = request.actor
        mandate = actor.mandates[0] if actor.mandates else None
        frame["viewer"] = {
            "name": user.name,
            "url": reverse("account"),
            "function": actor.title,
            "suspended": mandate.why_suspended if mandate and mandate.suspended else "",
        }
        # Until the password is one's own, every page leads back to the account.
        frame["nav"] = [] if user.must_change_password else navigation(request)
    return {"site": frame}


def navigation(request: HttpRequest) -> list[dict]:
    places = [
        (_("À traiter"), reverse("inbox")),
        (_("Dossiers"), reverse("dossiers")),
        (_("Régions"), reverse("regions")),
    ]
    if holds(request.actor, Role.DGCT_HEAD):
        places.append((_("Modèle de convention"), reverse("convention-model")))
    if request.actor.is_administrator:
        places.append((_("Personnes et mandats"), reverse("people")))
    return [{"label": label, "url": url, "current": _is_under(request.path, url)} for label, url in places]


def _is_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
