"""A paper filed again as it stands changes nothing and meets no remark: the follow-up holds its own papers to the same
rule (`monitoring.operations.tranches`)."""

from typing import Any

from django.utils.translation import gettext as _

from cper.papers.identity import Identity
from cper.words.french import long_date
from negotiation.models.checklist import Slot


def same_paper(contract: Any, slot: Slot, sha256: str, identity: Identity) -> str:
    """Why these bytes, known by these marks, are not filed there, and what to do instead; empty where they change what
    is in force."""
    place = (slot.kind, slot.project_id, slot.year)
    held = [piece for piece in contract.pieces.all() if piece.current and piece.key == place]
    same = next((one for one in held if (one.sha256, one.identity) == (sha256, identity)), None)
    if same is None:
        return ""
    words = {"name": same.name, "day": long_date(same.filed_at)}
    said = [_("C’est le même fichier que « %(name)s », déposé le %(day)s : rien ne changerait.") % words]
    said.append(_("Choisissez le fichier corrigé."))
    if slot.rule.marks:
        said.append(_("Si seul ce qui la désigne (numéro, date, session, titre) était faux, corrigez-le ci-dessus."))
    if any(not remark.is_met for remark in contract.remarks):
        said.append(_("Si rien n’est à corriger dans cette pièce, répondez à la remarque en toutes lettres."))
    return " ".join(said)
