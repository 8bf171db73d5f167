"""What an erratum may say is right: it obeys the same bounds as the fact that it corrects.

A session is not later than the adoption of its report, nor before its quarter or its canvas, and follows those before
it; money keeps its order (never more paid than mobilised, nor more justified than paid), the report read as corrected.
Each answer is a sentence in words, by the key of the figure; none when all is well.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from monitoring import order, said
from monitoring.models import QuarterReport

# None of these passes the one before it, for one project, one source and year, or one tranche.
IN_ORDER = ("requested", "approved", "released", "mobilised", "paid", "justified")


def wrong(report: QuarterReport, right: dict[str, int | str]) -> dict[str, str]:
    """Why each of these right values cannot be, by its key; `report.contract` is loaded."""
    found = dict(_out_of_order(_as_corrected(report, right), right))
    if "held_on" in right:
        sentence = order.session(report, date.fromisoformat(str(right["held_on"])))
        found |= {"held_on": sentence} if sentence else {}
    return found


def _as_corrected(report: QuarterReport, right: dict[str, int | str]) -> dict[str, said.Figure]:
    """The figures of the report as its adopted errata say them, then as these corrections do."""
    errata = {
        line["key"]: line["value"]
        for erratum in report.errata.all()
        for line in erratum.lines
        if erratum.is_adopted and "key" in line
    }
    now = errata | right
    return {one.key: one.read(now[one.key]) if one.key in now else one for one in said.figures(report)}


def _out_of_order(figures: dict[str, said.Figure], corrected: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in corrected:
        place, _dash, name = key.rpartition("-")
        for more, less in _steps(figures, place) if name in IN_ORDER else ():
            if figures[key] in (more, less) and less.value > more.value:
                words = {"less": less.whole_label, "more": more.label, "sum": less.was, "most": more.was}
                yield key, _("%(less)s (%(sum)s) : cela ne peut pas dépasser %(more)s (%(most)s).") % words


def _steps(figures: dict[str, said.Figure], place: str) -> Iterator[tuple[said.Figure, said.Figure]]:
    """The sums known of one place, each with the next in their order."""
    known = [figures[f"{place}-{name}"] for name in IN_ORDER if f"{place}-{name}" in figures]
    return pairwise(one for one in known if one.value is not None)
