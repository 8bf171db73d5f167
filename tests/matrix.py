"""What the matrix sends, and where: every address of a dossier, and the fields of a form that nobody was given."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, reverse
from lxml import html

from cper.people.models import User
from cper.people.roles import Role
from negotiation.models import Contract
from negotiation.workflow import ACTION_NAMES, Criterion, PieceKind, example
from tests.factories import CLAUSES, NOW, PASSWORD, typed_of
from tests.journeys.chapters import small_pdf
from tests.situations import ANONYMOUS, SITUATIONS, make_dossier, make_people

READ = (
    "dossier",
    "dossier-projects",
    "dossier-financing",
    "dossier-pieces",
    "dossier-opinions",
    "dossier-session",
    "dossier-convention",
    "dossier-journal",
    "piece",
    "convention-pdf",
    "signature-record-pdf",
)
EDIT = ("dossier-edit", "project-add", "project-edit", "project-financing", "project-remove")
# A paper of the region, and one of the DRPSIAP.
ATTACH = (PieceKind.PDESC, PieceKind.SESSION_MINUTES)
# The region's work has pages of its own, those of EDIT and ATTACH.
ACTS = tuple(name for name in ACTION_NAMES if name not in ("edit", "attach"))
UNKNOWN = "CPER-KAYES-2026-99"
ADMINISTRATION = "/administration/referentiel/"

# What finance alone is asked for with its opinion.
ENVELOPE = {"envelope": "0", "envelope_from": "2027", "envelope_to": "2031"}
# The comments of the acts that ask for one, and the fields of the others; `seen` is added.
FIELDS = {
    "give_opinion": {"verdict": "favourable", "text": "Motifs."} | ENVELOPE,
    "approve_convention": {"ceremony_on": "20/11/2026", "ceremony_place": "Kayes"},
    "propose_convention": CLAUSES,
    "sign": {"signed_on": "20/11/2026", "signed_place": "Kayes"},
    "dossier-edit": {"title": "Un autre intitulé"},
    "project-add": {"title": "Piste", "cost": "5", "sites-TOTAL_FORMS": "0", "sites-INITIAL_FORMS": "0"},
    "project-edit": {"title": "Piste", "cost": "5", "sites-TOTAL_FORMS": "0", "sites-INITIAL_FORMS": "0"},
    "project-financing": {"source-0": "state", "payer-0": "", "amount-0-2027": "5"},
}
# What may still be written of a contract once its projects are selected.
STILL = {
    "dossier-edit": {"title": "Un autre intitulé", "starts_on": "01/01/2027"},
    "project-edit": {"purpose": "Cent kilomètres de pistes."},
    "project-financing": {
        **{"source-0": "region", "payer-0": "", "amount-0-2028": "10000000"},
        **{"source-1": "state", "payer-1": "", "amount-1-2028": "90000000"},
    },
}
SESSION = {"held_on": "20/11/2026", "place": "Kayes", "attendance": "40", "summary": ""}
# The forms made from the revision of the project; the others are from the version of the dossier.
OF_A_PROJECT = ("project-edit", "project-financing")


@dataclass(frozen=True)
class Page:
    """A page about no dossier: of whom (everybody signed in, unless roles are named), and what its form sends."""

    roles: tuple[Role, ...] = ()
    about: tuple = ()
    sends: dict | None = None


ADMIN = (Role.ADMIN,)
# The person with the account « somebody », whose mandate is `MANDATE`.
SOMEBODY, MANDATE, INCIDENT = 1_000_001, 1_000_002, 1_000_003
PERSON = {"name": "Awa Traoré", "username": "awa", "email": "awa@exemple.ml", "is_active": "on", "password": ""}
TERM = {"function": "agent", "title": "Agent", "basis": "1-holder", "act": "", "valid_from": "01/01/2026"}
PASSWORDS = {"old_password": PASSWORD} | dict.fromkeys(("new_password1", "new_password2"), "un-autre-mot-de-passe")
SITE = {
    "inbox": Page(),
    "dossiers": Page(),
    "regions": Page(),
    "region": Page(about=("kayes",)),
    "dossier-open": Page((Role.REGION,), sends={"title": "Un autre contrat-plan"}),
    "convention-model": Page((Role.DGCT_HEAD,), sends={}),
    "incidents": Page(ADMIN, sends={"incident": INCIDENT}),
    "people": Page(ADMIN),
    "person": Page(ADMIN, (SOMEBODY,)),
    "person-add": Page(ADMIN, sends=PERSON),
    "person-edit": Page(ADMIN, (SOMEBODY,), sends=PERSON),
    "mandate-add": Page(ADMIN, (SOMEBODY,), sends=TERM),
    "mandate-end": Page(ADMIN, (MANDATE,), sends={"on": "31/12/2026"}),
    # The last: who changes a password comes back with another session, which the probe does not know.
    "account": Page(sends=PASSWORDS),
}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
# Open to who is not signed in; tested one by one.
PUBLIC = ("sign-in", "sign-out", "style")


@dataclass(frozen=True)
class Target:
    """A page of one dossier: its name among the addresses, what it is for (an act, a paper), where it is."""

    name: str
    about: str
    path: str


def targets(contract: Contract) -> list[Target]:
    """Every address of a dossier."""
    reference, piece = contract.reference, contract.pieces.first()
    extra = {"piece": [piece.pk if piece else 1]} | {name: [1] for name in EDIT[2:]}
    pages = [(name, name, extra.get(name, [])) for name in (*READ, *EDIT)]
    pages += [("piece-attach", kind, [kind.value]) for kind in ATTACH]
    pages += [("act", name, [example(name)]) for name in ACTS]
    return [Target(name, about, reverse(name, args=[reference, *rest])) for name, about, rest in pages]


def forged(contract: Contract, target: Target) -> dict:
    """All that the page would have sent to be accepted."""
    if target.name == "piece-attach":
        return typed_of(target.about) | {"file": SimpleUploadedFile("piece.pdf", small_pdf())}
    project = contract.projects.first()
    seen = project.revision if project and target.about in OF_A_PROJECT else contract.version
    free = STILL if contract.is_selected and target.about in STILL else FIELDS
    fields = {"seen": seen, "comment": "Voici pourquoi."} | free.get(target.about, {})
    if target.about == "draw_list":
        return fields | {"projects": [listed.pk for listed in contract.projects.all()]}
    if target.about == "assess":
        return fields | dict(pair for criterion in Criterion for pair in _refusal(project.pk, criterion))
    if target.about == "answer_remarks":
        return fields | {remark.key: "Voici la réponse." for remark in contract.remarks}
    if target.about == "record_session":
        return fields | SESSION | {f"outcome-{project.pk}": "retained", f"priority-{project.pk}": "1"}
    return fields


def _refusal(pk: int, criterion: Criterion) -> list[tuple[str, str]]:
    cell = f"{pk}-{criterion.value}"
    return [(f"initial-met-{cell}", "yes"), (f"met-{cell}", "no"), (f"remark-{cell}", "Rien ne le montre.")]


class Probe:
    """A person's session; requests go through all of the site's middleware, but its guard against forged forms.

    `Client` would copy the context of every template for tests to look into, and take a fifth longer.
    """

    def __init__(self, user: User | None):
        self.requests = RequestFactory()
        self.handler = BaseHandler()
        self.handler.load_middleware()
        if user:
            client = Client()
            client.force_login(user)
            self.requests.cookies = client.cookies

    def send(self, method: str, path: str, data: dict | None = None) -> HttpResponse:
        for sent in (data or {}).values():
            if isinstance(sent, SimpleUploadedFile):
                sent.seek(0)
        request = getattr(self.requests, method.lower())(path, data)
        request._dont_enforce_csrf_checks = True
        response = self.handler.get_response(request)
        response.path = path
        if response.streaming:
            response.file_to_stream.close()
        return response


def written() -> int:
    """How many rows the transaction has written, even those it has undone since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return cursor.fetchone()[0]


