"""A file is chosen once: it survives what interrupts its form, for its own account and page, for a day."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from cper.people.roles import Role
from negotiation.models import KeptFile, KeptForm, Piece
from negotiation.models.kept_file import MOST_FILES
from tests.factories import ContractFactory, all_seats, typed_of, user_as
from tests.interruptions import after_a_new_session, after_sign_out, fields
from tests.journeys.chapters import small_pdf
from tests.negotiation.pages import faults, page_of

pytestmark = pytest.mark.django_db

KIND = "deliberation-negotiate"
SHOWN = "«\u00a0délibération.pdf\u00a0», "


@pytest.fixture(autouse=True)
def seats():
    all_seats()


@pytest.fixture
def url():
    return page_of("piece-attach", ContractFactory(), KIND)


def paper(name: str = "délibération.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or small_pdf())


def of(role: Role = Role.PRESIDENT) -> Client:
    browser = Client()
    browser.force_login(user_as(role))
    return browser


def lacking(browser: Client, url: str, **typed):
    """Send the paper without its date: there is something to mend."""
    return browser.post(url, fields(browser.get(url)).held | typed_of(KIND) | {"dated_on": ""} | typed)


def filed() -> bytes:
    with Piece.objects.get().file.open("rb") as file:
        return file.read()


def stored() -> list[Path]:
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return [path for path in folder.glob("kept/**/*") if path.is_file()]


def test_a_file_survives_an_error_and_is_shown_as_chosen(url):
    browser = of()

    refused = lacking(browser, url, file=paper())
    done = browser.post(url, fields(refused).held | typed_of(KIND))

    assert SHOWN in refused.content.decode()
    assert "déjà reçu" in refused.content.decode()
    assert [fault.split(" : ")[0] for fault in faults(refused)] == ["Date"]
    assert (done.status_code, Piece.objects.get().name) == (302, "délibération.pdf")
    assert filed() == small_pdf()
    assert not KeptFile.objects.exists()
    assert not stored()


@pytest.mark.parametrize("interrupted", [after_sign_out, after_a_new_session])
def test_a_file_survives_the_end_of_a_session(url, interrupted):
    browser = of()
    sent = fields(browser.get(url)).held | typed_of(KIND) | {"file": paper()}

    back = interrupted(user_as(Role.PRESIDENT), url, sent)
    done = browser.post(url, fields(back).held)

    assert SHOWN in back.content.decode()
    assert (done.status_code, filed()) == (302, small_pdf())


def test_another_file_takes_the_place_of_the_one_received(url):
    browser = of()
    refused = lacking(browser, url, file=paper())

    browser.post(url, fields(refused).held | typed_of(KIND) | {"file": paper("autre.pdf")})

    assert Piece.objects.get().name == "autre.pdf"


def test_a_file_that_is_refused_is_not_kept(url):
    refused = lacking(of(), url, file=paper(content=b"MZ not a paper"))

    assert "déjà reçu" not in refused.content.decode()
    assert not KeptFile.objects.exists()


def test_a_file_received_is_for_its_account_and_its_page_alone(url):
    received = fields(lacking(of(), url, file=paper())).held["received-file"]
    agent = Client()
    agent.force_login(user_as(Role.REGION, function="agent"))
    elsewhere = page_of("piece-attach", ContractFactory(), KIND)

    for browser, address in ((agent, url), (of(), elsewhere)):
        sent = fields(browser.get(address)).held | typed_of(KIND) | {"received-file": received}
        answer = browser.post(address, sent)

        assert answer.status_code == 200
        assert [fault.split(" : ")[0] for fault in faults(answer)] == ["Fichier"]
    assert not Piece.objects.exists()


def test_bytes_altered_on_disk_are_not_given_back(url):
    browser = of()
    held = fields(lacking(browser, url, file=paper())).held
    for path in stored():
        path.chmod(0o640)
        path.write_bytes(b"%PDF-1.7 other")

    answer = browser.post(url, held | typed_of(KIND))

    assert [fault.split(" : ")[0] for fault in faults(answer)] == ["Fichier"]


def test_files_are_forgotten_after_a_day_and_their_texts_stay(url):
    browser = of()
    lacking(browser, url, file=paper())
    KeptFile.objects.update(made_at=timezone.now() - timedelta(hours=25))

    call_command("forget_tokens", verbosity=0)

    assert (KeptFile.objects.exists(), stored(), KeptForm.objects.count()) == (False, [], 1)
    assert fields(browser.get(url)).held["number"] == typed_of(KIND)["number"]


def test_bytes_that_another_page_keeps_stay(url):
    browser = of()
    lacking(browser, url, file=paper())
    lacking(browser, page_of("piece-attach", ContractFactory(), KIND), file=paper())

    browser.post(url, {"forget-kept": "1"})

    assert (KeptFile.objects.count(), len(stored())) == (1, 1)


def test_an_account_keeps_few_files_at_a_time(url):
    browser = of()
    for rank in range(MOST_FILES + 2):
        lacking(
            browser, page_of("piece-attach", ContractFactory(), KIND), file=paper(content=small_pdf() + b"\n" * rank)
        )

    assert (KeptFile.objects.count(), len(stored())) == (MOST_FILES, MOST_FILES)


def test_an_entry_keeps_one_file():
    form = KeptForm.objects.create(
        user=user_as(Role.PRESIDENT), path="/", entries=[], cause="refused", made_at=timezone.now()
    )
    facts = {"form": form, "entry": "file", "name": "a.pdf", "size": 1, "sha256": "0", "made_at": timezone.now()}
    KeptFile.objects.create(**facts)

    with pytest.raises(IntegrityError) as broken:
        KeptFile.objects.create(**facts)

    assert broken.value.__cause__.diag.constraint_name == "kept_file_of_an_entry"
