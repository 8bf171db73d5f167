"""What the tests of a contract’s pages share: who reads which page, and what stands there."""

import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html

from cper.people.roles import Role
from tests.monitoring import scene
from tests.monitoring.world import on


def response(role: Role, name: str, *args, where=None, query: str = ""):
    with time_machine.travel(scene.TODAY):
        client = Client()
        client.force_login(on(scene.TODAY.date(), role, where).user)
        return client.get(reverse(name, args=args) + query)


def read(role: Role, name: str, *args, query: str = ""):
    found = response(role, name, *args, query=query)
    assert found.status_code == 200
    return html.fromstring(found.content.decode()).get_element_by_id("contenu")


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).replace("\u00a0", " ").split())


def chosen(page, path: str) -> list:
    """The elements of a path of tags and classes: `.turn a`, `caption`, `p[1]`."""
    steps = []
    for step in path.split():
        tag, *classes = step.split(".")
        steps.append((tag or "*") + "".join(f'[contains(concat(" ", @class, " "), " {one} ")]' for one in classes))
    return page.xpath(".//" + "//".join(steps))


def texts(page, path: str) -> list[str]:
    return [words(element) for element in chosen(page, path)]
