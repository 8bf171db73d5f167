"""Where each act of the follow-up is done."""

from django.urls import reverse

from monitoring import workflow
from monitoring.models import Duty, FollowedContract, QuarterReport, Tranche
from monitoring.models.budget import FACTS
from monitoring.vocabulary import Action
from monitoring.workflow import OWN_ACTS

ONCE = "une-fois"  # in an address, the period of a duty that has none


def url_of(subject: Tranche | QuarterReport | FollowedContract, action: Action) -> str:
    """The page of an act on a tranche, on a quarter, or on the contract itself."""
    if isinstance(subject, Tranche):
        return reverse("tranche-act", args=[subject.contract.reference, subject.number, action.word])
    if isinstance(subject, QuarterReport):
        return reverse("quarter-act", args=[subject.contract.reference, subject.quarter, action.word])
    return reverse("contract-act", args=[subject.reference, action.word])


def budget_url(contract: FollowedContract, name: str, year: int) -> str:
    """The page of an act on the budget of a year."""
    return reverse("budget-act", args=[contract.reference, workflow.example(name).word, year])


def duty_url(duty: Duty) -> str:
    """Where a duty is done: its own act, the budget of its year, its quarter, or the tab that leads there."""
    word = workflow.example(duty.rule.act).word
    if duty.contract is None:
        return reverse("national-act", args=[word, duty.key])
    reference = duty.contract.reference
    if duty.rule.act in OWN_ACTS:
        return reverse("duty-act", args=[reference, word, duty.key or ONCE])
    if duty.rule.act in FACTS:
        return reverse("budget-act", args=[reference, word, int(duty.key)])
    tab = {"O3": "tranches", "O4": "budget"}.get(duty.code, "quarters")
    return reverse(tab, args=[reference])
