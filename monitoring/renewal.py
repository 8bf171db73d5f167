"""Duties, findings and figures worked out again from the facts: by the daily pull for every contract, and in the
transaction of each act for its own. Idempotent: twice gives the same rows."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from cper.people.models import Institution
from cper.people.roles import ROLES
from cper.rows.prepared import Prepared
from monitoring import figures, findings, ledger, schedule, written
from monitoring.calendar import Quarter, elapsed_share
from monitoring.models import Duty, Finding, FollowedContract, Fulfilment, Standing, Tranche
from monitoring.models.followed import CHECKLIST, FACTS
from monitoring.models.requirements import unmet
from monitoring.values import delays
from monitoring.vocabulary import Demand, TrancheState
from monitoring.workflow import DUTIES, DUTY

KEPT = (
    "label",
    "rank",
    "role",
    "institution_id",
    "opens_on",
    "due_on",
    "settled_on",
    "precision",
    "lapsed",
    "untold",
    "note",
    "late_entry",
    "as_of",
)
NATIONAL = "O12"
# The rows that are brought to what the facts say.
WORKED_OUT = ("duties", "findings")
T = TrancheState
SUMS = ("engaged", "inscribed", "mobilised", "paid", "justified", "given_back")


def pull(today: date) -> tuple[int, int]:
    """Renew every signed contract and the nation; how many contracts, how many duties stand."""
    count = 0
    for pk in FollowedContract.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
        with transaction.atomic():
            contract = FollowedContract.objects.select_for_update(of=("self",)).for_pages().get(pk=pk)
            renew(contract, today)
        count += 1
    renew_nation(today)
    return count, Duty.objects.count()


def begin(pk: int, today: date) -> None:
    """The first rows of a contract that has just been signed: its calendar is there at once."""
    with transaction.atomic():
        renew(FollowedContract.objects.select_for_update(of=("self",)).for_pages().get(pk=pk), today)


def renew(contract: FollowedContract, today: date) -> None:
    """Make the rows of one contract say what its facts say that day."""
    contract.load(*WORKED_OUT, facts=(*FACTS, *CHECKLIST))
    renew_files(contract)
    late = _renew_duties(contract, today)
    wanted = found(contract, today)
    _renew_findings(contract, wanted, today)
    _renew_standing(contract, len(wanted), late, today)
    contract.forget(*WORKED_OUT)


def renew_files(contract: FollowedContract) -> None:
    """What the files that are being gathered lack, in words: who is awaited rests on it."""
    gathering = [tranche for tranche in contract.tranches.all() if tranche.state in (T.DRAFT, T.RETURNED)]
    for tranche in gathering:
        papers = [met.label for met in unmet(tranche, (Demand.PAPERS,))]
        rules = [met.label for met in unmet(tranche, (Demand.RULES,))]
        if (tranche.lacks_papers, tranche.lacks_rules) != (papers, rules):
            tranche.lacks_papers, tranche.lacks_rules = papers, rules
            Tranche.objects.filter(pk=tranche.pk).update(lacks_papers=papers, lacks_rules=rules)


def around(region: int) -> QuerySet[Institution]:
    """The institutions of a region, and those of the nation."""
    return Institution.objects.filter(Q(region=region) | Q(region=None))


# Every act asks it, whatever it does.
AROUND = Prepared(around, -1)


def duties(contract: FollowedContract, today: date) -> list[Duty]:
    """The duties that the facts of a loaded contract give, not written anywhere."""
    institutions = {
        institution.body: institution
        for institution in AROUND.ask(contract.region_id)
        if institution.region_id or institution.body not in ("sector",)
    }
    told = written.of_duties(contract)
    return [
        _duty(contract, duty, institutions, told, contract.known_until and contract.day(today))
        for duty in schedule.expected(contract, today, delays())
        if ROLES[DUTY[duty.code].role][0] in institutions
    ]


def _renew_duties(contract: FollowedContract, today: date) -> int:
    """How many of them are late."""
    wanted = duties(contract, today)
    standing = {(duty.code, duty.key): duty for duty in contract.duties.all()}
    _drop(_bring_to(Duty, standing, wanted, KEPT, lambda duty: (duty.code, duty.key)))
    return sum(1 for duty in wanted if duty.stands_late(today))


def _duty(
    contract: FollowedContract | None, duty: schedule.Expected, institutions: dict, told: dict, as_of: date | None
) -> Duty:
    """`told` says when what settles each duty was written down, `as_of` the day that stopped data are judged on."""
    rule, entry = DUTY[duty.code], told.get((duty.code, duty.key))
    on_time = duty.settled_on and not duty.lapsed and entry and entry.says_late(duty.settled_on, duty.due_on)
    return Duty(
        contract=contract,
        code=duty.code,
        key=duty.key,
        rank=DUTIES.index(rule) + 1,
        label=duty.label,
        role=rule.role,
        institution=institutions[ROLES[rule.role][0]],
        opens_on=duty.opens_on,
        due_on=duty.due_on,
        settled_on=duty.settled_on,
        precision=duty.precision,
        lapsed=duty.lapsed,
        note=duty.note,
        late_entry=entry.sentence(duty.settled_on) if on_time else "",
        as_of=as_of,
        untold=bool(contract) and not duty.settled_on and not contract.tells_absence(duty.code, duty.key),
    )


def found(contract: FollowedContract, today: date) -> list[Finding]:
    """What the controls find of a loaded contract that day, not written anywhere."""
    return [
        Finding(
            contract=contract,
            rule=one.rule,
            key=one.key,
            title=one.title,
            evidence=one.evidence,
            amount=one.amount,
            found_on=contract.day(today),
            as_of=contract.known_until and contract.day(today),
        )
        for one in findings.findings(contract, today, delays())
    ]


def _renew_findings(contract: FollowedContract, wanted: list[Finding], today: date) -> None:
    """What is still found keeps the day it was first found; what no longer is, is lifted, and stays."""
    standing = {(row.rule, row.key): row for row in contract.findings.all()}
    fields = ("title", "evidence", "amount", "as_of")
    gone = _bring_to(Finding, standing, wanted, fields, lambda row: (row.rule, row.key))
    if gone:
        Finding.objects.filter(pk__in=gone).update(lifted_on=today)


def _drop(gone: list[int]) -> None:
    """Duties that are expected no more: nobody owes them."""
    if gone:
        Duty.objects.filter(pk__in=gone).delete()


def _bring_to(model: type, standing: dict, wanted: list, fields: tuple[str, ...], key: Any) -> list[int]:
    """Create what is wanted and not there, mend what differs; the keys of what is wanted no more."""
    fresh, changed = [], []
    for row in wanted:
        held = standing.pop(key(row), None)
        if held is None:
            fresh.append(row)
        elif any(getattr(held, name) != getattr(row, name) for name in fields):
            for name in fields:
                setattr(held, name, getattr(row, name))
            changed.append(held)
    if fresh:
        model.objects.bulk_create(fresh)
    if changed:
        # They are there: written so, they cost a fifth of `bulk_update`, which names each field of each row apart.
        mended = [name.removesuffix("_id") for name in fields]
        model.objects.bulk_create(changed, update_conflicts=True, unique_fields=["pk"], update_fields=mended)
    return [row.pk for row in standing.values()]


def _renew_standing(contract: FollowedContract, found: int, late: int, today: date) -> None:
    reading = figures.Reading.of(contract, today, delays())
    physical, physical_on = ledger.latest_physical(contract)
    facts = {
        "cost": sum(project.cost for project in contract.retained),
        **{name: reading.sum(name) for name in SUMS},
        **_gaps(reading),
        "waiting": ledger.waiting(contract),
        "late": late,
        "findings": found,
        "elapsed": elapsed(contract, today),
        "physical": physical,
        "physical_on": physical_on,
        "in_force": contract.is_in_force(today),
        "as_of": contract.known_until,
        "worked_out_on": today,
    }
    Standing.objects.bulk_create(
        [Standing(contract=contract, **facts)],
        update_conflicts=True,
        unique_fields=["contract"],
        update_fields=list(facts),
    )


def _gaps(reading: figures.Reading) -> dict[str, int | None]:
    """What is still to be mobilised, due apart from to come, and what waits to be paid or justified."""
    mobilise, pay, justify = (reading.gap(name) for name in ("to_mobilise", "to_pay", "to_justify"))
    return {
        "to_mobilise_due": mobilise and mobilise.due,
        "to_mobilise_coming": mobilise and mobilise.coming,
        "to_pay": pay and pay.whole,
        "to_justify": justify and justify.whole,
    }


def elapsed(contract: FollowedContract, today: date) -> int | None:
    """How much of its term has passed that day; None where the end is not known, or the day it began."""
    if not (contract.ends_on and contract.knows_its_day):
        return None
    return elapsed_share(contract.term(today), contract.day(today))


def hold_nation() -> None:
    """Let one transaction at a time act on what concerns every contract: they queue at the DGCT's row."""
    body = ROLES[DUTY[NATIONAL].role][0]
    list(Institution.objects.select_for_update(no_key=True, of=("self",)).filter(body=body))


@transaction.atomic
def renew_nation(today: date) -> None:
    """The national committee's duties: from the first quarter this system counted, or the current one."""
    hold_nation()
    standing = {(duty.code, duty.key): duty for duty in Duty.objects.filter(contract=None, code=NATIONAL)}
    body = ROLES[DUTY[NATIONAL].role][0]
    institutions = {row.body: row for row in Institution.objects.filter(body=body)}
    if not institutions:
        return
    first = min((Quarter.parse(duty.key) for duty in standing.values()), default=Quarter.of(today))
    done = {row.key: row for row in Fulfilment.objects.filter(contract=None, code=NATIONAL)}
    first = min([first, *(Quarter.parse(key) for key in done)])
    told = {(NATIONAL, key): entry for key, row in done.items() if (entry := written.of(row))}
    wanted = [_duty(None, duty, institutions, told, None) for duty in schedule.national(first, today, done)]
    _drop(_bring_to(Duty, standing, wanted, KEPT, lambda duty: (duty.code, duty.key)))
