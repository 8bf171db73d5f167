"""The expenses of a tranche: declared by the region with their papers, examined by the ANICT."""

from datetime import date, datetime

from django.core.files import File
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.french import money
from monitoring.models import Justification, Tranche
from monitoring.operations.door import Deed, act, not_before, refuse


def justify(
    tranche: Tranche,
    amount: int,
    *,
    by: Actor,
    at: datetime,
    file: File | None = None,
    on: date | None = None,
    seen: int | None = None,
) -> Justification:
    """Declare expenses with their papers. Nothing is justified yet: the ANICT examines them.

    Raises `Refused` without the papers, and above what is paid and neither justified nor under review.
    """
    with act("justify", tranche, by=by, at=at, on=on, seen=seen, amount=amount) as deed:
        held = deed.subject
        deed.take(file)
        if amount <= 0:
            raise refuse(_("Indiquez la somme."))
        if amount > held.undeclared:
            words = {"amount": money(amount), "most": money(held.undeclared)}
            raise refuse(_("%(amount)s dépasse ce qui reste à justifier : %(most)s.") % words)
        number = held.justifications.count() + 1
        declared = Justification.objects.create(
            tranche=held, number=number, on=deed.on, at=at, declared=amount, paper=deed.paper, **deed.stamp
        )
        held.under_review += amount
        deed.detail = _("Justification %s, en examen à l’ANICT") % number
    return declared


def examine(
    tranche: Tranche,
    *,
    accepted: int,
    by: Actor,
    at: datetime,
    reason: str = "",
    on: date | None = None,
    seen: int | None = None,
) -> Justification:
    """Answer the oldest declaration under review: `accepted` francs of it count as justified, from all to none.

    Raises `Refused` when nothing is under review, above what is declared, without a reason unless all is accepted.
    """
    with act("examine", tranche, by=by, at=at, on=on, seen=seen, amount=accepted, comment=reason) as deed:
        declared = _answerable(deed, accepted)
        declared.accepted, declared.reason = accepted, deed.comment
        declared.sign_answer(deed.stamp, at, deed.on)
        declared.save()
        deed.subject.examine(declared.declared, accepted)
        words = {"number": declared.number, "declared": money(declared.declared)}
        words["state"] = str(declared.state.label).lower()
        deed.detail = _("Justification %(number)s, %(declared)s déclarés : %(state)s") % words
    return declared


def _answerable(deed: Deed, accepted: int) -> Justification:
    """The oldest declaration, which may be answered with that sum."""
    declared = under_review(deed.subject)
    if declared is None:
        raise refuse(_("Aucune justification n’attend d’examen."))
    not_before(declared.on, deed.on)
    if not 0 <= accepted <= declared.declared:
        words = {"amount": money(accepted), "most": money(declared.declared)}
        raise refuse(_("%(amount)s dépasse la somme déclarée : %(most)s.") % words)
    if accepted < declared.declared and not deed.comment:
        raise refuse(_("Ce qui n’est pas accepté en entier est toujours motivé : indiquez le motif."))
    return declared


def under_review(tranche: Tranche) -> Justification | None:
    """The oldest declaration that waits for its examination."""
    return next((one for one in tranche.justifications.all() if one.waits), None)
