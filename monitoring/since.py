"""What an adopted report says beside what is known of its day since: corrected by an erratum, entered later for a
day of its quarter, reversed. The report never changes; both figures stand together, with their gap and its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cper.papers import freezing
from cper.words.clock import day_of
from cper.words.french import ended, long_date, money
from monitoring import gathering, ledger, said
from monitoring.models import BudgetEntry, FollowedContract, Movement, Passage, QuarterReport
from negotiation.models.project import Source

MOST = 3  # reasons told of one figure, the last ones; the journal has them all
# The figures that each act of a tranche changes: its own, and those of its project and its source.
CHANGED = {
    "open_tranche": ("requested",),
    "edit_tranche": ("requested",),
    "request": ("requested",),
    "approve": ("approved",),
    "release": ("released", "mobilised"),
    "pay": ("paid", "mobilised"),
    "examine": ("justified",),
}


@dataclass(frozen=True)
class Since:
    """A frozen figure and what it is known to be since: in words, with the gap and why."""

    key: str
    label: str
    adopted: str
    now: str
    gap: str
    why: str

    @property
    def note(self) -> str:
        """« depuis : 5 000 000 FCFA (écart +5 000 000 FCFA) », beside the frozen figure."""
        told = _("depuis\u00a0: %s") % self.now
        return f"{told} ({_('écart %s') % self.gap})" if self.gap else told


@dataclass(frozen=True)
class Later:
    """A fact dated by the report's day and written after its adoption: what it bears on, and its sentence."""

    project: int | None
    source: str
    year: int
    tranche: int | None
    names: tuple[str, ...]
    sentence: str

    def touches(self, figure: said.Figure) -> bool:
        """Whether it bears on that figure of its project, of its source and year, or of its tranche."""
        places = (f"P{self.project}", f"{Source(self.source).label}-{self.year}", f"T{self.tranche}")
        return figure.key in {f"{place}-{name}" for place in places for name in self.names}


def since(contract: FollowedContract, report: QuarterReport) -> list[Since]:
    """Every frozen figure of an adopted report that is known otherwise, in the report's order; `contract` loaded."""
    right = dict(_errata(report))
    again = {figure.key: figure for figure in said.of_facts(read_again(contract, report))}
    found, later = [], None
    for figure in said.figures(report):
        now = again.get(figure.key, figure)
        if figure.key in right:
            line, why = right[figure.key]
            if figure.key in again and now.value != line["value"]:
                why = f"{ended(why)} {_('Les faits enregistrés disent %s.') % now.was}"
            found.append(Since(figure.key, figure.whole_label, figure.was, line["is"], line["gap"], why))
        elif now.value != figure.value:
            later = list(_later(contract, report)) if later is None else later
            gap = said.gap(figure.kind, figure.value, now.value)
            found.append(Since(figure.key, figure.whole_label, figure.was, now.was, gap, _reason(later, figure)))
    return found


def _errata(report: QuarterReport) -> Iterator[tuple[str, tuple[dict, str]]]:
    """The figures that adopted errata correct; of two errata on one figure, the last."""
    for erratum in report.errata.all():
        for line in erratum.lines if erratum.is_adopted else ():
            if "key" in line:
                words = {"number": erratum.number, "why": erratum.reason}
                yield line["key"], (line, _("Erratum n°\u00a0%(number)s\u00a0: %(why)s") % words)


def read_again(contract: FollowedContract, report: QuarterReport) -> dict:
    """The figures of the report's day, as the facts known today tell them."""
    day = date.fromisoformat(report.facts["as_of"])
    rows = {
        "projects": gathering.projects(contract, report, day),
        "sources": map(gathering.source, ledger.lines(contract, on=day)),
        "tranches": gathering.tranches(contract, day),
    }
    return {name: [freezing.frozen(row) for row in held] for name, held in rows.items()}


def _reason(later: list[Later], figure: said.Figure) -> str:
    told = [fact.sentence for fact in reversed(later) if fact.touches(figure)]
    if not told:
        return _("Relu des faits enregistrés depuis l’adoption.")
    rest = _("et d’autres, au journal") if len(told) > MOST else ""
    return "\u00a0; ".join([*told[:MOST], *filter(None, [rest])])


def _later(contract: FollowedContract, report: QuarterReport) -> Iterator[Later]:
    """What was written after the adoption for a day that the report speaks of."""
    day = date.fromisoformat(report.facts["as_of"])
    adopted = report.passages.filter(action="adopt_report").values_list("at", flat=True).first()
    numbers = {project.pk: project.number for project in contract.retained}
    for row in contract.movements.all():
        if _came_after(row.at, adopted) and row.on <= day:
            yield Later(numbers.get(row.project_id), row.source, row.year, None, (row.kind,), _movement(row))
    for entry in contract.budget.all():
        if entry.kind == BudgetEntry.Kind.INSCRIBED and _came_after(entry.at, adopted) and entry.on <= day:
            yield Later(None, entry.source, entry.year, None, ("inscribed",), _entry(entry))
    acts = Passage.objects.filter(contract=contract, tranche__isnull=False, on__lte=day).select_related("tranche")
    acts = contract.moment.of(acts) if contract.moment else acts
    for act in acts.filter(at__gt=adopted, amount__isnull=False).order_by("pk") if adopted else ():
        held = act.tranche
        names = CHANGED.get(act.action, ())
        yield Later(numbers.get(held.project_id), held.source, held.year, held.number, names, _act(act))


def _came_after(at: datetime | None, adopted: datetime | None) -> bool:
    return bool(at and adopted and at > adopted)


def _movement(row: Movement) -> str:
    words = {"sum": money(row.amount or 0), "kind": row.get_kind_display(), **_written(row)}
    if row.reverses_id:
        words["why"] = row.reason
        return _("%(sum)s, %(kind)s, contre-passé %(written)s\u00a0: %(why)s") % words
    return _("%(sum)s, %(kind)s, %(written)s") % words


def _entry(entry: BudgetEntry) -> str:
    words = {"sum": money(entry.amount or 0), "kind": entry.get_kind_display(), **_written(entry)}
    why = f"\u00a0: {entry.reason}" if entry.reason else ""
    return _("%(sum)s, %(kind)s, %(written)s") % words + why


def _act(act: Passage) -> str:
    words = {"number": act.tranche.number, "what": act.label, "sum": money(act.amount), **_written(act)}
    return _("tranche %(number)s, %(what)s, %(sum)s, %(written)s") % words


def _written(fact: Movement | BudgetEntry | Passage) -> dict[str, str]:
    words = {"on": long_date(fact.on), "at": long_date(day_of(fact.at)), "by": fact.signatory}
    return {"written": _("daté du %(on)s, saisi le %(at)s par %(by)s") % words}
