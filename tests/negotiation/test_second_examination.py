"""A second examination starts from the first: what was given stays for what has not changed, remarks stay in sight."""

import pytest
from django.urls import reverse

from cper.people.roles import Function, Role
from negotiation import access, operations
from negotiation.models import Contract, examination
from negotiation.workflow import Criterion, Step, example
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, all_seats, user_as
from tests.negotiation.pages import entries, text
from tests.situations import answer_all, file_all_papers

pytestmark = pytest.mark.django_db

IMPACT = Criterion.IMPACT.value
ASKED = "Emplois non chiffrés."


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def judge(contract: Contract, met: bool = True, *, project: int | None = None, only: str = "") -> None:
    answers = {
        (one.pk, criterion.value): (met, "" if met else ASKED)
        for one in contract.projects.all()
        for criterion in Criterion
        if project in (None, one.number) and only in ("", criterion.value)
    }
    operations.assess(contract, answers, by=actor(Role.DGCT), at=NOW)


def write(contract: Contract, number: int, **facts) -> None:
    project = contract.projects.get(number=number)
    who, site = {"by": actor(Role.REGION), "at": NOW}, {"number": 1, "name": "Logo"}
    operations.save_project(contract, facts, [site], **who, project=project, seen=project.revision)


def move(contract: Contract, name: str, role: Role, **how) -> Contract:
    operations.make_move(contract, name, by=actor(role), at=NOW, **how)
    return Contract.objects.get(pk=contract.pk)


@pytest.fixture
def back() -> Contract:
    """Two projects; the impact of the first is not met, and the dossier is back with the region."""
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    ProjectFactory(contract=contract)
    file_all_papers(contract)
    judge(contract)
    judge(contract, met=False, project=1, only=IMPACT)
    return move(contract, "send_back", Role.DGCT_HEAD, comment="Joindre la carte.")


@pytest.fixture
def again(back) -> Contract:
    """The same, of which the region has written the first project anew, and sent again."""
    write(back, 1, purpose="Créer 120 emplois.")
    return move(Contract.objects.get(), "submit", Role.PRESIDENT)


def standing(contract: Contract) -> dict[int, list[str]]:
    """The criteria that stand, project by project."""
    found: dict[int, list[str]] = {}
    given = examination.standing(Contract.objects.get(pk=contract.pk))
    for project in contract.projects.all():
        found[project.number] = sorted(criterion for pk, criterion in given if pk == project.pk)
    return found


ALL = sorted(criterion.value for criterion in Criterion)


def test_what_was_met_stays_for_the_project_that_has_not_changed(again):
    assert standing(again) == {1: [], 2: ALL}


def test_the_projects_that_have_not_changed_are_not_examined_again(again):
    judge(again, project=1)

    sent = move(again, "transmit", Role.DGCT_HEAD)

    assert sent.step == Step.MINISTRY_REVIEW
    assert sent.verdicts.filter(round=1).count() == len(Criterion)


def test_a_criterion_answered_in_words_is_examined_again_and_the_rest_stays(back):
    answer_all(back)

    sent = move(Contract.objects.get(), "submit", Role.PRESIDENT)

    assert standing(sent) == {1: [one for one in ALL if one != IMPACT], 2: ALL}
    missing = access.decide(actor(Role.DGCT_HEAD), "transmit", sent).missing
    assert [sentence.replace("\u00a0", " ") for sentence in missing] == ["Projet 1 : un critère reste à examiner."]


def test_nothing_is_transmitted_nor_said_returned_before_what_changed_is_examined(again):
    turns = {turn.action for turn in again.turns.all()}

    assert turns == {"assess"}


def test_what_was_decided_on_stays_decided_whatever_changes_afterwards(again):
    judge(again, project=1)
    sent = move(again, "transmit", Role.DGCT_HEAD)
    sent.projects.filter(number=2).update(purpose="Autre objet.")

    assert standing(sent) == {1: ALL, 2: ALL}


# What is read


def read(client, contract, name, role=Role.DGCT, function=None):
    client.force_login(user_as(role, function=function))
    return client.get(reverse("act", args=[contract.reference, example(name)]))


