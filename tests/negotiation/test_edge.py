"""Whatever is sent, by whom and in whichever way: a page in French with every security header, never a 500."""

from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings
from django.urls import reverse

from cper.people.roles import Body, Role
from cper.wsgi import Request, application
from negotiation import operations
from negotiation.models import Contract
from tests.factories import NOW, PASSWORD, ContractFactory, actor, institution, user_as

pytestmark = pytest.mark.django_db

HEADERS = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
ODD_TYPES = (
    "text/plain; charset=hex",
    "text/plain; charset=rot13",
    "text/plain; charset=undefined",
    "text/plain; charset*=nosuch''a",
    "text/plain; charset*=utf-8''a%00b",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=x; charset=utf-16",
    "multipart/form-data; boundary*=nosuch''x",
    "x" * 5000,
)
# A form whose parts announce encodings that nobody knows.
ODD_PARTS = (
    b"--x\r\nContent-Disposition: form-data; name*=nosuch''a\r\n\r\nzz\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=a; filename*=hex''b\r\n\r\nzz\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n%\r\n--x--\r\n",
)


def ask(method: str, path: str, content_type: str, body: bytes = b"", cookies: str = "", host: str = "testserver"):
    """Ask the entry point itself, as the application server does; the status and the headers."""
    address, _sign, query = path.partition("?")
    heard = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": cookies,
        "HTTP_HOST": host,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    signals = (request_started, request_finished)
    for signal in signals:  # the connection of the test stays open, as Django's own client has it
        signal.disconnect(close_old_connections)
    application(environ, lambda status, headers, *_rest: heard.append((status, dict(headers)))).close()
    for signal in signals:
        signal.connect(close_old_connections)
    status, headers = heard[-1]
    return int(status.split()[0]), headers


def cookies_of(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@pytest.fixture
def pages() -> list[str]:
    """Some of each kind: open to all, of a dossier, a form, the administration, none at all."""
    dossier = ContractFactory()
    person = user_as(Role.REGION)
    return [
        reverse("sign-in"),
        reverse("inbox"),
        reverse("dossier", args=[dossier.reference]),
        reverse("dossier-edit", args=[dossier.reference]),
        reverse("piece-attach", args=[dossier.reference, "pdesc"]),
        reverse("people"),
        reverse("mandate-add", args=[person.pk]),
        reverse("admin:index"),
        reverse("admin:negotiation_contract_history", args=[dossier.pk]),
        "/nulle/part/",
        "/static/absent.css",
    ]


@pytest.mark.parametrize("role", [None, Role.ADMIN])
def test_an_odd_announcement_of_the_type_never_breaks_a_page(client, pages, role):
    if role:
        client.force_login(user_as(role))

    for path in pages:
        for content_type in ODD_TYPES if path in pages[:2] else ODD_TYPES[:2]:
            for method in ("GET", "POST"):
                status, headers = ask(method, f"{path}?q=%E9&page=x", content_type, b"a=%E9", cookies_of(client))
                assert (path, method, content_type[:60], status < 500) == (path, method, content_type[:60], True)
                assert [name for name in HEADERS if name not in headers] == []


@pytest.mark.parametrize("body", ODD_PARTS)
def test_a_part_of_a_form_in_an_unknown_encoding_is_not_understood(client, pages, body):
    for path in pages:
        status, headers = ask("POST", path, "multipart/form-data; boundary=x", body)
        assert (path, status < 500, set(HEADERS) <= set(headers)) == (path, True, True)


def test_a_form_in_another_encoding_is_told_which_one_the_site_reads(client):
    client.force_login(user_as(Role.REGION))

    answer = client.post(reverse("dossier-open"), b"title=%E9", "application/x-www-form-urlencoded; charset=latin-1")

    assert answer.status_code == 415
    assert "Le site lit les textes en UTF-8." in answer.content.decode()
    assert not Contract.objects.exists()


def test_an_address_is_read_in_utf_8_whatever_is_announced():
    request = Request(
        {
            "REQUEST_METHOD": "GET",
            "CONTENT_TYPE": "text/plain; charset=hex",
            "QUERY_STRING": "q=%C3%A9",
            "wsgi.input": BytesIO(),
        }
    )

    assert request.GET["q"] == "é"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "PROPFIND"])
