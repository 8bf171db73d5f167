"""The site's addresses: the pages of the job, and the administration, which has no sign-in of its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="sign-in", query_string=True))

urlpatterns = [
    path("administration/referentiel/login/", to_sign_in),
    path("administration/referentiel/", admin.site.urls),
    path("", include("negotiation.urls")),
]
