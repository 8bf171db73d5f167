"""What waits for a person is read once: his inbox and the page of each contract tell the same things, for every role,
in every state, on time and late."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import Duty, FollowedContract
from monitoring.views import awaited
from tests.factories import NOW, user_as
from tests.interruptions import signed_in
from tests.monitoring.furnished import furnish
from tests.negotiation.pages import text
from tests.situations import make_people

pytestmark = pytest.mark.django_db
# The day of the scene, a month later, when its duties are late, a year later, when its quarters are.
LATER = (0, 40, 400)
COUNTED = re.compile(r"À vous de jouer\W+(\d+) actes?")


@pytest.mark.parametrize("days", LATER)
def test_the_inbox_and_the_pages_count_the_same_things_for_every_role(days):
    with time_machine.travel(NOW, tick=False):
        make_people()
        contracts = furnish()
    later = NOW + timedelta(days=days)
    with time_machine.travel(later, tick=False):
        for contract in contracts:
            renewal.renew(FollowedContract.objects.for_pages().get(pk=contract.pk), later.date())
        found = {role: (in_inbox(role, later), on_pages(role, contracts)) for role in Role if role != Role.ADMIN}

    assert {role: both for role, both in found.items() if both[0] != both[1]} == {}
    assert sum(inbox for inbox, _pages in found.values()) > len(found)


def in_inbox(role: Role, when) -> int:
    """What the inbox counts, the nation's own duties apart: no contract's page tells them."""
    actor = user_as(role).on(when.date())
    _lines, count = awaited.first_lines(actor, 1)
    return count - Duty.objects.awaited(when.date()).of(actor).filter(contract=None).count()


def on_pages(role: Role, contracts) -> int:
    browser = signed_in(user_as(role))
    pages = [text(browser.get(reverse("execution", args=[one.reference])).content.decode()) for one in contracts]
    return sum(int(found[1]) for page in pages if (found := COUNTED.search(page)))
