"""The addresses of the site: those of its applications, and of what is composed of them."""

from django.apps import apps
from django.urls import include, path

from cper.home import views as home
from cper.style import views as style

handler403 = "negotiation.interrupted.forbidden"
handler404 = "negotiation.interrupted.not_found"
handler500 = "negotiation.failures.failed"
APPLICATIONS = ("negotiation", "monitoring")
urlpatterns = [
    path("", home.home, name="inbox"),
    *(path("", include(f"{name}.urls")) for name in APPLICATIONS if apps.is_installed(name)),
    path("style/", style.style, name="style"),
]
