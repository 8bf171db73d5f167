"""Where uploaded bytes lie: each file whole, under the name of its hash, written once."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class HashedStorage(FileSystemStorage):
    """A file appears under its name only when it is complete on disk; the same bytes are kept once.

    A process killed halfway leaves a temporary file, never half a document under a hash.
    """

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        path = Path(self.path(name))
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
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


def sync(folder: Path) -> None:
    """Put the names in the folder on disk, as the bytes already are."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
