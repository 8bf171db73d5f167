"""The duties that have an act of their own: team, works contract, committees, evaluation, indicators."""

from datetime import date, datetime

from django.core.files import File
from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.words.clock import day_of
from cper.words.french import long_date
from monitoring import order
from monitoring.access import Nation
from monitoring.models import Duty, FollowedContract, Fulfilment
from monitoring.operations.door import Deed, act, refuse
from monitoring.vocabulary import DutyRule
from monitoring.workflow import ENDED_BY, OWN_ACTS


def fulfil(
    contract: FollowedContract | None,
    name: str,
    key: str,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    note: str = "",
    lapsed: bool = False,
    reason: str = "",
    file: File | None = None,
) -> Fulfilment:
    """Settle a duty: done, with its document, or let lapse, with its reason. `contract` is None for the nation. Once
    settled, the act corrects what was written of it: both stay, the last counts.

    Raises `Refused` when no such duty stands for that period, before it opens, out of the order of a committee's
    meetings, when it may not lapse, when document or reason lacks; and a correction without its `reason`.
    """
    rule = OWN_ACTS[name]
    with act(name, contract or Nation(), by=by, at=at, on=on, comment=reason or note) as deed:
        duty = _standing(deed, rule, key)
        former = _corrected(deed, duty, reason)
        _in_order(deed, duty, lapsed=lapsed, settled=former is not None)
        deed.lapsed = lapsed
        if lapsed:
            _may_lapse(duty, note, day_of(at))
            deed.paper = deed.file(file) if file else None
        else:
            deed.take(file)
        deed.detail = f"{duty.title} {duty.label}".strip()
        facts = {"code": rule.code, "key": key, "lapsed": lapsed, "note": note.strip(), "at": at}
        done = Fulfilment.objects.create(corrects=former, reason=reason.strip(), **facts, **deed.fact)
    return done


def lapse_resources(contract: FollowedContract, key: str, *, reason: str, by: Actor, at: datetime) -> Fulfilment:
    """Write that the other resources of a year never came, and why: the duty ends without a movement.

    Raises `Refused` before the year's last day has passed, and once the duty is settled.
    """
    rule = ENDED_BY["lapse_resources"]
    with act("lapse_resources", contract, by=by, at=at, comment=reason) as deed:
        duty = _standing(deed, rule, key)
        if duty.settled_on:
            raise refuse(_("Cette obligation est déjà réglée."))
        _may_lapse(duty, deed.comment, day_of(at))
        deed.detail = f"{duty.title} {duty.label}"
        done = Fulfilment.objects.create(
            code=rule.code, key=key, lapsed=True, note=deed.comment, at=deed.at, **deed.fact
        )
    return done


def _corrected(deed: Deed, duty: Duty, reason: str) -> Fulfilment | None:
    """What the act corrects, where the duty is settled already: never without its reason."""
    former = order.standing(deed.contract, duty.code, duty.key)
    if former and not reason.strip():
        words = {"day": long_date(former.on)}
        raise refuse(_("Cette obligation est déjà réglée, le %(day)s : dites pourquoi vous la corrigez.") % words)
    return former


def _in_order(deed: Deed, duty: Duty, *, lapsed: bool, settled: bool) -> None:
    wrong = order.meeting(deed.contract, duty, deed.on, lapsed=lapsed, settled=settled)
    if wrong:
        raise refuse(wrong)


def _standing(deed: Deed, rule: DutyRule, key: str) -> Duty:
    duty = Duty.objects.filter(contract=deed.contract, code=rule.code, key=key).first()
    if duty is None:
        raise refuse(_("Cette obligation n’existe pas pour cette période."))
    if duty.opens_on > deed.on:
        raise refuse(_("Cette obligation ne s’ouvre que le %(day)s.") % {"day": long_date(duty.opens_on)})
    return duty


def _may_lapse(duty: Duty, note: str, day: date) -> None:
    if not duty.rule.may_lapse:
        raise refuse(_("Cette obligation ne se constate pas en carence."))
    if not note.strip():
        raise refuse(_("Une carence est toujours motivée."))
    if duty.due_on and duty.due_on >= day:
        raise refuse(_("L’échéance n’est pas passée : il est encore temps de le faire."))
