"""A paper filed before its project changed is told to who corrects, proposes, approves or signs: it is annexed as it
is."""

import pgtrigger
import pytest

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract
from negotiation.views import older_papers
from negotiation.views.judged import Judged
from negotiation.workflow import Step, example
from tests.factories import CLAUSES, GRANTED, NOW, ContractFactory, actor, all_seats, user_as
from tests.negotiation.pages import text
from tests.situations import SITUATIONS, make_dossier

pytestmark = pytest.mark.django_db
TITLE = "Des pièces décrivent un projet qui a changé depuis leur dépôt"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    all_seats()


def lines(contract: Contract) -> list[str]:
    held = Contract.objects.get(pk=contract.pk)
    told = older_papers.warning(held, Judged(held))
    return [line.replace("\u00a0", " ") for one in told for line in one["lines"]]


def corrected(cost: int) -> Contract:
    """Corrections asked at E5: the project costs less, its papers are those of before."""
    contract = make_dossier(SITUATIONS["corrections asked"])
    project = contract.projects.first()
    operations.save_project(contract, {"cost": cost}, None, project=project, by=actor(Role.REGION), at=NOW)
    return Contract.objects.get(pk=contract.pk)


def test_a_paper_of_a_project_that_has_changed_since_says_what_has_changed():
    contract = corrected(90_000_000)

    assert lines(contract)
    assert all("Coût" in line and "100 000 000 FCFA → 90 000 000 FCFA" in line for line in lines(contract))
    assert all("annexée telle quelle" in line for line in lines(contract))


def test_a_paper_of_a_project_that_has_not_changed_says_nothing():
    assert lines(make_dossier(SITUATIONS["corrections asked"])) == []
    assert lines(ContractFactory(step=Step.SIGNATURE, ready=True)) == []


def test_who_sends_the_corrections_reads_it(client):
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    operations.give_opinion(contract, verdict="favourable", text="", envelope=GRANTED, by=actor(Role.FINANCE), at=NOW)
    operations.give_opinion(contract, verdict="corrections", text="À revoir.", by=actor(Role.SECTOR), at=NOW)
    project = contract.projects.get()
    operations.save_project(contract, {"duration_months": 36}, None, project=project, by=actor(Role.REGION), at=NOW)
    client.force_login(user_as(Role.PRESIDENT))

    page = text(client.get(f"{contract.get_absolute_url()}{example('resubmit').word}/").content.decode())

    assert TITLE in page


@pytest.mark.parametrize("name", ["propose_convention", "sign"])
def test_who_proposes_or_signs_reads_it(client, name):
    contract = ContractFactory(step=Step.SIGNATURE, ready=True)
    if name == "sign":
        operations.propose_convention(contract, CLAUSES, by=actor(Role.PRESIDENT), at=NOW, seen=contract.version)
        at = {"ceremony_on": NOW.date(), "ceremony_place": "Kayes"}
        held = Contract.objects.get()
        operations.approve_convention(held, by=actor(Role.GOVERNOR), at=NOW, seen=held.version, **at)
    with pgtrigger.ignore("negotiation.Project:project_stays_as_selected"):
        contract.projects.update(duration_months=36)
    client.force_login(user_as(Role.PRESIDENT))

    page = text(client.get(f"{contract.get_absolute_url()}{example(name).word}/").content.decode())

    assert TITLE in page
