"""Inside E5: who asked for corrections speaks again, and nothing reaches the ministries unexamined."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from cper.people.roles import Body, Function, Role
from negotiation import access, operations, snapshots
from negotiation.models import Contract
from negotiation.models.checklist import slots
from negotiation.operations import Refused
from negotiation.workflow import Step
from tests.factories import (
    GRANTED,
    NOW,
    TODAY,
    ContractFactory,
    MandateFactory,
    ProjectFactory,
    actor,
    all_seats,
    file_piece,
    institution,
    judged,
    stamp,
)
from tests.negotiation.pages import text
from tests.situations import answer_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> Contract:
    """A dossier that one ministry sends back for corrections."""
    all_seats()
    contract = ContractFactory(step=Step.MINISTRY_REVIEW, ready=True)
    given = {"verdict": "unfavourable", "text": "Étude à reprendre."}
    operations.give_opinion(contract, **given, by=actor(Role.SECTOR), at=NOW)
    return Contract.objects.get()


def resubmit(contract: Contract, days: int = 0) -> None:
    """Answer what the ministries ask, then send the dossier again."""
    answer_all(Contract.objects.get(pk=contract.pk))
    president = actor(Role.PRESIDENT).user.on(TODAY + timedelta(days=days))
    operations.make_move(contract, "resubmit", by=president, at=NOW + timedelta(days=days), comment="Corrigé.")


def test_an_opinion_once_given_keeps_its_words(contract):
    given = contract.opinions.filter(institution__slug="elevage")

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        given.update(text="Rien à redire.")

    assert given.get().text == "Étude à reprendre."


def test_no_project_joins_a_dossier_that_the_dgct_has_examined(contract):
    with pytest.raises(Refused) as refused:
        operations.save_project(contract, {"title": "Autre", "cost": 5}, [], by=actor(Role.REGION), at=NOW)

    assert str(refused.value) == (
        "La DGCT a déjà examiné les projets de ce dossier : un autre ne peut plus s’y ajouter."
    )
    assert contract.projects.count() == 1


def test_a_ministry_that_lost_the_project_still_speaks_again(contract):
    project = contract.projects.get()
    agriculture = institution(Body.SECTOR, slug="agriculture")
    facts = {"title": project.title, "ministry": agriculture}
    operations.save_project(
        contract, facts, [{"name": "Logo"}], by=actor(Role.REGION), at=NOW, project=project, seen=1
    )

    resubmit(contract)
    operations.give_opinion(contract, verdict="favourable", text="", by=actor(Role.SECTOR), at=NOW)

    assert list(Contract.objects.visible_to(actor(Role.SECTOR))) == [contract]
    assert {turn.institution.slug for turn in contract.turns.all()} == {"agriculture", "finance"}


def test_a_new_opinion_has_its_whole_delay(contract):
    resubmit(contract, days=40)

    due = contract.turns.get(institution__slug="elevage").due_on

    assert due == date(2027, 1, 12)  # 30 December, 10 days and 3 for the one project


def test_one_hand_does_not_give_both_assents():
    contract = ContractFactory(step=Step.PROJECT_LIST, ready=True)
    governor = actor(Role.GOVERNOR)
    interim = {"function": "signatory", "basis": "2-interim", "title": "Président", "act": "Décision n° 1"}
    governor.user.mandates.create(institution=institution(Body.COUNCIL), valid_from=TODAY, valid_to=TODAY, **interim)
    both = governor.user.on(TODAY)
    operations.make_move(contract, "approve_list", by=both, at=NOW)

    with pytest.raises(Refused, match="Vous avez déjà donné l’accord de l’autre partie"):
        operations.make_move(contract, "approve_list", by=both, at=NOW)


# A favourable opinion holds as long as what it rests on.


@pytest.fixture
def passed(contract) -> Contract:
    """The same, on which finance and the ministry of agriculture, for its own project, have agreed."""
    agriculture = institution(Body.SECTOR, slug="agriculture")
    MandateFactory(institution=agriculture, function=Function.SIGNATORY)
    ProjectFactory(contract=contract, ministry=agriculture)
    make_all_papers(contract)
    contract.opinions.create(institution=agriculture, asked_on=TODAY)
    for signatory, envelope in ((actor(Role.FINANCE), GRANTED), (agriculture.mandates.get().person.on(TODAY), None)):
        given = {"verdict": "favourable", "text": "", "envelope": envelope}
        operations.give_opinion(contract, **given, by=signatory, at=NOW)
    return Contract.objects.get()


def make_all_papers(contract: Contract) -> None:
    filed = {piece.key for piece in contract.pieces.all()}
    for slot in slots(contract, up_to=contract.step):
        if slot.key not in filed:
            file_piece(contract, slot, stamp())


def write(contract: Contract, number: int, sites: tuple[str, ...] = ("Logo",), **facts) -> None:
    """Save the page of a project, as it stands but for these facts."""
    project = contract.projects.get(number=number)
    standing = {site.name: site.number for site in project.sites.all()}
    places = [{"name": name, "number": standing.get(name)} for name in sites]
    who = {"by": actor(Role.REGION), "at": NOW}
    operations.save_project(contract, facts, places, **who, project=project, seen=project.revision)


def share_out(contract: Contract, number: int, **amounts: int) -> None:
    """Write the financing plan of a project, each source in 2027."""
    project = contract.projects.get(number=number)
    lines = [{"source": source, "payer": "", "year": 2027, "amount": amount} for source, amount in amounts.items()]
    operations.set_financing(contract, project, lines, by=actor(Role.REGION), at=NOW, seen=project.revision)


def asked_again(contract: Contract) -> set[str]:
    """Who is awaited once the dossier is sent again."""
    resubmit(contract)
    return {opinion.institution.slug for opinion in contract.opinions.current() if not opinion.is_given}


def test_who_agreed_on_what_has_not_changed_is_not_asked_again(passed):
    assert asked_again(passed) == {"elevage"}


@pytest.mark.parametrize(
    "figures",
    [{"cost": 100_000_000, "duration_months": 36}, {"cost": 100_000_000, "duration_months": 24, "title": "Piste"}],
    ids=["duration", "words alone"],
)
def test_finance_is_asked_again_when_a_figure_has_changed_and_for_nothing_else(passed, figures):
    write(passed, 1, **figures)

    assert ("finance" in asked_again(passed)) is (figures["duration_months"] == 36)


def test_finance_is_asked_again_when_who_pays_has_changed(passed):
    share_out(passed, 1, state=80_000_000, region=20_000_000)

    assert asked_again(passed) == {"elevage", "finance"}


def test_finance_is_asked_again_when_the_term_of_the_contract_has_changed(passed):
    operations.revise_contract(passed, {"duration_months": 48}, by=actor(Role.REGION), at=NOW)

    assert asked_again(passed) == {"elevage", "finance"}


def test_a_ministry_is_asked_again_when_its_own_project_has_changed(passed):
    write(passed, 2, purpose="Désenclaver les villages.")

    assert asked_again(passed) == {"elevage", "agriculture"}


def test_a_ministry_is_asked_again_when_a_site_of_its_project_has_changed(passed):
    write(passed, 2, sites=("Logo", "Sinsinkoura"))

    assert asked_again(passed) == {"elevage", "agriculture"}


def test_a_page_saved_as_it_was_changes_nothing(passed):
    write(passed, 2)
    share_out(passed, 2, region=10_000_000, state=90_000_000)

    assert asked_again(passed) == {"elevage"}


def test_what_was_changed_then_put_back_changes_nothing(passed):
    for cost, state in ((120_000_000, 110_000_000), (100_000_000, 90_000_000)):
        write(passed, 2, cost=cost)
        share_out(passed, 2, region=10_000_000, state=state)

    assert asked_again(passed) == {"elevage"}


def test_a_ministry_that_agreed_and_has_no_project_left_has_nothing_to_say_again(passed):
    write(passed, 2, ministry=institution(Body.SECTOR, slug="elevage"))

    assert asked_again(passed) == {"elevage"}


def test_who_agrees_after_the_corrections_agreed_on_them(contract):
    write(contract, 1, cost=100_000_000, duration_months=36)
    given = {"verdict": "favourable", "text": "", "envelope": GRANTED}
    operations.give_opinion(contract, **given, by=actor(Role.FINANCE), at=NOW)

    assert asked_again(contract) == {"elevage"}


def test_the_former_opinion_stays_readable_and_no_longer_counts(passed):
    share_out(passed, 1, state=80_000_000, region=20_000_000)
    resubmit(passed)

    rounds = passed.opinions.filter(institution__body=Body.FINANCE).order_by("round")
    assert [(one.round, one.verdict, one.superseded) for one in rounds] == [(1, "favourable", True), (2, "", False)]
    assert access.decide(actor(Role.DGCT_HEAD), "open_negotiation", Contract.objects.get()).allowed is False


def test_the_page_names_the_ministries_to_ask_again(passed, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    share_out(passed, 1, state=80_000_000, region=20_000_000)
    client.force_login(actor(Role.PRESIDENT).user)

    page = text(client.get(f"{passed.get_absolute_url()}corriger/").content.decode())

    finance = institution(Body.FINANCE)
    assert "L’avis donné laissait passer le dossier ; ce qui a été examiné a changé depuis. " + finance.name in page


def test_what_an_opinion_rests_on_is_kept_with_its_words(passed):
    given = passed.opinions.filter(institution__body=Body.FINANCE)
    Contract.objects.update(duration_months=48)
    other = judged(Contract.objects.get())

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        given.update(judged=other)

    assert snapshots.read(given.get().judged).duration_months == 60
