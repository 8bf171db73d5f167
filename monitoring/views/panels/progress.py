"""A contract over time: what was planned, what is paid, how far the works are; and its money in one line."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from cper.words.french import digits, money
from monitoring import ledger
from monitoring.calendar import Term
from monitoring.chart import Chart, Progress, Totals, chart
from monitoring.figures import GAPS, Gap, Reading, due_on
from monitoring.models import FollowedContract, Movement, Passage
from monitoring.money_bar import MoneyBar, Note, against_cost, beyond, given_back, lacks, money_bar

STEPS = ("engaged", "inscribed", "mobilised", "paid", "justified")


def one_line(reading: Reading) -> MoneyBar:
    """All sources and years together."""
    cost = sum(project.cost for project in reading.contract.retained)
    return bar(reading, _("Tout le contrat-plan"), engaged_notes=against_cost(reading.sum("engaged"), cost))


def bar(
    reading: Reading,
    label: str,
    tone: str = "",
    lines: Iterable[ledger.Line] | None = None,
    engaged_notes: tuple[Note, ...] = (),
    steps: tuple[str, ...] = STEPS,
) -> MoneyBar:
    """The money of these lines (all without them), step by step, each with what it lacks."""
    told = reading.lines if lines is None else list(lines)
    gaps = {name: reading.gap(name, told) or Gap() for name in GAPS}
    said = {name: lacks(name, gap.due, gap.coming) for name, gap in gaps.items()}
    excess = {name: reading.excess(name, told) for name in ("to_inscribe", "to_mobilise")}
    notes = {
        "engaged": engaged_notes,
        "inscribed": (*said["to_inscribe"], *beyond(excess["to_inscribe"])),
        "mobilised": (*said["to_mobilise"], *beyond(excess["to_mobilise"]), *said["to_release"]),
        "paid": (*said["to_pay"], *given_back(reading.sum("given_back", told))),
        "justified": said["to_justify"],
    }
    engaged = reading.sum("engaged", told)
    expected = engaged - gaps["to_mobilise"].coming if engaged and reading.gap("to_mobilise", told) else None
    return money_bar(label, tone, {name: reading.sum(name, told) for name in steps}, notes, expected)


def drawn(contract: FollowedContract, today: date) -> Chart:
    term = contract.term(today)
    progress = Progress(
        start=term.start,
        end=term.end,
        on=contract.day(today),
        planned=planned(contract, term),
        paid=paid(contract),
        physical=physical(contract),
        total=sum(line.amount for line in ledger.planned(contract.retained)),
        undated=undated(contract),
        silent=contract.known_until is not None,
    )
    return chart(progress, None if contract.moment else today)


def planned(contract: FollowedContract, term: Term) -> Totals:
    """The financing plan as a running total of what is due: the sum of a year by its last day, or the term's; what has
    no year by the end of the term."""
    sums: dict[date, int] = {}
    for line in ledger.planned(contract.retained):
        day = due_on(line.year, term)
        sums[day] = sums.get(day, 0) + line.amount
    return running(sums.items())


def undated(contract: FollowedContract) -> int:
    return sum(line.amount for line in ledger.planned(contract.retained) if line.year is None)


def paid(contract: FollowedContract) -> Totals:
    """What the tranches and the movements have paid, by the day of each payment."""
    days = dict(
        Passage.objects.filter(contract=contract, action="pay", tranche__isnull=False).values_list("tranche", "on")
    )
    facts = [
        (days.get(tranche.pk, tranche.entered_state_on), tranche.paid)
        for tranche in contract.tranches.all()
        if tranche.paid
    ]
    facts += [
        (movement.on, movement.amount)
        for movement in contract.standing_movements
        if movement.kind == Movement.Kind.PAID and movement.amount
    ]
    return running(facts)


def physical(contract: FollowedContract) -> Totals:
    """The rates of the adopted reports, each on the day that its rates speak of."""
    adopted = (report for report in contract.reports.all() if report.is_frozen)
    rates = {report.rates_on: ledger.physical(contract.retained, report) for report in adopted}
    return tuple(sorted((day, rate) for day, rate in rates.items() if rate is not None))


def running(facts) -> Totals:
    """Sums by day, as a running total."""
    total, totals = 0, {}
    for day, amount in sorted(facts):
        total += amount
        totals[day] = total
    return tuple(totals.items())


def notes(contract: FollowedContract) -> list[str]:
    """What must be known to read the drawing: years that the plan lacks, sums that the source lacks."""
    said = []
    loose = undated(contract)
    if loose:
        said.append(
            _("Le plan de financement ne date pas %s : le dessin les attend au terme du contrat-plan.") % money(loose)
        )
    if not contract.ends_on:
        said.append(_("La source ne donne pas la durée de ce contrat-plan : son terme n’est pas dessiné."))
    untold = sum(1 for movement in contract.standing_movements if movement.amount is None)
    if untold:
        said.append(
            _("La source signale des fonds mobilisés sans en donner la somme (%s) : ils ne sont pas comptés.")
            % digits(untold)
        )
    return said
