"""The forms of the examination and of the opinions: what is typed, mended and kept."""

import pytest

from cper.people.roles import Function, Role
from negotiation.models import Contract, CriterionVerdict, Opinion
from negotiation.workflow import Criterion, Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    all_seats,
    judged,
    stamp,
)
from tests.negotiation.act_pages import address, send
from tests.negotiation.pages import faults, notices, text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def plain(response):
    return text(response.content.decode())


# The four criteria (E4)


@pytest.fixture
def examined():
    """A dossier of two projects at the DGCT, which has not begun."""
    contract = ContractFactory(step=Step.DGCT_REVIEW)
    ProjectFactory.create_batch(2, contract=contract)
    return contract


def answers(contract, met="yes", remark="", of=slice(None)):
    return {
        f"{field}-{project.pk}-{criterion.value}": value
        for project in list(contract.projects.all())[of]
        for criterion in Criterion
        for field, value in (("met", met), ("remark", remark))
    }


def test_the_examination_of_every_project_is_written_and_the_director_is_next(examined, enter):
    response = send(enter(Role.DGCT, Function.AGENT), examined, "assess", answers(examined))

    assert notices(response)[0] == (
        "Examen enregistré. Le Directeur général des collectivités territoriales a jusqu’au 27 novembre 2026."
    )
    assert CriterionVerdict.objects.filter(met=True, round=0).count() == 8


def test_part_of_an_examination_is_saved_and_the_page_says_what_remains(examined, enter):
    agent = enter(Role.DGCT, Function.AGENT)

    send(agent, examined, "assess", answers(examined, of=slice(1)))
    page = plain(agent.get(address(examined, "assess")))

    assert CriterionVerdict.objects.count() == 4
    assert "4 réponses enregistrées sur 8." in page
    assert "Projet 2 : examinez les quatre critères." in page


def test_a_no_without_a_remark_and_a_remark_without_an_answer_are_mended(examined, enter):
    first, second = examined.projects.all()
    typed = {f"met-{first.pk}-impact": "no", f"remark-{second.pk}-form": "Illisible."}

    response = send(enter(Role.DGCT), examined, "assess", typed)

    assert faults(response) == [
        "Observation sur le projet 1, emplois et richesses : Dites ce qui manque : un « non » est toujours motivé.",
        "Projet 2, forme et pièces : Répondez oui ou non.",
    ]
    assert CriterionVerdict.objects.count() == 0


def test_nothing_changed_is_nothing_to_save(examined, enter):
    response = send(enter(Role.DGCT), examined, "assess", answers(examined, met=""))

    assert faults(response) == ["Aucune réponse n’a changé depuis l’ouverture de la page."]


def test_two_examiners_side_by_side_do_not_write_over_each_other(examined, enter):
    first, second = examined.projects.all()
    agent = enter(Role.DGCT, Function.AGENT)

    send(agent, examined, "assess", answers(examined, met="no", remark="Absent du PDESC.", of=slice(1)))
    made_before = {f"initial-met-{first.pk}-{criterion.value}": "" for criterion in Criterion}
    untouched = {f"met-{first.pk}-{criterion.value}": "" for criterion in Criterion}
    send(agent, examined, "assess", answers(examined, of=slice(1, 2)) | made_before | untouched)

    assert set(first.verdicts.values_list("met", "remark")) == {(False, "Absent du PDESC.")}
    assert set(second.verdicts.values_list("met", flat=True)) == {True}


def test_a_criterion_missed_last_time_is_recalled_after_a_return(examined, enter):
    project = examined.projects.first()
    unmet = {"criterion": Criterion.IMPACT, "met": False, "remark": "Emplois non chiffrés.", "given_at": NOW}
    unmet |= {"judged": judged(examined)}
    project.verdicts.create(contract=examined, round=0, **unmet, **stamp(Role.DGCT_HEAD))
    Contract.objects.filter(pk=examined.pk).update(returns=1)

    page = plain(enter(Role.DGCT).get(address(examined, "assess")))

    assert "Non au premier passage, le 20 novembre 2026 : « Emplois non chiffrés. »" in page


def test_a_return_begins_with_the_remarks_of_the_examination(examined, enter):
    project = examined.projects.first()
    unmet = {"criterion": Criterion.IMPACT, "met": False, "remark": "Emplois non chiffrés.", "given_at": NOW}
    unmet |= {"judged": judged(examined)}
    project.verdicts.create(contract=examined, round=0, **unmet, **stamp(Role.DGCT_HEAD))

    form = enter(Role.DGCT_HEAD).get(address(examined, "send_back")).context["form"]

    assert form["comment"].value().replace("\xa0", " ") == "Projet 1, emplois et richesses : Emplois non chiffrés."


# An opinion (E5)


def test_an_opinion_short_of_favourable_is_motivated(enter):
    contract = make_dossier(SITUATIONS["opinions awaited"])

    response = send(enter(Role.SECTOR), contract, "give_opinion", {"verdict": "reserves", "text": " "})

    assert faults(response) == ["Motifs : Motivez cet avis : seul un avis favorable peut rester sans motif."]
    assert Opinion.objects.exclude(verdict="").count() == 0


def test_a_ministry_reads_its_own_projects_and_the_finances_all(enter):
    contract = make_dossier(SITUATIONS["opinions awaited"])
    ProjectFactory(contract=contract, ministry=None, whole=False)

    sums = [
        enter(role).get(address(contract, "give_opinion")).context["sums"]["count"]
        for role in (Role.SECTOR, Role.FINANCE)
    ]

    assert sums == [1, 2]


def test_a_ministry_asked_again_reads_its_former_opinion_and_what_was_corrected(enter):
    contract = make_dossier(SITUATIONS["corrections answered"])
    send(enter(Role.PRESIDENT), contract, "resubmit", {"comment": "L’étude est jointe."})

    page = plain(enter(Role.SECTOR).get(address(contract, "give_opinion")))

    assert "Insuffisances à corriger Motifs." in page
    assert "L’étude est jointe." in page
