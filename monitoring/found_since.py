"""What the controls found on the day of an adopted report, beside what they find of that day with what is known since.

The report never changes; a finding that later facts lift, move or raise says so beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cper.words.french import money
from monitoring import gathering
from monitoring.models import FollowedContract, QuarterReport
from monitoring.quarter_facts import Finding


@dataclass(frozen=True)
class Told:
    """A finding of the report's day and what is known of it since; empty while it stands as it was frozen."""

    finding: Finding
    since: str = ""


def told(contract: FollowedContract, report: QuarterReport, adopted: tuple[Finding, ...]) -> list[Told]:
    """The findings of an adopted report, then those that its day has gained; `contract` loaded. One frozen without its
    control is told as it is."""
    day = date.fromisoformat(report.facts["as_of"])
    now = {(one.rule, one.key): one for one in gathering.found(contract, report, day)}
    rows = [Told(one, _said(one, now.get((one.rule, one.key)))) for one in adopted]
    return [*rows, *_gained(adopted, now)]


def _said(frozen: Finding, now: Finding | None) -> str:
    if not frozen.rule:
        return ""
    if now is None:
        return _("Levé depuis\u00a0: il ne tient plus, avec ce qui a été enregistré après l’adoption.")
    if now.amount != frozen.amount:
        return _("depuis\u00a0: %s") % (money(now.amount) if now.amount is not None else _("somme non connue"))
    return ""


def _gained(adopted: tuple[Finding, ...], now: dict[tuple[str, str], Finding]) -> Iterator[Told]:
    """What its day has that the report had not; nothing of a report whose findings do not name their controls."""
    held = {(one.rule, one.key) for one in adopted}
    if any(not rule for rule, _key in held):
        return
    for place, one in now.items():
        if place not in held:
            yield Told(
                one, _("Apparu depuis, avec ce qui a été enregistré après l’adoption\u00a0; le rapport ne l’a pas.")
            )
