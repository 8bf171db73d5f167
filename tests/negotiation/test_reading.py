"""Who reads which part of a dossier, and what its overview says."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cper.people.roles import Function, Role
from negotiation.workflow import STAGES, Step
from tests.factories import (
    NOW,
    ContractFactory,
    ProjectFactory,
    all_seats,
    judged,
    region,
    stamp,
    user_as,
)
from tests.negotiation.pages import text
from tests.negotiation.reading import kayes_2018, read, with_projects, words

pytestmark = pytest.mark.django_db


PARTS = [
    "dossier",
    "dossier-projects",
    "dossier-financing",
    "dossier-pieces",
    "dossier-opinions",
    "dossier-session",
    "dossier-convention",
    "dossier-journal",
]


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


# --- Who reads what --------------------------------------------------------------------------------------------------
def test_the_dossier_of_another_region_does_not_exist(client):
    contract = ContractFactory(step=Step.FORMALISATION, ready=True)
    stranger = user_as(Role.PRESIDENT, region("gao"))

    pages = [read(client, part, contract, stranger) for part in PARTS]

    assert [(page.status_code, contract.title in words(page)) for page in pages] == [(404, False)] * len(PARTS)


def test_a_dossier_does_not_exist_for_the_dgct_before_it_is_submitted(client):
    prepared = ContractFactory(step=Step.FORMALISATION, ready=True)
    submitted = ContractFactory(step=Step.DGCT_REVIEW, ready=True)

    answers = [read(client, "dossier", c, user_as(Role.DGCT)).status_code for c in (prepared, submitted)]

    assert answers == [404, 200]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.code)
def test_every_part_is_read_at_every_step(client, stage):
    all_seats()
    contract = ContractFactory(step=stage.step, ready=True)

    pages = [read(client, part, contract) for part in PARTS]

    assert [page.context["header"]["title"] for page in pages] == [contract.title] * len(PARTS)


@pytest.mark.parametrize("step", [Step.SIGNED, Step.WITHDRAWN, Step.CLOSED])
def test_every_part_of_a_dossier_that_has_ended_is_read(client, step):
    contract = ContractFactory(step=step)

    assert [read(client, part, contract).status_code for part in PARTS] == [200] * len(PARTS)


def test_the_parts_are_read_only(client):
    contract = ContractFactory(step=Step.PREPARATION)
    client.force_login(user_as(Role.PRESIDENT))

    answers = [client.post(reverse(part, args=[contract.reference])).status_code for part in PARTS]

    assert answers == [405] * len(PARTS)


# --- The overview ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("projects", [1, 3])
def test_the_overview_costs_the_same_however_many_projects(client, django_assert_num_queries, projects):
    contract = with_projects(projects, step=Step.FORMALISATION)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(9):
        page = client.get(reverse("dossier", args=[contract.reference]))

    assert len(page.context["projects"]) == projects


def test_the_figures_that_do_not_agree_are_said_and_not_corrected(client):
    page = read(client, "dossier", kayes_2018())

    assert [text(sentence) for sentence in page.context["findings"]] == [
        "Projet 1 : les parts dépassent le coût de 58 587 762 FCFA.",
        "Projet 1 : 84 mois pour un contrat de 60 mois.",
    ]
    assert [page.context["amount"], page.context["gap"]] == [1_781_715_164, 58_587_762]


def test_a_sum_other_than_the_declared_amount_is_said(client):
    contract = ContractFactory(declared_total=100_000_020)
    ProjectFactory(contract=contract)

    page = read(client, "dossier", contract)

    assert [text(sentence) for sentence in page.context["findings"]] == [
        "Les projets font 100 000 000 FCFA pour un montant déclaré de 100 000 020 FCFA."
    ]


def test_a_date_is_shown_no_more_precise_than_its_source(client):
    facts = {"step": Step.SIGNED, "signed_on": date(2015, 9, 1), "signed_precision": "month"}

    page = read(client, "dossier", ContractFactory(source="tableau 2.2", **facts))

    assert page.context["header"]["lead"] == "En septembre 2015."
    assert page.context["phases"][3]["stages"][0]["done_label"] == "septembre 2015"


def test_the_line_of_time_counts_the_days_of_every_stay_and_the_returns(client):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    acts = (
        ("complete", Step.PREPARATION, Step.FORMALISATION, 1),
        ("submit", Step.FORMALISATION, Step.DGCT_REVIEW, 4),
        ("send_back", Step.DGCT_REVIEW, Step.FORMALISATION, 10),
        ("submit", Step.FORMALISATION, Step.DGCT_REVIEW, 15),
    )
    for version, (name, source, target, day) in enumerate(acts, start=2):
        at = datetime(2026, 11, day, 9, tzinfo=UTC)
        facts = {"action": name, "source": source, "target": target, "comment": "à compléter", "version": version}
        facts |= {"judged": judged(contract)}
        contract.passages.create(at=at, **facts, **stamp())

    phases = read(client, "dossier", contract).context["phases"]
    stages = {stage["code"]: stage for phase in phases for stage in phase["stages"]}

    assert [(stages[code]["days"], stages[code]["returns"]) for code in ("E3", "E4")] == [(3 + 5, 0), (5, 1)]


@pytest.mark.parametrize(
    ("role", "leading"),
    [(Role.DGCT_HEAD, "Transmettre aux ministères"), (Role.DGCT, None), (Role.PRESIDENT, None)],
)
def test_one_act_leads_for_who_is_awaited_and_none_for_others(client, role, leading):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    user = user_as(role, function=Function.AGENT if role == Role.DGCT else None)

    actions = read(client, "dossier", contract, user).context["box"]["actions"]

    assert [str(action["label"]) for action in actions if action["primary"]] == ([leading] if leading else [])


def test_filing_leads_when_only_papers_are_missing(client):
    contract = ContractFactory(step=Step.DELIBERATION)
    user = user_as(Role.REGION, function=Function.AGENT)
    contract.turns.create(action="adopt", role="region", institution=user.mandates.get().institution, since=NOW)

    actions = read(client, "dossier", contract, user).context["box"]["actions"]

    assert [str(action["label"]) for action in actions if action["primary"]] == ["Déposer une pièce"]
