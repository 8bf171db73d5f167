"""Many at once on real PostgreSQL: the last franc is given once, a report adopted once, a quarter opened once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import Sum

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.models import FollowedContract, Fulfilment, Passage, QuarterReport, Tranche
from monitoring.operations import Refused
from monitoring.workflow import TRANCHE_PAPERS
from tests.monitoring import rows
from tests.monitoring.quarters import T4
from tests.monitoring.world import MILLION, at, follow, on, paper, seats

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 16
PLANNED = 90 * MILLION
DAY = date(2019, 3, 1)


def all_at_once(act: Callable[[int], object]) -> Counter:
    """Call `act` in sixteen threads that start together; the sentence of each refusal, "" for a success.

    Anything but a refusal, a deadlock first of all, fails the test.
    """
    barrier = Barrier(AT_ONCE)

    def one(rank: int) -> str:
        barrier.wait()
        try:
            act(rank)
        except Refused as refusal:
            return str(refusal).replace("\u00a0", " ")
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(one, range(AT_ONCE)))


def one_franc_left() -> FollowedContract:
    contract = follow()
    rows.tranche("requested", contract=contract, requested=PLANNED - 1)
    return contract


def held(contract: FollowedContract) -> int:
    return contract.tranches.aggregate(held=Sum("held"))["held"]


def test_of_sixteen_who_ask_for_the_last_franc_exactly_one_has_it():
    contract = one_franc_left()
    drafts = [rows.tranche("draft", contract=contract, requested=1) for _rank in range(AT_ONCE)]
    for draft in drafts:
        for kind in TRANCHE_PAPERS:
            rows.paper(draft, kind=kind)
    president = on(DAY, Role.PRESIDENT)

    answers = all_at_once(lambda rank: operations.move_tranche(drafts[rank], "request", by=president, at=at(DAY)))

    assert answers == {"": 1, "Le plan laisse 0 FCFA à ce projet pour 2019 : 1 FCFA, c’est trop.": AT_ONCE - 1}
    assert (held(contract), Passage.objects.filter(action="request").count()) == (PLANNED, 1)


def test_of_sixteen_raw_transactions_for_the_last_franc_exactly_one_is_written():
    contract = one_franc_left()

    def insert(rank: int) -> None:
        with transaction.atomic():
            rows.tranche("requested", contract=contract, requested=1, number=10 + rank)

    answers = all_at_once(insert)

    assert answers == {"": 1, "tranche_within_the_plan": AT_ONCE - 1}
    assert (held(contract), Tranche.objects.count()) == (PLANNED, 2)


def test_of_sixteen_who_declare_the_last_franc_exactly_one_does_and_one_examination_counts():
    paid = rows.tranche("paid", 60, 60, 60, contract=follow())
    agent, papers = on(DAY, Role.REGION), [paper() for _rank in range(AT_ONCE)]
    examiner, facts = on(DAY, Role.ANICT), {"at": at(DAY)}

    declared = all_at_once(lambda rank: operations.justify(paid, 60 * MILLION, file=papers[rank], by=agent, **facts))
    examined = all_at_once(lambda rank: operations.examine(paid, accepted=60 * MILLION, by=examiner, **facts))

    assert declared == {"": 1, "60 000 000 FCFA dépasse ce qui reste à justifier : 0 FCFA.": AT_ONCE - 1}
    assert examined == {"": 1, "À l’état « Justifiée », cet acte ne se fait pas.": AT_ONCE - 1}
    assert Tranche.objects.values_list("state", "justified", "under_review").get() == ("justified", 60 * MILLION, 0)


def test_of_sixteen_who_adopt_one_report_exactly_one_does():
    contract = follow()
    done = {"region_done_on": DAY, "anict_done_on": DAY, "difficulties": "La crue."}
    report = rows.report("held", contract=contract, **done)
    for party in ("state", "region"):
        report.appraisals.create(party=party, verdict="kept", sentence="Versé.")
    governor = on(DAY, Role.GOVERNOR)

    answers = all_at_once(lambda _rank: operations.adopt_report(report, by=governor, at=at(DAY)))

    assert answers == {"": 1, "À l’état « Rapport adopté », cet acte ne se fait pas.": AT_ONCE - 1}
    assert Passage.objects.filter(action="adopt_report").count() == 1


def test_of_sixteen_who_open_one_quarter_exactly_one_does():
    contract = follow()
    secretary = on(DAY, Role.DRPSIAP)
    facts = {"session_on": DAY, "by": secretary, "at": at(DAY)}

    answers = all_at_once(lambda _rank: operations.propose_canvas(contract, T4, **facts))

    assert answers == {
        "": 1,
        "Aucun trimestre n’est à ouvrir : un autre est en cours, ou le prochain n’a pas commencé.": AT_ONCE - 1,
    }
    assert QuarterReport.objects.count() == 1


def test_of_sixteen_who_record_one_meeting_of_the_nation_exactly_one_does():
    seats()
    renewal.renew_nation(DAY)
    director, papers = on(DAY, Role.DGCT), [paper() for _rank in range(AT_ONCE)]
    facts = {"by": director, "at": at(DAY)}

    answers = all_at_once(lambda rank: operations.fulfil(None, "hold_national", "2019-T1", file=papers[rank], **facts))

    settled = "Cette obligation est déjà réglée, le 1er mars 2019 : dites pourquoi vous la corrigez."
    assert answers == {"": 1, settled: AT_ONCE - 1}
    assert Fulfilment.objects.count() == 1


def test_acts_on_several_contracts_at_once_wait_for_nobody_and_all_pass():
    contracts = [follow() for _rank in range(4)]
    agent = on(DAY, Role.REGION)
    facts = {"by": agent, "at": at(DAY), "source": "region", "year": 2019, "kind": "mobilised", "amount": 1}
    papers = [paper() for _rank in range(AT_ONCE)]

    answers = all_at_once(
        lambda rank: operations.record_movement(
            contracts[rank % 4], project=contracts[rank % 4].projects.first(), file=papers[rank], **facts
        )
    )

    assert answers == {"": AT_ONCE}
