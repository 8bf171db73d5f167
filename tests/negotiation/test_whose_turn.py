"""Who holds a dossier, said to each reader from where he sits; late of one's own days, and why one can only wait."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cper.people.models import User
from cper.people.roles import Body, Function, Role
from negotiation import operations, turns
from negotiation.models import Contract
from negotiation.views.standing import waiting
from negotiation.views.stepline import phases
from negotiation.workflow import Criterion, Step, example
from tests.factories import NOW, TODAY, YESTERDAY, ContractFactory, actor, all_seats, institution, user_as
from tests.negotiation.pages import text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db

LONG_AGO = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def box_of(client, contract, role, function=None):
    client.force_login(user_as(role, function=function))
    return client.get(contract.get_absolute_url()).context["box"]


# In one's own house
@pytest.mark.parametrize(
    ("step", "role", "where", "title"),
    [
        (Step.FORMALISATION, Role.REGION, "kayes", "Chez votre Président, depuis 1 jour"),
        (Step.FORMALISATION, Role.REGION, "bamako", "Chez votre Maire, depuis 1 jour"),
        (Step.DGCT_REVIEW, Role.DGCT, "kayes", "Chez votre Directeur général, depuis 1 jour"),
        (Step.SELECTION, Role.GOVERNOR, "kayes", "Chez votre Gouverneur, depuis 1 jour"),
        (Step.PROJECT_LIST, Role.REGION, "kayes", "Chez votre Président et 1 autre institution, depuis 1 jour"),
    ],
)
def test_who_can_only_wait_reads_who_must_act_in_his_own_house(client, step, role, where, title):
    contract = ContractFactory(step=step, ready=True, where=where)
    all_seats(contract.region)
    client.force_login(user_as(role, contract.region, Function.AGENT))

    assert client.get(contract.get_absolute_url()).context["box"]["title"] == title


def test_an_agent_reads_that_only_the_president_transmits_and_all_that_is_missing(client):
    contract = ContractFactory(step=Step.FORMALISATION, ready=True, pdesc_to=date(2026, 1, 31))
    contract.pieces.filter(kind="request").update(current=False)
    contract.forget()
    turns.renew(contract, at=NOW, day=TODAY)

    act = next(
        action
        for action in box_of(client, contract, Role.REGION, Function.AGENT)["actions"]
        if str(action["label"]) == "Transmettre la demande à la DGCT"
    )

    assert act["allowed"] is False
    assert act["reason"] == "Seul le Président du Conseil régional peut faire cet acte."
    assert [text(sentence) for sentence in act["missing"]] == [
        "Demande de CPER adressée au ministre chargé des collectivités territoriales, à déposer.",
        "Le PDESC n’est pas en cours de validité : il va du 1er janvier 2024 au 31 janvier 2026.",
    ]


# Late of one's own days
def test_a_turn_that_comes_after_the_delay_of_the_step_is_late_of_its_own_days_only():
    contract = ContractFactory(step=Step.SELECTION, ready=True, clock_started_on=LONG_AGO)

    assert [turn.due_on for turn in contract.turns.all()] == [YESTERDAY.date()]


def test_a_turn_that_comes_in_time_is_due_on_the_last_day_of_the_step():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    assert [turn.due_on for turn in contract.turns.all()] == [date(2026, 11, 27)]


def test_the_act_that_follows_one_s_own_is_as_late_as_it_was(time_machine):
    contract = make_dossier(SITUATIONS["dgct review"])
    [due] = {turn.due_on for turn in contract.turns.all()}
    late = NOW + timedelta(days=30)
    time_machine.move_to(late, tick=False)
    [project] = contract.projects.all()
    answers = {(project.pk, criterion.value): (True, "") for criterion in Criterion}

    operations.assess(contract, answers, by=user_as(Role.DGCT).on(late.date()), at=late)

    after = [(turn.action, turn.due_on) for turn in Contract.objects.get(pk=contract.pk).turns.all()]
    assert after == [("transmit", due)]
    assert due < late.date()


def test_the_delay_of_the_opinions_does_not_run_against_the_region_that_corrects():
    contract = make_dossier(SITUATIONS["corrections asked"])

    due = {turn.institution.body: turn.due_on for turn in contract.turns.all()}

    assert due == {"council": None}


def test_the_line_of_time_keeps_the_delay_of_the_step_whoever_holds_it(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True, clock_started_on=LONG_AGO)
    client.force_login(user_as(Role.PRESIDENT))

    stages = [
        stage for phase in client.get(contract.get_absolute_url()).context["phases"] for stage in phase["stages"]
    ]

    assert [(stage["code"], stage["due_on"]) for stage in stages if stage["state"] == "current"] == [
        ("E7", LONG_AGO + timedelta(days=8))
    ]


def test_the_list_shows_and_sorts_by_how_long_it_waits_for_who_holds_it(client):
    for title, day in (("ancien à l’étape, tour récent", 18), ("tour ancien", 10)):
        contract = ContractFactory(
            step=Step.DGCT_REVIEW, ready=True, title=title, entered_step_at=datetime(2026, 10, 1, tzinfo=UTC)
        )
        contract.turns.update(since=datetime(2026, 11, day, 9, tzinfo=UTC))
    client.force_login(user_as(Role.PRESIDENT))

    rows = client.get(reverse("dossiers"), {"tri": "depuis"}).context["table"].rows

    assert [(row["title"], row["since"]) for row in rows] == [
        ("tour ancien", "depuis 10 jours"),
        ("ancien à l’étape, tour récent", "depuis 2 jours"),
    ]


# What comes next
def test_the_papers_lead_on_to_the_act_once_they_are_all_there(client):
    contract = ContractFactory(step=Step.DELIBERATION, ready=True)
    client.force_login(user_as(Role.REGION, function=Function.AGENT))

    actions = client.get(reverse("dossier-pieces", args=[contract.reference])).context["actions"]

    assert [str(action["label"]) for action in actions] == ["Enregistrer la délibération adoptée"]


# The reserves
RESERVES = "Sous réserve d’un contrat de gestion écrit."


@pytest.mark.parametrize(
    ("situation", "role", "name"),
    [
        ("list", Role.GOVERNOR, "draw_list"),
        ("list", Role.GOVERNOR, "approve_list"),
        ("list", Role.PRESIDENT, "approve_list"),
        ("selection", Role.DRPSIAP, "record_session"),
        ("selection", Role.GOVERNOR, "adopt_selection"),
        ("selection", Role.GOVERNOR, "return_list"),
        ("convention awaited", Role.PRESIDENT, "propose_convention"),
        ("convention proposed", Role.GOVERNOR, "approve_convention"),
        ("convention approved", Role.GOVERNOR, "sign"),
    ],
)
def test_the_reserves_of_a_ministry_are_quoted_wherever_it_is_decided_after_them(client, situation, role, name):
    contract = make_dossier(SITUATIONS[situation])
    with_reserves(contract)
    client.force_login(user_as(role))

    page = client.get(reverse("act", args=[contract.reference, example(name)]))

    assert RESERVES in text(page.content.decode())


def with_reserves(contract: Contract) -> None:
    """Have the ministry of livestock speak again: its former opinion gives way to one with reserves."""
    former = contract.opinions.get(institution__slug="elevage")
    contract.opinions.filter(pk=former.pk).update(superseded=True)
    kept = {field.name: getattr(former, field.name) for field in former._meta.fields if field.name not in ("id",)}
    contract.opinions.create(**kept | {"round": 2, "superseded": False, "verdict": "reserves", "text": RESERVES})


def test_a_ministry_without_reserves_is_not_quoted(client):
    contract = make_dossier(SITUATIONS["list"])
    client.force_login(user_as(Role.GOVERNOR))

    page = client.get(reverse("act", args=[contract.reference, example("approve_list")]))

    assert page.context["reserves"] == []


@pytest.mark.parametrize(
    ("step", "reader", "office", "said"),
    [
        (Step.FORMALISATION, Role.REGION, Role.PRESIDENT, "Chez votre Présidente, depuis 1 jour"),
        (Step.SELECTION, Role.GOVERNOR, Role.GOVERNOR, "Chez votre Gouverneure, depuis 1 jour"),
        (Step.DGCT_REVIEW, Role.DGCT, Role.DGCT_HEAD, "Chez votre Directrice générale, depuis 1 jour"),
    ],
)
def test_who_acts_in_ones_own_house_is_called_as_she_is(step, reader, office, said):
    all_seats()
    contract = ContractFactory(step=step, ready=True)
    User.objects.filter(pk=user_as(office).pk).update(styled="madam-f")
    agent = actor(reader, function=Function.AGENT)
    contract = Contract.objects.with_offices(YESTERDAY.date()).get()

    assert text(waiting(contract, YESTERDAY.date(), agent)) == said


def test_two_bodies_of_one_council_are_one_institution():
    all_seats()
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    contract.turns.all().delete()
    council = institution(Body.COUNCIL)
    for role, action in ((Role.REGION, "edit"), (Role.PRESIDENT, "propose_convention")):
        contract.turns.create(action=action, role=role, institution=council, since=YESTERDAY)
    contract.forget()

    assert text(waiting(contract, YESTERDAY.date(), actor(Role.GOVERNOR))) == (
        f"En attente de : {council.name}, depuis 1 jour"
    )


def test_the_signature_is_awaited_from_the_day_of_the_ceremony_on(client, time_machine):
    contract = make_dossier(SITUATIONS["convention proposed"])
    later = TODAY + timedelta(days=15)
    by = {"by": actor(Role.GOVERNOR), "at": NOW, "seen": contract.version}
    operations.approve_convention(contract, **by, ceremony_on=later, ceremony_place="Kayes")
    president = actor(Role.PRESIDENT)

    before = box_of(client, contract, Role.PRESIDENT)
    assert (before["mine"], text(before["title"])) == (False, "À signer à partir du 5 décembre 2026")
    assert contract not in Contract.objects.inbox(president)
    assert [text(one["what"]) for one in before["holders"]] == ["Signer le contrat-plan, à partir du 5 décembre 2026"]

    time_machine.move_to(NOW + timedelta(days=15), tick=False)
    on_the_day = box_of(client, contract, Role.PRESIDENT)
    assert (on_the_day["mine"], on_the_day["due_on"]) == (True, later)
    assert contract in Contract.objects.inbox(president.user.on(later))


def test_a_ceremony_convened_beyond_the_delay_of_the_step_is_the_one_day_to_be_met():
    all_seats()
    contract = make_dossier(SITUATIONS["convention proposed"])
    later = TODAY + timedelta(days=60)
    assert turns.step_due(contract) < later

    by = {"by": actor(Role.GOVERNOR), "at": NOW, "seen": contract.version}
    operations.approve_convention(contract, **by, ceremony_on=later, ceremony_place="Kayes")

    contract = Contract.objects.get(pk=contract.pk)
    [step] = [stage for phase in phases(contract, TODAY) for stage in phase["stages"] if stage["state"] == "current"]
    assert (step["due_on"], step["late"]) == (later, False)
    assert {turn.due_on for turn in contract.turns.all()} == {later}
