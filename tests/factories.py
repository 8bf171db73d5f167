"""The world of the tests, said in words: who acts, and a dossier standing at a step with all that step needs.

`ContractFactory(step=Step.DGCT_REVIEW, ready=True)` is a dossier in which every act of that step could be done.
"""

from datetime import UTC, date, datetime
from hashlib import sha256

import factory
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import connection
from factory.django import DjangoModelFactory

from cper.people.models import Actor, Institution, Mandate, User
from cper.people.roles import REGIONAL_BODIES, ROLES, Body, Function, Role
from cper.places.models import Region
from negotiation import models, snapshots, turns, workflow
from negotiation.envelope import Envelope
from negotiation.models.checklist import slots
from negotiation.workflow import STAGE, Criterion, PieceKind, Step

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
PASSWORD = "mot-de-passe-long"
# What the State can bring to a dossier whose only project asks it for 90 000 000 FCFA.
ENVELOPE = {"envelope": 90_000_000, "envelope_from": 2027, "envelope_to": 2031}
GRANTED = Envelope(90_000_000, 2027, 2031)
NAMES = {"kayes": ("01", "Kayes"), "gao": ("07", "Gao"), "bamako": ("00", "Bamako"), "nioro": ("11", "Nioro")}


def region(slug: str = "kayes") -> Region:
    code, name = NAMES[slug]
    kind = "district" if slug == "bamako" else "region"
    facts = {"code": code, "name": name, "chef_lieu": name, "kind": kind}
    return Region.objects.get_or_create(slug=slug, defaults=facts)[0]


def institution(body: str, where: Region | None = None, slug: str = "") -> Institution:
    """The institution of that body: of the region for a regional body, the only one for a national body."""
    regional = body in REGIONAL_BODIES
    home = (where or region()) if regional else None
    slug = slug or (f"{body}-{home.slug}" if home else str(body))
    name = f"{Body(body).label} {home.name if home else slug}"
    return Institution.objects.get_or_create(body=body, region=home, slug=slug, defaults={"name": name})[0]


def livestock() -> Institution:
    return institution(Body.SECTOR, slug="elevage")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"personne{n}")
    name = factory.Sequence(lambda n: f"Personne {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@exemple.ml")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate

    person = factory.SubFactory(UserFactory)
    institution = factory.LazyFunction(lambda: institution(Body.COUNCIL))
    function = Function.AGENT
    title = factory.LazyAttribute(lambda mandate: f"{mandate.function} ({mandate.institution})")
    valid_from = date(2020, 1, 1)


def mandate_as(role: Role, where: Region | None = None, function: Function | None = None) -> Mandate:
    """The mandate of who holds the role: its signatory, unless a function is asked for."""
    body, _functions = ROLES[role]
    home = livestock() if body == Body.SECTOR else institution(body, where)
    function = function or Function.SIGNATORY
    mandates = Mandate.objects.filter(institution=home, function=function, basis="1-holder")
    return mandates.select_related("person").first() or MandateFactory(institution=home, function=function)


def user_as(role: Role, where: Region | None = None, function: Function | None = None) -> User:
    """Someone who holds the role: its signatory, unless a function is asked for."""
    return mandate_as(role, where, function).person


def actor(role: Role, where: Region | None = None, function: Function | None = None) -> Actor:
    return user_as(role, where, function).on(TODAY)


def all_seats(where: Region | None = None) -> None:
    """Give every role of the law somebody who holds it."""
    for role in ROLES:
        user_as(role, where)


class ContractFactory(DjangoModelFactory):
    class Meta:
        model = models.Contract
        skip_postgeneration_save = True

    class Params:
        where = "kayes"

    region = factory.LazyAttribute(lambda contract: region(contract.where))
    reference = factory.Sequence(lambda n: f"CPER-ESSAI-2026-{n:02d}")
    title = factory.Sequence(lambda n: f"Contrat-plan d’essai {n}")
    opened_on = date(2026, 3, 2)
    duration_months = 60
    pdesc_from = date(2024, 1, 1)
    pdesc_to = date(2028, 12, 31)
    step = Step.DELIBERATION
    entered_step_at = YESTERDAY
    clock_started_on = date(2026, 11, 19)
    reached = factory.LazyAttribute(lambda contract: workflow.number(contract.step))
    signed_on = factory.LazyAttribute(lambda contract: TODAY if contract.step == Step.SIGNED else None)

    @factory.post_generation
    def ready(contract, create, wanted, **_):
        if wanted:
            make_ready(contract)


