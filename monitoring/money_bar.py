"""The money of one source in one year, step by step: five sums in words, and a bar of five parts, one in the other.

Engaged by the convention, inscribed in a budget, mobilised, paid, justified: each step is compared with the last one
known before it, since a difference is where money waits. Amounts are whole FCFA.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from negotiation.french import money

BAR_LENGTH = 1000  # the bar is drawn in thousandths of its longest part
MINIMAL_WIDTH = 4  # a sum that exists is always seen
BAR_HEIGHT = 18


@dataclass(frozen=True)
class Words:
    """How a step is called: at the head of its sum, when its sum is not whole, when the next one is above it.

    `inset` is how far its part of the bar stays from the edges: what was engaged frames the rest.
    """

    heading: str
    lack: str
    excess: str
    inset: int


WORDS = {
    "engaged": Words(_("Engagé"), "", _("%s de plus que l’engagé"), 0),
    "inscribed": Words(_("Inscrit"), _("%s à inscrire"), _("%s de plus que l’inscrit"), 3),
    "mobilised": Words(_("Mobilisé"), _("%s à mobiliser"), _("%s de plus que le mobilisé"), 3),
    "paid": Words(_("Payé"), _("%s à payer"), _("%s de plus que le payé"), 3),
    "justified": Words(_("Justifié"), _("%s à justifier"), "", 7),
}


@dataclass(frozen=True)
class Step:
    """One sum and its part of the bar; `gap` says what it lacks, or what it has beyond the step before (`over`)."""

    name: str
    label: str
    amount: int | None
    width: int
    gap: str = ""
    over: bool = False

    @property
    def y(self) -> int:
        return WORDS[self.name].inset

    @property
    def height(self) -> int:
        return BAR_HEIGHT - 2 * self.y


@dataclass(frozen=True)
class MoneyBar:
    """A source and a year; `tone` is the source's in the bar of shares: state, region, partner, other."""

    label: str
    tone: str
    steps: tuple[Step, ...]


def money_bar(label: str, tone: str, **sums: int | None) -> MoneyBar:
    """Lay the sums one inside the other, to one scale; None is a step that is not known or does not exist.

    The sums are engaged, inscribed, mobilised, paid, justified; one that is left out is not shown at all. Raises
    ValueError for any other.
    """
    longest = max([1, *(amount for amount in sums.values() if amount)])
    steps: list[Step] = []
    for name in sorted(sums, key=list(WORDS).index):
        before = next((step for step in reversed(steps) if step.amount is not None), None)
        gap, over = compared(name, sums[name], before)
        steps.append(Step(name, str(WORDS[name].heading), sums[name], width(sums[name], longest), gap, over))
    return MoneyBar(label, tone, tuple(steps))


def compared(name: str, amount: int | None, before: Step | None) -> tuple[str, bool]:
    """What a sum lacks of the one before it, or exceeds it by; nothing to say when they are equal."""
    if amount is None or before is None or amount == before.amount:
        return "", False
    if amount < before.amount:
        return WORDS[name].lack % money(before.amount - amount), False
    return WORDS[before.name].excess % money(amount - before.amount), True


def width(amount: int | None, longest: int) -> int:
    return max((2 * BAR_LENGTH * amount + longest) // (2 * longest), MINIMAL_WIDTH) if amount else 0
