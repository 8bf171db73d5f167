"""The expenses declared of a tranche, the last first: what the ANICT accepted of each, and why not all."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cper.words.french import long_date, money, sum_of
from monitoring.models import Justification, Tranche

S = Justification.State
TONES = {S.PENDING: "info", S.ACCEPTED: "done", S.IN_PART: "late", S.REFUSED: "refused"}


def rows(tranche: Tranche) -> list[dict]:
    found = sorted(tranche.justifications.all(), key=lambda one: -one.number)
    return [row(one, tranche) for one in found]


def row(one: Justification, tranche: Tranche) -> dict:
    words = {"number": one.number, "sum": money(one.declared)}
    said = {"day": long_date(one.on), "who": one.signatory}
    return {
        "label": _("Justification %(number)s : %(sum)s déclarés") % words,
        "status": {"tone": TONES[one.state], "label": one.state.label},
        "by": _("datée du %(day)s, par %(who)s") % said,
        "answer": answer(one),
        "reason": one.reason,
        "url": reverse("paper", args=[tranche.contract.reference, one.paper_id]),
    }


def answer(one: Justification) -> str:
    """« 30 000 000 FCFA acceptés sur 34 000 000 FCFA le 3 mars 2019, par … »; what is awaited until then."""
    if one.waits:
        return _("L’ANICT doit l’examiner ; rien n’en compte encore.")
    accepted = sum_of(one.accepted, "%s accepté", "%s acceptés")
    words = {"accepted": accepted, "day": long_date(one.answered_on), "who": one.answerer}
    return _("%(accepted)s le %(day)s, par %(who)s.") % words
