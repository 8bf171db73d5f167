"""The addresses of the site: those of its applications."""

from django.urls import include, path

handler403 = "negotiation.interrupted.forbidden"
handler404 = "negotiation.interrupted.not_found"
handler500 = "negotiation.failures.failed"
urlpatterns = [
    path("", include("negotiation.urls")),
    path("", include("monitoring.urls")),
]
