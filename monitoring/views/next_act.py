"""What remains to be done after an act, in words: what is missing, or whose turn it is."""

from typing import Any

from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.french import ngettext, sequence
from monitoring import access
from monitoring.models import QuarterReport, Tranche
from monitoring.models.requirements import unmet
from monitoring.vocabulary import Action, Demand


def what_comes_next(subject: Any, actor: Actor) -> str:
    """Who is awaited now: what is missing first, or whose turn it is; empty once all is done."""
    if not isinstance(subject, Tranche | QuarterReport):
        return ""
    if subject.at("request"):
        lacking = unmet(subject, (Demand.PAPERS, Demand.RULES))
        if lacking:
            return remaining(len(lacking))
    awaited = awaited_acts(subject)
    mine = next((action for action in awaited if access.decide(actor, action.name, subject).allowed), None)
    if mine:
        return _("C’est encore à vous : « %s ».") % mine.label
    return next_to_act([str(role.label) for action in awaited for role in action.roles])


def remaining(count: int) -> str:
    words = ngettext(
        "Il reste %s point à remplir avant de demander la tranche.",
        "Il reste %s points à remplir avant de demander la tranche.",
        count,
    )
    return words % count


def awaited_acts(subject: Tranche | QuarterReport) -> list[Action]:
    """The acts awaited in the state: those that nothing holds back, or else all."""
    awaited = [action for action in subject.stage.actions if subject.awaits(action)]
    return [action for action in awaited if not subject.missing(action.needs)] or awaited


def next_to_act(names: list[str]) -> str:
    who = list(dict.fromkeys(names))
    if not who:
        return ""
    sentence = ngettext("Prochain à agir : %s.", "Prochains à agir : %s.", len(who))
    return sentence % sequence(who)
