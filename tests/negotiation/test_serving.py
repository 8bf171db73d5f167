"""A filed paper is handed over byte for byte as it was filed, whole or in parts, or the page says what is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from cper.papers.sniffing import clean_name
from cper.people.roles import Role
from negotiation.models import Incident, Piece
from negotiation.serving import disposition
from tests.factories import ContractFactory, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(settings, tmp_path) -> Piece:
    settings.MEDIA_ROOT = str(tmp_path)
    return ContractFactory(ready=True).pieces.order_by("pk").first()


@pytest.fixture
def address(client, piece) -> str:
    client.force_login(user_as(Role.REGION))
    return reverse("piece", args=[piece.contract.reference, piece.pk])


def bytes_of(piece: Piece) -> bytes:
    return Path(piece.file.path).read_bytes()


def got(client, address: str, **headers: str) -> tuple[int, str | None, bytes]:
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return answer.status_code, answer.headers.get("Content-Range"), b"".join(answer)


def test_a_part_is_handed_over_to_who_asks_for_the_rest(client, piece, address):
    whole = bytes_of(piece)
    size = len(whole)

    assert got(client, address) == (200, None, whole)
    assert got(client, address, range="bytes=0-") == (206, f"bytes 0-{size - 1}/{size}", whole)
    assert got(client, address, range="bytes=7-9") == (206, f"bytes 7-9/{size}", whole[7:10])
    assert got(client, address, range="bytes=5-5") == (206, f"bytes 5-5/{size}", whole[5:6])
    assert got(client, address, range="bytes=-4") == (206, f"bytes {size - 4}-{size - 1}/{size}", whole[-4:])
    assert got(client, address, range=f"bytes=3-{10**17}") == (206, f"bytes 3-{size - 1}/{size}", whole[3:])
    assert got(client, address, range=f"bytes=-{10**17}") == (206, f"bytes 0-{size - 1}/{size}", whole)


@pytest.mark.parametrize("odd", ["bytes=9-3", "bytes=0-1,4-5", "bytes=a-b", "lines=0-1", "bytes=-", "bytes=٣-٤"])
def test_a_part_that_is_not_understood_is_the_whole(client, piece, address, odd):
    answer = client.get(address, HTTP_RANGE=odd)

    assert (answer.status_code, b"".join(answer)) == (200, bytes_of(piece))


@pytest.mark.parametrize("beyond", ["bytes=999999999-", "bytes=-0"])
def test_a_part_that_lies_nowhere_in_the_file_is_told_its_size(client, piece, address, beyond):
    assert got(client, address, range=beyond) == (416, f"bytes */{piece.size}", b"")


def test_the_rest_of_another_version_is_the_whole(client, piece, address):
    tag = client.head(address).headers["ETag"]

    assert got(client, address, range="bytes=2-", if_range=tag)[0] == 206
    for other in ('"autre"', f"W/{tag}", "Fri, 20 Nov 2026 10:30:00 GMT"):
        assert got(client, address, range="bytes=2-", if_range=other) == (200, None, bytes_of(piece))


def test_a_broken_link_goes_on_where_it_stopped(client, piece, address):
    whole, held = bytes_of(piece), b""

    while len(held) < len(whole):
        held += got(client, address, range=f"bytes={len(held)}-{len(held) + 199}")[2]

    assert held == whole


def test_the_head_of_a_file_tells_its_length_and_that_it_comes_in_parts(client, piece, address):
    answer = client.head(address, headers={"Accept-Encoding": "gzip"})

    told = {name: answer.headers[name] for name in ("Content-Length", "Accept-Ranges", "Content-Type")}
    assert told == {"Content-Length": str(piece.size), "Accept-Ranges": "bytes", "Content-Type": piece.mime}


def test_altered_bytes_are_never_handed_over(client, piece, address):
    path = Path(piece.file.path)
    path.chmod(0o640)
    path.write_bytes(bytes_of(piece)[:-1] + b"x")

    for asked in ({}, {"HTTP_RANGE": "bytes=0-3"}):
        answer = client.get(address, **asked)
        assert answer.status_code == 404
        assert "Ce fichier n’est plus celui qui a été déposé" in answer.content.decode()
    noted = Incident.objects.get()
    assert (noted.kind, noted.subject, noted.times) == ("altered", piece.file.name, 2)


def test_a_missing_file_says_that_it_is_missing(client, piece, address):
    Path(piece.file.path).unlink()

    answer = client.get(address)

    assert answer.status_code == 404
    assert "Le fichier de cette pièce manque" in answer.content.decode()
    assert client.head(address).status_code == 404
    assert Incident.objects.get().kind == "missing"


def test_the_nightly_check_names_what_is_lost(piece):
    Path(piece.file.path).unlink()

    with pytest.raises(CommandError, match=piece.file.name):
        call_command("check_files")

    assert Incident.objects.get().subject == piece.file.name


def test_who_files_the_same_bytes_again_mends_what_the_disk_altered(piece):
    whole = bytes_of(piece)
    Path(piece.file.path).chmod(0o640)
    Path(piece.file.path).write_bytes(b"autre chose")

    default_storage.save(piece.file.name, ContentFile(whole))

    assert bytes_of(piece) == whole


def test_what_killed_processes_leave_is_taken_away_once_it_is_old(piece):
    folder = Path(piece.file.path).parent
    old, fresh = {"orphan.pdf": 90_000, "half.part": 4_000}, {"young.pdf": 80_000, "young.part": 3_000}
    now = Path(piece.file.path).stat().st_mtime
    for name, age in (old | fresh).items():
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (now - age, now - age))
    os.utime(piece.file.path, (now - 900_000, now - 900_000))

    call_command("check_files", verbosity=0)

    left = {path.name for path in folder.iterdir()}
    assert left >= {Path(piece.file.path).name, *fresh}
    assert left.isdisjoint(old)


def test_a_file_filed_again_while_it_is_swept_is_not_lost(tmp_path, settings):
    """Its row is on its way: the sweep waits for the filing, then finds it young."""
    settings.MEDIA_ROOT = str(tmp_path)
    name = "pieces/2d/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881.pdf"
    default_storage.save(name, ContentFile(b"x"))
    os.utime(default_storage.path(name), (0, 0))

    default_storage.save(name, ContentFile(b"x"))

    assert default_storage.sweep(set()) == []


def test_an_upload_killed_on_its_way_leaves_nothing_on_the_disk(tmp_path):
    program = (
        "import os, signal; import django; from django.conf import settings; "
        f"settings.configure(FILE_UPLOAD_TEMP_DIR={str(tmp_path)!r}, CPER_PIECE_MAX_BYTES=20_000_000); "
        "from cper.papers.uploads import UnnamedUploadHandler; h = UnnamedUploadHandler(None); "
        "h.new_file('f', 'a.pdf', 'application/pdf', 9); h.receive_data_chunk(b'x' * 9_000_000, 0); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )

    ended = subprocess.run([sys.executable, "-c", program], check=False)

    assert (ended.returncode, list(tmp_path.iterdir())) == (-9, [])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("PDESC.pdf", 'attachment; filename="PDESC.pdf"'),
        (
            "Délibération n°5.pdf",
            "attachment; filename=\"Deliberation n5.pdf\"; filename*=UTF-8''D%C3%A9lib%C3%A9ration%20n%C2%B05.pdf",
        ),
        ('a"b\\c;d.pdf', "attachment; filename=\"a_b_c_d.pdf\"; filename*=UTF-8''a%22b%5Cc%3Bd.pdf"),
        ("ߒߞߏ.pdf", "attachment; filename=\"document.pdf\"; filename*=UTF-8''%DF%92%DF%9E%DF%8F.pdf"),
    ],
)
def test_a_name_survives_accents_quotes_and_other_alphabets(name, told):
    assert disposition(name) == told


def test_the_longest_name_fits_the_disk_of_its_reader():
    assert [len(clean_name(sign * 400 + ".pdf")[0].encode()) for sign in "aéߒ😀"] == [150, 240, 240, 240]
