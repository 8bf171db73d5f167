"""The processes apart that print and examine are asked once for the same bytes: their answer depends on nothing else.

A test about the processes themselves asks them truly each time: it takes the fixture `processes_apart`. Only what ends
well is remembered.
"""

import atexit
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cper.papers import rendering, sniffing
from cper.papers.rendering import Limits
from tests.warm_printer import HEAD, LENGTH

CHILD = rendering.CHILD
run_child, inspect = rendering.run_child, sniffing.inspect
one_at_a_time = threading.Lock()
printed: dict[tuple, bytes] = {}
accepted: set[tuple] = set()


def print_once(page: bytes, limits: Limits) -> bytes:
    asked = (rendering.CHILD, page, limits)
    if asked not in printed:
        printed[asked] = print_warm(page, limits) or run_child(page, limits)
    return printed[asked]


def print_warm(page: bytes, limits: Limits) -> bytes:
    """The same page from a process that has read its libraries already; nothing where it cannot be printed, which the
    true process then tells in its words."""
    if rendering.CHILD != CHILD:
        return b""
    with one_at_a_time:
        process = printer()
        process.stdin.write(HEAD.pack(limits.cpu_seconds, limits.memory_bytes, limits.pdf_bytes, len(page)) + page)
        process.stdin.flush()
        (length,) = LENGTH.unpack(process.stdout.read(LENGTH.size))
        return process.stdout.read(length)


@cache
def printer() -> subprocess.Popen:
    """It lasts as long as the run: it ends when nobody can ask it any more."""
    command = [*rendering.PYTHON, Path(__file__).with_name("warm_printer.py")]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=rendering.NOWHERE, env=rendering.ENVIRONMENT
    )
    atexit.register(process.communicate)
    return process


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
