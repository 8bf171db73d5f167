"""What many lists have: what a row is about, what it belongs to, its deadline; the journal, the same everywhere."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.tables import NONE, Column, Kind, Link, Note, Part, Table, Text

REAL, INVENTED = gettext_lazy("réelles"), gettext_lazy("inventées")
NO_DEADLINE = gettext_lazy("pas d’échéance fixée")


def where(contract: dict) -> str:
    """The collectivité of a contract, and that it is invented where it is."""
    return f"{contract['region']} · {_('inventé')}" if contract["invented"] else contract["region"]


def year(number: int | None) -> str | None:
    """A year is a name, never a sum."""
    return str(number) if number else None


def titled(row: dict) -> Iterable[Part]:
    """A contract by its title, its reference and its region. Row: url, title, reference, region, invented."""
    return (Link(row["title"], row["url"], "row-link"), Note(where(row), ref=row["reference"]))


def belongs(contract: dict | None) -> Iterable[Part]:
    """Which contract a line is about (the same keys); None of a line that is the nation's."""
    if contract is None:
        return (Text(_("Tous les contrats-plans")),)
    return (Link(contract["reference"], contract["url"], "ref"), Note(where(contract)))


def about(row: dict) -> Iterable[Part]:
    return belongs(row["contract"])


def due(row: dict) -> Iterable[Part]:
    """A deadline, as `cper.words.delays.lateness` tells it; `due` is None where there is none."""
    if row["due"] is None:
        return (Text(NO_DEADLINE, "due muted"),)
    tone = "due late" if row["due"]["late"] else "due"
    return (Text(capfirst(row["due"]["label"]), tone), Note(row["due"]["note"]))


DUE = Column(
    gettext_lazy("Échéance"), lambda row: row["due"] and row["due"]["on"], Kind.DAY, NO_DEADLINE, cell=due, plain=True
)


def of_contract(part: str = "") -> tuple[Column, ...]:
    """What a file tells of the contract of a row: in the row itself, or in the part of it that is named."""

    def key(name: str):
        return lambda row: ((row[part] or {}) if part else row).get(name)

    def data(row: dict) -> str | None:
        held = row[part] if part else row
        return held and str(INVENTED if held["invented"] else REAL)

    return (
        Column(gettext_lazy("Référence"), key("reference"), absent=NONE, page=False),
        Column(gettext_lazy("Intitulé du contrat-plan"), key("title"), absent=NONE, page=False),
        Column(gettext_lazy("Collectivité"), key("region"), absent=NONE, page=False),
        Column(gettext_lazy("Données"), data, absent=NONE, page=False),
    )


def moment(row: dict) -> str:
    """When, to the minute, in local time, as every program reads it."""
    return f"{localtime(row['when']):%Y-%m-%d %H:%M}"


# A timeline draws it on the page; the file has one line for each act.
JOURNAL = Table(
    "journal",
    gettext_lazy("Journal"),
    (
        Column(gettext_lazy("Quand"), moment),
        Column(gettext_lazy("Acte"), lambda row: row["act"]),
        Column(gettext_lazy("Objet"), lambda row: row.get("about"), absent=NONE),
        Column(gettext_lazy("Précision"), lambda row: row["detail"], absent=NONE),
        Column(gettext_lazy("Par"), lambda row: row["who"]),
        Column(gettext_lazy("En qualité de"), lambda row: row["function"], absent=NONE),
        Column(gettext_lazy("De"), lambda row: row["from_label"], absent=NONE),
        Column(gettext_lazy("À"), lambda row: row["to_label"], absent=NONE),
        Column(gettext_lazy("Motif ou remarque"), lambda row: row["comment"], absent=NONE),
    ),
)
