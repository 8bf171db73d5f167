"""What went wrong on the machine, for the administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cper.pages.paging import page_of
from cper.words.french import digits, ngettext
from negotiation import operations
from negotiation.models import Incident, IncidentKind
from negotiation.views.mandates import for_administrators

REMEDIES = {
    IncidentKind.DATABASE: gettext_lazy(
        "Le site la retrouve de lui-même. Si cela dure, voyez le journal de PostgreSQL."
    ),
    IncidentKind.DISK: gettext_lazy("Libérez de la place : disques du site, de sa base, des fichiers temporaires."),
    IncidentKind.ERROR: gettext_lazy("Le détail est au journal technique, à transmettre à qui entretient le site."),
    IncidentKind.MISSING: gettext_lazy("Rétablissez-le depuis une sauvegarde, ou faites déposer la pièce de nouveau."),
    IncidentKind.ALTERED: gettext_lazy("Remplacez-le par celui d’une sauvegarde, et vérifiez le disque."),
    IncidentKind.MAIL: gettext_lazy("Corrigez l’adresse : enregistrer le compte de la personne la fait essayer."),
}


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def incidents(request: HttpRequest) -> HttpResponse:
    """Those that stand, latest first, each with its remedy and the button that settles it."""
    if request.method == "POST":
        return settle(request)
    found = page_of(request, Incident.objects.standing())
    rows = [{"incident": incident, "remedy": REMEDIES[IncidentKind(incident.kind)]} for incident in found]
    return render(request, "negotiation/people/incidents.html", {"page_obj": found, "rows": rows})


def settle(request: HttpRequest) -> HttpResponse:
    """Settled already, by another administrator, it is settled."""
    key = request.POST.get("incident", "")
    incident = get_object_or_404(Incident, pk=key if key.isdecimal() else 0)
    operations.settle_incident(incident, by=request.actor, at=request.now)
    messages.success(request, _("Incident réglé : %s.") % incident.get_kind_display())
    return redirect("incidents")


def standing() -> str:
    """« 3 incidents à regarder »; nothing when there is none."""
    count = Incident.objects.standing().count()
    words = ngettext("%(n)s incident à regarder", "%(n)s incidents à regarder", count)
    return words % {"n": digits(count)} if count else ""
