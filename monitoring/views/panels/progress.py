"""A contract over time: what was planned, what is paid, how far the works are; and its money in one line."""

from datetime import date

from django.utils.translation import gettext as _

from monitoring import ledger
from monitoring.calendar import Term, every
from monitoring.chart import Chart, Progress, Totals, chart
from monitoring.models import FollowedContract, Movement, Passage
from monitoring.money_bar import MoneyBar, money_bar
from negotiation.french import digits, money

STEPS = ("engaged", "inscribed", "mobilised", "paid", "justified")
A_YEAR = 12


def one_line(contract: FollowedContract, rows: list[ledger.Line]) -> MoneyBar:
    """All sources and years together."""
    return money_bar(_("Tout le contrat-plan"), "", **totals(contract, rows))


def totals(contract: FollowedContract, rows: list[ledger.Line]) -> dict[str, int | None]:
    """The five sums; where an older source is all there is, an inscription it does not tell of is not known."""
    sums: dict[str, int | None] = {name: ledger.total(rows, name) for name in STEPS}
    if contract.known_until and not any(row.inscription for row in rows):
        sums["inscribed"] = None
    return sums


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
    )
    return chart(progress, today)


def planned(contract: FollowedContract, term: Term) -> Totals:
    """The financing plan as a running total: the sum of a year from its first day within the term; what has no year
    in equal parts, one at the end of each year of the term."""
    sums: dict[date, int] = {}
    for line in ledger.planned(contract.retained):
        if line.year is not None:
            day = max(date(line.year, 1, 1), term.start)
            sums[day] = sums.get(day, 0) + line.amount
    loose = undated(contract)
    days = ends_of_years(term)
    for rank, day in enumerate(days, start=1):
        part = loose * rank // len(days) - loose * (rank - 1) // len(days)
        if part:
            sums[day] = sums.get(day, 0) + part
    return running(sums.items())


def ends_of_years(term: Term) -> list[date]:
    """The last of each twelve months from the signature, and the end of the term."""
    return list(dict.fromkeys([*every(A_YEAR, term), term.end]))


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
    """The rates of the adopted reports, each on the day that its report speaks of."""
    adopted = (report for report in contract.reports.all() if report.is_frozen)
    rates = {report.reckoned_on(report.adopted_on): ledger.physical(contract.retained, report) for report in adopted}
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
            _(
                "Le plan de financement ne date pas %s : le dessin, et lui seul, les répartit également "
                "sur la durée du contrat-plan."
            )
            % money(loose)
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
