"""The first page of everyone: what the negotiation waits for, and what those beside it do (`CPER_HOME`)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from negotiation.views import inbox


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if file := inbox.file(request):
        return file
    content = inbox.content(request)
    if "outsider" not in content:
        beside = {name: import_string(path)(request.actor) for name, path in settings.CPER_HOME.items()}
        leads = [content["waiting"], *(part["lead"] for part in beside.values())]
        content = {"follow_up": None} | content | beside | {"lead": " ".join(filter(None, leads))}
    return render(request, "home.html", content)
