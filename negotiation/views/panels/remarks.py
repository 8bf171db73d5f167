"""The remarks that bring a dossier back, with what has been done about each, wherever they are read."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from negotiation.models import Contract
from negotiation.models.remarks import Remark, of_returns

UNMET, MENDED, ANSWERED = "todo", "done", "info"


def asked(contract: Contract) -> list[dict]:
    """Why the dossier is back with who holds it, what is still to be met first."""
    return rows(sorted(contract.remarks, key=lambda remark: remark.is_met))


def of_texts(contract: Contract) -> list[dict]:
    """Why each text of the convention was sent back, with the region's answer; no query where none was."""
    if not any(draft.returned for draft in contract.drafts.all()):
        return []
    return [row(remark) | {"status": None} for remark in of_returns(contract, "return_convention")]


def of_lists(contract: Contract) -> list[dict]:
    """The same of the list; an approval of it fell each time."""
    if not any(assent.action == "approve_list" and assent.voided for assent in contract.assents.all()):
        return []
    return [row(remark) | {"status": None} for remark in of_returns(contract, "return_list")]


def rows(remarks: Iterable[Remark]) -> list[dict]:
    """Remarks for `_fragments/remark.html`."""
    return [row(remark) for remark in remarks]


def row(remark: Remark) -> dict:
    return {
        "subject": remark.subject,
        "words": remark.words,
        "by": remark.by,
        "on": remark.at,
        "status": status(remark),
        "answer": answered(remark.answer),
    }


def status(remark: Remark) -> dict:
    """What has been done about it."""
    if remark.mended:
        return {"tone": MENDED, "label": _("Ce qu’elle touche a changé depuis")}
    if remark.answer:
        return {"tone": ANSWERED, "label": _("Répondu")}
    return {"tone": UNMET, "label": _("À traiter")}


def answered(answer: Any | None) -> dict | None:
    """The region's answer, in its words."""
    return {"text": answer.text, "by": answer.signatory, "on": answer.given_at} if answer else None