def test_three_methods_are_taken_and_no_other_the_administration_included(client, pages, method):
    client.force_login(user_as(Role.ADMIN))

    for path in pages[:-1]:
        status, headers = ask(method, path, "text/plain", cookies=cookies_of(client))
        assert (path, status, headers["Allow"]) == (path, 405, "GET, HEAD, POST")
        assert set(HEADERS) <= set(headers)


def test_a_page_that_takes_forms_alone_says_so_in_words(client):
    client.force_login(user_as(Role.REGION))

    answer = client.get(reverse("sign-out"))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
    assert "Elle s’ouvre par un lien ou un bouton du site." in answer.content.decode()


@pytest.mark.parametrize("secure", [False, True])
def test_a_foreign_name_of_the_site_is_refused_with_every_header(secure):
    with override_settings(SECURE_SSL_REDIRECT=secure):
        status, headers = ask("GET", "/connexion/", "", host="autre.example")

    assert status == 400
    assert set(HEADERS) <= set(headers)


def test_every_page_answers_head_as_it_answers_get(client, pages):
    client.force_login(user_as(Role.ADMIN))

    for path in pages:
        read = ask("GET", path, "", cookies=cookies_of(client))[0]
        assert (path, ask("HEAD", path, "", cookies=cookies_of(client))[0]) == (path, read)


# What stood behind each answer of 500.


@pytest.mark.parametrize("absent", ["999999", "abc", "10" * 200, "٣", "_5F", "4" * 5000])
@pytest.mark.parametrize("page", ["history", "change", "delete"])
def test_what_the_administration_does_not_hold_is_not_found(client, absent, page):
    client.force_login(user_as(Role.ADMIN))

    for kind in ("contract", "region", "cercle", "institution", "legaltext", "passage"):
        answer = client.get(f"/administration/referentiel/negotiation/{kind}/{absent}/{page}/")
        assert (kind, answer.status_code) in [(kind, 302), (kind, 403), (kind, 404)]


def test_the_history_of_a_dossier_has_no_style_of_its_own(client):
    dossier = ContractFactory()
    operations.revise_contract(dossier, {"title": "Second titre"}, by=actor(Role.REGION), at=NOW)
    client.force_login(user_as(Role.ADMIN))

    page = client.get(reverse("admin:negotiation_contract_history", args=[dossier.pk])).content.decode()

    assert " style=" not in page
    assert "Second titre" in page


@pytest.mark.parametrize("left_out", ["institution", "function", "title", "basis", "valid_from"])
def test_a_mandate_without_one_of_its_facts_is_asked_for_it(client, left_out):
    facts = {"institution": institution(Body.ADR).pk, "function": "agent", "title": "Agent", "basis": "1-holder"}
    facts |= {"act": "", "valid_from": "01/01/2026"}
    client.force_login(user_as(Role.ADMIN))
    person = user_as(Role.REGION)

    answer = client.post(reverse("mandate-add", args=[person.pk]), facts | {left_out: ""})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {left_out}


def test_an_account_opened_again_does_not_revive_its_sessions(client):
    person = user_as(Role.REGION)
    client.force_login(person)
    facts = {"name": person.name, "username": person.username, "email": ""}

    operations.save_person(facts | {"is_active": False}, by=actor(Role.ADMIN), person=person)
    operations.save_person(facts | {"is_active": True}, by=actor(Role.ADMIN), person=person)

    assert client.get(reverse("inbox")).status_code == 302
    assert Client().login(username=person.username, password=PASSWORD)


def test_messages_wait_in_a_cookie_that_no_neighbour_can_write(client):
    person = user_as(Role.ADMIN)
    safe = {"SESSION_COOKIE_SECURE": True, "MESSAGE_STORAGE": "cper.pages.edge.SafeMessages"}
    client.force_login(person)
    facts = {"name": "Awa", "username": person.username, "email": "", "is_active": "on"}

    with override_settings(**safe):
        answer = client.post(reverse("person-edit", args=[person.pk]), facts, secure=True)
        shown = client.get(answer.headers["Location"], secure=True)

    cookie = answer.cookies["__Host-messages"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert "Compte d’Awa enregistré." in shown.content.decode()
    assert shown.cookies["__Host-messages"]["max-age"] == 0


@pytest.mark.parametrize(
    ("path", "begins"), [("/robots.txt", b"User-agent: *"), ("/favicon.ico", b"\x00\x00\x01\x00")]
)
def test_what_browsers_and_robots_ask_for_by_name_is_there_for_everybody(client, path, begins):
    answer = client.get(path)

    assert answer.status_code == 200
    assert b"".join(answer).startswith(begins)
