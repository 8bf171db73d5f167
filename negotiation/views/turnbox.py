"""Whose turn it is on a dossier: what this person may do now or why not yet, and who else is awaited."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.pages.boxes import apart
from cper.people import rights
from cper.people.models import Actor
from cper.people.roles import ROLES
from cper.words.clock import day_of
from negotiation import access, workflow
from negotiation.models import Contract, Turn, requirements
from negotiation.models.remarks import sent_back
from negotiation.views.panels.remarks import asked
from negotiation.views.standing import (
    has_begun,
    held_since,
    holder,
    in_house,
    others_turns,
    own_turns,
    waiting,
    waiting_since,
)
from negotiation.workflow import Move, Need

# The acts with pages of their own, where they lead.
OWN_PAGES = {"edit": "dossier-projects", "attach": "dossier-pieces"}


def turn_box(contract: Contract, actor: Actor) -> dict | None:
    """The box of the dossier's head; None once the dossier has ended."""
    if contract.stage is None:
        return None
    own = own_turns(contract, actor)
    turns = own or list(contract.turns.all())
    due = min((turn.due_on for turn in turns if turn.due_on), default=None)
    start = waiting_since(turns, contract)
    return {
        "mine": bool(own),
        "title": mine(contract) if own else waiting(contract, start, actor),
        "since": start if own else None,
        "due_on": due,
        "late": bool(due and due < actor.day),
        "remarks": asked(contract),
        **apart([*offered(contract, actor), *left_to_the_house(contract, actor)], mine=bool(own)),
        "holders": [
            {"label": capfirst(holder(turn, contract, actor)), **awaited_of(turn, actor.day)}
            for turn in others_turns(contract, actor)
        ],
    }


def awaited_of(turn: Turn, today: date) -> dict:
    """What is awaited of somebody else, and since when, or from when on."""
    if has_begun(turn, today):
        return {"what": turn.label, "since": day_of(turn.since)}
    return {"what": f"{turn.label}, {held_since(day_of(turn.since), today)}", "since": None}


def mine(contract: Contract) -> str:
    """« À vous de jouer »; after a return, who sent what back too: « … : liste renvoyée par le Gouverneur »."""
    back = sent_back(contract)
    return _("À vous de jouer : %s") % back if back else _("À vous de jouer")


def left_to_the_house(contract: Contract, actor: Actor) -> list[dict]:
    """The acts of this person's own house that he may not do, awaited or what his own work leads to: who may, and what
    they still lack."""
    acts = {turn.action for turn in others_turns(contract, actor) if in_house(turn, actor)}
    if own_turns(contract, actor):
        acts |= {move.name for move in contract.stage.moves if move.awaited and move.needs and not move.joint}
    own = {mandate.body for mandate in actor.mandates if mandate.region_id in (None, contract.region_id)}
    return [
        _left(contract, action, actor)
        for action in contract.stage.actions
        if action.name in acts
        and not any(rights.holds(actor, role) for role in action.roles)
        and any(ROLES[role][0] in own for role in action.roles)
    ]


def _left(contract: Contract, action: workflow.Action, actor: Actor) -> dict:
    contract.load(action.needs)
    missing = map(contract.offices.said, requirements.missing(contract, action.needs, actor.day))
    reason = rights.asleep(actor, action.roles) or rights.not_your_role(action.roles)
    verdict = rights.Verdict(allowed=False, reason=reason)
    return _button(contract, action, verdict) | {"missing": tuple(missing)}


def offered(contract: Contract, actor: Actor, names: Collection[str] | None = None) -> list[dict]:
    """The acts of the step that fall to this person (among `names`), each with its verdict; one leads. Answering is
    offered where somebody has made a remark."""
    verdicts = {
        action: access.decide(actor, action.name, contract)
        for action in contract.stage.actions
        if (names is None or action.name in names) and (Need.REMARKS not in action.needs or contract.remarks)
    }
    buttons = {
        action: _button(contract, action, verdict) for action, verdict in verdicts.items() if not verdict.forbidden
    }
    asked = {turn.action for turn in own_turns(contract, actor)}
    leader = leading(contract, actor.day, asked, {action for action, button in buttons.items() if button["allowed"]})
    if leader:
        buttons[leader]["primary"] = True
    return sorted(buttons.values(), key=lambda b: (b["destructive"], not b["primary"], not b["allowed"]))


def allowed(contract: Contract, actor: Actor, *names: str) -> list[dict]:
    """Of these acts, those this person may do now: the buttons of a part of the dossier."""
    if contract.stage is None:
        return []
    return [button for button in offered(contract, actor, names) if button["allowed"]]


def to_do_next(contract: Contract, actor: Actor) -> list[dict]:
    """The acts awaited of this person that he may do now: what leads on from a part of the dossier."""
    asked = {turn.action for turn in own_turns(contract, actor)} - set(OWN_PAGES)
    return allowed(contract, actor, *asked)


def leading(contract: Contract, day: date, asked: set[str], possible: set[workflow.Action]) -> workflow.Action | None:
    """Among the possible acts, the one to do first: filing when the awaited act lacks only papers, else the awaited
    act, else the work on the dossier; none when nothing is asked of this person."""
    awaited = [action for action in contract.stage.actions if action.name in asked]
    files = workflow.at(contract.step, "attach")
    if any(_lacks_only_papers(contract, action, day) for action in awaited):
        awaited.insert(0, files)
    elif awaited:
        awaited.append(workflow.at(contract.step, "edit"))
    return next((action for action in awaited if action in possible), None)


def _lacks_only_papers(contract: Contract, action: workflow.Action, day: date) -> bool:
    wanted = action.needs or action.until
    contract.load(wanted)
    return [need for need in wanted if not requirements.holds(contract, [need], day)] == [Need.PIECES]


def _button(contract: Contract, action: workflow.Action, verdict: rights.Verdict) -> dict:
    verdict = verdict.put(contract.offices.said)
    alone = len(verdict.missing) == 1  # one thing missing is a reason, several are a list
    return {
        "label": contract.offices.said(action.label),
        "url": url_of(contract, action),
        "primary": False,
        "destructive": isinstance(action, Move) and action.grave,
        "allowed": verdict.allowed,
        "reason": verdict.missing[0] if alone else verdict.reason,
        "missing": () if alone else verdict.missing,
    }


def url_of(contract: Contract, action: workflow.Action) -> str:
    """Where the act is done."""
    if action.name in OWN_PAGES:
        return reverse(OWN_PAGES[action.name], args=[contract.reference])
    return reverse("act", args=[contract.reference, action])
