"""Expenses are declared by the region and examined by the ANICT: only what it accepts is justified."""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cper.people.roles import Role
from monitoring import ledger
from monitoring.models import FollowedContract, Justification, Passage, Tranche
from monitoring.models.requirements import checklist
from monitoring.operations import Rule
from tests.monitoring.pages import opened
from tests.monitoring.world import (
    MILLION,
    TO_PAID,
    answer,
    bring,
    declare,
    follow,
    move,
    refusal,
    ruled,
    tranche,
)
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid() -> Tranche:
    return bring(tranche(follow()), *TO_PAID)


def sums(paid: Tranche) -> tuple:
    held = Tranche.objects.get(pk=paid.pk)
    return held.state, held.justified // MILLION, held.under_review // MILLION, held.undeclared // MILLION


def test_what_is_declared_counts_for_nothing_until_it_is_examined(paid):
    declare(paid, 60 * MILLION)

    loaded = FollowedContract.objects.get().load()
    assert sums(paid) == ("paid", 0, 60, 0)
    assert ledger.total(ledger.lines(loaded), "justified") == 0


@pytest.mark.parametrize(
    ("accepted", "reason", "state", "after"),
    [
        (60, "", "accepted", ("justified", 60, 0, 0)),
        (45, "Un décompte n’est pas visé.", "in-part", ("paid", 45, 0, 15)),
        (0, "Les pièces sont illisibles.", "refused", ("paid", 0, 0, 60)),
    ],
)
def test_only_what_the_anict_accepts_is_justified(paid, accepted, reason, state, after):
    declare(paid, 60 * MILLION)

    answered = answer(paid, accepted * MILLION, reason)

    assert (answered.state.value, sums(paid)) == (state, after)


def test_the_next_tranche_opens_on_what_is_accepted_not_on_what_is_declared():
    ruled(Rule(2, justified=8_000))
    contract = follow()
    first = bring(tranche(contract, requested=30 * MILLION), *TO_PAID, amount=30 * MILLION)
    second = tranche(contract, requested=10 * MILLION)

    def rule() -> tuple:
        held = contract.tranches.get(pk=second.pk)
        met = next(met for met in checklist(held) if met.code == "justified")
        return text(met.label), text(met.note), met.done

    declare(first, 30 * MILLION)
    pending = rule()
    answer(first, 13_138_686, "Le reste n’est pas visé.")

    assert pending == (
        "Tranche 1 justifiée à 0 % ; il en faut 80 %",
        "30 000 000 FCFA déclarés, en examen à l’ANICT",
        False,
    )
    assert rule() == ("Tranche 1 justifiée à 43,8 % ; il en faut 80 %", "", False)


def test_the_oldest_declaration_is_examined_first(paid):
    first, second = declare(paid, 10 * MILLION), declare(paid, 20 * MILLION)

    answer(paid, 0, "Illisible.")

    assert [Justification.objects.get(pk=one.pk).accepted for one in (first, second)] == [0, None]
    assert sums(paid) == ("paid", 0, 20, 40)


@pytest.mark.parametrize(
    ("accepted", "reason", "sentence"),
    [
        (60 * MILLION + 1, "", "60 000 001 FCFA dépasse la somme déclarée : 60 000 000 FCFA."),
        (59 * MILLION, " ", "Ce qui n’est pas accepté en entier est toujours motivé : indiquez le motif."),
    ],
)
def test_an_examination_is_refused_above_the_declaration_and_without_its_reason(paid, accepted, reason, sentence):
    declare(paid, 60 * MILLION)

    assert refusal(answer, paid, accepted, reason) == sentence


def test_nothing_is_examined_that_was_not_declared_nor_twice(paid):
    nothing = refusal(answer, paid, MILLION)
    declare(paid, 10 * MILLION)
    answer(paid, 10 * MILLION)

    assert {nothing, refusal(answer, paid, MILLION)} == {"Aucune justification n’attend d’examen."}


def test_what_is_under_review_is_not_declared_twice(paid):
    declare(paid, 50 * MILLION)

    assert refusal(declare, paid, 11 * MILLION) == (
        "11 000 000 FCFA dépasse ce qui reste à justifier : 10 000 000 FCFA."
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE monitoring_justification SET accepted = 61000000",
        "UPDATE monitoring_justification SET accepted = 10, answered_at = now(), answered_on = now(), "
        "answered_by_id = by_id",
        "UPDATE monitoring_justification SET accepted = declared",
        "UPDATE monitoring_justification SET declared = 1",
    ],
)
def test_the_database_keeps_both_sides(paid, change):
    declare(paid, 60 * MILLION)

    with pytest.raises(IntegrityError if "accepted" in change else Exception), transaction.atomic():
        connection.cursor().execute(change)


