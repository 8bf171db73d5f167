"""Where each act of the follow-up is done."""

from django.urls import reverse

from monitoring import workflow
from monitoring.models import Duty, FollowedContract, QuarterReport, Tranche
from monitoring.models.budget import FACTS
from monitoring.models.requirements import unmet
from monitoring.vocabulary import Action, Demand
from monitoring.workflow import OWN_ACTS, TRANCHE_PAPERS

ONCE = "une-fois"  # in an address, the period of a duty that has none


def url_of(subject: Tranche | QuarterReport | FollowedContract, action: Action) -> str:
    """The page of an act on a tranche, on a quarter, or on the contract itself."""
    if isinstance(subject, Tranche) and action.name in FIRST_OF:
        return FIRST_OF[action.name](subject)
    if isinstance(subject, Tranche):
        return reverse("tranche-act", args=[subject.contract.reference, subject.number, action.word])
    if isinstance(subject, QuarterReport):
        return reverse("quarter-act", args=[subject.contract.reference, subject.quarter, action.word])
    return reverse("contract-act", args=[subject.reference, action.word])


def first_paper(tranche: Tranche) -> str:
    """Where the first paper that lacks is filed."""
    papers = (met.paper for met in unmet(tranche, (Demand.PAPERS,)) if met.paper)
    kind = next(papers, TRANCHE_PAPERS[0])
    return reverse("tranche-file", args=[tranche.contract.reference, tranche.number, kind.value])


def first_plea(tranche: Tranche) -> str:
    """Where the first waiver that is asked for is answered."""
    return reverse("tranche-waive", args=[tranche.contract.reference, tranche.number, tranche.waivers_asked[0]])


# The acts done beside what they are about: an awaited one leads to the first thing of the kind.
FIRST_OF = {"file_paper": first_paper, "waive": first_plea}


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
    if duty.code == "O8":
        return reverse("contract-act", args=[reference, word])
    tab = {"O3": "tranches", "O4": "budget"}.get(duty.code, "quarters")
    return reverse(tab, args=[reference])
