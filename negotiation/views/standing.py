"""Where a contract stands, in a few words: its step, its phase, who holds it, since when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiation import access
from negotiation.clock import day_of
from negotiation.delays import elapsed
from negotiation.french import digits, long_date, sequence
from negotiation.models import Actor, Contract, Milestone, Turn
from negotiation.workflow import Phase, Step

TINTS = {phase: tint for tint, phase in enumerate(Phase, start=1)}
END_TONES = {Step.SIGNED: "done", Step.WITHDRAWN: "refused", Step.CLOSED: "refused"}


def row(contract: Contract, actor: Actor) -> dict:
    """A contract as a line of a list; its region and its turns (with their institutions) are loaded, `amount` too."""
    own = own_turns(contract, actor)
    others = other_holders(contract, own)
    return {
        "url": contract.get_absolute_url(),
        "title": contract.title,
        "reference": contract.reference,
        "region": contract.region.name,
        "invented": contract.invented,
        "stage": step_mark(contract),
        "end": status(contract, actor) if contract.has_ended else None,
        "mine": {"tone": "todo", "label": _("À vous de jouer")} if own else None,
        "others": sequence(others) if others else "",
        "since": since(contract, actor.day),
        "amount": contract.amount,
    }


def status(contract: Contract, actor: Actor) -> dict:
    """The step as a word and a tone: gold when it waits for this person, grey-brown when it is elsewhere."""
    if contract.stage is None:
        return {"tone": END_TONES[contract.step], "label": contract.get_step_display()}
    tone = "todo" if own_turns(contract, actor) else "elsewhere"
    return {"tone": tone, "label": f"{contract.stage.code} · {contract.get_step_display()}"}


def step_mark(contract: Contract) -> dict | None:
    """The step with its phase and the phase's tint; none once the dossier has ended."""
    stage = contract.stage
    if stage is None:
        return None
    return {"code": stage.code, "label": stage.step.label, "phase": stage.phase.label, "tint": TINTS[stage.phase]}


def other_holders(contract: Contract, own: list[Turn]) -> list[str]:
    """The institutions awaited besides the person's own."""
    mine = {turn.institution_id for turn in own}
    return list(
        dict.fromkeys(turn.institution.name for turn in contract.turns.all() if turn.institution_id not in mine)
    )


def own_turns(contract: Contract, actor: Actor) -> list[Turn]:
    """The turns that a mandate of the day fills: same institution, and the role."""
    return [turn for turn in contract.turns.all() if is_mine(turn, actor)]


def is_mine(turn: Turn, actor: Actor) -> bool:
    return any(
        mandate.institution_id == turn.institution_id and access.fills(mandate, turn.role)
        for mandate in actor.mandates
    )


def since(contract: Contract, today: date) -> str:
    """« depuis 12 jours »; how long ago it ended says nothing, so then the day: « le 31 août 2018 »."""
    return ended(contract) if contract.has_ended else elapsed(day_of(contract.entered_step_at), today)


def lead(contract: Contract, actor: Actor) -> str:
    """The line under the title: who holds the dossier, since when; how it ended."""
    if contract.stage is None:
        return capfirst(ended(contract)) + "."
    own = own_turns(contract, actor)
    start = waiting_since(own or contract.turns.all(), contract)
    if own:
        return _("À vous de jouer, %s.") % elapsed(start, actor.day)
    return waiting(contract, start, actor.day) + "."


def waiting(contract: Contract, start: date, today: date) -> str:
    """« En attente de : Gouvernorat de Kayes, depuis 12 jours »; beyond one, how many."""
    names = other_holders(contract, [])
    if not names:
        return _("Personne n’est attendu, %(since)s") % {"since": elapsed(start, today)}
    if len(names) == 1:
        return _("En attente de : %(who)s, %(since)s") % {"who": names[0], "since": elapsed(start, today)}
    count = ngettext("%(n)s institution", "%(n)s institutions", len(names)) % {"n": digits(len(names))}
    return _("En attente de %(count)s, %(since)s") % {"count": count, "since": elapsed(start, today)}


def waiting_since(turns: Iterable[Turn], contract: Contract) -> date:
    """The day of the oldest of these turns; of the entry into the step when nobody is awaited."""
    return day_of(min((turn.since for turn in turns), default=contract.entered_step_at))


def ended(contract: Contract) -> str:
    """« le 31 août 2018 », « en septembre 2015 »: as precise as the source is."""
    if contract.signed_on is None:
        return _("le %s") % long_date(day_of(contract.entered_step_at))
    written = at_precision(contract.signed_on, contract.signed_precision)
    known_to_the_day = contract.signed_precision == Contract.Precision.DAY
    return (_("le %s") if known_to_the_day else _("en %s")) % written


def at_precision(day: date | None, precision: str) -> str:
    """A date no more precise than its source: « 31 août 2018 », « septembre 2015 », « 2015 »."""
    if day is None:
        return _("date inconnue")
    forms: dict[str, Any] = {Milestone.Precision.MONTH: "F Y", Milestone.Precision.YEAR: "Y"}
    return date_format(day, forms[precision]) if precision in forms else long_date(day)
