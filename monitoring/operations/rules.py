"""The funding windows and their rules, kept by the ANICT."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from monitoring.access import Nation
from monitoring.models import FundingWindow, TrancheRule
from monitoring.operations.door import Stale, act
from negotiation.access import Verdict
from negotiation.models import Actor


@dataclass(frozen=True)
class Rule:
    """What a window asks at a rank; rates in hundredths of a percent, None where it asks nothing."""

    rank: int
    share: int | None = None
    justified: int | None = None
    papers: tuple[str, ...] = field(default=())


def save_window(window: FundingWindow, rules: Iterable[Rule], *, by: Actor, at: datetime) -> FundingWindow:
    """Save a window with its rules, which replace those before; both keep their history. Raises `Stale` when
    somebody saved it since `window` was read."""
    with act("keep_rules", Nation(), by=by, at=at) as deed:
        held = FundingWindow.objects.filter(pk=window.pk).first()
        if held and held.version != window.version:
            raise Stale(Verdict(allowed=False, reason=_("Ce guichet a changé depuis que cette page s’est ouverte.")))
        window._history_user = by.user
        window.version += 1
        window.save()
        for rule in window.rules.all():
            rule.delete()
        for rule in rules:
            TrancheRule.objects.create(
                window=window, rank=rule.rank, share=rule.share, justified=rule.justified, papers=list(rule.papers)
            )
        deed.detail = window.name
    return window
