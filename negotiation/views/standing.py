"""Where a contract stands, in a few words: its step, its phase, who holds it, since when."""

from collections.abc import Iterable
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people import rights
from cper.people.models import Actor, Mandate
from cper.people.offices import INTERIM
from cper.people.roles import Role
from cper.words import french
from cper.words.clock import day_of
from cper.words.delays import elapsed
from cper.words.french import digits, long_date, ngettext, on_or_in, sequence
from cper.words.titles import Styled, styled
from negotiation.models import Contract, Turn
from negotiation.workflow import Phase, Step

# Who must act in the reader's own house, where not everybody in it may; in another house, where its name does not say
# it.
INSIDE = dict.fromkeys(Role, gettext_lazy("vos services")) | {
    Role.PRESIDENT: gettext_lazy("votre %(head)s"),
    Role.GOVERNOR: gettext_lazy("votre %(governor)s"),
    Role.DGCT_HEAD: gettext_lazy("votre %(director)s"),
    Role.FINANCE: gettext_lazy("le signataire de votre ministère"),
    Role.SECTOR: gettext_lazy("le signataire de votre ministère"),
}
OUTSIDE = dict.fromkeys(Role, "%(name)s") | {
    Role.PRESIDENT: gettext_lazy("%(name)s, %(the)s %(head)s"),
    Role.DGCT_HEAD: gettext_lazy("%(name)s, %(the)s %(director)s"),
}
# The same while somebody of another title stands in for whoever holds the office, inside and outside.
INTERIMS = {
    Role.PRESIDENT: (
        gettext_lazy("l’intérimaire de votre %(head)s"),
        gettext_lazy("%(name)s, l’intérimaire du %(head)s"),
    ),
    Role.GOVERNOR: (gettext_lazy("l’intérimaire de votre %(governor)s"), "%(name)s"),
    Role.DGCT_HEAD: (
        gettext_lazy("l’intérimaire de votre %(director)s"),
        gettext_lazy("%(name)s, l’intérimaire du %(director)s"),
    ),
}
TINTS = {phase: tint for tint, phase in enumerate(Phase, start=1)}
END_TONES = {Step.SIGNED: "done", Step.WITHDRAWN: "refused", Step.CLOSED: "refused"}


