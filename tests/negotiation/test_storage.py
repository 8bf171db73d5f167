"""Uploaded bytes lie whole under their hash, or not at all."""

import pytest
from django.core.files.base import ContentFile

from cper.papers.storage import HashedStorage


class Interrupted(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"the first half"
        raise OSError("no space left on device")


def test_a_disk_that_fills_up_keeps_no_half_of_a_file(tmp_path):
    storage = HashedStorage(location=tmp_path)

    with pytest.raises(OSError, match="no space left"):
        storage.save("pieces/ab/abcd.pdf", Interrupted(b""))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_appears_whole_under_its_name(tmp_path):
    storage = HashedStorage(location=tmp_path)

    storage.save("pieces/ab/abcd.pdf", ContentFile(b"the whole"))

    assert [(path.name, path.read_bytes()) for path in tmp_path.rglob("*.*")] == [("abcd.pdf", b"the whole")]
