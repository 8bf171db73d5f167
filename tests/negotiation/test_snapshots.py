"""What was judged is kept as it was judged, read back without the rows it came from, and compared in words."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cper.people.models import Institution
from cper.people.roles import Role
from negotiation import operations, snapshots
from negotiation.differences import as_rows, by_subject, difference, from_rows
from negotiation.models import Contract, Passage, Snapshot
from negotiation.models.record import JUDGING, REWRITING
from negotiation.workflow import ACTION_NAMES, Criterion, PieceKind, Step
from tests.factories import NOW, ContractFactory, ProjectFactory, actor, all_seats, file_piece, judged, stamp
from tests.negotiation.pages import page_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> Contract:
    all_seats()
    return ContractFactory(step=Step.DGCT_REVIEW, ready=True, title="Pistes du Logo", starts_on=date(2027, 1, 1))


def told(before: snapshots.Facts, after: snapshots.Facts) -> list[tuple[str, str, str, str]]:
    found = difference(before, after)
    return [tuple(text(part) for part in (one.what, one.before, one.after, one.gap)) for one in found]


def with_project(facts: snapshots.Facts, **changes) -> snapshots.Facts:
    return replace(facts, projects=(replace(facts.projects[0], **changes),))


def test_what_is_kept_is_read_back_the_same(contract):
    facts = snapshots.facts_of(contract)

    assert snapshots.read(snapshots.take(contract, NOW)) == facts
    assert (facts.projects[0].number, facts.projects[0].shares) == (1, {"region": 10_000_000, "state": 90_000_000})


def test_a_state_is_kept_once(contract):
    first = snapshots.take(contract, NOW)
    Contract.objects.filter(pk=contract.pk).update(duration_months=48)
    second = snapshots.take(Contract.objects.get(), NOW)
    Contract.objects.filter(pk=contract.pk).update(duration_months=60)

    assert (first != second, snapshots.take(Contract.objects.get(), NOW)) == (True, first)


def test_what_is_kept_is_neither_rewritten_nor_erased(contract):
    judged(contract)

    for statement in ("UPDATE negotiation_snapshot SET facts = '{}'", "DELETE FROM negotiation_snapshot"):
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
            connection.cursor().execute(statement)


def test_what_is_kept_needs_no_other_row_to_be_read(contract, django_assert_num_queries):
    kept = Snapshot.objects.get(pk=judged(contract).pk)
    Institution.objects.filter(slug="elevage").update(name="Ministère renommé")

    with django_assert_num_queries(1):
        project = snapshots.read(kept).projects[0]

    assert project.ministry == "ministère sectoriel elevage"


def test_a_state_kept_before_a_column_existed_is_still_read(contract):
    kept = judged(contract)
    for name in ("purpose", "ministry"):
        del kept.facts["projects"][0][name]

    assert (snapshots.read(kept).projects[0].purpose, snapshots.read(kept).projects[0].ministry) == ("", "")


# The difference


def test_nothing_changed_is_no_difference(contract):
    facts = snapshots.facts_of(contract)
    renamed = with_project(facts, ministry="Ministère renommé")

    assert (difference(facts, facts), difference(facts, renamed)) == ((), ())


def test_words_figures_and_shares_are_told_before_and_after(contract):
    facts = snapshots.facts_of(contract)
    state, region = sorted(facts.projects[0].lines, key=lambda line: -line.amount)
    moved = (replace(state, year=2028), replace(region, amount=15_000_000))
    after = with_project(replace(facts, starts_on=date(2027, 9, 1)), nature="social", cost=105_000_000, lines=moved)

    assert told(facts, after) == [
        ("Début prévu", "1er janvier 2027", "1er septembre 2027", ""),
        ("Nature", "Économique", "Social", ""),
        ("Coût total déclaré", "100 000 000 FCFA", "105 000 000 FCFA", "+5 000 000 FCFA"),
        ("Collectivité (ressources propres), 2027", "10 000 000 FCFA", "15 000 000 FCFA", "+5 000 000 FCFA"),
        ("État, 2027", "90 000 000 FCFA", "", "\N{MINUS SIGN}90 000 000 FCFA"),
        ("État, 2028", "", "90 000 000 FCFA", "+90 000 000 FCFA"),
    ]


def test_projects_sites_and_papers_come_and_go(contract):
    facts = snapshots.facts_of(contract)
    other = ProjectFactory(contract=contract, title="Marché", cost=50_000_000)
    contract.projects.get(number=1).sites.all().delete()
    contract.projects.get(number=1).sites.create(number=2, name="Diéma", kind="well")
    study = next(piece for piece in contract.pieces.all() if piece.kind == PieceKind.FEASIBILITY)
    contract.pieces.filter(pk=study.pk).update(current=False)
    slot = operations.slot_of(Contract.objects.get(), f"feasibility-p{other.pk}")
    file_piece(contract, slot, stamp())
    after = snapshots.fresh_facts_of(contract)

    changes = difference(facts, after)

    assert [(change.project, change.topic, change.before, change.after) for change in changes] == [
        (1, "sites", "Logo", ""),
        (1, "sites", "", "Diéma (puits pastoral)"),
        (2, "project", "", "Marché, 50\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}FCFA"),
        (1, "piece", "version 1", ""),
        (2, "piece", "", "version 1"),
    ]
    assert from_rows(as_rows(changes)) == changes
    assert [len(group["changes"]) for group in by_subject(changes, str)] == [3, 2]


# Who keeps what


def test_every_act_that_judges_or_rewrites_is_one_of_the_law():
    assert set(JUDGING) | set(REWRITING) <= set(ACTION_NAMES)


def test_an_examination_keeps_what_it_examined(contract):
    contract.verdicts.all().delete()
    project = contract.projects.get()
    answers = {(project.pk, criterion.value): (True, "") for criterion in Criterion}

    operations.assess(contract, answers, by=actor(Role.DGCT), at=NOW)
    operations.make_move(contract, "transmit", by=actor(Role.DGCT_HEAD), at=NOW)

    kept = {verdict.judged for verdict in contract.verdicts.all()} | {contract.passages.first().judged}
    assert [snapshots.read(one).projects[0].title for one in kept] == [project.title]


def test_an_edit_tells_what_it_changed_in_the_journal(client):
    all_seats()
    contract = ContractFactory(step=Step.PREPARATION, ready=True)
    project = contract.projects.get()
    lines = [{"source": "state", "payer": "", "year": 2027, "amount": 100_000_000}]
    operations.set_financing(contract, project, lines, by=actor(Role.REGION), at=NOW, seen=project.revision)

    client.force_login(actor(Role.PRESIDENT).user)
    page = text(client.get(page_of("dossier-journal", contract)).content.decode())

    assert len(Passage.objects.get().changes) == 2
    assert "État, 2027 90 000 000 FCFA 100 000 000 FCFA +10 000 000 FCFA" in page


def test_an_edit_that_changes_nothing_tells_no_change():
    all_seats()
    contract = ContractFactory(step=Step.PREPARATION, ready=True)

    operations.revise_contract(contract, {"title": contract.title}, by=actor(Role.REGION), at=NOW)

    assert Passage.objects.get().changes == []
