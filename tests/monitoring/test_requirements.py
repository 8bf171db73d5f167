"""What a tranche needs before it is asked for: the source's papers, its window's rule, and who may set one aside."""

from datetime import date

import pytest

from cper.people.roles import Function, Role
from cper.words.rates import short
from monitoring import operations
from monitoring.models import FundingWindow, Tranche
from monitoring.models.requirements import checklist
from monitoring.operations import Refused, Rule
from monitoring.vocabulary import PaperKind
from tests.monitoring.world import (
    MILLION,
    TO_PAID,
    add_project,
    at,
    bring,
    file,
    follow,
    move,
    on,
    refusal,
    ruled,
    tranche,
    window,
)

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)


def asked(held: Tranche) -> list[tuple[str, bool]]:
    """What its window's rule asks of the tranche, and whether it is met."""
    return [(met.label.replace("\u00a0", " "), met.holds) for met in checklist(Tranche.objects.get(pk=held.pk))[4:]]


def missing(held: Tranche, name: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        move(held, name)
    return [label.replace("\u00a0", " ") for label in caught.value.verdict.missing]


def waive(held: Tranche, code: str, role: Role = Role.ANICT_HEAD, reason: str = "Urgence.", **who):
    return operations.waive(held, code, by=on(DAY, role, **who), at=at(DAY), reason=reason)


def test_no_tranche_goes_without_the_written_demand_and_its_three_papers():
    contract = follow()
    facts = {"project": contract.projects.get(), "window": window(), "year": 2019, "requested": MILLION}
    bare = operations.open_tranche(contract, by=on(DAY, Role.REGION), at=at(DAY), **facts)

    assert missing(bare, "request") == [
        "Demande écrite adressée à l’ANICT",
        "Délibération du conseil sur le projet",
        "Plan de développement, ou stratégie de développement économique (SDER), de la collectivité",
        "Liste des projets soumis au contrat-plan",
    ]


def test_a_window_without_rules_asks_nothing_more():
    assert asked(tranche(follow())) == []


def test_a_rule_adds_papers():
    ruled(Rule(1, papers=(PaperKind.BANK_DETAILS, PaperKind.FUNDING_AGREEMENT)))
    held = tranche(follow())

    file(held, PaperKind.BANK_DETAILS, DAY)

    assert missing(held, "request") == ["Convention de financement avec l’ANICT"]


@pytest.mark.parametrize(("requested", "met"), [(29_997_000, True), (29_997_001, False)])
def test_a_rule_limits_a_tranche_to_a_share_of_the_year(requested, met):
    ruled(Rule(1, share=3_333))

    held = tranche(follow(), requested=requested)

    words = f"{requested:,}".replace(",", " ")
    label = f"{words} FCFA demandés ; au plus 29 997 000 FCFA, soit 33,33 % de la part prévue"
    assert asked(held) == [(label, met)]


def test_what_the_plan_does_not_date_counts_in_the_share_of_each_year():
    ruled(Rule(1, share=5_000))
    contract = follow()
    contract.projects.get().financing.create(source="state", amount=20 * MILLION)

    held = tranche(contract, requested=55 * MILLION)

    assert asked(held) == [("55 000 000 FCFA demandés ; au plus 55 000 000 FCFA, soit 50 % de la part prévue", True)]


@pytest.mark.parametrize(
    ("threshold", "justified", "said", "met"),
    [
        (8_000, 24_000_000, "80 %", True),
        (8_000, 23_999_999, "79,99 %", False),
        (10_000, 29_999_999, "99,99 %", False),
        (8_000, 13_138_686, "43,8 %", False),
    ],
)
def test_a_rule_waits_for_the_tranche_before_to_be_justified_to_the_franc(threshold, justified, said, met):
    ruled(Rule(2, justified=threshold))
    contract = follow()
    first = bring(tranche(contract, requested=30 * MILLION), *TO_PAID, amount=30 * MILLION)

    move(first, "justify", justified)
    second = tranche(contract, requested=MILLION)

    needed = short(threshold).replace("\u00a0", " ")
    assert asked(second) == [(f"Tranche 1 justifiée à {said} ; il en faut {needed}", met)]


def test_the_tranche_before_is_the_last_of_the_project_whatever_the_year():
    ruled(Rule(1, justified=8_000))
    contract = follow()
    bring(tranche(contract, year=2019), "request")

    assert asked(tranche(contract, year=2020)) == [("Tranche 1 justifiée à 0 % ; il en faut 80 %", False)]


def test_the_rank_is_counted_within_the_year():
    ruled(Rule(1, share=10_000), Rule(2, papers=(PaperKind.PROGRESS,)))
    contract = follow()
    first = bring(tranche(contract, requested=MILLION), "request")
    held = [first, *(tranche(contract, year=year, requested=MILLION) for year in (2019, 2020))]

    whole = ("1 000 000 FCFA demandés ; au plus 90 000 000 FCFA, soit 100 % de la part prévue", True)
    assert [asked(one) for one in held] == [[whole], [("Rapport d’avancement des travaux", False)], [whole]]


def test_a_cancelled_tranche_is_neither_a_rank_nor_a_tranche_before():
    ruled(Rule(1, papers=(PaperKind.BANK_DETAILS,)), Rule(2, justified=10_000))
    contract = follow()
    first = tranche(contract, requested=MILLION)

    move(first, "cancel", role=Role.PRESIDENT)

    assert asked(tranche(contract, requested=MILLION)) == [("Relevé d’identité du compte au Trésor", False)]


def test_each_project_and_each_window_has_ranks_of_its_own():
    ruled(Rule(2, papers=(PaperKind.PROGRESS,)))
    contract = follow()
    other = FundingWindow.objects.create(name="Autre guichet")
    tranche(contract, requested=MILLION, window=other)
    tranche(contract, requested=MILLION, project=add_project(contract))

    assert asked(tranche(contract, requested=MILLION)) == []


def test_a_rule_made_stricter_meanwhile_is_asked_of_what_is_prepared_from_its_day_on_alone():
    contract = follow()
    running = bring(tranche(contract), "request")

    ruled(Rule(1, papers=(PaperKind.CERTIFICATE,)), since=DAY)

    assert bring(running, "accept").state == "complete"
    assert asked(tranche(contract, year=2020)) == [("Attachement ou décompte visé", False)]


def test_the_signatory_of_the_anict_sets_a_rule_aside_with_a_reason_that_stays_visible():
    ruled(Rule(1, share=5_000))
    held = tranche(follow())

    waiver = waive(held, "share", reason="Travaux avant l’hivernage.")
    moved = bring(Tranche.objects.get(), "request")

    (met,) = checklist(Tranche.objects.get())[4:]
    assert (met.done, met.holds, met.waiver, moved.state) == (False, True, waiver, "requested")
    assert (met.waiver.reason, met.waiver.by) == ("Travaux avant l’hivernage.", on(DAY, Role.ANICT_HEAD).user)
    assert held.passages.get(action="waive").comment == "Travaux avant l’hivernage."


@pytest.mark.parametrize(("role", "function"), [(Role.ANICT, Function.AGENT), (Role.PRESIDENT, Function.SIGNATORY)])
def test_nobody_else_sets_a_rule_aside(role, function):
    ruled(Rule(1, share=5_000))

    sentence = refusal(waive, tranche(follow()), "share", role=role, function=function)

    assert sentence == "Seul le Directeur général de l’ANICT peut faire cet acte."


@pytest.mark.parametrize("code", ["paper-demand", "paper-plan", "justified", "inconnu"])
def test_the_papers_of_the_source_and_what_no_rule_asks_are_not_set_aside(code):
    assert refusal(waive, tranche(follow()), code) == "Cette exigence ne se déroge pas."


def test_a_rule_is_set_aside_once_and_with_a_reason():
    ruled(Rule(1, share=5_000))
    held = tranche(follow())

    assert refusal(waive, held, "share", reason="  ") == "Indiquez le motif."
    waive(held, "share")
    assert refusal(waive, held, "share") == "Cette règle est déjà écartée pour cette tranche."
