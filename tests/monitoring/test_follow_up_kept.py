"""What is typed in the follow-up comes back, whatever interrupts it (the rule itself: `test_kept`)."""

import pytest
import time_machine

from monitoring import workflow
from monitoring.models import QuarterReport, Tranche
from tests.factories import NOW, user_as
from tests.interruptions import fields, losses, signed_in
from tests.monitoring.furnished import furnish
from tests.monitoring.places import acting, on_site
from tests.situations import make_people

pytestmark = pytest.mark.django_db
# Of the acts that are always motivated, those for which the scene holds no demand, no finished quarter, no ended year.
NOTHING_TO_LEAN_ON = {"refuse_bsi", "ask_complement", "lapse", "lapse_resources"}


def opened(place) -> str | None:
    """The first role for whom the page has something to type."""
    machine = isinstance(place.subject, Tranche | QuarterReport)
    if machine and place.subject.at(place.act) is None:
        return None
    for role in sorted(workflow.roles_of(place.act)):
        if fields(signed_in(user_as(role)).get(place.path)).texts:
            return role
    return None


def test_whatever_interrupts_an_act_of_the_follow_up_what_is_typed_comes_back():
    with time_machine.travel(NOW, tick=False):
        make_people()
        full, held, bare = furnish()
        met, lost = set(), []
        for place in acting(full, held, bare) + [one for one in on_site(bare) if one.act]:
            key = (place.name, place.act)
            role = None if key in met else opened(place)
            if role:
                met.add(key)
                lost += losses(user_as(role), place.path)

    assert lost == []
    motivated = {action.name for action in workflow.every_action() if action.comment}
    assert motivated - {act for _name, act in met} == NOTHING_TO_LEAN_ON
