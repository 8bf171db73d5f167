"""What has changed between two states of a dossier, in words and in money: « avant », « après », project by project.

`difference(before, after)` is pure: it compares two `snapshots.Facts` and asks nothing of the database. `by_subject`
lays the changes out for `_fragments/difference.html`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.places.points import Point
from cper.words import french
from cper.words.in_words import difference as signed
from negotiation.models import Contract, Domain, Project, Site, Source
from negotiation.snapshots import Facts, LineFacts, PieceFacts, ProjectFacts, SiteFacts
from negotiation.workflow import PieceKind

CHOICES = {"nature": Project.Nature, "scale": Project.Scale, "domain": Domain, "owner": Project.Owner}
GENERAL = ("title", "starts_on", "duration_months", "pdesc_from", "pdesc_to", "generation")
PROJECT = (
    "title",
    "purpose",
    "nature",
    "scale",
    "domain",
    "ministry",
    "owner",
    "owner_name",
    "owner_act",
    "duration_months",
    "cost",
    "listed",
)
# A key says whether it is the same; its name is what is read.
KEYS = {"ministry": "ministry_id"}


@dataclass(frozen=True)
class Change:
    """One thing that was so, and is now otherwise; nothing before: it was added, nothing after: it was taken out.

    `topic` names the thing in the code (a field, or "project", "sites", "line", "piece"), `project` is the number of
    the project it belongs to, `gap` the signed difference of two amounts.
    """

    subject: str
    topic: str
    what: str
    before: str = ""
    after: str = ""
    gap: str = ""
    project: int | None = None


def difference(before: Facts, after: Facts) -> tuple[Change, ...]:
    """What changed from the one to the other: the general data, the projects by number, the papers."""
    return (*_general(before, after), *_projects(before, after), *_pieces(before, after))


def as_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes as they are kept with an act, words and all; `from_rows` reads them back."""
    return [asdict(change) for change in changes]


def from_rows(rows: Iterable[dict[str, Any]]) -> tuple[Change, ...]:
    return tuple(Change(**row) for row in rows)


def told(change: Change, say: Callable[[str], str]) -> Change:
    """The change as it reads for its collectivité (`Offices.said`): the values of a choice are the site's words, all
    others are typed, and stand as they were typed."""
    if change.topic not in CHOICES:
        return change
    return replace(change, before=say(change.before), after=say(change.after))


def by_subject(changes: Iterable[Change], say: Callable[[str], str]) -> list[dict[str, Any]]:
    """The changes under the name of what they belong to, in their order, in the words of the collectivité."""
    subjects: dict[str, list[Change]] = {}
    for change in changes:
        subjects.setdefault(change.subject, []).append(told(change, say))
    return [{"subject": subject, "changes": own} for subject, own in subjects.items()]


def _general(before: Facts, after: Facts) -> Iterable[Change]:
    for topic in GENERAL:
        if getattr(before, topic) != getattr(after, topic):
            yield Change(_("Contrat-plan"), topic, _name(Contract, topic), said(before, topic), said(after, topic))


def _projects(before: Facts, after: Facts) -> Iterable[Change]:
    held = {project.number: project for project in before.projects}
    now = {project.number: project for project in after.projects}
    for number in sorted(held | now):
        if number in held and number in now:
            yield from _project(held[number], now[number])
        else:
            one = held.get(number) or now[number]
            told = _("%(title)s, %(cost)s") % {"title": one.title, "cost": french.money(one.cost)}
            sides = {"before": told} if number in held else {"after": told}
            yield Change(_subject(one), "project", _("Projet"), **sides, project=number)


def _project(before: ProjectFacts, after: ProjectFacts) -> Iterable[Change]:
    subject, number = _subject(after), after.number
    for topic in PROJECT:
        column = KEYS.get(topic, topic)
        old, new = getattr(before, column), getattr(after, column)
        if old != new:
            gap = signed(new - old) if topic == "cost" else ""
            sides = (said(before, topic), said(after, topic))
            yield Change(subject, topic, _name(Project, topic), *sides, gap=gap, project=number)
    for what, old, new in _places(before.sites, after.sites):
        yield Change(subject, "sites", what, old, new, project=number)
    yield from _lines(subject, before, after)


def _lines(subject: str, before: ProjectFacts, after: ProjectFacts) -> Iterable[Change]:
    held, now = _plan(before.lines), _plan(after.lines)
    for place in sorted(held | now, key=_order):
        old, new = held.get(place), now.get(place)
        if old != new:
            gap = signed((new or 0) - (old or 0))
            sides = ["" if amount is None else french.money(amount) for amount in (old, new)]
            yield Change(subject, "line", _line_name(*place), *sides, gap=gap, project=after.number)


