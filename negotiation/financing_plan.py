"""Who pays what, when, for which project: the table of the convention, which adds up to the franc.

Every figure is shown as declared. Where the shares of a project do not make its cost, the difference stands under it
and nothing is corrected. Amounts are whole FCFA.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from django.utils.translation import gettext as _

from cper.words.french import digits, money, sequence
from cper.words.in_words import difference
from cper.words.rates import parts, rate, written

# Five years, a total and a share fill the width of a page; further years go on in a table below.
YEARS_ACROSS = 5
YEARS_AT_EASE = 3
LARGE_SUM = 10**11  # the size of figures that still let five years stand side by side
NOTHING_DECLARED = "–"


class Payer(IntEnum):
    """Whose commitment a share is; the order is that of the rows."""

    STATE = 1
    REGION = 2
    OTHER = 3


@dataclass(frozen=True)
class Share:
    """What a source pays of a project in a year; without a year when the declaration gives none."""

    payer: Payer
    source: str
    amount: int
    year: int | None = None


class Financed(Protocol):
    number: int
    title: str
    cost: int
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Row:
    """One line of figures, ready to print: a cell for each year of the table, the total of all years, its share."""

    label: str
    cells: tuple[str, ...]
    total: str
    percent: str


@dataclass(frozen=True)
class Group:
    """The sources of one project, or of the whole, and their sum; the note tells the gap with the cost."""

    title: str
    rows: tuple[Row, ...]
    total: Row
    note: str


@dataclass(frozen=True)
class Table:
    """Some years of the plan; the last table also holds the totals of all years. One table needs no title."""

    title: str
    years: tuple[str, ...]
    is_last: bool
    groups: tuple[Group, ...]

    @property
    def is_dense(self) -> bool:
        """More years than fit in the usual size of figures."""
        return len(self.years) > YEARS_AT_EASE

    @property
    def width(self) -> int:
        """How many columns a line across the table spans."""
        return 1 + len(self.years) + (2 if self.is_last else 0)


def total(shares: Iterable[Share]) -> int:
    return sum(share.amount for share in shares)


def gap(project: Financed) -> int:
    """What the declared shares exceed the declared cost by; negative when they fall short."""
    return total(project.shares) - project.cost


def tables(projects: Sequence[Financed]) -> tuple[Table, ...]:
    """The plan as tables that each fit the width of a page; none when no share is declared."""
    shares = [share for project in projects for share in project.shares]
    years = sorted({share.year for share in shares if share.year is not None})
    undated = [None] if any(share.year is None for share in shares) else []
    columns = (*years, *undated)
    if not columns:
        return ()
    if columns == (None,):
        return (Table("", (), True, _groups(projects, ())),)
    across = YEARS_ACROSS if total(shares) < LARGE_SUM else YEARS_AT_EASE
    pages = [columns[start : start + across] for start in range(0, len(columns), across)]
    return tuple(
        Table(
            _title(page) if len(pages) > 1 else "",
            tuple(_heading(year) for year in page),
            page is pages[-1],
            _groups(projects, page),
        )
        for page in pages
    )


def _heading(year: int | None) -> str:
    return _("Sans année") if year is None else str(year)


def _title(years: tuple[int | None, ...]) -> str:
    return _("Exercices : %s") % sequence(_heading(year) for year in years)


def _groups(projects: Sequence[Financed], columns: tuple[int | None, ...]) -> tuple[Group, ...]:
    whole = [share for project in projects for share in project.shares]
    cost = sum(project.cost for project in projects)
    groups = [
        _group(
            _("Projet n° %(number)s : %(title)s") % {"number": project.number, "title": project.title},
            _("Total du projet"),
            project.shares,
            project.cost,
            columns,
        )
        for project in projects
    ]
    groups.append(_group(_("Ensemble du contrat-plan"), _("Total général"), whole, cost, columns))
    return tuple(groups)


def _group(title: str, label: str, shares: Sequence[Share], cost: int, columns: tuple[int | None, ...]) -> Group:
    by_source: dict[tuple[Payer, str], list[Share]] = {}
    for share in shares:
        by_source.setdefault((share.payer, share.source), []).append(share)
    order = sorted(by_source, key=lambda key: key[0])
    rates = parts([total(by_source[source]) for source in order], cost)
    rows = [_row(source[1], by_source[source], rate_, columns) for source, rate_ in zip(order, rates, strict=True)]
    whole = _row(label, shares, rate(total(shares), cost), columns)
    return Group(title, tuple(rows), whole, _note(total(shares) - cost, cost))


def _row(label: str, shares: Sequence[Share], rate_: int | None, columns: tuple[int | None, ...]) -> Row:
    cells = (_sum_or_dash([share for share in shares if share.year == year]) for year in columns)
    return Row(label, tuple(cells), _sum_or_dash(shares), written(rate_))


def _sum_or_dash(shares: Sequence[Share]) -> str:
    """A declared zero is a figure; no declaration is a dash."""
    return digits(total(shares)) if shares else NOTHING_DECLARED


def _note(excess: int, cost: int) -> str:
    if not excess:
        return ""
    return _("Coût déclaré : %(cost)s. Écart entre les parts déclarées et ce coût : %(gap)s.") % {
        "cost": money(cost),
        "gap": difference(excess),
    }
