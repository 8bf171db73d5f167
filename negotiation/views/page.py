"""What every page of a dossier has in common: finding it, its head, whose turn it is, its tabs."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiation import access, workflow
from negotiation.clock import day_of
from negotiation.french import sequence
from negotiation.models import Actor, Contract, Source
from negotiation.views.stepline import phases
from negotiation.workflow import Move, Step

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
# The acts with pages of their own, where they lead.
OWN_PAGES = {"edit": "dossier-projects", "attach": "dossier-pieces"}
SHARE_TONES = {
    Source.REGION: "region",
    Source.STATE: "state",
    Source.PARTNER: "partner",
    Source.OTHER_COUNCIL: "other",
    Source.OTHER: "other",
}


def find(request: HttpRequest, reference: str) -> Contract:
    """The dossier of that reference among those that exist for this person, else 404."""
    contract = (
        Contract.objects.visible_to(request.actor)
        .filter(reference=reference)
        .select_related("region")
        .prefetch_related("projects__financing", "turns__institution")
        .first()
    )
    if contract is None:
        raise Http404(_("Ce dossier n’existe pas, ou votre mandat ne le couvre pas."))
    for turn in contract.turns.all():
        turn.contract = contract
    return contract


def page(request: HttpRequest, contract: Contract, tab: str, **content: Any) -> dict:
    """The context of a page of the dossier: its head and `content`."""
    return {
        "contract": contract,
        "header": header(contract),
        "amount": sum(project.cost for project in contract.projects.all()),
        "shares": shares(contract),
        "phases": phases(contract, day_of(request.now)),
        "box": turn_box(contract, request.actor),
        "tabs": [
            {"label": label, "url": reverse(name, args=[contract.reference]), "current": name == tab}
            for name, label in TABS
        ],
        **content,
    }


def header(contract: Contract) -> dict:
    """Reference and region, title, state and holder."""
    return {
        "eyebrow": f"{contract.reference} · {contract.region.full_name}",
        "title": contract.title,
        "lead": holders_sentence(contract),
        "status": status(contract),
    }


def status(contract: Contract) -> dict:
    """The contract's state as a word and a tone."""
    tones = {Step.SIGNED: "done", Step.WITHDRAWN: "refused", Step.CLOSED: "refused"}
    if contract.stage is None:
        return {"tone": tones[contract.step], "label": contract.get_step_display()}
    label = f"{contract.stage.code} · {contract.get_step_display()}"
    return {"tone": "draft" if contract.stage.number < 4 else "info", "label": label}


def holders_sentence(contract: Contract) -> str:
    """« En attente de la DGCT et du Gouverneur » in the plain form « En attente de : … »."""
    names = list(dict.fromkeys(turn.institution.name for turn in contract.turns.all()))
    return _("En attente de : %(who)s.") % {"who": sequence(names)} if names else ""


def shares(contract: Contract) -> list[dict]:
    """Each source's part of all the projects, with its percentage of the declared cost."""
    totals: dict[str, int] = {}
    for project in contract.projects.all():
        for source, amount in project.shares.items():
            totals[source] = totals.get(source, 0) + amount
    whole = sum(project.cost for project in contract.projects.all())
    return [
        {
            "label": str(Source(source).label),
            "amount": amount,
            "percent": round(100 * amount / whole, 4) if whole else None,
            "tone": SHARE_TONES[Source(source)],
        }
        for source, amount in totals.items()
    ]


def turn_box(contract: Contract, actor: Actor) -> dict | None:
    """What this person may do now, or why not yet, or who is awaited; None once the dossier has ended."""
    if contract.stage is None:
        return None
    actions = offered(contract, actor)
    turns = list(contract.turns.all())
    due = next((turn.due_on for turn in turns if turn.due_on), None)
    mine = any(is_mine(turn, actor) for turn in turns)
    return {
        "mine": mine,
        "title": _("À vous de jouer") if mine else _("En attente ailleurs"),
        "since": day_of(contract.entered_step_at),
        "due_on": due,
        "late": bool(due and due < actor.day),
        "actions": actions,
        "holders": [
            {"label": turn.institution.name, "what": turn.label, "since": day_of(turn.since), "due_on": None}
            for turn in turns
            if not is_mine(turn, actor)
        ],
    }


def is_mine(turn: Any, actor: Actor) -> bool:
    return any(
        mandate.institution_id == turn.institution_id and access.fills(mandate, turn.role)
        for mandate in actor.mandates
    )


def offered(contract: Contract, actor: Actor) -> list[dict]:
    """The acts of the step that fall to this person, each with its verdict; the first allowed awaited one leads."""
    buttons = []
    for action in contract.stage.actions:
        verdict = access.decide(actor, action.name, contract)
        if verdict.forbidden:
            continue
        buttons.append(
            {
                "label": action.label,
                "url": url_of(contract, action),
                "primary": False,
                "awaited": action.awaited,
                "destructive": isinstance(action, Move) and action.grave,
                "allowed": verdict.allowed,
                "reason": verdict.reason,
                "missing": verdict.missing,
            }
        )
    leading = next((b for b in buttons if b["allowed"] and b["awaited"]), None)
    if leading:
        leading["primary"] = True
    return sorted(buttons, key=lambda b: (b["destructive"], not b["primary"], not b["allowed"]))


def url_of(contract: Contract, action: workflow.Action) -> str:
    """Where the act is done."""
    if action.name in OWN_PAGES:
        return reverse(OWN_PAGES[action.name], args=[contract.reference])
    return reverse("act", args=[contract.reference, action])


