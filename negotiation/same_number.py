"""Two acts of one year do not bear one number: where two papers of a dossier seem to, one of them was mistyped or
filed in the wrong place, or one act is cited as two. It is asked twice where the paper is filed, never refused:
councils, the DGCT and the CROCSAD each number their own acts, and may meet."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from cper.papers.identity import Identity
from cper.words import search
from negotiation.models.checklist import Slot, slots

# « n° 012/CR-K » is « n° 12/CR-K ».
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def others(contract: Any, slot: Slot, identity: Identity) -> list[Any]:
    """The papers in force elsewhere in the dossier that bear the number of this one, of the same year."""
    place = (slot.kind.value, slot.project_id, slot.year)
    return [piece for piece in contract.pieces.all() if piece.key != place and _is_same(piece, identity)]


def pairs(contract: Any) -> Iterator[tuple[Any, Any]]:
    """The papers in force of the dossier that bear one number in one year, two by two."""
    held = [piece for piece in contract.pieces.all() if piece.current and piece.number]
    return ((one, other) for one, other in combinations(held, 2) if _is_same(other, one.identity))


def question(contract: Any, found: Iterable[Any]) -> str:
    """Where the number stands already, and what to look at; empty where it does not."""
    where = " ; ".join(named(contract, piece) for piece in found)
    if not where:
        return ""
    return _("Une autre pièce de ce dossier porte ce numéro : %s. Deux actes n’ont pas le même numéro.") % where


def named(contract: Any, piece: Any) -> str:
    """« Délibération sur le choix des projets, n° 12/CR-K du 14 mars 2026 »."""
    labels = {slot.key: slot.label for slot in slots(contract)}
    return f"{labels.get(piece.key, piece.get_kind_display())}, {piece.identity.numbered}"


def _is_same(piece: Any, identity: Identity) -> bool:
    if not (piece.current and piece.number and identity.number and piece.dated_on and identity.dated_on):
        return False
    return (_key(piece.number), piece.dated_on.year) == (_key(identity.number), identity.dated_on.year)


def _key(number: str) -> str:
    return LEADING_ZEROS.sub("", search.key(number)).replace(" ", "")
