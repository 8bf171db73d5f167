"""What the parties agreed has versions: n° 0 is what was signed, and none is ever overwritten."""

from dataclasses import replace
from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import DatabaseError, transaction

from negotiation import snapshots
from negotiation.models import Contract, Terms
from negotiation.models.terms import version_on
from negotiation.operations.agreed import begin_terms
from negotiation.workflow import Step
from tests.amendments import agreed, amend, with_plan
from tests.factories import NOW, ContractFactory, ProjectFactory

pytestmark = pytest.mark.django_db

SIGNED = date(2026, 11, 5)
AMENDED = date(2026, 11, 19)
NUMBER = "terms_number_once"
BEFORE = (("state", 2027, 90_000_000), ("region", 2027, 10_000_000))
AFTER = (("state", 2028, 60_000_000), ("region", 2027, 10_000_000))


@pytest.fixture
def contract() -> Contract:
    """Signed, with one project in play and one set aside."""
    made = ContractFactory(step=Step.SIGNED, signed_on=SIGNED, opened_on=SIGNED, reached=9, duration_months=60)
    project = ProjectFactory(contract=made, whole=False, cost=100_000_000)
    project.sites.create(number=1, name="Logo", commune="Logo", latitude="14.4469", longitude="-11.4445")
    for source, year, amount in BEFORE:
        project.financing.create(source=source, year=year, amount=amount)
    ProjectFactory(contract=made, whole=False, listed=False)
    begin_terms(made, at=NOW)
    return made


def plan_of(project) -> set[tuple]:
    return {(line.source, line.year, line.amount) for line in project.financing.all()}


def test_what_is_signed_is_version_0_and_holds_the_projects_in_play_alone(contract):
    terms = contract.terms.get()

    [project] = terms.facts.projects
    assert (terms.number, terms.since, terms.open, project.number) == (0, SIGNED, False, 1)
    assert {(line.source, line.year, line.amount) for line in project.lines} == set(BEFORE)
    assert terms.facts.pieces == ()


def test_an_amendment_adds_a_version_and_each_day_has_its_own(contract):
    amend(contract, with_plan(agreed(contract), 1, *AFTER, title="Marché couvert", cost=70_000_000), since=AMENDED)

    days = (SIGNED - timedelta(days=300), SIGNED, AMENDED - timedelta(days=1), AMENDED, AMENDED + timedelta(days=900))
    assert [version_on(contract, day).number for day in days] == [0, 0, 0, 1, 1]
    [then] = version_on(contract, SIGNED).told_by(contract.projects.all())
    [now] = version_on(contract, AMENDED).told_by(contract.projects.all())
    row = contract.projects.get(number=1)
    assert (plan_of(then), then.cost, then.pk) == (set(BEFORE), 100_000_000, row.pk)
    assert (plan_of(now), now.cost, now.title) == (set(AFTER), 70_000_000, "Marché couvert")
    assert (plan_of(row), row.cost, row.title) == (set(AFTER), 70_000_000, "Marché couvert")
    [site] = then.sites.all()
    assert (site.name, site.number, str(site.point)) == ("Logo", 1, "14,4469°\u00a0N, 11,4445°\u00a0O")


def test_a_contract_that_nobody_has_signed_has_no_version():
    assert version_on(ContractFactory(), SIGNED) is None


def test_once_an_amendment_is_made_the_rows_are_held_again(contract):
    amend(contract, with_plan(agreed(contract), 1, *AFTER), since=AMENDED)

    with pytest.raises(DatabaseError, match="line_stays_as_signed"), transaction.atomic():
        contract.projects.get(number=1).financing.update(amount=1)


@pytest.mark.parametrize(
    "facts",
    [
        lambda held: with_plan(held, 1, *AFTER),
        lambda held: with_plan(held, 1, *BEFORE, cost=1),
        lambda held: replace(held, title="Un autre contrat"),
        lambda held: replace(held, duration_months=72),
        lambda held: replace(held, projects=(replace(held.projects[0], sites=()),)),
        lambda held: replace(
            held, projects=(replace(held.projects[0], sites=(replace(held.projects[0].sites[0], note="?"),)),)
        ),
        lambda held: replace(held, projects=(replace(held.projects[0], number=7),)),
    ],
)
def test_a_version_that_the_rows_do_not_say_is_refused(contract, facts):
    with pytest.raises(DatabaseError, match="terms_said_by_the_rows"):
        amend(contract, facts(agreed(contract)), since=AMENDED, write=False)


def test_a_version_of_the_facts_of_another_contract_is_refused(contract):
    other = ContractFactory(title=contract.title, duration_months=60)
    kept = snapshots.keep(other, agreed(contract), NOW)

    with pytest.raises(DatabaseError, match="terms_said_by_the_rows"), transaction.atomic():
        Terms.objects.create(contract=contract, number=1, since=AMENDED, snapshot=kept, act="Avenant", made_at=NOW)
        transaction.get_connection().check_constraints()


def test_a_version_is_numbered_once(contract):
    with pgtrigger.ignore("negotiation.Terms:terms_in_their_order"):
        first = contract.terms.get()
        first.pk = None
        with pytest.raises(DatabaseError, match=NUMBER), transaction.atomic():
            first.save(force_insert=True)


@pytest.mark.parametrize(
    ("number", "since"),
    [(2, AMENDED), (0, AMENDED), (1, SIGNED - timedelta(days=1))],
    ids=["a hole", "again", "before"],
)
def test_versions_follow_one_another(contract, number, since):
    kept = contract.terms.get().snapshot

    with pytest.raises(DatabaseError, match="terms_in_their_order"), transaction.atomic():
        Terms.objects.create(contract=contract, number=number, since=since, snapshot=kept, act="Avenant", made_at=NOW)


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (lambda terms: Terms.objects.filter(pk=terms.pk).update(since=AMENDED), "Cannot update rows"),
        (lambda terms: terms.delete(), "Cannot delete rows"),
        (
            lambda terms: Contract.objects.filter(pk=terms.contract_id).update(title="Autre"),
            "contract_stays_as_signed",
        ),
        (lambda terms: terms.contract.projects.filter(number=1).update(cost=1), "project_stays_as_signed"),
        (lambda terms: terms.contract.projects.get(number=1).sites.all().delete(), "site_stays_as_selected"),
        (lambda terms: ProjectFactory(contract=terms.contract, whole=False), "project_stays_in_the_selection"),
    ],
)
def test_what_is_agreed_is_never_overwritten(contract, write, name):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        write(contract.terms.get())
