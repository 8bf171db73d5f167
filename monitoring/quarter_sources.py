"""The mobilisation of a contrat-plan in its quarterly report: what each source owes and did, year by year.

As in `monitoring.quarter_facts`: amounts are whole FCFA as declared, rates hundredths of a percent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cper.words.rates import percent
from monitoring.quarter_facts import amount_label, rate_label


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """What a source owes and did for a year (None: the plan gives no year); `tone` is its colour on the screens."""

    label: str
    tone: str
    year: int | None
    engaged: int
    inscribed: int | None
    mobilised: int
    paid: int
    justified: int
    rate: int | None

    def is_ahead_of(self, year: int) -> bool:
        """Whether it is planned for a later year, and nothing more."""
        return bool(
            self.year
            and self.year > year
            and self.inscribed is None
            and not (self.mobilised or self.paid or self.justified)
        )


@dataclass(frozen=True)
class Row:
    """One line of the mobilisation: engaged, inscribed, mobilised, paid, justified, and the rate of mobilisation."""

    label: str
    cells: tuple[str, ...]
    rate: str


@dataclass(frozen=True)
class SourceGroup:
    """The years of one source; the sum is left out where it would only repeat a single year."""

    title: str
    tone: str
    rows: tuple[Row, ...]
    total: Row | None


def source_groups(sources: Sequence[SourceFacts], year: int) -> tuple[SourceGroup, ...]:
    """The sources in the order given, each with its years; those after `year` in which nothing has happened yet stand
    in one line."""
    by_source: dict[tuple[str, str], list[SourceFacts]] = {}
    for source in sources:
        by_source.setdefault((source.label, source.tone), []).append(source)
    return tuple(
        SourceGroup(
            label,
            tone,
            tuple(_rows(years, year)),
            sum_of(years, _("Total")) if len(years) > 1 else None,
        )
        for (label, tone), years in by_source.items()
    )


def _rows(years: Sequence[SourceFacts], year: int) -> Iterator[Row]:
    ahead = [one for one in years if one.is_ahead_of(year)]
    folded = ahead if len(ahead) > 1 else []
    for one in years:
        if one not in folded:
            yield sum_of([one], _("Sans année") if one.year is None else str(one.year), rate_label(one.rate))
        elif one is folded[0]:
            words = {"first": folded[0].year, "last": folded[-1].year}
            yield sum_of(folded, _("%(first)s à %(last)s") % words)


def sum_of(sources: Sequence[SourceFacts], label: str, rate: str = "") -> Row:
    """What several years or sources make; what nobody inscribed stays a dash, and is not taken for a zero."""
    inscribed = [source.inscribed for source in sources if source.inscribed is not None]
    engaged, mobilised = (sum(getattr(source, name) for source in sources) for name in ("engaged", "mobilised"))
    cells = (
        engaged,
        sum(inscribed) if inscribed else None,
        mobilised,
        sum(source.paid for source in sources),
        sum(source.justified for source in sources),
    )
    return Row(label, tuple(amount_label(amount) for amount in cells), rate or percent(mobilised, engaged))
