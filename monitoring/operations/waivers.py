"""Setting aside a rule of a window for one tranche: the region asks, the ANICT's signatory gives or refuses."""

from datetime import datetime

from django.utils.translation import gettext as _

from cper.people.models import Actor
from monitoring.models import Tranche, Waiver, WaiverRequest
from monitoring.models.requirements import Met, checklist
from monitoring.operations.door import Deed, act, refuse
from monitoring.operations.tranches import mend


def ask_waiver(
    tranche: Tranche, code: str, *, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> WaiverRequest:
    """Ask that a rule that is not met be set aside; the rule is kept as the fact it is that day.

    Raises `Refused` for what no one may set aside, for a rule that is met or waived, and while one is asked for.
    """
    with act("ask_waiver", tranche, by=by, at=at, seen=seen, comment=reason) as deed:
        rule = _unmet(deed.subject, code)
        if code in deed.subject.waivers_asked:
            raise refuse(_("Une dérogation à cette règle est déjà demandée."))
        asked = WaiverRequest.objects.create(
            tranche=deed.subject, code=code, fact=rule.label, plea=deed.comment, at=at, **deed.stamp
        )
        deed.subject.waivers_asked = [*deed.subject.waivers_asked, code]
        deed.detail = rule.label
    return asked


def waive(tranche: Tranche, code: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> Waiver:
    """Set aside one rule of the window for this tranche, asked for or not; the reason stays visible. The source's own
    papers are not the window's to waive."""
    with act("waive", tranche, by=by, at=at, seen=seen, comment=reason) as deed:
        rule = _unmet(deed.subject, code)
        waiver = Waiver.objects.create(tranche=deed.subject, code=code, reason=deed.comment, given_at=at, **deed.stamp)
        _answer(deed, code, granted=True)
        mend(deed.subject, code)
        deed.detail = _("Accordée : %s") % rule.label
    return waiver


def refuse_waiver(
    tranche: Tranche, code: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None
) -> WaiverRequest:
    """Refuse a waiver that was asked for, with a reason that the region reads first."""
    with act("waive", tranche, by=by, at=at, seen=seen, comment=reason) as deed:
        asked = _answer(deed, code, granted=False)
        if asked is None:
            raise refuse(_("Aucune dérogation à cette règle n’est demandée."))
        deed.detail = _("Refusée : %s") % asked.fact
    return asked


def _unmet(tranche: Tranche, code: str) -> Met:
    """The rule of that code, which may be set aside and is not met."""
    rule = next((met for met in checklist(tranche) if met.code == code), None)
    if rule is None or not rule.waivable:
        raise refuse(_("Cette exigence ne se déroge pas."))
    if rule.done:
        raise refuse(_("Cette exigence est remplie : il n’y a pas lieu d’y déroger."))
    if rule.waiver:
        raise refuse(_("Cette règle est déjà écartée pour cette tranche."))
    return rule


def _answer(deed: Deed, code: str, *, granted: bool) -> WaiverRequest | None:
    """Close the request that waits for that rule, if one does."""
    asked = next((one for one in deed.subject.waiver_requests.all() if one.code == code and one.waits), None)
    if asked:
        asked.granted, asked.reason = granted, deed.comment
        asked.sign_answer(deed.stamp, deed.at, deed.on)
        asked.save()
        deed.subject.waivers_asked = [one for one in deed.subject.waivers_asked if one != code]
    return asked
