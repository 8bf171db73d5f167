"""Where uploaded bytes lie: each file whole, under the name of its hash, written once."""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import FileSystemStorage

PARTIAL = ".part"
# What no row tells of is left alone for a day: its row may be on its way. Half a file, for an hour.
ORPHAN_SECONDS = 24 * 3600
PARTIAL_SECONDS = 3600


class HashedStorage(FileSystemStorage):
    """A file appears under its name only when it is complete on disk; the same bytes are kept once.

    A process killed halfway leaves a temporary file, never half a document under a hash; `sweep` takes it away.
    """

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.held(fcntl.LOCK_SH):  # no sweep takes away what is about to be told of
            if path.exists() and digest(path) == path.stem:
                os.utime(path)
                return name
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=PARTIAL)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).chmod(0o640)
            Path(partial).replace(path)
        finally:
            Path(partial).unlink(missing_ok=True)  # of a disk that is full, nothing is left to fill it more
        sync(path.parent)
        return name

    @contextmanager
    def held(self, how: int) -> Iterator[None]:
        """Keep sweeps out (shared), or filings (alone), within the block."""
        handle = os.open(self.location, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def sweep(self, known: set[str]) -> list[str]:
        """Take away halves of files, and whole ones of which no row tells, once they are old; their names."""
        gone = []
        for path in [path for path in Path(self.location).rglob("*") if path.is_file()]:
            name, partial = str(path.relative_to(self.location)), path.suffix == PARTIAL
            if partial or name not in known:
                with self.held(fcntl.LOCK_EX):
                    if is_older(path, PARTIAL_SECONDS if partial else ORPHAN_SECONDS):
                        path.unlink(missing_ok=True)
                        gone.append(name)
        return gone


def is_older(path: Path, seconds: float) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime > seconds


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(folder: Path) -> None:
    """Put the names in the folder on disk, as the bytes already are."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
