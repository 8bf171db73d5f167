"""What the documentation says of the follow-up is so: it is compared with the law."""

from monitoring.management import follow_up_page
from monitoring.vocabulary import Cadence, Demand
from monitoring.workflow import DUTIES, every_action
from tests.sources import ROOT

PAGE = ROOT / "docs" / "follow-up.md"


def test_the_page_of_the_follow_up_is_made_from_the_tables():
    assert PAGE.read_text() == follow_up_page.page()


def test_every_cadence_and_every_demand_of_the_law_is_told():
    assert set(follow_up_page.WHEN) == set(Cadence)
    assert set(follow_up_page.DEMANDS) == set(Demand)


def test_the_page_tells_every_act_and_every_duty():
    text = PAGE.read_text()

    assert [action.name for action in every_action() if f"(`{action.name}`)" not in text] == []
    assert [rule.code for rule in DUTIES if f"| {rule.code} |" not in text] == []
