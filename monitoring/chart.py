"""A contract's execution over time, drawn: what was planned, what is paid, how far the works are.

Everything is in percent of the total planned, so that money and works can be compared. The sentence comes first, the
drawing after it, the table of exact figures behind it. Two layouts carry the same facts, a wide one and one for
telephones; the style sheet shows one of them. Amounts are whole FCFA, rates hundredths of a percent.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from cper.drawing.lines import NARROW, WIDE, Curve, Drawing, Plot, draw
from cper.words.french import MINUS, NBSP, digits, long_date, money, sequence
from cper.words.rates import WHOLE, rate, rounded, short

Totals = tuple[tuple[date, int], ...]

MILLION, MILLIARD = 10**6, 10**9
NOTHING = "–"


@dataclass(frozen=True)
class Progress:
    """The facts of one contract, from its `start` to its `end`, as known on the day `on`.

    `planned` and `paid` are running totals in FCFA, each from its day on; `physical` holds the rates observed, in
    hundredths of a percent. What is paid or observed after `on` is left out. `total` is what is planned in all, of
    which `undated` without a year; a contract that an older source alone tells of is `silent`: what it does not say
    is not known, rather than nothing.
    """

    start: date
    end: date
    on: date
    planned: Totals
    paid: Totals
    physical: Totals
    total: int
    undated: int = 0
    silent: bool = False

    @property
    def known_paid(self) -> Totals:
        return until(self.paid, self.on)

    @property
    def known_physical(self) -> Totals:
        return until(self.physical, self.on)


@dataclass(frozen=True)
class Row:
    """A day of the table: running totals in FCFA, None where they are not known yet, and the rate observed."""

    day: date
    planned: int
    paid: int | None
    physical: str


@dataclass(frozen=True)
class Missing:
    """Why there is nothing to draw, and what fills it."""

    title: str
    text: str


@dataclass(frozen=True)
class Chart:
    """The figure of a page. Without anything to draw, `missing` says why and there is no drawing.

    `key` begins the identifiers of the figure: one a page.
    """

    key: str
    title: str
    summary: str
    axis: str
    note: str
    drawings: tuple[Drawing, ...]
    rows: tuple[Row, ...]
    missing: Missing | None


def chart(progress: Progress, today: date | None = None, key: str = "avancement") -> Chart:
    """Draw the progress of a contract; its day is called « aujourd’hui » when it is `today`, else by its date."""
    missing = why_nothing(progress)
    return Chart(
        key=key,
        title=_("Avancement prévu, payé et physique"),
        summary=summary(progress),
        axis=_("%% du total prévu (%s FCFA)") % short_money(progress.total),
        note=note(progress),
        drawings=() if missing else tuple(draw(plot(progress, today), layout) for layout in (WIDE, NARROW)),
        rows=rows(progress),
        missing=missing,
    )


def why_nothing(progress: Progress) -> Missing | None:
    """Percents need a total, lines need days."""
    if progress.total <= 0:
        why = (
            _("La source ne donne pas les parts de ce contrat-plan.")
            if progress.silent
            else _("Le plan de financement du contrat ne prévoit aucun montant.")
        )
    elif not (is_dated(progress) or progress.known_paid or progress.known_physical):
        why = nothing_yet(progress) % long_date(progress.on)
    else:
        return None
    fills = _("Il se tracera avec les montants prévus par année, les paiements et les taux physiques relevés.")
    return Missing(_("Pas encore de graphique"), f"{why} {fills}")


def is_dated(progress: Progress) -> bool:
    """Whether the plan gives something to a year."""
    return bool(progress.planned) and progress.total > progress.undated


def nothing_yet(progress: Progress) -> str:
    if progress.silent:
        return _("Les montants prévus n’ont pas d’année ; ce qui est payé, ce qui est fait ne sont pas connus au %s.")
    return _("Les montants prévus n’ont pas d’année ; rien n’est payé ni relevé au %s.")


def summary(progress: Progress) -> str:
    """What the drawing says on its day, in one sentence; empty when nothing is planned."""
    if progress.total <= 0:
        return ""
    return _("Au %(day)s : échu au plan %(planned)s, payé %(paid)s, %(physical)s.") % {
        "day": long_date(progress.on),
        "planned": planned_by(progress),
        "paid": paid_by(progress),
        "physical": observed(progress),
    }


def planned_by(progress: Progress) -> str:
    """What the plan has made due by the day; a plan that dates nothing says nothing of that day."""
    if progress.undated == progress.total:
        return _("non daté")
    return sum_and_share(at(progress.planned, progress.on), progress.total)


def paid_by(progress: Progress) -> str:
    if progress.silent and not progress.known_paid:
        return _("somme non connue")
    return sum_and_share(at(progress.known_paid, progress.on), progress.total)


def observed(progress: Progress) -> str:
    """The last rate declared, with the day it speaks of when that is an earlier one."""
    if not progress.known_physical:
        return _("taux physique non relevé")
    day, rate = progress.known_physical[-1]
    words = {"rate": short(rate), "day": long_date(day)}
    if day == progress.on:
        return _("taux physique %(rate)s") % words
    return _("taux physique %(rate)s, situation au %(day)s") % words


def note(progress: Progress) -> str:
    """What the shaded parts of the drawing are, when something comes before the term or after it."""
    known = (*progress.planned, *progress.known_paid, *progress.known_physical)
    days = [progress.end, *(day for day, _value in known)]
    parts = []
    if min(days) < progress.start:
        parts.append(_("avant le début du contrat, le %s") % long_date(progress.start))
    if max(progress.on, *days) > progress.end:
        parts.append(_("après son terme, le %s") % long_date(progress.end))
    return _("En grisé : %s.") % sequence(parts) if parts else ""


def rows(progress: Progress) -> tuple[Row, ...]:
    """Every day on which something is planned, paid or observed, and the day of the facts."""
    paid, physical = progress.known_paid, dict(progress.known_physical)
    days = {day for day, _value in (*progress.planned, *paid)} | {*physical, progress.on}
    return tuple(
        Row(
            day,
            at(progress.planned, day),
            at(paid, day) if day <= progress.on and (paid or not progress.silent) else None,
            short(physical[day]) if day in physical else NOTHING,
        )
        for day in sorted(days)
    )


def plot(progress: Progress, today: date | None) -> Plot:
    """The same facts in percents, with the words that stand at the ends of the lines."""
    paid, physical = progress.known_paid, progress.known_physical
    if not paid and not progress.silent and progress.on >= progress.start:
        paid = ((progress.start, 0),)  # nothing paid is a fact: its line lies on the ground
    planned, horizon = until(progress.planned, date.max), max(progress.end, progress.on)
    return Plot(
        progress.start,
        progress.end,
        progress.on,
        _("aujourd’hui") if progress.on == today else long_date(progress.on),
        Curve(_("Prévu %s") % short_money(last(planned)), shares(planned, progress.total), horizon),
        Curve(_("Payé %s") % short_money(last(paid)), shares(paid, progress.total), progress.on),
        Curve(_("Physique %s") % short(last(physical)), shares(physical, WHOLE)),
    )


def until(points: Totals, on: date) -> Totals:
    """What is known that day, in the order of days; of two values of one day, the last."""
    return tuple(sorted((day, value) for day, value in dict(points).items() if day <= on))


def at(points: Totals, on: date) -> int:
    """A running total that day."""
    return last(until(points, on))


def last(points: Totals) -> int:
    return points[-1][1] if points else 0


def shares(points: Totals, whole: int) -> tuple[tuple[date, Fraction], ...]:
    return tuple((day, Fraction(100 * value, whole)) for day, value in points)


def sum_and_share(amount: int, total: int) -> str:
    """« 400 000 000 FCFA (22,45 % du total) »."""
    return _("%(sum)s (%(share)s du total)") % {
        "sum": money(amount),
        "share": short(rate(amount, total)),
    }


def short_money(amount: int) -> str:
    """« 1,78 Md », « 58,6 M », « 400 M », « 250 000 »: three figures, half up, of millions and milliards of francs."""
    # What rounds up to a thousand millions is a milliard.
    for unit, word, least in ((MILLIARD, _("Md"), MILLIARD - MILLION // 2), (MILLION, _("M"), MILLION)):
        if abs(amount) >= least:
            return f"{three_figures(amount, unit)}{NBSP}{word}"
    return digits(amount)


def three_figures(amount: int, unit: int) -> str:
    kept = next((places for places in (2, 1) if abs(rounded(amount * 10**places, unit)) < 1000), 0)
    return decimal(rounded(amount * 10**kept, unit), kept)


def decimal(value: int, places: int) -> str:
    """A number of tenths, hundredths…, written with a comma and without idle zeros."""
    whole, rest = divmod(abs(value), 10**places)
    text = f"{digits(whole)},{rest:0{places}d}".rstrip("0").removesuffix(",") if rest else digits(whole)
    return f"{MINUS}{text}" if value < 0 else text
