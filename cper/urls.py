"""The addresses of the site: those of its applications, and of what is composed of them."""

from django.urls import include, path

from cper.style import views as style

handler403 = "negotiation.interrupted.forbidden"
handler404 = "negotiation.interrupted.not_found"
handler500 = "negotiation.failures.failed"
urlpatterns = [
    path("", include("negotiation.urls")),
    path("", include("monitoring.urls")),
    path("style/", style.style, name="style"),
]
