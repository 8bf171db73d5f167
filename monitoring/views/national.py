"""What the pages of the whole follow-up have in common: who reads them, their head, their tabs, their lists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.paging import query_without
from cper.people.models import Actor
from cper.words.french import digits, ngettext
from monitoring import access
from monitoring.forms.search import ListSearch, Seen
from monitoring.models import FollowedContract

TABS = (
    ("nation", gettext_lazy("Contrats-plans"), gettext_lazy("Suivi des contrats-plans signés")),
    ("follow-up-inbox", gettext_lazy("À faire"), gettext_lazy("Ce que le suivi attend de vous")),
    ("late", gettext_lazy("Retards"), gettext_lazy("Qui est en retard")),
    ("waiting", gettext_lazy("Fonds"), gettext_lazy("Où l’argent attend, et pourquoi")),
    ("findings", gettext_lazy("Constats"), gettext_lazy("Ce que les contrôles constatent")),
    ("windows", gettext_lazy("Guichets"), gettext_lazy("Guichets et règles des tranches")),
)


def for_followers(view: Callable) -> Callable:
    """Answer 403 with its sentence to whoever has no mandate in an institution of the follow-up."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.follows(request.actor):
            sentence = _(
                "Le suivi se lit dans les institutions qui y prennent part, et aucun de vos mandats n’en est une."
            )
            raise PermissionDenied(sentence)
        return view(request, *args, **kwargs)

    return asked


def page(tab: str, *, lead: str = "", **content: Any) -> dict:
    """The context of one of these pages: its title, its tab, and `content`."""
    titles = {name: title for name, _label, title in TABS}
    return {
        "header": {"eyebrow": _("Suivi de l’exécution"), "title": titles[tab], "lead": lead},
        "tabs": [{"label": label, "url": reverse(name), "current": name == tab} for name, label, _title in TABS],
        **content,
    }


def narrowed(request: HttpRequest, search: ListSearch, count: str) -> dict:
    """The part of the context that every list has: its filters, the sentence on what is shown, the address kept."""
    return {"filters": search.bar, "result": count, "query": query_without(request)}


def counted(kind: str, count: int) -> str:
    """« 12 constats »; nothing for none, the empty list says why."""
    words = {
        "contract": ngettext("%(n)s contrat-plan", "%(n)s contrats-plans", count),
        "duty": ngettext("%(n)s obligation en retard", "%(n)s obligations en retard", count),
        "tranche": ngettext("%(n)s tranche", "%(n)s tranches", count),
        "finding": ngettext("%(n)s constat", "%(n)s constats", count),
    }
    return words[kind] % {"n": digits(count)} if count else ""


def seen_by(actor: Actor) -> Seen:
    """What the contracts that the actor follows are. One query."""
    rows = FollowedContract.objects.visible_to(actor).order_by("region__code")
    found = list(rows.values_list("region__slug", "region__name", "invented", "region__code").distinct())
    regions = dict.fromkeys((slug, name) for slug, name, _invented, _code in found)
    return Seen(tuple(regions), len({invented for _slug, _name, invented, _code in found}) > 1)
