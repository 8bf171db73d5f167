"""What every page of a contract in force has in common: finding it, its head, its tabs."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.words.french import long_date, on_or_in
from monitoring.models import FollowedContract, QuarterReport, Tranche
from monitoring.models.report import OPEN
from monitoring.views import as_of
from negotiation import kept
from negotiation.models.contract_queries import in_sight

TABS = (
    ("execution", gettext_lazy("Exécution")),
    ("budget", gettext_lazy("Budget")),
    ("tranches", gettext_lazy("Tranches")),
    ("quarters", gettext_lazy("Trimestres")),
    ("calendar", gettext_lazy("Calendrier")),
    ("follow-up-journal", gettext_lazy("Journal")),
)


def locate(request: HttpRequest, reference: str) -> FollowedContract:
    """The signed contract of that reference among those that exist for this person, else 404."""
    contract = in_sight(FollowedContract, reference, request.actor)
    if contract is None and kept.was_shown(request):
        # They had its form: what follows says that their right has ended, and gives back what they typed.
        shown = FollowedContract.objects.with_offices(request.actor.day).for_pages()
        contract = shown.filter(reference=reference).first()
    if contract is None:
        raise Http404(_("Ce contrat-plan n’existe pas, n’est pas signé, ou votre mandat ne le couvre pas."))
    return contract


def find(request: HttpRequest, reference: str, *relations: str) -> FollowedContract:
    """The same as of today, with its facts and the `relations` a page adds, each in one query."""
    return locate(request, reference).load(*relations)


def open_at(request: HttpRequest, reference: str, *relations: str) -> tuple[FollowedContract, Actor]:
    """The same as of the day that the address asks for, and who reads it that day (`as_of.look`)."""
    return as_of.look(request, locate(request, reference), *relations)


def tranche_of(contract: FollowedContract, number: int) -> Tranche:
    """The tranche of that number of a loaded contract, else 404."""
    none = _("Cette tranche n’existe pas.")
    if contract.moment:
        none = _("Cette tranche n’était pas encore préparée au %s.") % long_date(contract.moment.on)
    return _only((row for row in contract.tranches.all() if row.number == number), none)


def report_of(contract: FollowedContract, quarter: str) -> QuarterReport:
    """The report of that quarter of a loaded contract, else 404."""
    none = _("Ce trimestre n’est pas ouvert.")
    if contract.moment:
        none = _("Ce trimestre n’était pas encore ouvert au %s.") % long_date(contract.moment.on)
    return _only((row for row in contract.reports.all() if row.quarter == quarter), none)


def _only(rows: Any, sentence: str) -> Any:
    row = next(iter(rows), None)
    if row is None:
        raise Http404(sentence)
    return row


def page(request: HttpRequest, contract: FollowedContract, tab: str, **content: Any) -> dict:
    """The context of a page of the follow-up: its head, its day, its tabs, and `content`."""
    today = request.actor.day
    return {
        "contract": contract,
        "header": header(contract, contract.moment.on if contract.moment else today),
        "as_of": as_of.shown(contract, today, request.path),
        "tabs": [
            {"label": label, "url": reverse(name, args=[contract.reference]), "current": name == tab}
            for name, label in TABS
        ],
        "tab_label": dict(TABS)[tab],
        **content,
    }


def header(contract: FollowedContract, today) -> dict:
    """Reference and region, title, how long it runs, whether its data have stopped."""
    return {
        "eyebrow": " · ".join(eyebrow(contract)),
        "title": contract.title,
        "lead": lead(contract, today),
        "status": status(contract, today),
        "stopped": stopped(contract),
    }


def eyebrow(contract: FollowedContract) -> list[str]:
    made_up = [_("contrat-plan inventé pour la démonstration")] if contract.invented else []
    return [contract.reference, contract.region.full_name, *made_up]


def lead(contract: FollowedContract, today) -> str:
    """How long it runs, and the day that the figures of the page speak of."""
    words = {"signed": signed(contract), "situation": situation(contract, today)}
    if contract.ends_on and contract.knows_its_day:
        words["end"] = long_date(contract.ends_on)
        start = contract.known_term.start
        if start != contract.signed_on:
            words["start"] = long_date(start)
            return _("Signé %(signed)s, pour la durée du %(start)s au %(end)s. %(situation)s.") % words
        return _("Signé %(signed)s, jusqu’au %(end)s. %(situation)s.") % words
    return _("Signé %(signed)s ; la source ne donne pas sa durée. %(situation)s.") % words


def situation(contract: FollowedContract, today) -> str:
    """« Situation au 31 mars 2019 », no more precise than its source."""
    if stopped_at_signature(contract):
        return _("Situation à la signature")
    return _("Situation au %s") % long_date(contract.day(today))


def signed(contract: FollowedContract) -> str:
    """« le 31 août 2018 », « en septembre 2015 »."""
    return on_or_in(contract.signed_on, contract.signed_precision)


def status(contract: FollowedContract, today) -> dict:
    if contract.known_until:
        label = _("données arrêtées au %s") % long_date(contract.known_until)
        if stopped_at_signature(contract):
            label = _("données arrêtées à la signature")
        return {"tone": "draft", "label": label}
    if contract.is_in_force(today):
        return {"tone": "info", "label": _("En vigueur")}
    return {"tone": "done", "label": _("Terme échu")}


def stopped_at_signature(contract: FollowedContract) -> bool:
    """Whether nothing is known after the signature, whose day its source may not give."""
    return contract.known_until == contract.signed_on


def stopped(contract: FollowedContract) -> dict:
    """Until when an older source tells of it, no more precise than that source; empty for what the site follows."""
    if not contract.known_until:
        return {}
    title = _("Les données s’arrêtent au %s.") % long_date(contract.known_until)
    if stopped_at_signature(contract):
        title = _("Les données s’arrêtent à la signature, %s.") % signed(contract)
    judged = _("Tout est jugé à cette date ; personne n’est appelé à agir.")
    return {"title": title, "lines": [judged, _("Source : %s.") % contract.cutoff.source]}


def open_report(contract: FollowedContract) -> QuarterReport | None:
    """The quarter under way, if one is."""
    return next((report for report in contract.reports.all() if report.state in OPEN), None)
