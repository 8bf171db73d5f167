"""What every page of a dossier has in common: finding it, its head, its tabs."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor
from cper.rows import together
from negotiation import kept
from negotiation.models import Contract, Turn
from negotiation.models.contract_queries import in_sight
from negotiation.views.standing import lead, status

TABS = (
    ("dossier", gettext_lazy("Vue d’ensemble")),
    ("dossier-projects", gettext_lazy("Projets")),
    ("dossier-financing", gettext_lazy("Financement")),
    ("dossier-pieces", gettext_lazy("Pièces")),
    ("dossier-opinions", gettext_lazy("Examen et avis")),
    ("dossier-session", gettext_lazy("Négociation")),
    ("dossier-convention", gettext_lazy("Convention")),
    ("dossier-journal", gettext_lazy("Journal")),
)


def find(request: HttpRequest, reference: str, *relations: str) -> Contract:
    """The dossier of that reference among those that exist for this person, else 404; loaded for its pages."""
    contract = locate(request, reference)
    load(contract, *relations)
    return contract


def locate(request: HttpRequest, reference: str) -> Contract:
    """The dossier alone, with its region: enough to hand it to an operation."""
    contract = in_sight(Contract, reference, request.actor)
    if contract is None and kept.was_shown(request):
        # They had its form: what follows says that their right has ended, and gives back what they typed.
        shown = Contract.objects.with_offices(request.actor.day).for_pages()
        contract = shown.filter(reference=reference).first()
    if contract is None:
        raise Http404(_("Ce dossier n’existe pas, ou votre mandat ne le couvre pas."))
    return contract


def load(contract: Contract, *relations: str) -> None:
    """Fetch what every page of a dossier reads and the `relations` a page adds, in one query."""
    together.fetch(contract, "projects__financing", "turns__institution", *relations)


def with_institution(lookup: str) -> Prefetch:
    """The turns of a contract with whom they fall to."""
    return Prefetch(lookup, Turn.objects.select_related("institution"))


def page(request: HttpRequest, contract: Contract, tab: str, **content: Any) -> dict:
    """The context of a page of the dossier: its head, its tabs, and `content`."""
    return {
        "contract": contract,
        "header": header(contract, request.actor),
        "tabs": [
            {"label": label, "url": reverse(name, args=[contract.reference]), "current": name == tab}
            for name, label in TABS
        ],
        "tab_label": dict(TABS)[tab],
        **content,
    }


def header(contract: Contract, actor: Actor) -> dict:
    """Reference and region, title, state, and who holds it since when."""
    return {
        "eyebrow": " · ".join(eyebrow(contract)),
        "title": contract.title,
        "lead": lead(contract, actor),
        "status": status(contract, actor),
    }


def eyebrow(contract: Contract) -> list[str]:
    """What the dossier is, above its title."""
    made_up = [_("dossier inventé pour la démonstration")] if contract.invented else []
    return [contract.reference, contract.region.full_name, *made_up]
