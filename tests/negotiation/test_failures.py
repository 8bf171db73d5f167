"""When the machine gives way: a 503 that says what is wrong, keeps what was typed, reaches the administrator."""

import errno
import tempfile

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, OperationalError
from django.test import Client
from django.urls import reverse
from lxml import html
from psycopg.errors import AdminShutdown, DiskFull, ReadOnlySqlTransaction
from psycopg_pool import PoolTimeout

from cper.pages import outages
from cper.pages.outages import DATABASE, DISK, outage_of, untold
from cper.people.roles import Role
from negotiation import failures, operations
from negotiation.failures import tell
from negotiation.models import Contract, Incident
from negotiation.models.incident import IncidentKind
from negotiation.views import listing
from tests.factories import NOW, ContractFactory, user_as
from tests.journeys.chapters import small_pdf

pytestmark = pytest.mark.django_db
HEADERS = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
WHY = "La région demande une route praticable en toute saison."


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as found:
        return found


FAILURES = {
    "restart": (raised(OperationalError("x"), AdminShutdown("x")), 503, "La base de données ne répond pas"),
    "no connection": (raised(OperationalError("x"), PoolTimeout("x")), 503, "La base de données ne répond pas"),
    "base read-only": (raised(InternalError("x"), ReadOnlySqlTransaction("x")), 503, "La base de données ne répond"),
    "base full": (raised(OperationalError("x"), DiskFull("x")), 503, "Le disque du site est plein"),
    "full": (OSError(errno.ENOSPC, "No space left on device"), 503, "Le disque du site est plein"),
    "read-only": (OSError(errno.EROFS, "Read-only file system"), 503, "Le disque du site est plein"),
    "broken": (OSError(errno.EIO, "Input/output error"), 503, "Le disque du site est plein"),
    "no temporary": (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in []"), 503, "Le disque"),
    "fault": (KeyError("x"), 500, "Le site a rencontré une erreur"),
}


@pytest.fixture
def visitor() -> Client:
    """Somebody of the council, whose errors are answered rather than raised."""
    client = Client(raise_request_exception=False)
    client.force_login(user_as(Role.REGION))
    return client


def failing(monkeypatch, where, name: str, error: Exception, times: int = 99) -> list:
    """Let that function fail so many times."""
    real, met = getattr(where, name), []

    def fail(*args, **kwargs):
        met.append(name)
        if len(met) <= times:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(where, name, fail)
    return met


@pytest.mark.parametrize("failure", FAILURES)
def test_a_sending_that_fails_is_told_why_and_comes_back_whole(monkeypatch, visitor, failure):
    error, status, sentence = FAILURES[failure]
    page = reverse("dossier-open")
    token = html.fromstring(visitor.get(page).content).xpath('//main//input[@name="once"]/@value')[0]
    typed = {"once": token, "title": WHY, "objectives": WHY * 3, "seen": "0"}
    with monkeypatch.context() as patch:
        failing(patch, operations, "open_contract", error)
        answer = visitor.post(page, typed)

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert [name for name in HEADERS if name not in answer.headers] == []
    form = html.fromstring(answer.content).xpath(f'//main//form[@action="{page}"]')[0]
    again = dict(form.form_values())
    assert {name: again[name] for name in typed} == typed
    assert visitor.post(page, again).status_code == 302
    assert Contract.objects.get().title == WHY
    assert Incident.objects.get().kind == ("error" if status == 500 else outage_of(error).kind)


def test_a_read_caught_by_a_restart_is_tried_once_more_by_itself(monkeypatch, visitor):
    met = failing(monkeypatch, listing, "page_of", FAILURES["restart"][0], times=1)

    answer = visitor.get(reverse("dossiers"))

    assert (answer.status_code, len(met)) == (200, 2)
    assert not Incident.objects.exists()


def test_a_read_that_fails_twice_is_a_503_that_says_when_to_come_back(monkeypatch, visitor):
    met = failing(monkeypatch, listing, "page_of", FAILURES["restart"][0])

    answer = visitor.get(reverse("dossiers"))

    assert (answer.status_code, answer.headers["Retry-After"], len(met)) == (503, "30", 2)
    assert Incident.objects.get().detail == "GET /dossiers/"


def test_a_sending_is_never_tried_again_by_itself(monkeypatch, visitor):
    met = failing(monkeypatch, operations, "open_contract", FAILURES["restart"][0])

    visitor.post(reverse("dossier-open"), {"title": WHY})

    assert len(met) == 1


def test_what_could_not_be_told_is_told_once_the_base_is_back(monkeypatch, visitor):
    with monkeypatch.context() as patch:
        patch.setattr(Incident.objects, "note", lambda *args, **kwargs: raise_(FAILURES["restart"][0]))
        failing(patch, listing, "page_of", FAILURES["restart"][0])
        assert visitor.get(reverse("dossiers")).status_code == 503
        assert len(outages.untold) == 1

    assert visitor.get(reverse("dossiers")).status_code == 200

    assert not outages.untold
    assert Incident.objects.get().detail == "GET /dossiers/"


def raise_(error: Exception):
    raise error


def test_a_password_is_on_no_page_that_comes_back(monkeypatch):
    stranger = Client(raise_request_exception=False)
    failing(monkeypatch, operations, "may_try", FAILURES["restart"][0])

    answer = stranger.post(reverse("sign-in"), {"username": "awa", "password": "mot-de-passe-long"})

    assert answer.status_code == 503
    assert "mot-de-passe-long" not in answer.content.decode()


def test_a_full_temporary_disk_takes_the_file_away_and_keeps_what_was_typed(monkeypatch, visitor):
    page = reverse("piece-attach", args=[ContractFactory().reference, "pdesc"])
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_options: raise_(OSError(errno.ENOSPC, "No space left")))
    large = SimpleUploadedFile("PDESC de Kayes.pdf", small_pdf() + b" " * 3_000_000)

    answer = visitor.post(page, {"number": "n°5", "title": WHY, "file": large})

    said = answer.content.decode()
    assert answer.status_code == 503
    assert "Le disque du site est plein" in said
    assert "PDESC de Kayes.pdf" in said
    assert dict(html.fromstring(said).xpath(f'//main//form[@action="{page}"]')[0].form_values())["title"] == WHY


