"""The head of a page: its title, the steps gone through, whose turn it is and what cannot be done yet."""

import re

import pytest
from django.template.loader import render_to_string

from cper.people.roles import Function, Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.views.stepline import phases
from negotiation.views.turnbox import turn_box
from negotiation.workflow import Step
from tests.factories import NOW, TODAY, ContractFactory, actor, all_seats, judged, stamp, user_as
from tests.negotiation.pages import page_of, text

pytestmark = pytest.mark.django_db


def title(response) -> str:
    return text(re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1])


def test_who_is_not_awaited_reads_who_is_and_finds_the_rest_folded(client):
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    agent = user_as(Role.REGION, function=Function.AGENT)
    client.force_login(agent)

    box = turn_box(Contract.objects.get(pk=contract.pk), agent.on(TODAY))
    page = text(client.get(page_of("dossier", contract)).content.decode())

    assert not box["mine"]
    assert [button["allowed"] for button in box["actions"]] == [True] * len(box["actions"])
    assert {button["allowed"] for button in box["later"]} == {False}
    assert "Pourquoi pas encore Proposer la convention" in page


def test_who_is_awaited_reads_at_once_what_stands_in_the_way():
    all_seats()
    contract = ContractFactory(step=Step.DELIBERATION, ready=True)

    box = turn_box(Contract.objects.get(pk=contract.pk), actor(Role.REGION))

    assert (box["mine"], box["later"]) == (True, [])
    assert "Enregistrer la délibération adoptée" in [button["label"] for button in box["actions"]]


def test_a_step_that_sent_the_dossier_back_is_not_told_as_never_reached(client):
    all_seats()
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    contract.projects.get().verdicts.filter(criterion=1).update(met=False, remark="Chiffrer les emplois.")
    moved = {"by": actor(Role.DGCT_HEAD), "at": NOW, "comment": "Revoir l’étude."}
    operations.make_move(Contract.objects.get(pk=contract.pk), "send_back", **moved)
    client.force_login(user_as(Role.PRESIDENT))

    stages = {stage["code"]: stage for phase in phases(Contract.objects.get(), TODAY) for stage in phase["stages"]}
    page = text(client.get(page_of("dossier", contract)).content.decode())

    assert [stages[code]["sent_back_on"] for code in ("E3", "E4", "E5")] == [None, TODAY, None]
    assert "retour le 20 novembre 2026" in page


def test_a_step_held_twice_does_not_tell_its_days_as_one_stay():
    all_seats()
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    e2, e3, e4 = Step.PREPARATION, Step.FORMALISATION, Step.DGCT_REVIEW
    gone = ((e2, e3, "complete", 1), (e3, e4, "submit", 4), (e4, e3, "send_back", 8), (e3, e4, "submit", 12))
    for version, (source, target, action, day) in enumerate(gone, start=1):
        facts = {"action": action, "source": source, "target": target, "version": version, "comment": "À revoir."}
        contract.passages.create(**facts, at=NOW.replace(day=day), judged=judged(contract), **stamp())

    told = phases(Contract.objects.get(), TODAY)
    [formalisation] = [one for phase in told for one in phase["stages"] if one["code"] == "E3"]
    line = text(render_to_string("_fragments/step_line.html", {"phases": told}))

    assert (formalisation["days"], formalisation["stays"]) == (7, 2)
    assert "12 novembre 2026 , 7 jours en 2 passages" in line


def test_a_page_with_something_to_mend_says_so_in_its_title(client):
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(Role.REGION))
    url = page_of("project-add", contract)

    assert not title(client.get(url)).startswith("Erreur")
    assert title(client.post(url, {"title": ""})).startswith("Erreur : Ajouter un projet")
