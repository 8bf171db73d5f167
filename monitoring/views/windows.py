"""The funding windows and what they ask of each tranche: read by every follower, kept by the ANICT."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cper.pages.paging import page_of
from cper.pages.touched import notice_of
from cper.people.rights import Refused, Stale, Verdict
from cper.words.french import long_date, ordinal, sequence
from cper.words.rates import short
from monitoring import access, operations
from monitoring.access import Nation
from monitoring.forms.windows import WindowEntry
from monitoring.models import FundingWindow, TrancheRule
from monitoring.operations import Rule
from monitoring.views.national import for_followers, page
from monitoring.vocabulary import PaperKind
from negotiation import kept

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
        rows=[window_row(window, request.actor.day, kept=kept) for window in rows],
        add_url=reverse("window-add") if kept else "",
    )
    return render(request, "monitoring/windows.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Open a window, or rewrite one with its rules."""
    entry, notice = WindowEntry(kept.typed(request), window=held(pk), day=request.actor.day), None
    verdict = access.decide(request.actor, KEEP, Nation())
    if not verdict.allowed:
        raise kept.Forbidden(verdict.reason, entry.forms)
    if request.method == "POST" and (entry.is_stale or entry.is_valid()):
        try:
            return save(request, entry)
        except Stale as refused:
            entry = WindowEntry(kept.typed(request), window=held(pk), day=request.actor.day)
            notice = notice_of(refused.verdict.reason, entry.merge())
        except Refused as refused:
            if refused.verdict.forbidden:
                raise kept.Forbidden(refused.verdict.reason, entry.forms) from refused
            entry.form.add_error(None, refused.verdict.reason)
    content = {"entry": entry, "notice": notice, "back": {"url": reverse("windows"), "label": _("Guichets")}}
    content["title"] = _("Modifier le guichet") if pk else _("Ajouter un guichet")
    failed = notice or entry.form.non_field_errors()
    return render(request, "monitoring/window.html", content, status=409 if failed else 200)


def held(pk: int | None) -> FundingWindow:
    """The window as it stands, or a new one."""
    return get_object_or_404(FundingWindow.objects.prefetch_related("rules"), pk=pk) if pk else FundingWindow()


def save(request: HttpRequest, entry: WindowEntry) -> HttpResponse:
    """Save what was typed, unless the page was made before somebody else saved, and go to the windows."""
    if entry.is_stale:
        raise Stale(Verdict(allowed=False, reason=operations.who_kept(entry.window)))
    rules = [Rule(**facts) for facts in entry.rules]
    saved = operations.save_window(entry.window, rules, by=request.actor, at=request.now, **entry.dated)
    said = _("Guichet « %(name)s » enregistré. Ses règles valent pour les demandes préparées à compter du %(day)s.")
    messages.success(request, said % {"name": saved, "day": long_date(entry.dated["since"])})
    return redirect("windows")


def window_row(window: FundingWindow, day: date, *, kept: bool) -> dict:
    """A window as a card: whether it is open, the share it serves, its rules from the day on which they hold."""
    return {
        "name": window.name,
        "status": {"tone": "done", "label": _("Ouvert")}
        if window.open
        else {"tone": "elsewhere", "label": _("Fermé")},
        "source": window.get_source_display(),
        "sets": [rules_set(since, rules) for since, rules in standing(window, day)],
        "edit_url": reverse("window", args=[window.pk]) if kept else "",
    }


def standing(window: FundingWindow, day: date) -> list[tuple[date, list[TrancheRule]]]:
    """The rules in force that day, then those to come; what was in force before is read in the journal."""
    now = max((since for since in window.dated if since <= day), default=None)
    return [(since, rules) for since, rules in window.dated.items() if since == now or since > day]


def rules_set(since: date, rules: list[TrancheRule]) -> dict:
    """The rules of one day: by which text, and what each rank asks."""
    words = {"day": long_date(since), "text": rules[0].text}
    source = _("À compter du %(day)s : %(text)s") if rules[0].text else _("À compter du %(day)s ; aucun texte cité")
    asked = [{"rank": rank_label(rule.rank), "asks": asks(rule)} for rule in rules]
    return {"source": source % words, "rules": [one for one in asked if one["asks"]]}


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
