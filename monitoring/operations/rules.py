"""The funding windows and their rules, kept by the ANICT."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from cper.people.models import Actor
from cper.people.rights import Stale, Verdict
from cper.words.clock import day_of
from cper.words.french import long_moment
from monitoring import renewal
from monitoring.access import Nation
from monitoring.models import FollowedContract, FundingWindow, Tranche, TrancheRule
from monitoring.models.followed import CHECKLIST, PLAN
from monitoring.operations.door import act
from monitoring.vocabulary import TrancheState


@dataclass(frozen=True)
class Rule:
    """What a window asks at a rank; rates in hundredths of a percent, None where it asks nothing."""

    rank: int
    share: int | None = None
    justified: int | None = None
    papers: tuple[str, ...] = field(default=())


def save_window(
    window: FundingWindow,
    rules: Iterable[Rule],
    *,
    by: Actor,
    at: datetime,
    since: date | None = None,
    text: str = "",
) -> FundingWindow:
    """Save a window with its rules, which hold from the day `since` on (that of the act, unless told), by that text:
    a tranche prepared before keeps the former ones. Rules of the same day are replaced; all keep their history. Raises
    `Stale` when somebody saved it since `window` was read."""
    with act("keep_rules", Nation(), by=by, at=at) as deed:
        held = FundingWindow.objects.filter(pk=window.pk).first()
        if held and held.version != window.version:
            raise Stale(Verdict(allowed=False, reason=who_kept(held)))
        window._history_user = by.user
        window.version += 1
        window.save()
        _replace(window, list(rules), since or day_of(at), text)
        deed.detail = window.name
        _renew_files(window)
    return window


def _replace(window: FundingWindow, rules: list[Rule], since: date, text: str) -> None:
    """Write the rules of that day; where they ask nothing more, a first rank that asks nothing ends those before."""
    for rule in window.rules.filter(since=since):
        rule.delete()
    ending = [Rule(1)] if not rules and window.rules.filter(since__lt=since).exists() else []
    for rule in rules or ending:
        asked = {"share": rule.share, "justified": rule.justified, "papers": list(rule.papers)}
        TrancheRule.objects.create(window=window, since=since, text=text, rank=rule.rank, **asked)


def who_kept(window: FundingWindow) -> str:
    """Who saved it, and when, for the one who comes second."""
    last = window.history.select_related("history_user").first()
    if last is None or last.history_user is None:
        return _("Ce guichet a changé depuis que cette page s’est ouverte.")
    said = _("Ce guichet a changé depuis que cette page s’est ouverte : %(who)s l’a enregistré le %(when)s.")
    return said % {"who": last.history_user.name, "when": long_moment(last.history_date)}


def _renew_files(window: FundingWindow) -> None:
    """The files being gathered for this window are read again under its new rules."""
    gathering = Tranche.objects.filter(window=window, state__in=(TrancheState.DRAFT, TrancheState.RETURNED))
    for contract in FollowedContract.objects.filter(pk__in=gathering.values("contract")):
        renewal.renew_files(contract.load(facts=(*PLAN, *CHECKLIST)))
