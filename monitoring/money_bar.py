"""The money of one source, one contract or many, step by step: five sums in words, and a bar of what is drawn of them.

Engaged by the convention, inscribed in a budget, mobilised, paid, justified. The sums and what they lack are handed
over (`monitoring.figures`); here they only learn to be read. Amounts are whole FCFA, None is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cper.words.french import money
from cper.words.rates import rounded

BAR_LENGTH = 1000  # the bar is drawn in thousandths of its longest part
MINIMAL_WIDTH = 4  # a sum that exists is always seen
BAR_HEIGHT = 18
HEADINGS = {
    "engaged": _("Engagé"),
    "inscribed": _("Inscrit"),
    "mobilised": _("Mobilisé"),
    "paid": _("Payé"),
    "justified": _("Justifié"),
}
# The parts drawn, one in the other, and how far each stays from the edges; the other sums are read only.
DRAWN = {"engaged": 0, "mobilised": 3, "paid": 6}
UNKNOWN = _("non connu")


@dataclass(frozen=True)
class Note:
    """What is said under a sum; `late` when its day has passed."""

    text: str
    late: bool = False


@dataclass(frozen=True)
class Step:
    """One sum, None where it is not known, what is said of it, and its part of the bar where it is drawn."""

    name: str
    label: str
    amount: int | None
    width: int
    notes: tuple[Note, ...] = ()

    @property
    def words(self) -> str:
        return str(UNKNOWN) if self.amount is None else money(self.amount)

    @property
    def y(self) -> int:
        return DRAWN[self.name]

    @property
    def height(self) -> int:
        return BAR_HEIGHT - 2 * self.y

    @property
    def is_drawn(self) -> bool:
        return self.name in DRAWN and bool(self.width)


@dataclass(frozen=True)
class MoneyBar:
    """A source and a year; `tone` is the source's in the bar of shares: state, region, partner, other."""

    label: str
    tone: str
    steps: tuple[Step, ...]
    expected: int | None = None  # where the bar is marked: what is due by the day and not yet there, in thousandths

    @property
    def is_drawn(self) -> bool:
        return any(step.is_drawn for step in self.steps)


def money_bar(
    label: str,
    tone: str,
    sums: Mapping[str, int | None],
    notes: Mapping[str, tuple[Note, ...]] | None = None,
    expected: int | None = None,
) -> MoneyBar:
    """The sums in their order, to one scale; one that is left out is not shown at all. `expected` is the sum due by
    the day, marked while it has not all come. Raises ValueError for any other name."""
    longest = max([1, *(amount for name, amount in sums.items() if amount and name in DRAWN)])
    steps = tuple(
        Step(name, str(HEADINGS[name]), sums[name], width(sums[name], longest), (notes or {}).get(name, ()))
        for name in sorted(sums, key=list(HEADINGS).index)
    )
    lacks_some = bool(expected) and expected > (sums.get("mobilised") or 0)
    mark = min(BAR_LENGTH, rounded(BAR_LENGTH * expected, longest)) if lacks_some else None
    return MoneyBar(label, tone, steps, mark)


LACKS = {
    "to_inscribe": (_("%s à inscrire, échus à ce jour"), _("%s à inscrire, à venir")),
    "to_mobilise": (_("%s à mobiliser, échus à ce jour"), _("%s à mobiliser, à venir")),
    "to_release": (_("%s approuvés, à débloquer"), ""),
    "to_pay": (_("%s à payer"), ""),
    "to_justify": (_("%s à justifier"), ""),
}


def lacks(name: str, due: int | None, coming: int | None = 0) -> tuple[Note, ...]:
    """A gap in words, what is due apart from what is to come; nothing where nothing lacks or nobody knows."""
    now, later = LACKS[name]
    found = [Note(str(now) % money(due), late=bool(later))] if due else []
    return (*found, Note(str(later) % money(coming))) if coming else tuple(found)


def beyond(amount: int | None) -> tuple[Note, ...]:
    """What came beyond the plan in some lines, where others lack: the gap hides neither."""
    return (Note(_t("dont %s au-delà de ce que le plan donne à leur année") % money(amount)),) if amount else ()


def given_back(amount: int | None) -> tuple[Note, ...]:
    """What was released and a payment gave back to the plan."""
    return (Note(_t("%s débloqués puis rendus au plan") % money(amount)),) if amount else ()


def against_cost(engaged: int | None, cost: int) -> tuple[Note, ...]:
    """Two figures of one thing stand together: what the shares engage, what the projects are declared to cost."""
    if engaged == cost or not cost:
        return ()
    words = {"cost": money(cost), "gap": money(abs((engaged or 0) - cost))}
    if engaged is None:
        return (Note(_t("coût déclaré des projets : %(cost)s") % words),)
    if engaged > cost:
        return (Note(_t("somme des parts : %(gap)s de plus que le coût déclaré, %(cost)s") % words, late=True),)
    return (Note(_t("somme des parts : %(gap)s de moins que le coût déclaré, %(cost)s") % words, late=True),)


def width(amount: int | None, longest: int) -> int:
    return max(rounded(BAR_LENGTH * amount, longest), MINIMAL_WIDTH) if amount else 0
