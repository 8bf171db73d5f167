"""Reading the pages of the whole follow-up: who opens them, on which day."""

from datetime import date

from django.test import Client
from django.urls import reverse

from cper.people.roles import Role
from tests.factories import region
from tests.monitoring.world import at, on

DAY = date(2019, 6, 3)
NOW = at(DAY)


def opened(client: Client, role: Role, name: str, *args, where: str = "kayes", **query):
    """The page of that name as who holds the role reads it that day."""
    client.force_login(on(DAY, role, region(where)).user)
    return client.get(reverse(name, args=args), query)
