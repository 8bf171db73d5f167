"""One rounding for the whole site: half up, once, from whole numbers; shares shown together add up."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cper.words import rates
from negotiation.financing_plan import Payer, Share, tables
from negotiation.views.panels import overview
from tests.factories import ContractFactory, ProjectFactory

ROOT = Path(__file__).parents[2]
sums = st.integers(0, 10**14)


def test_half_goes_up_and_is_rounded_once():
    assert rates.percent(1_234_499_999, 10_000_000_000) == "12,34\u00a0%"  # twice rounded: 12,345, then 12,35
    assert [rates.rounded(1, 2), rates.rounded(-1, 2), rates.rounded(5, 10)] == [1, 0, 1]
    assert rates.percent(5, 100_000) == "0,01\u00a0%"


def test_a_rate_is_written_with_its_decimals_and_a_typed_one_without_idle_ones():
    assert [rates.written(8_000), rates.short(8_000), rates.short(3_333)] == [
        "80,00\u00a0%",
        "80\u00a0%",
        "33,33\u00a0%",
    ]
    assert [rates.written(None), rates.written(-329)] == ["–", "\u22123,29\u00a0%"]


def test_shares_that_would_make_a_hundred_and_one_hundredth_make_a_hundred():
    shares = [759_260, 102_650, 138_090]  # 75,93 + 10,27 + 13,81 = 100,01 each on its own

    assert sum(rates.rate(share, 1_000_000) for share in shares) == 10_001
    assert rates.parts(shares, 1_000_000) == [7_593, 1_026, 1_381]


@given(st.lists(sums, min_size=1, max_size=8).filter(any))
def test_shares_that_make_the_whole_add_up_to_a_hundred(shares):
    whole = sum(shares)
    found = rates.parts(shares, whole)

    assert sum(found) == rates.WHOLE
    assert all(abs(one - rates.rate(share, whole)) <= 1 for one, share in zip(found, shares, strict=True))


def test_shares_that_do_not_make_the_cost_are_each_a_share_of_it():
    cost = 2_173_127_401  # Kayes: the shares exceed it by 58 587 762

    assert rates.parts([2_050_000_000, 181_715_163], cost) == [9_433, 836]
    assert rates.rate(2_231_715_163, cost) == 10_270


@given(st.lists(sums, min_size=2, max_size=8).filter(any))
def test_two_shares_told_together_are_the_sum_of_the_two_told_apart(shares):
    *first, one, other = shares
    whole = sum(shares)

    assert rates.parts([*first, one + other], whole)[-1] == sum(rates.parts(shares, whole)[-2:])


def test_the_overview_and_the_act_tell_the_same_shares(db):
    contract = ContractFactory()
    project = ProjectFactory(contract=contract, cost=1_000_000, whole=False)
    for source, amount in (("region", 102_650), ("state", 759_260), ("partner", 138_090)):
        project.financing.create(source=source, amount=amount)
    act = tables([facts_of(project)])[0].groups[0].rows

    told = {str(share["label"]): rates.written(share["rate"]) for share in overview.shares(contract)}

    assert told == {"Collectivité": "10,26\u00a0%", "État": "75,93\u00a0%", "Partenaires": "13,81\u00a0%"}
    assert sorted(row.percent for row in act) == sorted(told.values())


def facts_of(project):
    payers = {"state": Payer.STATE, "region": Payer.REGION}
    project.shares_of_act = tuple(
        Share(payers.get(line.source, Payer.OTHER), line.source, line.amount) for line in project.lines
    )
    return type("Facts", (), {"number": 1, "title": "", "cost": project.cost, "shares": project.shares_of_act})


def test_nothing_else_rounds():
    """Python's `round`, `Decimal.quantize` and « + whole) // (2 » belong to `rates`; sizes of files and the marks of
    the bench are no rates."""
    allowed = {"cper/words/rates.py", "cper/words/templatetags/french.py", "cper/words/clock.py"}
    sources = [path for app in ("cper", "negotiation", "monitoring") for path in (ROOT / app).rglob("*.py")]
    for path in sources:
        name = str(path.relative_to(ROOT))
        if name in allowed or "/migrations/" in name or name.startswith(("cper/bench/", "cper/drill")):
            continue
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        names = {getattr(call, "id", getattr(call, "attr", "")) for call in calls}
        assert not names & {"round", "quantize"}, name
