"""The processes apart that print and examine are asked once for the same bytes: their answer depends on nothing else.

A test about the processes themselves asks them truly each time: it takes the fixture `processes_apart`. Only what ends
well is remembered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import BinaryIO

from cper.papers import rendering, sniffing
from cper.papers.rendering import Limits

run_child, inspect = rendering.run_child, sniffing.inspect
printed: dict[tuple, bytes] = {}
accepted: set[tuple] = set()


def print_once(page: bytes, limits: Limits) -> bytes:
    asked = (rendering.CHILD, page, limits)
    if asked not in printed:
        printed[asked] = run_child(page, limits)
    return printed[asked]


def inspect_once(copy: BinaryIO, kind: str) -> None:
    asked = (sniffing.CHILD, sha256(copy.read()).digest(), kind)
    copy.seek(0)
    if asked not in accepted:
        inspect(copy, kind)
        accepted.add(asked)


def install() -> None:
    rendering.run_child, sniffing.inspect = print_once, inspect_once


@contextmanager
def asked_each_time() -> Iterator[None]:
    rendering.run_child, sniffing.inspect = run_child, inspect
    yield
    install()
