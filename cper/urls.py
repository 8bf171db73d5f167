"""The addresses of the site: those of its applications."""

from django.urls import include, path

urlpatterns = [
    path("", include("negotiation.urls")),
    path("", include("monitoring.urls")),
]
