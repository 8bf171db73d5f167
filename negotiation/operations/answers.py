"""What the region answers to the examiners' remarks, before it sends its dossier again (E3, E5)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.people.rights import Refused, Verdict
from negotiation.clauses import answer_fault
from negotiation.models import Answer, Contract
from negotiation.models.remarks import as_line
from negotiation.operations.door import act


def answer_remarks(
    contract: Contract, answers: Mapping[str, str], *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Write the region's answers: `Remark.key` → its words. A former answer stays, the last one counts.

    Raises `Refused` where a remark is no longer to be met, and for an answer that says nothing.
    """
    with act("answer_remarks", contract, by=by, at=at, seen=seen) as deed:
        asked = {remark.key: remark for remark in deed.contract.remarks}
        if not answers.keys() <= asked.keys():
            reason = _("Une des remarques auxquelles vous répondez n’attend plus de suite.")
            raise Refused(Verdict(allowed=False, reason=reason))
        for fault in filter(None, map(answer_fault, answers.values())):
            raise Refused(Verdict(allowed=False, reason=fault))
        Answer.objects.bulk_create(
            Answer(
                contract=deed.contract,
                text=text.strip(),
                given_at=at,
                **{asked[key].kind: asked[key].row},
                **deed.stamp,
            )
            for key, text in answers.items()
        )
        # A line each: the journal holds them for good, and the decision that follows is read beside them.
        lines = (as_line(asked[key].subject, " ".join(text.split())) for key, text in answers.items())
        deed.detail = "\n".join(lines)
