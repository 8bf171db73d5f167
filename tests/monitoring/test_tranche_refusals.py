"""What stops a tranche on its way, and that an act refused leaves nothing behind."""

from datetime import date

import pytest
from django.core import mail
from django.db import transaction

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import Paper, Passage, Tranche
from monitoring.operations import Stale
from monitoring.vocabulary import PaperKind
from negotiation.models import Notice
from tests.monitoring.world import (
    MILLION,
    TO_PAID,
    add_project,
    at,
    bring,
    declare,
    follow,
    move,
    on,
    paper,
    refusal,
    tranche,
    window,
)

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)


@pytest.mark.parametrize(
    ("name", "before", "sentence"),
    [
        ("approve", 2, "60 000 001 FCFA dépasse la somme demandée : 60 000 000 FCFA."),
        ("release", 3, "60 000 001 FCFA dépasse la somme approuvée : 60 000 000 FCFA."),
        ("pay", 4, "60 000 001 FCFA dépasse la somme débloquée : 60 000 000 FCFA."),
        ("justify", 5, "60 000 001 FCFA dépasse ce qui reste à justifier : 60 000 000 FCFA."),
    ],
)
def test_no_sum_passes_the_one_before_it(name, before, sentence):
    held = bring(tranche(follow()), *TO_PAID[:before])

    assert refusal(move, held, name, 60 * MILLION + 1) == sentence


@pytest.mark.parametrize(("name", "before"), [("approve", 2), ("release", 3), ("pay", 4), ("justify", 5)])
def test_an_act_on_money_says_how_much(name, before):
    held = bring(tranche(follow()), *TO_PAID[:before])

    assert {refusal(move, held, name, amount) for amount in (None, 0, -1)} == {"Indiquez la somme."}


@pytest.mark.parametrize("requested", [0, -5])
def test_a_tranche_asks_for_at_least_a_franc(requested):
    assert refusal(tranche, follow(), requested=requested) == "Une tranche demande au moins un franc."


@pytest.mark.parametrize(("name", "before"), [("send_back", 1), ("cancel", 2)])
def test_a_return_and_a_cancellation_have_their_reason(name, before):
    held = bring(tranche(follow()), *TO_PAID[:before])

    assert refusal(move, held, name, comment=" \n") == "Indiquez le motif."


def test_a_justification_rests_on_its_papers():
    held = bring(tranche(follow()), *TO_PAID)

    sentence = refusal(declare, held, MILLION, file=None)

    assert sentence == "Joignez la pièce : Pièces justificatives des dépenses."


def test_no_act_bears_a_day_to_come():
    held = tranche(follow())

    assert refusal(move, held, "request", on=date(2019, 3, 2)) == "Cet acte porte une date à venir."


def test_who_comes_second_is_told_who_came_first():
    held = tranche(follow())
    move(held, "request", seen=held.version)

    with pytest.raises(Stale) as caught:
        move(held, "request", seen=held.version)

    first = Passage.objects.get(action="request")
    assert str(caught.value).replace("\u00a0", " ") == (
        f"Quelqu’un a agi depuis que cette page s’est ouverte : {first.signatory}, "
        "« Tranche demandée à l’ANICT », le 1er mars 2019 à 10 h 00."
    )


def test_an_act_refused_leaves_neither_paper_nor_passage_nor_sum():
    held = bring(tranche(follow()), *TO_PAID)
    before = [model.objects.count() for model in (Paper, Passage, Notice)]

    refusal(move, held, "justify", 61 * MILLION)

    assert [model.objects.count() for model in (Paper, Passage, Notice)] == before
    assert Tranche.objects.values_list("state", "justified", "version").get() == ("paid", 0, held.version)


def test_nothing_is_left_nor_mailed_when_the_transaction_is_rolled_back(django_capture_on_commit_callbacks):
    held = tranche(follow())

    with pytest.raises(RuntimeError), django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        move(held, "request")
        raise RuntimeError

    held.refresh_from_db()
    assert (held.state, held.passages.filter(action="request").count(), Notice.objects.count()) == ("draft", 0, 0)
    assert mail.outbox == []


def test_a_tranche_is_for_a_project_of_its_contract():
    stranger = add_project(follow(where="gao"))

    assert refusal(tranche, follow(), project=stranger) == "Ce projet n’est pas inscrit au contrat-plan."


def test_a_closed_window_takes_no_demand():
    assert refusal(tranche, follow(), window=window(open=False)) == "Ce guichet est fermé."


def test_only_the_papers_of_a_tranche_are_filed_with_it():
    held = tranche(follow())

    sentence = refusal(operations.file_paper, held, PaperKind.LETTER, paper(), by=on(DAY, Role.REGION), at=at(DAY))

    assert sentence == "Cette pièce n’est pas de celles d’une tranche."


def test_an_act_on_a_tranche_is_not_dated_before_the_move_it_follows():
    held = bring(tranche(follow()), "request", "accept")

    sentence = refusal(move, held, "approve", MILLION, on=date(2019, 2, 28))

    assert sentence == "Cet acte est daté d’avant le précédent, du 1er mars 2019."
    assert move(held, "approve", MILLION, on=DAY).passages.first().on == DAY