class ProjectFactory(DjangoModelFactory):
    """A whole project: sites, and shares that add up to its cost."""

    class Meta:
        model = models.Project
        skip_postgeneration_save = True

    contract = factory.SubFactory(ContractFactory)
    number = factory.LazyAttribute(lambda project: project.contract.projects.count() + 1)
    title = factory.Sequence(lambda n: f"Projet structurant {n}")
    nature, scale, domain = "economic", "regional", "livestock"
    ministry = factory.LazyFunction(livestock)
    duration_months = 24
    cost = 100_000_000

    @factory.post_generation
    def whole(project, create, wanted, **_):
        if wanted is False:
            return
        project.sites.create(number=1, name="Logo")
        project.financing.create(source="region", year=2027, amount=project.cost // 10)
        project.financing.create(source="state", year=2027, amount=project.cost - project.cost // 10)
        models.ContractSector.objects.get_or_create(contract=project.contract, institution=project.ministry)


def number_from(first: int) -> None:
    """The number that the next person, contract or project bears in its name."""
    for made in (UserFactory, ContractFactory, ProjectFactory):
        made.reset_sequence(first, force=True)


CLAUSES = {
    "team": "Chef de projet : Awa Traoré\nComptable : Moussa Keïta",
    "tranches": "Une tranche par exercice, justifiée avant la suivante.",
    "suspension": "Soixante jours pour remédier au manquement, puis concertation.",
    "disputes": "Le ministre chargé des collectivités territoriales, puis le tribunal administratif.",
}


def named(where: Region | None = None) -> dict:
    """Who an approved convention names, and when it is to be signed."""
    return {
        "governor_mandate": actor(Role.GOVERNOR, where).mandates[0],
        "council_mandate": actor(Role.PRESIDENT, where).mandates[0],
        "ceremony_on": TODAY,
        "ceremony_place": "Kayes",
    }


def file_piece(contract: models.Contract, slot, stamp: dict) -> models.Piece:
    content = slot.code.encode()
    piece = models.Piece(
        contract=contract, kind=slot.kind, project_id=slot.project_id, year=slot.year, name=f"{slot.code}.pdf"
    )
    piece.extension, piece.mime, piece.size, piece.filed_at = "pdf", "application/pdf", len(content), NOW
    piece.sha256 = sha256(content).hexdigest()
    for field, value in (known_by(slot.kind) | stamp).items():
        setattr(piece, field, value)
    piece.file.save(piece.name, ContentFile(content), save=False)
    piece.save()
    return piece


# Each kind of act has a number of its own, from 12/CR-K on.
NUMBERED = [rule.kind for rule in workflow.PIECES if workflow.Mark.NUMBER in rule.marks]


def known_by(kind: str) -> dict:
    """What a paper of that kind is known by, as fields of Piece."""
    marks = workflow.piece_rule(kind).marks
    day = TODAY if kind == PieceKind.SESSION_MINUTES else date(2026, 3, 14)
    number = f"{12 + NUMBERED.index(kind) if kind in NUMBERED else 0}/CR-K"
    facts = {"number": number, "dated_on": day, "session": "ordinary", "title": "Plan de situation"}
    return {mark.value: facts[mark.value] for mark in marks}


def typed_of(kind: str) -> dict:
    """The same as it is typed where the paper is filed."""
    facts = known_by(kind)
    return facts | ({"dated_on": f"{facts['dated_on']:%d/%m/%Y}"} if "dated_on" in facts else {})


def stamp(role: Role = Role.PRESIDENT, where: Region | None = None) -> dict:
    return actor(role, where).mandates[0].stamp


def judged(contract: models.Contract) -> models.Snapshot:
    """The dossier as it stands, kept: what a verdict, a session or a text is given on."""
    return snapshots.take(contract, NOW)


def settle() -> None:
    """Ask now what the database asks at commit, and go on: what came before was committed."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def make_ready(contract: models.Contract) -> None:
    """Put in the dossier all that the acts of its step ask for, and say whose turn it is."""
    home = contract.region
    number = workflow.number(contract.step)
    institution(Body.FINANCE)
    project = ProjectFactory(contract=contract)
    filed, president = slots(contract, up_to=contract.step) if contract.step in STAGE else [], stamp(where=home)
    for slot in filed:
        file_piece(contract, slot, president)
    held = {"judged": judged(contract)}
    if number >= 4:
        given = {"round": 0, "met": True, "given_at": NOW, **held, **stamp(Role.DGCT_HEAD)}
        for criterion in Criterion:
            project.verdicts.create(contract=contract, criterion=criterion, **given)
    if number >= 5:
        for who, role in ((institution(Body.FINANCE), Role.FINANCE), (livestock(), Role.SECTOR)):
            given = {"verdict": "favourable", "given_at": NOW, **held, **stamp(role)}
            given |= ENVELOPE if role == Role.FINANCE else {}
            facts = given if number > 5 else {}
            contract.opinions.create(institution=who, asked_on=TODAY, **facts)
    if number >= 7:
        session = contract.sessions.create(
            held_on=TODAY,
            place="Kayes",
            attendance=40,
            envelope_opinion=contract.opinions.get(institution__body=Body.FINANCE),
            **ENVELOPE,
            recorded_at=NOW,
            **held,
            **stamp(Role.DRPSIAP, home),
        )
        session.decisions.create(project=project, outcome="retained", priority=1)
    contract.forget()
    turns.renew(contract, at=contract.entered_step_at, day=TODAY)
