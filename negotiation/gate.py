"""The narrow gate before the hashing of a password, which costs a core a fraction of a second, by design.

A few may pass at once on the whole machine, whatever the number of workers, so that a flood of sign-ins leaves the
rest of the site its processor. The others are told to wait, in words, rather than made to: who waits holds a thread.
What passes is hashed apart, in a thread that yields the processor to whoever shows a page.
"""

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher

# Half of the machine at most.
AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
PATIENCE_SECONDS = 2.0
# How many threads of a process may stand before the gate.
MOST_WAITING = 3

# As little as leaves a sign-in its second on a machine at rest (`nice`).
GENTLENESS = 10

queue = threading.BoundedSemaphore(MOST_WAITING)


@contextmanager
def passage(name: str = "hashing") -> Iterator[bool]:
    """Hold one of the machine's places within the block; False when none came free in time."""
    if not queue.acquire(blocking=False):
        yield False
        return
    try:
        held = _take(name)
    finally:
        queue.release()
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


def _take(name: str) -> int | None:
    """A locked file, free again when it is closed or its process dies; None after a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        for rank in range(AT_ONCE):
            place = os.open(_path(name, rank), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(place)
            else:
                return place
        if time.monotonic() > deadline:
            return None
        time.sleep(0.05)


def _path(name: str, rank: int) -> Path:
    return Path(tempfile.gettempdir(), f"cper-{os.getuid()}-{name}-{rank}")


class GentleHasher(PBKDF2PasswordHasher):
    """Django's own hashing, in a thread of its own that the machine runs last: pages go before passwords."""

    def encode(self, password, salt, iterations=None):
        return hashing.submit(super().encode, password, salt, iterations).result()


def yield_to_pages() -> None:
    """Under Linux a thread has a priority of its own; elsewhere it goes on as the others."""
    with suppress(OSError):
        own = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + GENTLENESS)


hashing = ThreadPoolExecutor(AT_ONCE, "hashing", initializer=yield_to_pages)
