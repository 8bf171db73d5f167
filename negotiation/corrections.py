"""What has become of a dossier since a ministry gave the opinion that it is asked for again (grid, step 5)."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from cper.people.models import Institution
from negotiation import snapshots
from negotiation.differences import Change, difference
from negotiation.models import Contract, Opinion
from negotiation.models.remarks import OPINION, last_answer


@dataclass(frozen=True)
class Since:
    """The former opinion, what has changed since in what it speaks on, the region's answer to it, and what it says of
    its correction."""

    opinion: Opinion
    changes: tuple[Change, ...]
    answer: str
    words: str


def since(contract: Contract, ministry: Institution) -> Since | None:
    """What has happened since the last opinion of that ministry that was superseded; None where it gave none."""
    past = [one for one in contract.opinions.all() if one.superseded and one.institution_id == ministry.pk]
    if not past:
        return None
    last = past[-1]
    prefetch_related_objects([last], "judged")
    before, now = (facts.only(facts.seen_by(ministry)) for facts in (snapshots.read(last.judged), contract.facts))
    answer = last_answer(contract, OPINION, last)
    sent = contract.passages.filter(action="resubmit").first()
    return Since(last, difference(before, now), answer.text if answer else "", sent.comment if sent else "")


def line(change: Change) -> str:
    """A change as a line of a letter: « Projet 1 : Marché. Coût : 100 FCFA → 120 FCFA (écart +20 FCFA) »."""
    sides = " → ".join(side or "–" for side in (change.before, change.after))
    gap = f" ({change.gap})" if change.gap else ""
    return f"{change.subject}. {change.what} : {sides}{gap}"
