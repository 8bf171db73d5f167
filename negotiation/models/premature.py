"""What a condition of the law speaks of, where that does not exist yet: nothing contradicts it, and nothing is true.

A list of faults that is empty says « met » only of something that is there. Of a session to come, a text that nobody
has proposed, a plan without a sum, the condition is neither met nor missing: it is judged later.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from negotiation.models import requirements
from negotiation.models.convention_requirements import current_draft
from negotiation.workflow import Need, Step


def reason(contract: Any, need: Need, day: date) -> str:
    """Why nobody can tell yet whether the condition is met; empty where it is met, or where something is missing."""
    found = RESTS_ON[need](contract) if need in RESTS_ON else ""
    return found if found and not requirements.missing(contract, (need,), day) else ""


def _no_project(contract: Any) -> str:
    return "" if contract.in_play else _("aucun projet n’est encore décrit")


def _no_project_for_papers(contract: Any) -> str:
    return "" if contract.step == Step.DELIBERATION else _no_project(contract)


def _no_sum_in_a_term(contract: Any) -> str:
    if not any(line.amount for project in contract.in_play for line in project.lines):
        return _("aucune part n’est encore écrite")
    return "" if contract.duration_months else _("la durée du contrat n’est pas encore donnée")


def _no_session(contract: Any) -> str:
    session = requirements.current_session(contract)
    return "" if session else _("la session du CROCSAD élargi n’a encore rien retenu")


def _no_text(contract: Any) -> str:
    return "" if current_draft(contract) else _("aucun texte n’est proposé")


RESTS_ON: Mapping[Need, Callable[[Any], str]] = {
    Need.PIECES: _no_project_for_papers,
    Need.BALANCE: _no_project,
    Need.DURATION: _no_project,
    Need.TERM: _no_sum_in_a_term,
    Need.EXAMINED: _no_project,
    Need.CRITERIA: _no_project,
    Need.ENVELOPE: _no_session,
    Need.WRITTEN: _no_text,
}
