"""A contract some months after its signature, with something of everything that its pages show.

It is `world.follow()`; its days are those of 2018 and 2019. `TODAY` is the day its pages are read on.
"""

from datetime import UTC, date, datetime

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.calendar import Quarter
from monitoring.models import FollowedContract, QuarterReport, TrancheRule
from monitoring.vocabulary import PaperKind
from tests.monitoring.quarters import JUDGED
from tests.monitoring.world import MILLION, SIGNED, at, bring, file, follow, move, on, paper, tranche, window

TODAY = datetime(2019, 7, 10, 10, tzinfo=UTC)
T4, T1, T2 = Quarter(2018, 4), Quarter(2019, 1), Quarter(2019, 2)


def followed() -> FollowedContract:
    """Tranche 1 paid and half justified, tranche 2 returned with a waiver, T4 2018 lapsed, T1 2019 held and written
    up, the own share of 2019 inscribed, the BSI of 2020 missed, a partner's money mobilised."""
    contract = follow(title="Contrat-plan des espaces pastoraux", projects=2)
    contract.projects.first().financing.create(source="partner", year=2019, amount=30 * MILLION)
    budgets(contract)
    tranches(contract)
    quarters(contract)
    return renewed(contract)


def renewed(contract: FollowedContract) -> FollowedContract:
    """As the daily pull leaves it on the day its pages are read."""
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), TODAY.date())
    return FollowedContract.objects.get(pk=contract.pk)


def budgets(contract: FollowedContract) -> None:
    day = date(2019, 1, 20)
    region = on(day, Role.REGION, contract.region)
    operations.record_budget(
        contract,
        "inscribe_share",
        year=2019,
        amount=15 * MILLION,
        reason="Le reste au collectif budgétaire.",
        reference="Délibération n° 3",
        by=region,
        at=at(day),
        file=paper(),
    )
    operations.record_movement(
        contract,
        project=contract.projects.first(),
        source="partner",
        year=2019,
        kind="mobilised",
        amount=20 * MILLION,
        by=region,
        at=at(day),
        file=paper(),
    )


def tranches(contract: FollowedContract) -> None:
    TrancheRule.objects.get_or_create(
        window=window(), rank=2, since=SIGNED, defaults={"justified": 8_000, "papers": ["progress"]}
    )
    first = bring(tranche(contract), "request", "accept", "approve", "release", "pay")
    move(first, "justify", 30 * MILLION, day=date(2019, 5, 2))
    second = tranche(contract, requested=20 * MILLION)
    file(second, PaperKind.PROGRESS, date(2019, 5, 3))
    day = date(2019, 5, 4)
    head = on(day, Role.ANICT_HEAD, contract.region)
    operations.waive(second, "justified", by=head, at=at(day), reason="Crue du fleuve.")
    move(move(second, "request", day=day), "send_back", day=day, comment="Le plan est illisible.")


def quarters(contract: FollowedContract) -> None:
    lapse(contract, T4, date(2019, 1, 15))
    hold(contract, T1, date(2019, 3, 20))


def lapse(contract: FollowedContract, quarter: Quarter, day: date) -> None:
    by = on(day, Role.DRPSIAP, contract.region)
    operations.declare_lapse(contract, until=quarter, reason="Session reportée.", by=by, at=at(day))


def hold(contract: FollowedContract, quarter: Quarter, day: date) -> QuarterReport:
    """The session of a quarter, with its parts and its synthesis: only the adoption is missing."""
    planning = on(day, Role.DRPSIAP, contract.region)
    report = operations.propose_canvas(contract, quarter, session_on=day, by=planning, at=at(day))
    parts = [
        operations.Part(project_id=line.project_id, physical=2_500, works="Marché signé", difficulties="Pluies")
        for line in report.lines.all()
    ]
    region = on(day, Role.REGION, contract.region)
    operations.fill_region_part(report, parts, note="Les pistes sont coupées.", by=region, at=at(day))
    report = operations.hold_session(
        QuarterReport.objects.get(pk=report.pk),
        on=day,
        kind="ordinary",
        place="Kayes",
        chaired_by="Awa Traoré, Gouverneur de la Région de Kayes",
        attendance=42,
        attendees="Les chefs de service.",
        by=planning,
        at=at(day),
    )
    # Nothing is asked for a day before the session.
    due_on = max(day, date(2019, 5, 1))
    asked = [operations.Asked("Ouvrir la piste.", "Conseil régional", due_on)]
    operations.write_up(
        QuarterReport.objects.get(pk=report.pk),
        difficulties="Retard des marchés.",
        outlook="Reprise en juin.",
        judged=(*JUDGED, operations.Judged("partner", "kept", "L’accord est signé.")),
        asked=asked,
        followed=[],
        by=planning,
        at=at(day),
    )
    return QuarterReport.objects.get(pk=report.pk)


def adopt(report: QuarterReport, day: date) -> QuarterReport:
    """The ANICT's part, then the Governor's adoption."""
    region = report.contract.region
    anict = on(day, Role.ANICT, region)
    operations.fill_anict_part(report, [], note="Rien à signaler.", by=anict, at=at(day))
    governor = on(day, Role.GOVERNOR, region)
    return operations.adopt_report(QuarterReport.objects.get(pk=report.pk), by=governor, at=at(day))
