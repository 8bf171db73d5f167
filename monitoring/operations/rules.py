"""The funding windows and their rules, kept by the ANICT."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from monitoring.access import Nation
from monitoring.models import FundingWindow, TrancheRule
from monitoring.operations.door import act
from negotiation.models import Actor


@dataclass(frozen=True)
class Rule:
    """What a window asks at a rank; rates in hundredths of a percent, None where it asks nothing."""

    rank: int
    share: int | None = None
    justified: int | None = None
    papers: tuple[str, ...] = field(default=())


def save_window(window: FundingWindow, rules: Iterable[Rule], *, by: Actor, at: datetime) -> FundingWindow:
    """Save a window with its rules, which replace those before; both keep their history."""
    with act("keep_rules", Nation(), by=by, at=at) as deed:
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
