"""The controls that cannot be run on a contract, and why: what its source does not say is not found in order.

A contract that the site follows has every control, but that of the recommendations before its first session; one that
an older source alone tells of has those its source feeds. Pure: loaded facts in, reasons out.
"""

from django.utils.translation import gettext_lazy as _

from monitoring.models import FollowedContract

SHARES = _("la source ne donne pas les parts")
DURATION = _("la source ne donne pas la durée du contrat-plan")
YEARS = _("la source ne donne pas le plan année par année")
BUDGETS = _("la source ne donne pas les inscriptions")
DEMANDS = _("la source ne dit pas si le BSI a été demandé")
AFTER = _("la source s’arrête à la signature")
SESSIONS = _("aucune session ne donne encore de recommandation à suivre")


# What a source that stops at the signature can feed nothing of.
NOTHING_AFTER = ("sessions", "committee", "early-money", "moved-outside", "missed-bsi", "own-share")


def impossible(contract: FollowedContract) -> dict[str, str]:
    """By control (the keys of `findings.CONTROLS`), why it cannot be run; empty where all can."""
    if contract.known_until is None:
        return {} if any(report.held_on for report in contract.reports.all()) else {"recommendations": SESSIONS}
    found = {"short-inscription": BUDGETS, "recommendations": SESSIONS}
    if not contract.tells_absence("O2", ""):
        found["missed-bsi"] = DEMANDS
    if not contract.duration_months:
        found |= dict.fromkeys(("duration", "outside-term", "moved-outside"), DURATION)
    if not any(line.year for project in contract.retained for line in project.lines):
        found |= dict.fromkeys(("outside-term", "beyond-plan"), YEARS)
    if contract.known_until == contract.signed_on:
        found |= dict.fromkeys(NOTHING_AFTER, AFTER)
    if not any(project.lines for project in contract.retained):
        found |= dict.fromkeys(("shares", "own-share", "missed-bsi", "short-inscription", "beyond-plan"), SHARES)
    return found


def is_fed(contract: FollowedContract) -> bool:
    """Whether anything of the follow-up is recorded, so that the controls have something to find."""
    relations = (contract.movements, contract.budget, contract.tranches, contract.reports, contract.fulfilments)
    return any(relation.all() for relation in relations)
