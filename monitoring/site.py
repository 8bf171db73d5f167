"""The follow-up's place in the main navigation, for who takes part in it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring import access


def follow_up(request: HttpRequest) -> dict:
    """Context processor: the entry « Suivi », or None."""
    return {"follow_up_entry": entry(request)}


def entry(request: HttpRequest) -> dict | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not access.follows(request.actor):
        return None
    url = reverse("nation")
    return {"label": _("Suivi"), "url": url, "current": request.path.startswith(url)}
