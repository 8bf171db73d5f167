"""What an examiner asks is met by a change in what it touches, or in words; else the dossier is not sent again."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Answer, Contract
from negotiation.models.checklist import Slot
from negotiation.operations import Refused
from negotiation.workflow import PieceKind, Step, example
from tests.factories import (
    NOW,
    ContractFactory,
    actor,
    all_seats,
    file_piece,
    stamp,
    user_as,
)
from tests.negotiation.pages import entries, faults, text
from tests.negotiation.sent_back import ASKED, FORM, IMPACT, answer, sent_back, unmet
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def write(contract: Contract, number: int, **facts) -> None:
    project = contract.projects.get(number=number)
    who, site = {"by": actor(Role.REGION), "at": NOW}, {"number": 1, "name": "Logo"}
    operations.save_project(contract, facts, [site], **who, project=project, seen=project.revision)


def submit(contract: Contract) -> None:
    operations.make_move(contract, "submit", by=actor(Role.PRESIDENT), at=NOW)


# Met, or not
def test_a_returned_dossier_sent_again_unchanged_is_refused_in_words():
    contract = sent_back(IMPACT)

    with pytest.raises(Refused) as refused:
        submit(contract)

    assert [text(sentence) for sentence in refused.value.verdict.missing] == [
        "Projet 1, emplois et richesses : corrigez ce qui est demandé, ou répondez à la remarque."
    ]


def test_an_answer_in_words_meets_a_remark_and_the_dossier_goes():
    contract = sent_back(IMPACT)

    answer(contract)
    submit(contract)

    contract.refresh_from_db()
    assert (contract.step, Answer.objects.get().text) == (Step.DGCT_REVIEW, "120 emplois, voir la page 14.")


def test_a_change_of_the_project_meets_its_remarks_and_not_those_of_another():
    contract = sent_back(IMPACT)

    write(contract, 2, purpose="Autre objet.")
    assert unmet(contract) == ["Projet 1, emplois et richesses"]

    write(contract, 1, purpose="Créer 120 emplois.")
    assert unmet(contract) == []


def test_a_project_saved_as_it_was_or_put_back_meets_nothing():
    contract = sent_back(IMPACT)

    for purpose in ("", "Créer 120 emplois.", ""):
        write(contract, 1, purpose=purpose)

    assert unmet(contract) == ["Projet 1, emplois et richesses"]


def test_a_paper_of_the_whole_contract_meets_what_is_judged_on_it():
    contract = sent_back(IMPACT, FORM)
    file_piece(contract, Slot(PieceKind.ANNEX), stamp())

    assert unmet(contract) == ["Projet 1, emplois et richesses"]


def test_the_words_of_a_return_are_a_remark_only_where_they_say_more_than_the_criteria():
    same = sent_back(IMPACT)
    assert unmet(same) == ["Projet 1, emplois et richesses"]


def test_the_words_that_a_return_adds_touch_the_whole_dossier():
    contract = sent_back(IMPACT, comment=f"Projet 1, emplois et richesses : {ASKED}\r\nJoindre la carte.")
    [own] = [remark for remark in contract.remarks if remark.kind == "passage"]
    assert (own.subject, own.words, own.is_met) == ("L’ensemble du dossier", "Joindre la carte.", False)

    write(contract, 2, purpose="Autre objet.")

    assert unmet(contract) == ["Projet 1, emplois et richesses"]


def test_an_opinion_that_asks_for_corrections_is_met_by_an_answer_or_by_its_own_project():
    contract = make_dossier(SITUATIONS["corrections asked"])
    assert len(unmet(contract)) == 1

    write(contract, 1, purpose="Autre objet.", cost=100_000_000)

    assert unmet(contract) == []


def test_finance_is_not_satisfied_by_words_that_are_not_figures():
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    operations.give_opinion(contract, verdict="corrections", text="Trop cher.", by=actor(Role.FINANCE), at=NOW)

    write(contract, 1, purpose="Autre objet.", cost=100_000_000)
    assert len(unmet(contract)) == 1

    write(contract, 1, purpose="Autre objet.", cost=90_000_000)
    assert unmet(contract) == []


def test_corrections_sent_again_unchanged_are_refused():
    contract = make_dossier(SITUATIONS["corrections asked"])

    with pytest.raises(Refused, match="Il manque encore"):
        operations.make_move(contract, "resubmit", by=actor(Role.PRESIDENT), at=NOW, comment="Rien.")

    answer(contract)
    operations.make_move(contract, "resubmit", by=actor(Role.PRESIDENT), at=NOW, comment="Répondu.")
    assert contract.opinions.filter(superseded=True).count() == 1


# The answers
def test_an_answer_is_never_rewritten_nor_erased():
    contract = sent_back(IMPACT)
    answer(contract)

    for attempt in (lambda: Answer.objects.update(text="Autre."), lambda: Answer.objects.all().delete()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            attempt()


def test_an_answer_is_to_one_remark():
    contract = sent_back(IMPACT)

    with pytest.raises(IntegrityError, match="answer_is_to_one_remark"), transaction.atomic():
        contract.answers.create(text="À personne en tout.", given_at=NOW, **stamp())


def test_an_answer_has_words():
    [remark] = sent_back(IMPACT).remarks

    with pytest.raises(IntegrityError, match="answer_has_words"), transaction.atomic():
        Answer.objects.create(contract=Contract.objects.get(), verdict=remark.row, text=" ", given_at=NOW, **stamp())


@pytest.mark.parametrize("words", [".", "Fait.", "12345 67890 !!", "a b c d e f g h i"])
def test_an_answer_of_less_than_ten_letters_is_refused_at_every_door(words, client):
    contract = sent_back(IMPACT)
    [remark] = contract.remarks
    said = "Répondez en toutes lettres, 10 au moins"

    with pytest.raises(Refused, match=said):
        operations.answer_remarks(contract, {remark.key: words}, by=actor(Role.REGION), at=NOW)
    client.force_login(user_as(Role.PRESIDENT))
    url = reverse("act", args=[contract.reference, example("answer_remarks")])
    [fault] = faults(client.post(url, entries(client.get(url)) | {remark.key: words}))
    assert said in fault
    with pytest.raises(IntegrityError, match="answer_has_words"), transaction.atomic():
        contract.answers.create(verdict=remark.row, text=words, given_at=NOW, **stamp())


def test_ten_letters_answer_a_remark():
    contract = sent_back(IMPACT)
    [remark] = contract.remarks

    operations.answer_remarks(contract, {remark.key: "Étude 2026, faite."}, by=actor(Role.REGION), at=NOW)

    assert unmet(contract) == []


@pytest.mark.parametrize(
    ("criterion", "facts", "met"),
    [
        ("pdesc", {"cost": 110_000_000}, False),
        ("pdesc", {"purpose": "Inscrit à l’axe 2 du PDESC."}, True),
        ("impact", {"owner": "council", "cost": 110_000_000}, True),
        ("form", {"purpose": "Autre objet."}, False),
        ("form", {"duration_months": 36}, True),
    ],
)
def test_a_remark_is_mended_by_what_it_touches_and_by_nothing_else(criterion, facts, met):
    contract = sent_back(criterion)

    contract.projects.filter(number=1).update(**facts)

    assert (unmet(contract) == []) is met


def test_the_last_answer_counts_and_the_former_stays():
    contract = sent_back(IMPACT)
    answer(contract, "100 emplois créés.")
    answer(contract, "120 emplois créés.")

    [remark] = Contract.objects.get().remarks

    assert (remark.answer.text, Answer.objects.count()) == ("120 emplois créés.", 2)


def test_a_dossier_that_has_not_come_back_has_nothing_to_answer():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)

    with pytest.raises(Refused, match="Il manque encore"):
        operations.answer_remarks(contract, {}, by=actor(Role.REGION), at=NOW)


# Whose work it is