def _pieces(before: Facts, after: Facts) -> Iterable[Change]:
    numbers = {project.number: project for project in (*before.projects, *after.projects)}
    held, now = ({_place(piece): piece for piece in facts.pieces} for facts in (before, after))
    for place in sorted(held | now, key=_rank):
        old, new = held.get(place), now.get(place)
        if (old and (old.sha256, old.known_by)) != (new and (new.sha256, new.known_by)):
            project = numbers.get(place[1])
            subject = _subject(project) if project else _("Pièces")
            sides = [_version(piece) if piece else "" for piece in (old, new)]
            yield Change(subject, "piece", _piece_name(place), *sides, project=place[1])


def _version(piece: PieceFacts) -> str:
    return ", ".join(part for part in (_("version %s") % piece.version, piece.known_by) if part)


def _subject(project: ProjectFacts) -> str:
    return _("Projet %(number)s : %(title)s") % {"number": project.number, "title": project.title}


def _name(model: type, topic: str) -> str:
    return capfirst(str(model._meta.get_field(topic).verbose_name))


def said(facts: Facts | ProjectFacts, topic: str) -> str:
    """A value in words; nothing for what was not given."""
    value = getattr(facts, topic)
    if topic in CHOICES and value in CHOICES[topic].values:
        return capfirst(str(CHOICES[topic](value).label))
    if topic == "listed":
        return _("oui") if value else _("non")
    if topic == "cost":
        return french.money(value)
    if topic == "duration_months":
        return _("%s mois") % value if value else ""
    if value is None or isinstance(value, str):
        return value or ""
    return french.long_date(value)


def _places(before: Iterable[SiteFacts], after: Iterable[SiteFacts]) -> Iterator[tuple[str, str, str]]:
    """The places that are not told alike, by the number that each keeps: « Site 2 », what was said, what is."""
    held, now = ({site.number: site for site in sites} for sites in (before, after))
    for number in sorted(held | now):
        old, new = held.get(number), now.get(number)
        if old != new:
            yield _("Site %s") % number, site_words(old) if old else "", site_words(new) if new else ""


def site_words(site: SiteFacts) -> str:
    """« Zambougou (puits pastoral, cercle : Diéma, aujourd’hui : Nioro, remarque) »."""
    details = (
        str(Site.Kind(site.kind).label) if site.kind in Site.Kind.values and site.kind else site.kind,
        site.alias,
        _("commune : %s") % site.commune if site.commune else "",
        _in_cercle(site.cercle),
        _("aujourd’hui : %s") % site.current_cercle if site.current_cercle else "",
        str(Point(Decimal(site.latitude), Decimal(site.longitude))) if site.latitude else "",
        site.note,
    )
    told = ", ".join(detail for detail in details if detail)
    return f"{site.name} ({told})" if told else site.name


def _in_cercle(name: str) -> str:
    """« cercle : Diéma »; a commune of the District is no cercle, and says what it is by its own name."""
    return _("cercle : %s") % name if name and not name.startswith("Commune") else name


def _plan(lines: Iterable[LineFacts]) -> dict[tuple[str, str, int | None], int]:
    return {(line.source, line.payer, line.year): line.amount for line in lines}


def _order(place: tuple[str, str, int | None]) -> tuple[int, str, int]:
    source, payer, year = place
    return (Source.values.index(source) if source in Source.values else len(Source), payer, year or 0)


def _line_name(source: str, payer: str, year: int | None) -> str:
    """« Partenaire technique et financier, Union européenne, 2028 »."""
    label = str(Source(source).label) if source in Source.values else source
    return ", ".join(word for word in (label, payer, str(year or _("sans année"))) if word)


def _place(piece: PieceFacts) -> tuple[str, int | None, int | None, int | None]:
    """Where a paper stands: annexes stand side by side, each with its number."""
    own = piece.version if piece.kind == PieceKind.ANNEX else None
    return (piece.kind, piece.project, piece.year, own)


def _rank(place: tuple[str, int | None, int | None, int | None]) -> tuple[int, str]:
    """The order of the law, then of projects and years."""
    kinds = PieceKind.values
    return (kinds.index(place[0]) if place[0] in kinds else len(kinds), repr(place[1:]))


def paper_name(piece: PieceFacts) -> str:
    """« Étude de faisabilité »; with its year where there is one a year."""
    return _piece_name(_place(piece))


def _piece_name(place: tuple[str, int | None, int | None, int | None]) -> str:
    kind, _project, year, _own = place
    label = str(PieceKind(kind).label) if kind in PieceKind.values else kind
    return f"{label} {year}" if year else label
