"""One definition of what the contract counts: a project set aside is shown as such, in no sum, share or annex."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from cper.people.roles import Role
from negotiation import documents, operations
from negotiation.models import Contract, Project
from negotiation.models.checklist import Slot
from negotiation.workflow import PieceKind, Step
from tests.factories import (
    CLAUSES,
    NOW,
    TODAY,
    ContractFactory,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    judged,
    stamp,
    user_as,
)
from tests.negotiation.pages import page_of, text

pytestmark = pytest.mark.django_db

DEFERRED = "Étude de sol à refaire."


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def contract() -> Contract:
    """One project retained (100 millions, 90 % from the State), one deferred (700 millions, nothing from it)."""
    all_seats()
    contract = ContractFactory(step=Step.SELECTION, ready=True, title="Pistes du Logo")
    other = ProjectFactory(contract=contract, title="Aéroport de Diéma", cost=700_000_000, whole=False)
    other.sites.create(number=2, name="Diéma")
    other.financing.create(source="partner", payer="Banque", year=2027, amount=700_000_000)
    for kind in (PieceKind.FEASIBILITY, PieceKind.PROJECT_SHEET):
        file_piece(contract, Slot(kind, project_id=other.pk), stamp())
    contract.sessions.update(judged=judged(contract))
    contract.sessions.get().decisions.create(project=other, outcome="deferred", reason=DEFERRED)
    return Contract.objects.get()


def adopted(contract: Contract) -> Contract:
    operations.make_move(contract, "adopt_selection", by=actor(Role.GOVERNOR), at=NOW)
    return Contract.objects.get()


def sums() -> tuple[int, list[int]]:
    """What the lists count, and the projects counted, as the database answers."""
    return Contract.objects.with_amount().get().amount, [p.number for p in Project.objects.in_play()]


def read(client, name: str, contract: Contract, *args) -> str:
    client.force_login(user_as(Role.PRESIDENT))
    return text(client.get(page_of(name, contract, *args)).content.decode())


# What counts, at each moment


def test_before_the_list_all_projects_count():
    contract = ContractFactory(step=Step.DGCT_REVIEW, ready=True)
    ProjectFactory(contract=contract, cost=50_000_000)

    assert (sums(), len(Contract.objects.get().in_play)) == ((150_000_000, [1, 2]), 2)


def test_from_the_list_on_those_on_it_count():
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    ProjectFactory(contract=contract, cost=50_000_000, listed=False)

    assert (sums(), [p.number for p in Contract.objects.get().in_play]) == ((100_000_000, [1]), [1])


def test_once_a_session_has_decided_those_it_retained_count(contract):
    assert (sums(), [p.number for p in contract.in_play]) == ((100_000_000, [1]), [1])


@pytest.mark.parametrize("page", ["dossier", "dossier-financing"])
def test_until_the_governor_adopts_them_the_sums_say_whose_projects_they_count(client, contract, page):
    said = "1 projet retenu par la session du 20 novembre 2026, à adopter"

    assert said in read(client, page, contract)
    assert "Différé par la session du 20 novembre 2026, à adopter" in read(client, page, contract)
    adopted(contract)
    assert "à adopter" not in read(client, page, contract)


def test_when_the_session_is_superseded_those_on_the_list_count_again(contract):
    operations.make_move(contract, "return_list", by=actor(Role.GOVERNOR), at=NOW, comment="À revoir.")

    assert (sums(), [p.number for p in Contract.objects.get().in_play]) == ((800_000_000, [1, 2]), [1, 2])


# The same sum and the same share everywhere


def test_every_page_says_the_sum_and_the_share_of_what_counts(client, contract):
    contract = adopted(contract)
    overview = read(client, "dossier", contract)
    shares = client.get(page_of("dossier", contract)).context["shares"]
    financing = client.get(page_of("dossier-financing", contract)).context
    listed = text(client.get("/dossiers/").content.decode())
    place = text(client.get(f"/regions/{contract.region.slug}/").content.decode())

    assert [(share["amount"], share["rate"]) for share in shares] == [(10_000_000, 1000), (90_000_000, 9000)]
    assert (financing["whole"], [plan["grid"]["cost"] for plan in financing["plans"]]) == (None, [100_000_000])
    assert "Coût déclaré des projets 100 000 000 FCFA 1 projet" in overview
    for page in (overview, listed, place):
        assert "800 000 000" not in page
    assert "100 000 000 FCFA" in listed
    assert "100 000 000 FCFA" in place


def test_the_act_says_the_same_and_annexes_no_paper_of_what_was_set_aside(contract):
    printed = documents.convention_of(adopted(contract), on=TODAY, draft=True)
    page = text(render_to_string(printed.template_name, {"document": printed}))

    assert (printed.cost, [p.number for p in printed.projects]) == (100_000_000, [1])
    assert "90 000 000" in text(printed.state_sentence)
    assert [piece.about for piece in printed.pieces if "Projet" in piece.about] == ["Projet n° 1", "Projet n° 1"]
    assert "100 000 000 FCFA" in page
    assert "Aéroport" not in page
    assert "800 000 000" not in page


@pytest.mark.parametrize("name", ["dossier", "dossier-projects", "dossier-financing"])
def test_the_project_set_aside_is_shown_with_its_reason(client, contract, name):
    page = read(client, name, adopted(contract))

    assert "Aéroport de Diéma" in page
    assert f"Différé par la session du 20 novembre 2026 {DEFERRED}" in re.sub(r"Motif : ", "", page)


def test_at_e8_no_paper_is_asked_of_what_was_set_aside(client, contract):
    other = contract.projects.get(number=2)
    slot = Slot(PieceKind.PARTNER_AGREEMENT, project_id=other.pk, project_title=other.title)
    contract = adopted(contract)
    page = read(client, "dossier-pieces", contract)

    assert text(operations.may_attach(contract, slot, by=actor(Role.REGION)).reason) == (
        "Le CROCSAD n’a pas retenu ce projet : sa pièce n’est plus attendue."
    )
    assert reverse("piece-attach", args=[contract.reference, slot.code]) not in page
    assert "Ce projet n’est pas retenu." in page


def test_what_was_set_aside_holds_nothing_back(contract):
    contract.projects.filter(number=2).update(duration_months=240)
    contract = adopted(contract)

    assert operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
