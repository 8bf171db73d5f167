"""Asking pages in process, through the middleware of production: how long, how many queries, how many bytes.

Times are milliseconds of wall clock around the whole request. The pages are asked in turn, round after round, so that
a slow moment of the machine falls on all of them, the floor included.
"""

import gc
import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cper.people.models import User

WARM_UP = 5

Visit = Callable[[], HttpResponse]


@dataclass
class Probe:
    """A page to measure. `visits` never ends, or holds as many as are asked; `variety` is how many differ."""

    name: str
    visits: Iterator[Visit]
    variety: int = 1
    status: int = 200
    times: list[float] = field(default_factory=list)

    def visit(self) -> HttpResponse:
        response = next(self.visits)()
        if response.status_code != self.status:
            raise CommandError(f"{self.name} a répondu {response.status_code} au lieu de {self.status}.")
        return response

    def time(self) -> None:
        start = perf_counter()
        self.visit()
        self.times.append((perf_counter() - start) * 1000)

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[ceil(len(self.times) * 0.95) - 1]


def visitor(username: str) -> Client:
    """A browser where this person is signed in."""
    client = Client(headers={"accept-encoding": "gzip", "host": settings.ALLOWED_HOSTS[0]})
    client.force_login(User.objects.get(username=username))
    return client


def page(client: Client, name: str, *args: Any, query: str = "") -> Visit:
    """A visit to the page of that name."""
    address = reverse(name, args=args) + (f"?{query}" if query else "")
    return lambda: client.get(address, secure=True)


def sample(probes: Iterable[Probe], rounds: int) -> None:
    """Time each page `rounds` times, after a few visits that do not count."""
    probes = list(probes)
    for _round in range(WARM_UP):
        for probe in probes:
            probe.visit()
    gc.collect()
    for _round in range(rounds):
        for probe in probes:
            probe.time()


def weigh(probe: Probe) -> dict[str, int]:
    """The queries, gzipped bytes and elements of the heaviest of the pages that the probe visits."""
    found = [weigh_one(probe) for _rank in range(probe.variety)]
    return {key: max(one[key] for one in found) for key in found[0]}


def weigh_one(probe: Probe) -> dict[str, int]:
    queries = []
    with connection.execute_wrapper(lambda execute, *call: queries.append(1) or execute(*call)):
        response = probe.visit()
    return {"queries": len(queries), "gzip_bytes": len(response.content), "nodes": len(reading_of(response).elements)}


class Reading(HTMLParser):
    """The elements of a page, and the addresses a browser fetches with it."""

    def __init__(self):
        super().__init__()
        self.elements: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        named = dict(attrs)
        address = named.get("href" if tag == "link" else "src")
        if address and not address.startswith("data:") and tag in ("link", "script", "img", "iframe"):
            self.fetched.append(address)


def reading_of(response: HttpResponse) -> Reading:
    reading = Reading()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        reading.feed(content_of(response).decode())
    return reading


def content_of(response: HttpResponse) -> bytes:
    """What the view has answered, before it was gzipped."""
    is_zipped = response.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(response.content) if is_zipped else response.content


def first_load(client: Client, visit: Visit) -> dict[str, int]:
    """What a browser that has nothing yet receives: the page, then the files it names, gzipped."""
    response = visit()
    weights = [len(response.content)]
    for address in dict.fromkeys(reading_of(response).fetched):
        file = client.get(address, secure=True)
        if file.status_code != 200:
            raise CommandError(f"{address} a répondu {file.status_code}.")
        weights.append(len(file.getvalue()))
    return {"gzip_bytes": sum(weights), "requests": len(weights)}
