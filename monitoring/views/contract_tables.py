"""The lists of a contract: its money by source and year, its movements, tranches, quarters, duties, its journal."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.cells import NO_DEADLINE, year
from cper.pages.tables import NONE, Column, Kind, Link, Mark, Note, Part, Table, Text

WITHOUT_YEAR = gettext_lazy("sans année")


# The page draws its sources one by one; the file has them all.
LEDGER = Table(
    "budget",
    gettext_lazy("Budget par source et par année"),
    (
        Column(gettext_lazy("Source"), lambda row: row["source"]),
        Column(gettext_lazy("Année"), lambda row: year(row["year"]), absent=WITHOUT_YEAR),
        Column(gettext_lazy("Engagé"), lambda row: row["engaged"], Kind.MONEY, NONE),
        Column(gettext_lazy("Inscrit"), lambda row: row["inscribed"], Kind.MONEY, NONE),
        Column(gettext_lazy("Mobilisé"), lambda row: row["mobilised"], Kind.MONEY),
        Column(gettext_lazy("Payé"), lambda row: row["paid"], Kind.MONEY),
        Column(gettext_lazy("Justifié"), lambda row: row["justified"], Kind.MONEY),
    ),
)


def movement(row: dict) -> Iterable[Part]:
    return (Text(row["kind"], struck=row["struck"]), *map(Note, row["notes"]))


def movement_sum(row: dict) -> Iterable[Part]:
    yield Text(row["amount_words"], struck=row["struck"])
    if row["undo"]:
        hidden = f"\u00a0: {row['kind']}, {row['when']}, {row['amount_words']}"
        yield Note(link=Link(row["undo"]["label"], row["undo"]["url"], hidden=hidden))
    if row["paper_url"]:
        yield Note(link=Link(_("Pièce"), row["paper_url"], hidden=f"\u00a0: {row['kind']}, {row['when']}"))


MOVEMENTS = Table(
    "mouvements",
    gettext_lazy("Mouvements de fonds"),
    (
        Column(gettext_lazy("Mouvement"), lambda row: row["kind"], cell=movement),
        Column(
            gettext_lazy("Source"),
            lambda row: str(row["source"]),
            cell=lambda row: (Text(f"{row['source']}, {row['year']}"),),
        ),
        Column(gettext_lazy("Année"), lambda row: year(row["year"]), absent=WITHOUT_YEAR, page=False),
        Column(gettext_lazy("Projet"), lambda row: row["project"], absent=NONE),
        Column(
            gettext_lazy("Date"),
            lambda row: row["on"] or row["when"],
            Kind.DAY,
            cell=lambda row: (Text(row["when"]),),
            plain=True,
        ),
        Column(gettext_lazy("Somme"), lambda row: row["amount"], Kind.MONEY, cell=movement_sum),
        Column(
            gettext_lazy("Compte"),
            lambda row: _("non, contre-passé") if row["struck"] else _("oui"),
            page=False,
        ),
        Column(gettext_lazy("Remarques"), lambda row: " ; ".join(row["notes"]), absent=NONE, page=False),
    ),
)


def tranche(row: dict) -> Iterable[Part]:
    return (Link(row["label"], row["url"], "row-link"), Note(f"{row['year']} · {row['project']}"))


def state(row: dict) -> Iterable[Part]:
    yield Mark(**row["status"])
    if row["holder"]:
        yield Note(f"{row['holder']}, {row['since']}")


def tranche_sum(label: str, name: str) -> Column:
    return Column(label, lambda row: row["sums"][name], Kind.MONEY, NONE, unit=False)


TRANCHES = Table(
    "tranches",
    gettext_lazy("Tranches"),
    (
        Column(gettext_lazy("Tranche"), lambda row: row["label"], cell=tranche),
        Column(gettext_lazy("Année"), lambda row: year(row["year"]), page=False),
        Column(gettext_lazy("Projet"), lambda row: row["project"], page=False),
        Column(gettext_lazy("État"), lambda row: str(row["status"]["label"]), cell=state),
        Column(gettext_lazy("Chez qui"), lambda row: row["holder"], absent=NONE, page=False),
        tranche_sum(gettext_lazy("Demandé"), "requested"),
        tranche_sum(gettext_lazy("Approuvé"), "approved"),
        tranche_sum(gettext_lazy("Débloqué"), "released"),
        tranche_sum(gettext_lazy("Payé"), "paid"),
        tranche_sum(gettext_lazy("Justifié"), "justified"),
    ),
    caption_note=gettext_lazy("en FCFA"),
)
REST = Table(
    "reste-du-plan",
    gettext_lazy("Ce que le plan laisse encore"),
    (
        Column(
            gettext_lazy("Projet"),
            lambda row: row["project"],
            cell=lambda row: (Text(row["project"], "ditto" if row["again"] else ""),),
        ),
        Column(
            gettext_lazy("Source et année"),
            lambda row: f"{row['source']}, {row['year']}",
        ),
        Column(gettext_lazy("Prévu"), lambda row: row["planned"], Kind.MONEY, unit=False),
        Column(gettext_lazy("Retenu par les tranches"), lambda row: row["held"], Kind.MONEY, unit=False),
        Column(gettext_lazy("Reste"), lambda row: row["left"], Kind.MONEY, unit=False),
    ),
    css="table--money",
)


def quarter(row: dict) -> Iterable[Part]:
    return (Link(row["label"], row["url"], "row-link") if row["url"] else Text(row["label"]),)


def quarter_state(row: dict) -> Iterable[Part]:
    yield Mark(**row["status"])
    if row.get("late"):
        yield Note(row["late"])


def session(row: dict) -> Iterable[Part]:
    return (Text(row["session"]), *[Note(row[name]) for name in ("reason", "sent") if row.get(name)])


QUARTERS = Table(
    "trimestres",
    gettext_lazy("Trimestres échus ou ouverts, le dernier d’abord"),
    (
        Column(gettext_lazy("Trimestre"), lambda row: row["label"], cell=quarter),
        Column(gettext_lazy("État"), lambda row: str(row["status"]["label"]), cell=quarter_state),
        Column(gettext_lazy("Session"), lambda row: row["session"], absent=NONE, cell=session),
        Column(gettext_lazy("Motif de la carence"), lambda row: row.get("reason"), absent=NONE, page=False),
        Column(gettext_lazy("Transmission"), lambda row: row.get("sent"), absent=NONE, page=False),
    ),
)


def duty(row: dict) -> Iterable[Part]:
    yield Text(row["title"])
    if row["label"]:
        yield Text(f" ({row['label']})", "ref")
    yield from map(Note, row["notes"])
    if row["url"]:
        yield Note(link=Link(row["url_label"], row["url"], hidden=row["label"]))


def when(row: dict) -> Iterable[Part]:
    told = row["when"]
    return (Text(told["text"]), Note(told["note"], tone="late" if told["late"] else ""))


DUTIES = Table(
    "calendrier",
    gettext_lazy("Obligations"),
    (
        Column(gettext_lazy("Obligation"), lambda row: str(row["title"]), cell=duty),
        Column(gettext_lazy("Période"), lambda row: row["label"], absent=NONE, page=False),
        Column(
            gettext_lazy("État"),
            lambda row: str(row["status"]["label"]),
            cell=lambda row: (Mark(**row["status"]),),
        ),
        Column(gettext_lazy("Au plus tard le"), lambda row: row["due_on"], Kind.DAY, NO_DEADLINE, page=False),
        Column(gettext_lazy("Fait le"), lambda row: row["settled_on"], Kind.DAY, NONE, page=False),
        Column(gettext_lazy("Quand"), cell=when, file=False),
        Column(
            gettext_lazy("Qui, à qui"),
            lambda row: row["who"],
            cell=lambda row: (Text(row["who"]), Note(f"{row['document']}, {row['recipient']}")),
        ),
        Column(gettext_lazy("Document"), lambda row: str(row["document"]), page=False),
        Column(gettext_lazy("À qui"), lambda row: row["recipient"], page=False),
        Column(gettext_lazy("Remarques"), lambda row: " ; ".join(row["notes"]), absent=NONE, page=False),
    ),
    css="agenda",
)
