"""The funding windows and what they ask of each tranche: read by every follower, kept by the ANICT."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from monitoring import access, operations
from monitoring.access import Nation
from monitoring.forms.windows import WindowEntry
from monitoring.models import FundingWindow, TrancheRule
from monitoring.operations import Refused, Rule
from monitoring.views.national import for_followers, page
from monitoring.vocabulary import PaperKind
from negotiation import kept
from negotiation.french import ordinal, sequence
from negotiation.paging import page_of
from negotiation.rates import short

KEEP = "keep_rules"
OPEN = {"tone": "done", "label": gettext_lazy("Ouvert")}
CLOSED = {"tone": "elsewhere", "label": gettext_lazy("Fermé")}


@require_safe
@for_followers
def windows(request: HttpRequest) -> HttpResponse:
    """Every window, with its rules in words."""
    kept = access.decide(request.actor, KEEP, Nation()).allowed
    rows = page_of(request, FundingWindow.objects.prefetch_related("rules"))
    content = page(
        "windows",
        page_obj=rows,
        rows=[window_row(window, kept=kept) for window in rows],
        add_url=reverse("window-add") if kept else "",
    )
    return render(request, "monitoring/windows.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Open a window, or rewrite one with its rules."""
    window = get_object_or_404(FundingWindow.objects.prefetch_related("rules"), pk=pk) if pk else FundingWindow()
    status = 200
    entry = WindowEntry(kept.typed(request), window=window)
    verdict = access.decide(request.actor, KEEP, Nation())
    if not verdict.allowed:
        raise kept.Forbidden(verdict.reason, entry.forms)
    if request.method == "POST" and entry.is_valid():
        refusal = save(request, entry)
        if not refusal:
            return redirect("windows")
        entry.form.add_error(None, refusal)
        status = 409
    content = {
        "entry": entry,
        "title": _("Modifier le guichet") if pk else _("Ajouter un guichet"),
        "back": {"url": reverse("windows"), "label": _("Guichets")},
    }
    return render(request, "monitoring/window.html", content, status=status)


def save(request: HttpRequest, entry: WindowEntry) -> str:
    """Save what was typed; the sentence of the refusal when somebody else was faster, 403 when the mandate ended."""
    rules = [Rule(**facts) for facts in entry.rules]
    try:
        saved = operations.save_window(entry.window, rules, by=request.actor, at=request.now)
    except Refused as refusal:
        if refusal.verdict.forbidden:
            raise kept.Forbidden(refusal.verdict.reason, entry.forms) from refusal
        return refusal.verdict.reason
    messages.success(
        request,
        _("Guichet « %s » enregistré. Ses règles valent pour les dossiers qui ne sont pas encore déclarés complets.")
        % saved,
    )
    return ""


def window_row(window: FundingWindow, *, kept: bool) -> dict:
    """A window as a card: whether it is open, the share it serves, its rules."""
    return {
        "name": window.name,
        "status": {"tone": "done", "label": _("Ouvert")}
        if window.open
        else {"tone": "elsewhere", "label": _("Fermé")},
        "source": window.get_source_display(),
        "rules": [{"rank": rank_label(rule.rank), "asks": asks(rule)} for rule in window.rules.all()],
        "edit_url": reverse("window", args=[window.pk]) if kept else "",
    }


def rank_label(rank: int) -> str:
    return _("%s tranche de l’année") % ordinal(rank)


def asks(rule: TrancheRule) -> list[str]:
    """What a rule asks, in words."""
    found = []
    if rule.share is not None:
        found.append(_("%s de la part prévue pour l’année, au plus") % short(rule.share))
    if rule.justified is not None:
        found.append(_("tranche précédente justifiée à %s, au moins") % short(rule.justified))
    if rule.papers:
        found.append(_("pièces en plus : %s") % sequence(str(PaperKind(kind).label) for kind in rule.papers))
    return found
