"""When a paper can be dated: on or after what it records, never before what it follows, never to come.

Source: the order of the methodological grid: the council authorises the negotiation (step 1) before it chooses its
projects and before the CROCSAD examines them (steps 2 and 3); it has done so when the request leaves (step 3); the
minutes of the enlarged CROCSAD are those of a session that was held (step 7).
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cper.words.clock import day_of
from cper.words.french import long_date
from negotiation.models.checklist import Slot
from negotiation.models.requirements import current_session
from negotiation.workflow import PIECES, PieceKind


def paper_fault(contract: Any, slot: Slot, day: date, today: date) -> str:
    """Why a paper of that place cannot be dated that day, and how to mend it; empty when it can."""
    if day > today:
        return _("Cette date est à venir : une pièce déposée est déjà datée.")
    if slot.year and day.year <= slot.year:
        return _("Le compte de %s s’approuve une fois l’année finie : vérifiez cette date.") % slot.year
    if slot.kind == PieceKind.SESSION_MINUTES:
        return _of_minutes(contract, day)
    return _out_of_order(contract, slot, day) or _after_the_request(contract, slot, day)


def _of_minutes(contract: Any, day: date) -> str:
    session = current_session(contract)
    if session is None:
        return _("Aucune session n’est consignée : consignez-la d’abord, puis déposez son procès-verbal.")
    if day >= session.held_on:
        return ""
    words = {"held": long_date(session.held_on)}
    return (
        _(
            "La session s’est tenue le %(held)s : son procès-verbal porte cette date ou une date postérieure. "
            "Vérifiez-la, ou consignez de nouveau la session si c’est son jour qui est faux."
        )
        % words
    )


def _out_of_order(contract: Any, slot: Slot, day: date) -> str:
    """What it follows is not later, what follows it is not earlier."""
    filed = {piece.kind: piece for piece in contract.pieces.all() if piece.current and piece.dated_on}
    follows = slot.rule.follows
    if follows in filed and day < filed[follows].dated_on:
        return _("Cette pièce vient après « %(other)s », du %(day)s : %(mend)s") % _told(filed[follows])
    for rule in PIECES:
        if rule.follows == slot.kind and rule.kind in filed and filed[rule.kind].dated_on < day:
            return _("Cette pièce vient avant « %(other)s », du %(day)s : %(mend)s") % _told(filed[rule.kind])
    return ""


def _told(other: Any) -> dict[str, str]:
    mend = _("vérifiez cette date, ou déposez d’abord une autre version de cette pièce-là si sa date est fausse.")
    return {"other": other.get_kind_display(), "day": long_date(other.dated_on), "mend": mend}


def _after_the_request(contract: Any, slot: Slot, day: date) -> str:
    """The council had authorised the negotiation when its request left for the first time."""
    if slot.kind != PieceKind.NEGOTIATION_DELIBERATION:
        return ""
    sent = contract.passages.filter(action="submit").order_by("pk").first()
    if sent is None or day <= day_of(sent.at):
        return ""
    words = _(
        "La demande a été transmise le %s : le conseil l’avait autorisée ce jour-là au plus tard. Vérifiez cette date."
    )
    return words % long_date(day_of(sent.at))


def session_fault(contract: Any, held_on: date, today: date) -> str:
    """Why the session cannot have been held that day: it is recorded once held, and follows the approved list."""
    opened = day_of(contract.entered_step_at)
    if held_on > today:
        return _("Cette date est à venir : consignez la session une fois tenue.")
    if held_on < opened:
        words = _("Le dossier est à l’étape E7 depuis le %s : la session s’est tenue ce jour-là ou après.")
        return words % long_date(opened)
    return ""


def ceremony_fault(ceremony_on: date, today: date) -> str:
    """Why the ceremony cannot be convened for that day: it follows the approval of the text; empty when it can."""
    if ceremony_on >= today:
        return ""
    return _("Cette date est passée : la cérémonie se tient aujourd’hui ou plus tard.")
