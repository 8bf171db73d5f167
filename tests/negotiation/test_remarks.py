"""What an examiner asks is met by a change in what it touches, or in words; else the dossier is not sent again."""

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from negotiation import operations
from negotiation.models import Answer, Contract
from negotiation.models.checklist import Slot
from negotiation.operations import Refused
from negotiation.vocabulary import IN_SHORT
from negotiation.workflow import Criterion, Function, PieceKind, Role, Step, example
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    stamp,
    user_as,
)
from tests.negotiation.pages import entries, faults, notices, text
from tests.situations import SITUATIONS, file_all_papers, make_dossier

pytestmark = pytest.mark.django_db

IMPACT, FORM = Criterion.IMPACT.value, Criterion.FORM.value
ASKED = "Emplois non chiffrés."


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def sent_back(*criteria: str, comment: str = "") -> Contract:
    """A dossier of two projects, back with the region: those criteria are not met for the first one."""
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    ProjectFactory(contract=contract)
    file_all_papers(contract)
    judge(contract, *criteria)
    said = "\n".join(f"Projet 1, {IN_SHORT[Criterion(criterion)]} : {ASKED}" for criterion in criteria)
    operations.make_move(contract, "send_back", by=actor(Role.DGCT_HEAD), at=NOW, comment=comment or said)
    return Contract.objects.get(pk=contract.pk)


def judge(contract: Contract, *unmet: str) -> None:
    """Answer what is to be examined: met, but for those criteria of the first project."""
    first = contract.projects.get(number=1)
    answers = {
        (project.pk, criterion.value): (True, "") for project in contract.projects.all() for criterion in Criterion
    }
    answers |= {(first.pk, criterion): (False, ASKED) for criterion in unmet}
    operations.assess(contract, answers, by=actor(Role.DGCT), at=NOW)


def write(contract: Contract, number: int, **facts) -> None:
    project = contract.projects.get(number=number)
    who = {"by": actor(Role.REGION), "at": NOW}
    operations.save_project(contract, facts, [{"name": "Logo"}], **who, project=project, seen=project.revision)


def unmet(contract: Contract) -> list[str]:
    return [remark.subject for remark in Contract.objects.get(pk=contract.pk).remarks if not remark.is_met]


def answer(contract: Contract, words: str = "120 emplois, voir la page 14.") -> None:
    answers = {remark.key: words for remark in Contract.objects.get(pk=contract.pk).remarks}
    operations.answer_remarks(contract, answers, by=actor(Role.REGION, function=Function.AGENT), at=NOW)


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


def test_the_page_quotes_each_remark_over_its_entry_and_keeps_what_is_typed(client):
    contract = sent_back(IMPACT, FORM)
    client.force_login(user_as(Role.REGION, function=Function.AGENT))
    url = reverse("act", args=[contract.reference, example("answer_remarks")])
    page = client.get(url)
    first = contract.remarks[0]

    assert text(page.content.decode()).count("« Emplois non chiffrés. »") == 0
    assert text(page.content.decode()).count("Emplois non chiffrés.") == 2
    assert faults(client.post(url, entries(page))) == ["Aucune réponse n’a changé depuis l’ouverture de la page."]

    done = client.post(url, entries(page) | {first.key: "120 emplois créés."}, follow=True)

    assert notices(done)[0].startswith("Réponses enregistrées.")
    assert [remark.is_met for remark in Contract.objects.get().remarks] == [True, False]


# Whose work it is
def test_a_returned_dossier_waits_for_the_agents_and_the_president_until_every_remark_is_met():
    contract = sent_back(IMPACT)
    agent, president = actor(Role.REGION, function=Function.AGENT), actor(Role.PRESIDENT)

    assert [contract in Contract.objects.inbox(who) for who in (agent, president)] == [True, True]
    assert {turn.action for turn in contract.turns.all()} == {"answer_remarks", "edit"}

    answer(contract)

    assert [contract in Contract.objects.inbox(who) for who in (agent, president)] == [False, True]
    assert {turn.action for turn in contract.turns.all()} == {"submit"}


def test_what_an_examiner_sent_back_comes_first_in_the_inbox_with_its_words(client):
    ContractFactory(step=Step.PREPARATION, ready=True)
    contract = sent_back(IMPACT)
    client.force_login(user_as(Role.REGION, function=Function.AGENT))

    page = client.get(reverse("inbox"))

    first = page.context["own_rows"][0]
    assert (first["reference"], [remark.words for remark in first["remarks"]]) == (contract.reference, [ASKED])
    assert ASKED in text(page.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_however_many_dossiers_are_back(client, django_assert_num_queries, count):
    for _number in range(count):
        dossier = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
        judge(dossier, IMPACT)
        operations.make_move(dossier, "send_back", by=actor(Role.DGCT_HEAD), at=NOW, comment="À revoir.")
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(21):
        page = client.get(reverse("inbox"))

    assert len(page.context["own_rows"]) == count


@pytest.mark.parametrize("function", [Function.AGENT, Function.SIGNATORY])
def test_the_box_of_the_dossier_carries_the_remarks_with_who_made_them(client, function):
    contract = sent_back(IMPACT)
    client.force_login(user_as(Role.REGION, function=function))

    box = client.get(contract.get_absolute_url()).context["box"]

    examiner = user_as(Role.DGCT, function=Function.SIGNATORY)
    assert [(r["subject"], r["words"], r["by"].split(",")[0], str(r["status"]["label"])) for r in box["remarks"]] == [
        ("Projet 1, emplois et richesses", ASKED, examiner.name, "À traiter")
    ]
    assert [str(action["label"]) for action in box["actions"] if action["primary"]] == ["Répondre aux remarques"]


def test_the_mail_says_what_is_asked(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent_back(IMPACT)

    [body] = [message.body for message in mail.outbox if "Ce qui est demandé" in message.body]
    assert f"- Projet 1, emplois et richesses : {ASKED} (" in body.replace("\xa0", " ")
