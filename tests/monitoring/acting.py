"""Acting through the pages: sign in as who holds a role on a day, open the page of an act, type, send it all back."""

from datetime import UTC, date, datetime

from django.urls import reverse

from negotiation.vocabulary import Role
from tests.monitoring import world
from tests.negotiation.pages import entries, faults, notices, text


class Office:
    """A person at a desk, on a day: the client of the tests, signed in, with the clock at that day."""

    def __init__(self, client, time_machine):
        self.client, self.clock = client, time_machine

    def enter(self, role: Role, day: date = date(2019, 3, 1), where=None, function=None) -> "Office":
        self.clock.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), tick=False)
        self.client.force_login(world.on(day, role, where, function).user)
        return self

    def read(self, url: str) -> str:
        return text(self.client.get(url).content.decode())

    def send(self, url: str, **typed):
        """Open the page, type, send it, and follow where it leads."""
        page = self.client.get(url)
        return self.client.post(url, entries(page) | typed, follow=True)


def act(subject, word: str) -> str:
    """The page of an act on a tranche or a quarter."""
    if hasattr(subject, "number"):
        return reverse("tranche-act", args=[subject.contract.reference, subject.number, word])
    return reverse("quarter-act", args=[subject.contract.reference, subject.quarter, word])


def plain(response) -> str:
    return text(response.content.decode())


__all__ = ["Office", "act", "entries", "faults", "notices", "plain", "text"]
