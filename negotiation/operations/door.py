"""The one door to a dossier: lock, ask, act, write down, say whose turn it is, tell them after commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cper.people.models import Actor, Mandate
from cper.people.rights import Refused, Stale, Verdict
from cper.words.french import long_moment
from negotiation import access, announcements, differences, snapshots, turns, workflow
from negotiation.models import Contract, Opinion, Passage, Snapshot
from negotiation.models.record import JUDGING, REWRITING
from negotiation.operations import agreed
from negotiation.vocabulary import Step


@dataclass
class Deed:
    """An act under way: the locked contract, the row of the law, and under which mandate.

    `judged` is the dossier as an act that submits or decides finds it, `before` as an act that rewrites it does;
    `asking` the opinion that it gives where that asks for corrections.
    """

    contract: Contract
    action: workflow.Action
    mandate: Mandate
    at: datetime
    detail: str = ""
    judged: Snapshot | None = None
    before: snapshots.Facts | None = None
    asking: Opinion | None = None

    @property
    def stamp(self) -> dict:
        return self.mandate.stamp


def lock(contract: Contract) -> Contract:
    """The contract as it stands now, held until the transaction ends."""
    return Contract.objects.select_for_update(of=("self",)).select_related("region").get(pk=contract.pk)


@contextmanager
def act(
    name: str, contract: Contract, *, by: Actor, at: datetime, seen: int | None = None, comment: str = ""
) -> Iterator[Deed]:
    """Do one act of the law on a contract, whole or not at all.

    In one transaction: locks the contract; raises `Refused` when the actor has no mandate for it, `Stale` when
    `seen` (the version the page was made from) is not the version held, `Refused` when the step or a missing piece
    forbids it; keeps what the act
    judges; runs the body; bumps the version unless the act is silent; saves the contract with its history row;
    writes the Passage; renews whose turn it is; writes the notices, mailed after commit.
    """
    with transaction.atomic():
        held = lock(contract)
        verdict = access.decide(by, name, held)
        if verdict.forbidden:
            raise Refused(verdict)
        if seen is not None and seen != held.version:
            raise Stale(Verdict(allowed=False, reason=what_happened(held)))
        if not verdict.allowed:
            raise Refused(verdict)
        deed = Deed(held, workflow.at(held.step, name), verdict.mandate, at)
        deed.judged = snapshots.take(held, at) if name in JUDGING else None
        deed.before = snapshots.fresh_facts_of(held) if name in REWRITING else None
        source = held.step
        yield deed
        _conclude(deed, source, by, comment)


def _conclude(deed: Deed, source: str, by: Actor, comment: str) -> None:
    contract = deed.contract
    moved = contract.step != source
    if moved:
        contract.enter(source=source, at=deed.at)
    if not deed.action.silent:
        contract.version += 1
        contract._history_user = by.user
        contract._history_date = deed.at
        contract._change_reason = comment or str(deed.action.label)
        contract.save()
    Passage.objects.create(
        contract=contract,
        action=deed.action.name,
        source=source,
        target=contract.step,
        at=deed.at,
        comment=comment.strip(),
        detail=deed.detail,
        version=contract.version,
        judged=deed.judged,
        changes=_changes(deed),
        **deed.stamp,
    )
    if moved and contract.step == Step.SIGNED:
        _bind(deed, by.day)
    contract.forget()
    renewed = turns.renew(contract, at=deed.at, day=by.day)
    announcements.announce(contract, renewed, at=deed.at, author=deed.mandate, asking=deed.asking)


def _bind(deed: Deed, day: date) -> None:
    """Keep what the parties have agreed, tell those who receive it, and hand the contract over to what the site's
    composition has do with it (`CPER_ONCE_SIGNED`). That comes after the commit: a signature given never fails for
    what follows it, which the daily pull makes good."""
    agreed.begin_terms(deed.contract, at=deed.at)
    announcements.announce_signature(deed.contract, at=deed.at, author=deed.mandate)
    for name in settings.CPER_ONCE_SIGNED:
        transaction.on_commit(partial(import_string(name), deed.contract.pk, day), robust=True)


def _changes(deed: Deed) -> list[dict]:
    """What the act changed in the dossier, from what to what, for the journal."""
    if deed.before is None:
        return []
    return differences.as_rows(differences.difference(deed.before, snapshots.fresh_facts_of(deed.contract)))


def what_happened(contract: Contract, project: int | None = None) -> str:
    """Who did what, when, for the one who comes second; what was done to the project of that number, where one is
    meant."""
    passages = contract.passages.all()
    last = passages.filter(changes__contains=[{"project": project}]).first() if project else None
    last = last or passages.first()
    if last is None:
        return _("Le dossier a changé depuis que cette page s’est ouverte : relisez-le avant d’agir.")
    return _("Le dossier a changé depuis que cette page s’est ouverte : %(who)s, « %(what)s », le %(when)s.") % {
        "who": last.signatory,
        "what": last.label,
        "when": long_moment(last.at),
    }
