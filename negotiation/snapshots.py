"""The facts of a dossier as frozen values: gathered from the rows, kept with each judgement, read back for ever.

`facts_of` gathers, `take` keeps, `read` reads back; `negotiation.differences` compares two of them. A project is known
by its number, which never names another one in its contract. A name that lives in another row (a ministry, a cercle)
is kept beside its key: the key says whether it is the same, the name is shown. Amounts are whole FCFA. The rows are
handed over by their models, which rest on these facts: none is imported here.

A column that becomes part of what is judged takes its place in a dataclass, with an empty value for the states kept
before it, in the tuple of its columns below, and in `differences`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model

from cper.people.models import Institution
from cper.people.roles import Body
from cper.places.points import written
from cper.rows import together

# How the facts are laid out; a layout that can no longer be read by `read` as it is takes the next number.
FORM = 1
# What a dossier is read from; a page loads them with the rest.
RELATIONS = (
    "projects__financing",
    "projects__ministry",
    "projects__sites__cercle",
    "projects__sites__current_cercle",
    "pieces",
)


@dataclass(frozen=True)
class LineFacts:
    source: str
    payer: str
    year: int | None
    amount: int


@dataclass(frozen=True)
class SiteFacts:
    name: str
    kind: str
    alias: str
    cercle_id: int | None
    current_cercle_id: int | None
    note: str
    number: int = 0
    commune: str = ""
    latitude: str = ""
    longitude: str = ""
    cercle: str = field(default="", compare=False)
    current_cercle: str = field(default="", compare=False)


@dataclass(frozen=True)
class PieceFacts:
    """A paper in force; `project` is the number of the project it is filed for, `known_by` its number and day."""

    kind: str
    project: int | None
    year: int | None
    version: int
    sha256: str
    known_by: str = ""


@dataclass(frozen=True)
class ProjectFacts:
    """A project; it is the same one as long as it has the same number, whatever is written in it."""

    number: int
    title: str
    cost: int
    purpose: str = ""
    nature: str = ""
    scale: str = ""
    domain: str = ""
    ministry_id: int | None = None
    duration_months: int | None = None
    owner: str = "council"
    owner_name: str = ""
    owner_act: str = ""
    listed: bool = True
    ministry: str = field(default="", compare=False)
    sites: tuple[SiteFacts, ...] = ()
    lines: tuple[LineFacts, ...] = ()

    @property
    def shares(self) -> dict[str, int]:
        """What each source pays, in FCFA."""
        totals: dict[str, int] = {}
        for line in self.lines:
            totals[line.source] = totals.get(line.source, 0) + line.amount
        return totals


@dataclass(frozen=True)
class Facts:
    """A dossier: its general data, its projects by number, its papers in force."""

    title: str
    starts_on: date | None
    duration_months: int | None
    pdesc_from: date | None
    pdesc_to: date | None
    generation: str
    projects: tuple[ProjectFacts, ...] = ()
    pieces: tuple[PieceFacts, ...] = ()

    def project(self, number: int) -> ProjectFacts | None:
        """The project of that number, if the dossier held it."""
        return next((project for project in self.projects if project.number == number), None)

    def seen_by(self, institution: Institution) -> tuple[ProjectFacts, ...]:
        """The projects an institution speaks on: its own for a sector ministry, all of them for the others."""
        if institution.body != Body.SECTOR:
            return self.projects
        return tuple(project for project in self.projects if project.ministry_id == institution.pk)

    def only(self, projects: tuple[ProjectFacts, ...]) -> Facts:
        """The same dossier with these projects alone, and their own papers."""
        numbers = {project.number for project in projects}
        return replace(self, projects=projects, pieces=tuple(p for p in self.pieces if p.project in numbers))


DAYS = ("starts_on", "pdesc_from", "pdesc_to")
# Of these general data, what the parties are bound by.
TERM = ("title", "starts_on", "duration_months")
GENERAL = ("title", *DAYS, "duration_months", "generation")
LINE = ("source", "payer", "year", "amount")
SITE = ("name", "kind", "alias", "cercle_id", "current_cercle_id", "note", "number", "commune")
PIECE = ("kind", "year", "version", "sha256")
PROJECT = (
    "number",
    "title",
    "cost",
    "purpose",
    "nature",
    "scale",
    "domain",
    "ministry_id",
    "duration_months",
    "owner",
    "owner_name",
    "owner_act",
    "listed",
)


def facts_of(contract: Any) -> Facts:
    """What the dossier holds, from what is loaded of it (`RELATIONS` are fetched where they are not)."""
    together.fetch(contract, *RELATIONS)
    projects = contract.projects.all()
    numbers = {project.pk: project.number for project in projects}
    papers = (_piece(piece, numbers.get(piece.project_id)) for piece in contract.pieces.all() if piece.current)
    return Facts(
        **_columns(contract, GENERAL),
        projects=tuple(project_facts(project) for project in projects),
        pieces=tuple(sorted(papers, key=repr)),
    )


def fresh_facts_of(contract: Any) -> Facts:
    """What the database holds of the dossier, whatever has been loaded before."""
    bare = copy(contract)
    bare._prefetched_objects_cache = {}
    return facts_of(bare)


def terms_of(contract: Any) -> Facts:
    """What the parties to a signed contract have agreed: its projects in play, by priority, without their papers."""
    facts = fresh_facts_of(contract)
    return replace(facts, projects=tuple(facts.project(project.number) for project in contract.in_play), pieces=())


def take(contract: Any, at: datetime) -> Any:
    """Keep what the database holds of the dossier; the snapshot already kept where nothing has changed since."""
    return keep(contract, fresh_facts_of(contract), at)


def keep(contract: Any, facts: Facts, at: datetime) -> Any:
    """The snapshot that holds these facts of the contract, made if need be."""
    made = snapshot_of(contract, facts, at)
    given = {"facts": made.facts, "taken_at": at}
    return contract.snapshots.get_or_create(sha256=made.sha256, defaults=given)[0]


def snapshot_of(contract: Any, facts: Facts, at: datetime) -> Any:
    """The row that would hold these facts, with the fingerprint of their canonical JSON."""
    written = as_json(facts)
    canonical = json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return contract.snapshots.model(
        contract=contract, taken_at=at, facts=written, sha256=sha256(canonical.encode()).hexdigest()
    )


def read(snapshot: Any) -> Facts:
    """The facts as they were kept; what was not yet noted then takes its empty value."""
    told = {name: value for name, value in snapshot.facts.items() if name != "form"}
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in DAYS}
    projects = tuple(_read_project(project) for project in told["projects"])
    return Facts(**told | days | {"projects": projects, "pieces": tuple(PieceFacts(**p) for p in told["pieces"])})


def as_json(facts: Facts) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(facts, name)) else None for name in DAYS}
    # Tuples become the lists that the database gives back.
    return json.loads(json.dumps({"form": FORM} | asdict(facts) | days))


def project_facts(project: Any) -> ProjectFacts:
    return ProjectFacts(
        **_columns(project, PROJECT),
        ministry=project.ministry.name if project.ministry else "",
        sites=tuple(_site(site) for site in project.sites.all()),
        lines=tuple(LineFacts(**_columns(line, LINE)) for line in project.financing.all()),
    )


def _site(site: Any) -> SiteFacts:
    return SiteFacts(
        **_columns(site, SITE),
        latitude=written(site.latitude),
        longitude=written(site.longitude),
        cercle=site.cercle.name if site.cercle else "",
        current_cercle=site.current_cercle.name if site.current_cercle else "",
    )


def _piece(piece: Any, project: int | None) -> PieceFacts:
    return PieceFacts(project=project, known_by=piece.identity.label, **_columns(piece, PIECE))


def _read_project(told: Mapping[str, Any]) -> ProjectFacts:
    sites = tuple(SiteFacts(**site) for site in told["sites"])
    return ProjectFacts(**told | {"sites": sites, "lines": tuple(LineFacts(**line) for line in told["lines"])})


def _columns(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