def row(contract: Contract, actor: Actor) -> dict:
    """A contract as a line of a list; its region and its turns (with their institutions) are loaded, `amount` too."""
    own = own_turns(contract, actor)
    others = other_holders(contract, actor)
    return {
        "url": contract.get_absolute_url(),
        "title": contract.title,
        "reference": contract.reference,
        "region": contract.region.name,
        "invented": contract.invented,
        "stage": step_mark(contract),
        "end": status(contract, actor) if contract.has_ended else None,
        "mine": {"tone": "todo", "label": _("À vous de jouer")} if own else None,
        "others": capfirst(sequence(others)) if others else "",
        "holders": ", ".join(dict.fromkeys(turn.institution.name for turn in contract.turns.all())),
        "since": since(contract, own, actor.day),
        **held_from(contract, own, actor.day),
        "signed": french.day_or_words(contract.signed_on, contract.signed_precision),
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


def other_holders(contract: Contract, actor: Actor) -> list[str]:
    """Who is awaited besides this person: in his own house by the function, elsewhere by the institution."""
    turns = others_turns(contract, actor)
    inside = [holder(turn, contract, actor) for turn in turns if in_house(turn, actor)]
    outside = houses([turn for turn in turns if not in_house(turn, actor)], contract, actor)
    return list(dict.fromkeys([*inside, *outside]))


def houses(turns: Iterable[Turn], contract: Contract, actor: Actor) -> list[str]:
    """The institutions awaited, each once: where several acts of one are, by its name alone."""
    said: dict[int, set[str]] = {}
    names = {turn.institution_id: turn.institution.name for turn in turns}
    for turn in turns:
        said.setdefault(turn.institution_id, set()).add(holder(turn, contract, actor))
    return [one.pop() if len(one) == 1 else names[house] for house, one in said.items()]


def others_turns(contract: Contract, actor: Actor) -> list[Turn]:
    """The turns that no mandate of this person fills; those of his own house come first."""
    turns = [turn for turn in contract.turns.all() if not is_mine(turn, actor)]
    return sorted(turns, key=lambda turn: not in_house(turn, actor))


def in_house(turn: Turn, actor: Actor) -> bool:
    """Whether the turn is that of an institution where this person has a mandate."""
    return any(mandate.institution_id == turn.institution_id for mandate in actor.mandates)


def holder(turn: Turn, contract: Contract, actor: Actor) -> str:
    """« votre Présidente », « votre Directeur général »; elsewhere « DGCT, la Directrice générale ». To the holder
    for whom somebody stands in, « votre intérimaire »."""
    role, inside = Role(turn.role), in_house(turn, actor)
    if turn.who:
        return turn.who if inside else f"{turn.institution.name}, {turn.who}"
    if role in INTERIMS and any(replaced(mandate, turn) for mandate in actor.mandates):
        return _("votre intérimaire")
    wordings = INSIDE[role] if inside else OUTSIDE[role]
    called = contract.offices.called.get(turn.institution.body, "")
    if called == INTERIM and role in INTERIMS:
        wordings = INTERIMS[role][not inside]
    return str(wordings) % (office_words(contract, called) | {"name": turn.institution.name})


def replaced(mandate: Mandate, turn: Turn) -> bool:
    """Whether it is that of the holder for whom somebody stands in."""
    return mandate.suspended and not mandate.mention and mandate.institution_id == turn.institution_id


def office_words(contract: Contract, called: str) -> dict[str, str]:
    """The offices, and their article, as one who is so called has them written."""
    head = _("Maire") if contract.region.is_district else _("Président")
    offices = {"head": head, "governor": _("Gouverneur"), "director": _("Directeur général")}
    the = "la" if called == Styled.MADAM_FEMININE else "le"
    return {name: styled(office, called) for name, office in offices.items()} | {"the": the}


def own_turns(contract: Contract, actor: Actor) -> list[Turn]:
    """The turns that have begun and that a mandate of the day fills: same institution, and the role."""
    return [turn for turn in contract.turns.all() if has_begun(turn, actor.day) and is_mine(turn, actor)]


def has_begun(turn: Turn, today: date) -> bool:
    """Whether the act is awaited yet: a signature is from the day of the ceremony on."""
    return day_of(turn.since) <= today


def is_mine(turn: Turn, actor: Actor) -> bool:
    return turn.person_id in (None, actor.user.pk) and any(
        mandate.institution_id == turn.institution_id and rights.fills(mandate, turn.role)
        for mandate in actor.mandates
    )


def since(contract: Contract, own: list[Turn], today: date) -> str:
    """« depuis 12 jours »: since when it waits for who holds it, this person first; how long ago a dossier ended says
    nothing, so then the day: « le 31 août 2018 »."""
    if contract.has_ended:
        return ended(contract)
    return held_since(waiting_since(own or contract.turns.all(), contract), today)


def held_from(contract: Contract, own: list[Turn], today: date) -> dict[str, date | None]:
    """The same as days: since when it has been held, or from when it will be, never one for the other."""
    start = None if contract.has_ended else waiting_since(own or contract.turns.all(), contract)
    to_come = start is not None and start > today
    return {"since_on": None if to_come else start, "from_on": start if to_come else None}


def held_since(start: date, today: date) -> str:
    """« depuis 12 jours »; « à partir du 5 décembre 2026 » of what is awaited later."""
    return _("à partir du %s") % long_date(start) if start > today else elapsed(start, today)


def lead(contract: Contract, actor: Actor) -> str:
    """The line under the title: who holds the dossier, since when; how it ended."""
    if contract.stage is None:
        return capfirst(ended(contract)) + "."
    own = own_turns(contract, actor)
    start = waiting_since(own or contract.turns.all(), contract)
    if own:
        return _("À vous de jouer, %s.") % elapsed(start, actor.day)
    return waiting(contract, start, actor) + "."


def waiting(contract: Contract, start: date, actor: Actor) -> str:
    """« Chez votre Président, depuis 12 jours », « En attente de : Gouvernorat de Kayes, depuis 12 jours »; beyond
    one institution, how many."""
    if start > actor.day:
        return _("À signer à partir du %s") % long_date(start)
    turns = others_turns(contract, actor)
    house = list(dict.fromkeys(holder(turn, contract, actor) for turn in turns if in_house(turn, actor)))
    elsewhere = [name for name in other_holders(contract, actor) if name not in house]
    words = {"since": elapsed(start, actor.day)}
    if house:
        return _in_the_house(sequence(house), len(elsewhere), words)
    if not elsewhere:
        return _("Personne n’est attendu, %(since)s") % words
    if len(elsewhere) == 1:
        return _("En attente de : %(who)s, %(since)s") % (words | {"who": elsewhere[0]})
    count = ngettext("%(n)s institution", "%(n)s institutions", len(elsewhere)) % {"n": digits(len(elsewhere))}
    return _("En attente de %(count)s, %(since)s") % (words | {"count": count})


def _in_the_house(who: str, elsewhere: int, words: dict) -> str:
    if not elsewhere:
        return _("Chez %(who)s, %(since)s") % (words | {"who": who})
    both = ngettext(
        "Chez %(who)s et %(n)s autre institution, %(since)s",
        "Chez %(who)s et %(n)s autres institutions, %(since)s",
        elsewhere,
    )
    return both % (words | {"who": who, "n": digits(elsewhere)})


def waiting_since(turns: Iterable[Turn], contract: Contract) -> date:
    """The day of the oldest of these turns; of the entry into the step when nobody is awaited."""
    return day_of(min((turn.since for turn in turns), default=contract.entered_step_at))


def ended(contract: Contract) -> str:
    """« le 31 août 2018 », « en septembre 2015 »: as precise as the source is."""
    if contract.signed_on is None:
        return _("le %s") % long_date(day_of(contract.entered_step_at))
    return on_or_in(contract.signed_on, contract.signed_precision)


def at_precision(day: date | None, precision: str) -> str:
    """A date no more precise than its source: « 31 août 2018 », « septembre 2015 », « 2015 »."""
    if day is None:
        return _("date inconnue")
    return french.at_precision(day, precision)