def test_the_form_begins_with_what_stands_and_recalls_what_was_asked_with_the_answer(back, client):
    answer_all(back)
    sent = move(Contract.objects.get(), "submit", Role.PRESIDENT)
    first, second = sent.projects.all()

    page = read(client, sent, "assess")
    filled, said = entries(page), text(page.content.decode())

    assert page.context["form"][f"met-{second.pk}-{IMPACT}"].value() == "yes"
    assert page.context["form"][f"met-{first.pk}-{IMPACT}"].value() == ""
    assert (
        "Rempli : donné au premier passage, le 20 novembre 2026 ; rien de ce qu’il examine n’a changé depuis." in said
    )
    assert f"Non au premier passage, le 20 novembre 2026 : « {ASKED} »" in said
    assert "Réponse de la collectivité : « C’est fait dans le dossier. »" in said
    assert "L’ensemble du dossier" in said
    assert f"remark-{first.pk}-{IMPACT}" in filled


def test_the_form_shows_what_has_changed_since_the_return(again, client):
    page = read(client, again, "assess")

    assert [
        (text(row["subject"]), [change.after for change in row["changes"]]) for row in page.context["changes"]
    ] == [(f"Projet 1 : {again.projects.get(number=1).title}", ["Créer 120 emplois."])]


def test_a_project_not_yet_examined_is_said_so_wherever_the_examination_is_read(again, client):
    page = read(client, again, "send_back")

    assert [row["sentence"] for row in page.context["examined"]] == [
        "à examiner"
    ]  # what conforms is no ground of a return


def test_the_part_of_the_dossier_tells_each_round_by_its_end_with_its_words_and_the_answers(back, client):
    answer_all(back)
    sent = move(Contract.objects.get(), "submit", Role.PRESIDENT)
    judge(sent, project=1, only=IMPACT)
    sent = move(Contract.objects.get(), "transmit", Role.DGCT_HEAD)
    client.force_login(user_as(Role.PRESIDENT))

    page = client.get(reverse("dossier-opinions", args=[sent.reference]))
    examined = page.context["examination"]

    assert [text(table["title"]) for table in (examined["current"], *examined["former"])] == [
        "2e examen, dossier transmis aux ministères le 20 novembre 2026",
        "Premier examen, dossier retourné le 20 novembre 2026",
    ]
    [returned] = examined["former"][0]["returned"]
    assert (returned["words"], returned["answer"]["text"]) == ("Joindre la carte.", "C’est fait dans le dossier.")
    assert "en cours" not in text(page.content.decode())


def test_a_second_return_is_read_where_the_first_one_is(again, client):
    judge(again, met=False, project=1)
    move(again, "send_back", Role.DGCT_HEAD, comment="Revoir encore.")
    client.force_login(user_as(Role.REGION, function=Function.AGENT))

    page = client.get(reverse("dossier-opinions", args=[again.reference]))

    said = [remark["words"] for remark in page.context["examination"]["current"]["returned"]]
    assert said == ["Revoir encore."]
    assert page.context["examination"]["former"][0]["returned"][0]["words"] == "Joindre la carte."


@pytest.mark.parametrize("projects", [1, 3])
def test_the_part_costs_the_same_however_many_projects(back, client, django_assert_num_queries, projects):
    for _number in range(projects):
        ProjectFactory(contract=back)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(10):
        client.get(reverse("dossier-opinions", args=[back.reference]))


def test_a_ministry_asked_again_reads_its_opinion_the_answer_and_what_has_changed(client):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    given = {"verdict": "corrections", "text": "Étude à reprendre."}
    operations.give_opinion(contract, **given, by=actor(Role.SECTOR), at=NOW)
    answer_all(Contract.objects.get())
    write(contract, 1, purpose="Créer 120 emplois.", cost=100_000_000)
    sent = move(Contract.objects.get(), "resubmit", Role.PRESIDENT, comment="Étude refaite.")

    page = read(client, sent, "give_opinion", Role.SECTOR)
    said = text(page.content.decode())

    assert [card["text"] for card in page.context["former"]] == ["Étude à reprendre."]
    assert page.context["answer"]["text"] == "C’est fait dans le dossier."
    assert "Étude refaite." in said
    assert [change.what for row in page.context["changes"] for change in row["changes"]] == [
        "Objet et résultats attendus"
    ]
