"""The measurements run, and the dossiers they are made on are such as the law leaves them."""

import pytest
from django.core.management import CommandError, call_command

from cper.bench.negotiation import growth
from cper.bench.negotiation.goals import verdicts
from cper.bench.negotiation.plans import STANDINGS
from cper.bench.negotiation.runs import Run, block_size
from negotiation import turns
from negotiation.models import Contract, FinancingLine, Passage, Piece, Turn
from negotiation.workflow import Step

SIZE = 2 * len(STANDINGS)


@pytest.fixture
def run(db, settings) -> Run:
    """Two dossiers of each standing, then as many copies, and a heavy one; each page asked twice."""
    settings.ROOT_URLCONF = "cper.bench.urls"
    run = Run([SIZE, 2 * SIZE], 2, lambda name, value: None)
    run.settle()
    return run


def test_a_run_measures_every_page_and_no_page_asks_more_of_the_database_as_dossiers_grow(run):
    for size in run.sizes:
        run.seed(size)
        run.read(size)
        run.move(size)
    run.compare()
    run.load_first()

    growths = {name: value for name, value in run.figures.items() if name.endswith(".queries_growth")}
    assert run.figures[f"floor.{SIZE}.queries"] == 2
    assert len(growths) == 9
    assert {name for name, value in growths.items() if value > 0} == set()
    assert run.figures["first_load.requests"] == 4


def test_copied_dossiers_are_as_full_as_the_first_and_have_references_of_their_own(run):
    tables = (Piece, Passage, FinancingLine, Turn)
    first, others = contracts_of(run.block), Contract.objects.exclude(pk__in=[c.pk for c in contracts_of(run.block)])
    before = [model.objects.count() for model in tables]
    heavy = [model.objects.filter(**{path(model): others.get()}).count() for model in tables]

    run.seed(2 * SIZE)

    assert Contract.objects.count() == 2 * SIZE + 1
    assert len(set(Contract.objects.values_list("reference", flat=True))) == 2 * SIZE + 1
    assert [model.objects.count() for model in tables] == [
        2 * (rows - one) + one for rows, one in zip(before, heavy, strict=True)
    ]
    assert len(first) == SIZE


def test_whose_turn_it_is_in_a_copied_dossier_is_what_the_law_says(run):
    run.seed(2 * SIZE)
    today = run.crew.today
    for contract in Contract.objects.exclude(step__in=[Step.SIGNED, Step.WITHDRAWN, Step.CLOSED]):
        stored = {(turn.action, turn.role, turn.institution_id) for turn in contract.turns.all()}

        awaited = {(action.name, role, institution.pk) for action, role, institution in turns.awaited(contract, today)}

        assert stored == awaited


def test_the_heavy_dossier_has_two_hundred_acts_and_sixty_papers(run):
    contract = Contract.objects.order_by("-pk").first()

    assert (contract.passages.count(), contract.pieces.count(), contract.projects.count()) == (200, 60, 8)


@pytest.mark.parametrize(
    ("sizes", "block"), [([100, 1000, 10_000], 100), ([3], 3), ([250, 1000], 50), ([7, 10], 1), ([1000], 100)]
)
def test_the_block_that_is_copied_divides_every_size(sizes, block):
    assert block_size(sizes) == block


def test_a_figure_is_held_to_the_first_goal_that_names_it():
    figures = {"list.9.queries": 11, "list.9.p50_ms": 70.0, "list_deep.9.ratio_list": 3, "inbox.growth_1_9": 1.31}

    assert list(verdicts(figures)) == [
        ("list.9.queries", 11, 10, False),
        ("list_deep.9.ratio_list", 3, 3, True),
        ("inbox.growth_1_9", 1.31, 1.3, False),
    ]


def test_sizes_that_are_not_numbers_are_refused_in_words(monkeypatch):
    monkeypatch.setenv("BENCH_SIZES", "cent,1000")

    with pytest.raises(CommandError) as refusal:
        call_command("bench")

    assert str(refusal.value) == "BENCH_SIZES donne des tailles séparées par des virgules : BENCH_SIZES=100,1000"


def contracts_of(block: growth.Block) -> list[Contract]:
    return list(Contract.objects.filter(pk__gt=block.before[Contract], pk__lte=block.last[Contract]))


def path(model) -> str:
    return "project__contract" if model is FinancingLine else "contract"
