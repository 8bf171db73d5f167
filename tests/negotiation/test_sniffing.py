"""An uploaded file is what it says, or is refused with the sentence that tells how to mend it."""

import hashlib
import io
import re
import subprocess
import tempfile
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from cper.papers import sniffing
from cper.papers.sniffing import Examined, RefusedFile, examine
from tests.negotiation.crafted import packed_pdf, pdf
from tests.negotiation.hostile import GOOD, HOSTILE
from tests.negotiation.refusals import SENTENCES

pytestmark = pytest.mark.usefixtures("processes_apart")

MEGABYTE = 1024 * 1024
MIMES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Endless(io.RawIOBase):
    """A PDF that never ends, and counts what was read of it."""

    given = 0

    def seek(self, place: int, whence: int = 0) -> int:
        self.given = place
        return place

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return b"%PDF-".ljust(size)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_accepted_and_described(name):
    content = GOOD[name]()

    examined = examine(io.BytesIO(content), name=name)

    kind = sniffing.KINDS[name.rpartition(".")[2].lower()]
    digest = hashlib.sha256(content).hexdigest()
    assert examined == Examined(name=name, mime=MIMES[kind], extension=kind, size=len(content), sha256=digest)


@pytest.mark.parametrize(("reason", "name"), [(reason, name) for reason, files in HOSTILE.items() for name in files])
def test_a_hostile_file_is_refused_with_the_sentence_of_its_reason(reason, name):
    content = HOSTILE[reason][name]()

    with pytest.raises(RefusedFile) as refused:
        examine(io.BytesIO(content), name=name)

    assert (refused.value.reason, str(refused.value)) == (reason, SENTENCES[reason])


def test_every_reason_to_refuse_is_met_by_a_hostile_file():
    by_the_machine = {"interrupted"}

    assert set(sniffing.SENTENCES) == set(HOSTILE) | by_the_machine == set(SENTENCES)


@pytest.mark.parametrize("reason", sniffing.SENTENCES)
def test_every_refusal_says_what_to_do_and_accuses_nobody(reason):
    sentence = str(sniffing.SENTENCES[reason])

    assert re.search(
        r"[Jj]oignez|[Rr]éduisez|[Ee]nregistrez|[Rr]emplacez|[Rr]etirez|[Ii]mprimez|[Cc]hoisissez", sentence
    )
    assert not re.search(r"virus|malveillant|interdit|frauduleux|pirat", sentence, re.IGNORECASE)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\Documents\\plan.PDF", "plan.PDF"),
        ("plan\u202e\u200b\x07 du\n cercle.pdf", "plan du cercle.pdf"),
        ("pie\u0301ce «\u00a01\u00a0».pdf", "piéce « 1 ».pdf"),
        ("plan.exe.pdf", "plan.exe.pdf"),
        ('a<b>:"c|?*.pdf. ', "abc.pdf"),
        (".pdf", "document.pdf"),
        ("e" * 400 + ".pdf", "e" * 146 + ".pdf"),
        ("é" * 400 + ".pdf", "é" * 118 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_extension_and_nothing_that_deceives(given, kept):
    assert examine(io.BytesIO(pdf()), name=given).name == kept


def test_an_upload_in_memory_or_on_disk_is_rewound_for_who_saves_it():
    in_memory = SimpleUploadedFile("plan.pdf", pdf())
    on_disk = TemporaryUploadedFile("plan.pdf", "application/pdf", 0, None)
    on_disk.write(pdf())

    examined = [examine(upload, name=upload.name) for upload in (in_memory, on_disk)]

    assert examined[0] == examined[1]
    assert in_memory.read() == on_disk.read() == pdf()


def test_beyond_the_limit_nothing_is_read():
    endless = Endless()

    with pytest.raises(RefusedFile) as refused:
        examine(endless, name="plan.pdf", limit=MEGABYTE)

    assert str(refused.value) == SENTENCES["too_heavy"].replace("20", "1")
    assert endless.given == MEGABYTE + 64 * 1024


def test_a_pdf_that_eats_the_processor_is_stopped():
    bomb = packed_pdf(b" " * 8_000_000 + b"null", times=1000)

    with pytest.raises(RefusedFile) as refused:
        examine(io.BytesIO(bomb), name="plan.pdf")

    assert str(refused.value) == SENTENCES["too_complex"]


def test_a_file_of_20_megabytes_takes_less_than_one_of_memory():
    upload = io.BytesIO(pdf() + b"%" * (20 * MEGABYTE - 5000) + b"\n%%EOF")
    tracemalloc.start()

    examine(upload, name="plan.pdf")

    assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    tracemalloc.stop()


def test_nothing_is_left_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    examine(io.BytesIO(pdf()), name="plan.pdf")
    with pytest.raises(RefusedFile):
        examine(io.BytesIO(pdf()[:-60]), name="plan.pdf")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kills", [1, 2])
def test_a_check_that_the_machine_kills_is_made_again_and_the_file_is_not_accused(monkeypatch, kills):
    real, left = sniffing.look_inside, [subprocess.CompletedProcess([], -9, b"", b"")] * kills
    monkeypatch.setattr(sniffing, "look_inside", lambda copy, kind: left.pop() if left else real(copy, kind))

    if kills == 1:
        assert examine(io.BytesIO(pdf()), name="a.pdf").extension == "pdf"
    else:
        with pytest.raises(RefusedFile, match=SENTENCES["interrupted"]):
            examine(io.BytesIO(pdf()), name="a.pdf")