def test_an_incident_waits_for_the_administrator_until_it_is_settled(client):
    failures.note("disk", detail="POST /dossiers/")
    failures.note("disk", detail="POST /dossiers/ouvrir/")
    client.force_login(user_as(Role.ADMIN))

    assert "1 incident à regarder" in client.get(reverse("inbox")).content.decode()
    page = client.get(reverse("incidents")).content.decode()
    assert "Un disque est plein ou ne peut plus être écrit" in page
    assert "POST /dossiers/ouvrir/" in page
    incident = Incident.objects.get()
    assert incident.times == 2
    client.post(reverse("incidents"), {"incident": incident.pk})
    assert "incident à regarder" not in client.get(reverse("inbox")).content.decode()

    failures.note("disk")
    assert Incident.objects.standing().count() == 1
    assert Incident.objects.count() == 2


def test_what_gave_way_is_found_under_the_errors_that_it_caused():
    restart = FAILURES["restart"][0]
    assert outage_of(raised(ValueError("x"), restart)) is DATABASE
    assert outage_of(raised(ValueError("x"), OSError(errno.EDQUOT, "x"))) is DISK
    assert outage_of(raised(ValueError("x"), FileNotFoundError(errno.ENOENT, "x"))) is None
    assert outage_of(psycopg.errors.UniqueViolation("x")) is None
    assert outage_of(None) is None


def test_what_an_incident_tells_is_whole_and_a_cut_in_its_subject_shows():
    where, what = "GET /dossiers/" + "a" * 700, "POST " + "b" * 300

    Incident.objects.note(IncidentKind.ERROR, what, detail=where, at=NOW)
    Incident.objects.note(IncidentKind.ERROR, what, detail=where, at=NOW)

    noted = Incident.objects.get()
    assert (noted.detail, noted.times) == (where, 2)
    assert (noted.subject, len(noted.subject)) == (what[:199] + "…", 200)


def test_an_incident_stands_once_however_many_meet_it_at_the_same_moment():
    facts = {"kind": "disk", "subject": "x", "first_at": NOW, "last_at": NOW}
    Incident.objects.create(**facts)

    with pytest.raises(IntegrityError, match="incident_once_while_it_stands"):
        Incident.objects.create(**facts)


def test_what_waits_is_told_once_by_two_requests_at_once(monkeypatch, visitor):
    untold.append((IncidentKind.DISK, "", "GET /", NOW))
    note = Incident.objects.note

    def meanwhile(*args, **facts):
        tell()  # the other request comes while this one writes
        note(*args, **facts)

    monkeypatch.setattr(Incident.objects, "note", meanwhile)
    tell()

    assert (list(Incident.objects.values_list("times", flat=True)), len(untold)) == ([1], 0)
