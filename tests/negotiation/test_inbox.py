"""The first page of everyone: what waits for this person, by the mandates of the day, and what waits for others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cper.people.roles import Function, Role
from negotiation import access
from negotiation.models import Contract, requirements
from negotiation.workflow import STAGES, Step
from tests.factories import NOW, TODAY, YESTERDAY, ContractFactory, MandateFactory, UserFactory, actor, region, user_as
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

# One signatory for each seat; `agent` is the council's agent, who may not submit, approve nor sign.
AWAITED = {
    Step.DELIBERATION: {"agent", "president"},
    Step.PREPARATION: {"agent", "president"},
    Step.FORMALISATION: {"president"},
    Step.DGCT_REVIEW: {"dgct-head"},
    Step.MINISTRY_REVIEW: {"finance", "sector"},
    Step.PROJECT_LIST: {"president", "governor"},
    Step.SELECTION: {"governor"},
    Step.SIGNATURE: {"president"},
}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def everyone():
    seats = (Role.PRESIDENT, Role.GOVERNOR, Role.DRPSIAP, Role.DGCT_HEAD, Role.FINANCE, Role.SECTOR, Role.ADMIN)
    return {"agent": actor(Role.REGION, function=Function.AGENT)} | {role.value: actor(role) for role in seats}


def is_awaited(contract, who):
    """Whether `decide` lets this person do an act that the step waits for and that is not done yet."""
    return any(
        access.decide(who, action.name, contract).allowed
        for action in contract.stage.actions
        if action.awaited and not (action.until and requirements.holds(contract, action.until, TODAY))
    )


def inbox_of(client, user):
    client.force_login(user)
    return client.get(reverse("inbox"))


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.code)
def test_the_inbox_holds_a_dossier_exactly_for_those_whom_decide_lets_act(stage):
    people = everyone()
    contract = ContractFactory(step=stage.step, ready=True)

    waiting = {name for name, who in people.items() if contract in Contract.objects.inbox(who)}

    assert waiting == {name for name, who in people.items() if is_awaited(contract, who)} == AWAITED[stage.step]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.code)
def test_a_visible_dossier_under_way_is_either_in_the_inbox_or_elsewhere(stage):
    people = everyone()
    contract = ContractFactory(step=stage.step, ready=True)

    for who in people.values():
        own, others = Contract.objects.inbox(who), Contract.objects.held_elsewhere(who)
        assert sorted([*own, *others], key=str) == list(Contract.objects.visible_to(who).filter(pk=contract.pk))


def test_a_president_is_not_told_of_the_dossiers_of_another_region():
    ContractFactory(step=Step.FORMALISATION, ready=True)
    stranger = actor(Role.PRESIDENT, region("gao"))

    assert [list(Contract.objects.inbox(stranger)), list(Contract.objects.held_elsewhere(stranger))] == [[], []]


def test_a_mandate_that_has_ended_leaves_an_empty_inbox():
    ContractFactory(step=Step.FORMALISATION, ready=True)
    president = user_as(Role.PRESIDENT)
    president.mandates.update(valid_to=TODAY)

    found = [list(Contract.objects.inbox(president.on(day))) for day in (TODAY, TODAY + timedelta(days=1))]

    assert [len(contracts) for contracts in found] == [1, 0]


def test_an_interim_receives_what_waits_for_the_holder():
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    council = user_as(Role.PRESIDENT).mandates.get().institution
    interim = {"basis": "2-interim", "act": "décision n°12", "valid_to": TODAY}
    deputy = MandateFactory(institution=council, function=Function.SIGNATORY, **interim).person

    assert list(Contract.objects.inbox(deputy.on(TODAY))) == [contract]


def test_the_soonest_due_comes_first_then_the_longest_awaited():
    dates = {"tard": date(2026, 12, 9), "sans délai": None, "tôt": date(2026, 11, 2)}
    for title, due in dates.items():
        ContractFactory(step=Step.DGCT_REVIEW, ready=True, title=title).turns.update(due_on=due)

    assert [str(contract.title) for contract in Contract.objects.inbox(actor(Role.DGCT_HEAD))] == [
        "tôt",
        "tard",
        "sans délai",
    ]


def test_a_row_says_what_is_awaited_since_when_and_how_late(client):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True, title="Élevage")
    contract.turns.update(due_on=date(2026, 11, 17), since=YESTERDAY)

    page = inbox_of(client, user_as(Role.DGCT_HEAD))

    assert [(row["awaited"], row["since"], text(row["due"]["label"])) for row in page.context["own_table"].rows] == [
        (["Transmettre aux ministères"], "depuis 1 jour", "en retard de 3 jours")
    ]


def test_a_dossier_elsewhere_says_who_holds_it_since_when(client):
    ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    page = inbox_of(client, user_as(Role.PRESIDENT))

    held = [(row["others"], row["since"]) for row in page.context["others_table"].rows]
    assert held == [
        ("Direction générale des collectivités territoriales (DGCT) dgct, le Directeur général", "depuis 1 jour")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_however_many_rows(client, django_assert_num_queries, count):
    for _number in range(count):
        ContractFactory(step=Step.FORMALISATION, ready=True)
        ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    client.force_login(user_as(Role.PRESIDENT))

    # One of them asks which inscriptions the DNPD has refused or sent back for a complement.
    with django_assert_num_queries(12):
        page = client.get(reverse("inbox"))

    assert [len(page.context["own_table"].rows), len(page.context["others_table"].rows)] == [count, count]


def test_each_list_has_pages_of_its_own(client):
    for _number in range(26):
        ContractFactory(step=Step.DELIBERATION, ready=True)
    client.force_login(user_as(Role.PRESIDENT))

    page = client.get(reverse("inbox"), {"page": 2, "ailleurs": 1})

    assert [len(page.context["own_table"].rows), page.context["own_query"]] == [1, "ailleurs=1"]


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.GOVERNOR, "Un dossier arrive ici quand il attend votre acte, à l’étape E6, E7 ou E8."),
        (Role.DGCT, "Un dossier arrive ici quand il attend votre acte, à l’étape E4 ou E5."),
        (Role.FINANCE, "Un dossier arrive ici quand il attend votre acte, à l’étape E5."),
    ],
)
def test_an_empty_inbox_says_what_would_fill_it(client, role, sentence):
    page = inbox_of(client, user_as(role))

    assert page.context["nothing"] == {"title": "Aucun dossier ne vous attend", "text": sentence}


def test_the_administrator_is_shown_the_people_rather_than_dossiers(client):
    ContractFactory(step=Step.FORMALISATION, ready=True)

    page = inbox_of(client, user_as(Role.ADMIN))

    assert page.context["outsider"]["title"] == "Vous administrez la plateforme"
    assert b"CPER-ESSAI" not in page.content


def test_a_person_without_mandate_is_told_so(client):
    ContractFactory(step=Step.FORMALISATION, ready=True)

    page = inbox_of(client, UserFactory())

    assert page.context["outsider"]["title"] == "Aucun mandat en cours"
    assert b"CPER-ESSAI" not in page.content
