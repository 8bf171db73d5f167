"""The parts of a dossier: its projects, its papers, its opinions, its session, its draft, its journal."""

import pytest
from django.urls import reverse

from cper.people.roles import Function, Role
from cper.places.models import Cercle, CerclePlacement
from negotiation.models import Contract
from negotiation.models.checklist import Slot
from negotiation.workflow import PieceKind, Step
from tests.factories import (
    ENVELOPE,
    NOW,
    ContractFactory,
    file_piece,
    judged,
    region,
    stamp,
    user_as,
)
from tests.negotiation.pages import text
from tests.negotiation.reading import NIORO_BORN, kayes_2018, read, with_projects, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


# --- The other parts -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("projects", [1, 3])
@pytest.mark.parametrize(
    ("part", "queries"),
    [("dossier-projects", 5), ("dossier-financing", 5), ("dossier-pieces", 6), ("dossier-journal", 7)],
)
def test_a_part_costs_the_same_however_many_projects(client, django_assert_num_queries, part, queries, projects):
    contract = with_projects(projects, step=Step.PREPARATION)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(queries):
        client.get(reverse(part, args=[contract.reference]))


def test_a_site_says_the_cercle_of_the_signature_and_the_region_of_today(client):
    contract = kayes_2018()
    diema = Cercle.objects.create(name="Diéma", slug="diema")
    CerclePlacement.objects.create(cercle=diema, region=region("kayes"), valid_to=NIORO_BORN)
    CerclePlacement.objects.create(cercle=diema, region=region("nioro"), valid_from=NIORO_BORN)
    contract.projects.get().sites.create(number=1, name="Sandaré", cercle=diema)

    [card] = read(client, "dossier-projects", contract).context["cards"]

    assert card["sites"][0]["notes"][0] == "Cercle de Diéma à la signature ; aujourd’hui Région de Nioro"


@pytest.mark.parametrize(
    ("step", "function", "labels"),
    [
        (Step.PREPARATION, Function.AGENT, ["Modifier", "Financement", "Supprimer"]),
        (Step.DGCT_REVIEW, Function.AGENT, []),
    ],
)
def test_a_project_is_written_only_while_the_law_lets_the_region_write(client, step, function, labels):
    contract = ContractFactory(step=step, ready=True)

    [card] = read(client, "dossier-projects", contract, user_as(Role.REGION, function=function)).context["cards"]

    assert [str(link["label"]) for link in card["links"]] == labels


def test_the_governor_reads_the_projects_and_is_offered_no_change(client):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)

    page = read(client, "dossier-projects", contract, user_as(Role.GOVERNOR))

    assert [page.context["add_url"], page.context["cards"][0]["links"]] == ["", []]


def test_shares_without_a_year_stand_in_a_column_of_their_own(client):
    contract = kayes_2018()
    contract.projects.get().financing.create(source="state", year=2019, amount=0)

    [plan] = read(client, "dossier-financing", contract).context["plans"]

    assert [str(year) for year in plan["grid"]["years"]] == ["2019", "Année non précisée"]
    assert [row["amounts"] for row in plan["grid"]["rows"]] == [[None, 181_715_163], [0, 1_658_587_763]]
    assert plan["grid"]["gap"] == 58_587_762


@pytest.mark.parametrize(
    ("role", "state", "filing"),
    [(Role.PRESIDENT, "Manque", True), (Role.DRPSIAP, "Manque", False), (Role.GOVERNOR, "Manque", False)],
)
def test_a_missing_piece_is_filed_only_by_those_whom_the_law_names(client, role, state, filing):
    contract = ContractFactory(step=Step.PREPARATION)

    page = read(client, "dossier-pieces", contract, user_as(role))

    [pdesc] = [p for g in page.context["groups"] for p in g["pieces"] if p["label"] == str(PieceKind.PDESC.label)]
    assert [pdesc["state_label"], "replace_url" in pdesc] == [state, filing]


def test_the_version_that_was_replaced_stays_readable(client):
    contract = ContractFactory(step=Step.DELIBERATION)
    slot = Slot(PieceKind.NEGOTIATION_DELIBERATION)
    former = file_piece(contract, slot, stamp())
    contract.pieces.update(current=False)

    page = read(client, "dossier-pieces", contract)

    [shown] = page.context["former"]
    assert shown["download_url"] == reverse("piece", args=[contract.reference, former.pk])
    assert page.context["progress"] == "1 pièce manque pour quitter l’étape E1."


def test_the_opinions_given_are_counted_among_those_asked(client):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    contract.opinions.filter(institution__body="finance").update(
        verdict="favourable", given_at=NOW, judged=judged(contract), **ENVELOPE, **stamp(Role.FINANCE)
    )

    page = read(client, "dossier-opinions", contract)

    assert page.context["opinions"]["count"] == "1 avis rendu sur 2"


def test_the_verdicts_of_a_former_round_stand_apart(client):
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    Contract.objects.filter(pk=contract.pk).update(returns=1)

    examination = read(client, "dossier-opinions", contract).context["examination"]

    rounds = [examination["current"], *examination["former"]]
    assert [table["title"].partition(",")[0] for table in rounds] == ["2e examen", "Premier examen"]


def test_the_session_shows_what_is_left_of_the_envelope(client):
    contract = ContractFactory(step=Step.SELECTION, ready=True)

    session = read(client, "dossier-session", contract).context["session"]

    facts = {row["label"]: text(str(row["value"])) for row in session["facts"]}
    assert facts["Part de l’État retenue"] == "90 000 000 FCFA"
    assert [decision["rank"] for decision in session["decisions"]] == [1]


@pytest.mark.parametrize(("step", "offered"), [(Step.MINISTRY_REVIEW, False), (Step.PROJECT_LIST, True)])
def test_the_draft_is_read_from_the_list_on(client, step, offered):
    contract = ContractFactory(step=step, ready=True)

    page = read(client, "dossier-convention", contract)

    assert bool(page.context["preview_url"]) == offered


def test_the_journal_has_25_acts_a_page(client):
    contract = ContractFactory(step=Step.PREPARATION, ready=True)
    for _number in range(26):
        facts = {"action": "edit", "source": contract.step, "target": contract.step, "version": 2, "at": NOW}
        contract.passages.create(**facts, **stamp())

    page = read(client, "dossier-journal", contract)

    assert [len(page.context["events"]), page.context["page_obj"].paginator.num_pages] == [25, 2]


def test_an_act_done_for_another_carries_its_mention_and_its_act(client):
    contract = ContractFactory(step=Step.FORMALISATION)
    signed = stamp() | {"by_mention": "P.I.", "by_act": "décision n°012/CRK du 3 août 2026"}
    contract.passages.create(action="edit", source=contract.step, target=contract.step, version=1, at=NOW, **signed)

    assert "P.I., décision n°012/CRK du 3 août 2026" in words(read(client, "dossier-journal", contract))
