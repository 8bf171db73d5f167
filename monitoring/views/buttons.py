"""The acts of a tranche or a quarter as buttons: the verdict of each, the one to do first in front."""

from cper.people.models import Actor
from cper.people.rights import Verdict
from monitoring import access
from monitoring.models import FollowedContract, QuarterReport, Tranche
from monitoring.views.links import url_of
from monitoring.vocabulary import Action
from monitoring.workflow import CONTRACT

# These acts are offered only while they are awaited: else they have a link of their own, or nothing to act on.
BESIDE = ("file_paper", "answer_return", "waive", "ask_waiver", "propose_erratum", "adopt_erratum", "examine")


def offered(subject: Tranche | QuarterReport, actor: Actor) -> list[dict]:
    """The acts of the subject's state that this person's mandates give, possible or not: `_fragments/action.html`."""
    verdicts = [
        (action, access.decide(actor, action.name, subject))
        for action in subject.stage.actions
        if action.name not in BESIDE or is_awaited(subject, action)
    ]
    buttons = [
        button(subject, action, verdict)
        for action, verdict in verdicts
        if not verdict.forbidden and any(access.plays(verdict, role) for role in action.roles)
    ]
    first = next((one for one in buttons if one["allowed"] and one["awaited"]), None)
    if first:
        first["primary"] = True
    return sorted(buttons, key=lambda one: (one["destructive"], not one["primary"], not one["allowed"]))


def on_contract(contract: FollowedContract, actor: Actor, *names: str) -> list[dict]:
    """Of these acts on the contract, those this person may do now."""
    rows = [action for action in CONTRACT if action.name in names]
    verdicts = [(action, access.decide(actor, action.name, contract)) for action in rows]
    return [button(contract, action, verdict) for action, verdict in verdicts if verdict.allowed]


def button(subject: Tranche | QuarterReport | FollowedContract, action: Action, verdict: Verdict) -> dict:
    contract = subject if isinstance(subject, FollowedContract) else subject.contract
    verdict = verdict.put(contract.offices.said)
    alone = len(verdict.missing) == 1  # one thing missing is a reason, several are a list
    return {
        "label": action.label,
        "url": url_of(subject, action),
        "primary": False,
        "awaited": is_awaited(subject, action),
        "destructive": action.grave,
        "allowed": verdict.allowed,
        "reason": verdict.missing[0] if alone else verdict.reason,
        "missing": () if alone else verdict.missing,
    }


def is_awaited(subject: Tranche | QuarterReport | FollowedContract, action: Action) -> bool:
    """Whether the subject waits for this act now."""
    return subject.awaits(action) if isinstance(subject, Tranche | QuarterReport) else action.awaited