def without_token(response: HttpResponse) -> bytes:
    """The page, but for the token that is new each time."""
    return TOKEN.sub(b"", response.content)


def addresses(patterns: Iterable, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every address of the site: its name, and the words it is made with."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            regex = pattern.pattern.regex
            words = pattern.pattern.converters or regex.groupindex or [""] * regex.groups
            yield f"{space}{pattern.name}", list(words)


def links_of(response: HttpResponse) -> list[str]:
    """Where an answer leads on this site; Django's administration is not followed into all its ways of sorting."""
    if response.status_code == 302:
        return [urlsplit(response["Location"]).path]
    if "html" not in response["Content-Type"]:
        return []
    page = html.fromstring(response.content.decode())
    links = {urljoin(response.path, link).partition("#")[0] for link in page.xpath("//a/@href")}
    return sorted(
        link for link in links if link.startswith("/") and not (link.startswith(ADMINISTRATION) and "?" in link)
    )


@dataclass
class World:
    """Everybody's probe, on a dossier to which each request leaves all as it was."""

    probes: dict[str, Probe]
    people: dict[str, User | None] = field(default_factory=dict)
    contract: Contract | None = None
    unknown: dict[str, bytes] = field(default_factory=dict)

    def enter(self, situation: str) -> Contract:
        """Make the dossier of that situation; from now on whatever is written is counted, and undone."""
        self.contract = make_dossier(SITUATIONS[situation])
        self.as_made = transaction.savepoint()
        self.rows = written()
        return self.contract

    def ask(self, who: str, method: str, path: str, data: dict | None = None) -> tuple[HttpResponse, bool]:
        """The answer to one request, and whether anything was written."""
        response = self.probes[who].send(method, path, data)
        before, self.rows = self.rows, written()
        if self.rows != before:
            transaction.savepoint_rollback(self.as_made)
        return response, self.rows != before

    def unknown_dossier(self, who: str) -> bytes:
        """What the person reads of a dossier that does not exist."""
        if who not in self.unknown:
            response, _written = self.ask(who, "GET", reverse("dossier", args=[UNKNOWN]))
            self.unknown[who] = without_token(response)
        return self.unknown[who]


@contextmanager
def everybody(settings) -> Iterator[World]:
    """Everybody, on the day of the dossiers. Thousands of refusals are logged as they should be: nobody reads them."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # the time of a query in each request
    logging.disable(logging.WARNING)
    with time_machine.travel(NOW):
        people = make_people() | {ANONYMOUS: None}
        yield World({name: Probe(person) for name, person in people.items()}, people)
    logging.disable(logging.NOTSET)