def test_an_answer_is_given_once(paid):
    declare(paid, 60 * MILLION)
    answer(paid, 60 * MILLION)

    with pytest.raises(Exception, match="answered_once"), transaction.atomic():
        connection.cursor().execute("UPDATE monitoring_justification SET reason = 'Autre.'")


def test_the_tranche_says_at_commit_what_its_justifications_say(paid):
    declare(paid, 60 * MILLION)

    with pytest.raises(Exception, match="justified_as_accepted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_tranche SET justified = 5, under_review = 55")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_declaration_is_announced_to_the_anict_and_its_answer_to_the_region(
    paid, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        declare(paid, 60 * MILLION)
    asked = [text(one.body) for one in mail.outbox]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer(paid, 0, "Les pièces sont illisibles.")

    assert len(asked) == 1
    assert "Examiner une justification" in asked[0]
    assert ["Justifier des dépenses" in text(one.body) for one in mail.outbox] == [True]


@pytest.mark.parametrize(
    ("moved", "role", "acts"),
    [
        ((), Role.REGION, ["Justifier des dépenses"]),
        ((), Role.ANICT, []),
        ((60,), Role.REGION, []),
        ((60,), Role.ANICT, ["Examiner une justification"]),
        ((30,), Role.REGION, ["Justifier des dépenses"]),
    ],
)
def test_each_side_is_awaited_for_its_own(client, time_machine, paid, moved, role, acts):
    time_machine.move_to(date(2019, 6, 3), tick=False)
    for amount in moved:
        declare(paid, amount * MILLION)
    FollowedContract.objects.get().duties.all().delete()

    page = opened(client, role, "follow-up-inbox")

    assert [line["act"] for shown in page.context["lists"] for line in shown["table"].rows] == acts


def test_the_page_shows_apart_what_is_declared_and_why_not_all_is_accepted(client, time_machine, paid):
    time_machine.move_to(date(2019, 6, 3), tick=False)
    declare(paid, 40 * MILLION)
    answer(paid, 30 * MILLION, "Le décompte n°2 n’est pas visé.")
    declare(paid, 5 * MILLION)

    page = opened(client, Role.REGION, "tranche", paid.contract.reference, paid.number)

    said = text(page.content.decode())
    assert "Déclaré 5 000 000 FCFA en examen à l’ANICT ; ne compte pas encore" in said
    assert "Somme justifiée 30 000 000 FCFA reste à justifier 25 000 000 FCFA" in said
    assert "Le décompte n°2 n’est pas visé." in said


def test_the_anict_answers_on_a_page_that_asks_why(client, time_machine, paid):
    time_machine.move_to(date(2019, 6, 3), tick=False)
    declare(paid, 40 * MILLION)
    url = reverse("tranche-act", args=[paid.contract.reference, paid.number, "examiner"])
    opened(client, Role.ANICT, "tranche", paid.contract.reference, paid.number)
    typed = {"seen": Tranche.objects.get(pk=paid.pk).version, "outcome": "none", "amount": "", "comment": ""}

    silent = client.post(url, typed)
    said = client.post(url, typed | {"outcome": "part", "amount": "40 000 000", "comment": "Non visé."})
    done = client.post(url, typed | {"outcome": "part", "amount": "25 000 000", "comment": "Non visé."})

    assert "Dites pourquoi : ce qui n’est pas accepté en entier est motivé." in text(silent.content.decode())
    assert "Une partie est moins que la somme déclarée, 40 000 000 FCFA." in text(said.content.decode())
    assert (done.status_code, sums(paid)) == (302, ("paid", 25, 0, 35))
    assert Passage.objects.get(action="examine").comment == "Non visé."


def test_money_accepted_is_that_of_the_report(paid):
    declare(paid, 40 * MILLION)
    answer(paid, 30 * MILLION, "Non visé.")
    loaded = FollowedContract.objects.get().load()

    assert ledger.of_project(loaded, loaded.retained[0])["justified"] == 30 * MILLION
    assert move(Tranche.objects.get(), "justify", 30 * MILLION).state == "justified"
