"""The lists of the whole follow-up: contracts, late duties, waiting money, findings, what awaits, reports received."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.pages.cells import DUE, about, of_contract, titled, where
from cper.pages.tables import NONE, UNKNOWN, Column, Fragment, Kind, Link, Mark, Note, Part, Sum, Table, Text
from cper.words.french import digits, long_date

CONTRACT = Column(gettext_lazy("Contrat-plan"), cell=about, file=False)


def standing(row: dict) -> Iterable[Part]:
    return (*titled(row), Mark(**row["status"]))


def sum_of(amount: int | None, *notes: Note) -> Iterable[Part]:
    return (Text(UNKNOWN, "absent") if amount is None else Sum(amount), *notes)


def engaged(row: dict) -> Iterable[Part]:
    tones = {True: "note--wrap late", False: "note--wrap"}
    notes = [Note(one.text, tone=tones[bool(one.late)]) for one in row["engaged_notes"]]
    return sum_of(row["engaged"], *notes)


def paid(row: dict) -> Iterable[Part]:
    return sum_of(row["paid"], *([Note(row["paid_rate"])] if row["paid_rate"] else []))


def elapsed(row: dict) -> Iterable[Part]:
    return (Text(row["elapsed"]), *([Note(row["physical"], tone="note--wrap")] if row["physical"] else []))


def late(row: dict) -> Iterable[Part]:
    """How many duties are late; of data that have stopped, with the day of which it is told."""
    yield how_many(row["late"], "late")
    if row["late_on"]:
        yield Note(_("au %s") % long_date(row["late_on"]))


def how_many(count: int | None, tone: str = "") -> Text:
    """A dash for none, which is not « non connu »."""
    return Text(digits(count), tone) if count else nothing(count)


def nothing(amount: int | None) -> Text:
    """What stands where there is none: a dash where that is known."""
    return Text(UNKNOWN, "absent") if amount is None else Text(NONE)


STANDINGS = Table(
    "contrats-plans",
    gettext_lazy("Contrats-plans"),
    (
        Column(gettext_lazy("Contrat-plan"), cell=standing, file=False),
        *of_contract(),
        Column(gettext_lazy("État"), lambda row: str(row["status"]["label"]), page=False),
        Column(gettext_lazy("Signé le"), lambda row: row["signed"], Kind.DAY, page=False),
        Column(gettext_lazy("Engagé"), lambda row: row["engaged"], Kind.MONEY, cell=engaged),
        Column(gettext_lazy("Payé"), lambda row: row["paid"], Kind.MONEY, cell=paid),
        Column(
            gettext_lazy("En attente"),
            lambda row: row["waiting"],
            Kind.MONEY,
            cell=lambda row: (Sum(row["waiting"]) if row["waiting"] else nothing(row["waiting"]),),
        ),
        Column(gettext_lazy("Temps écoulé"), lambda row: row["elapsed_rate"], Kind.RATE, cell=elapsed),
        Column(gettext_lazy("Travaux faits"), lambda row: row["physical_rate"], Kind.RATE, page=False),
        Column(gettext_lazy("Travaux, au"), lambda row: row["physical_on"], Kind.DAY, page=False),
        Column(gettext_lazy("Retards"), lambda row: row["late"], Kind.COUNT, cell=late),
        Column(
            gettext_lazy("Constats"),
            lambda row: row["findings"],
            Kind.COUNT,
            cell=lambda row: (how_many(row["findings"]),),
        ),
    ),
)


def duty(row: dict) -> Iterable[Part]:
    document = f"{row['period']} · {row['document']}" if row["period"] else row["document"]
    return (Link(row["title"], row["url"], "row-link") if row["url"] else Text(row["title"]), Note(document))


def holder(row: dict) -> Iterable[Part]:
    return (Mark(**row["mine"]), Note(row["who"])) if row["mine"] else (Text(row["who"]),)


LATE = Table(
    "retards",
    gettext_lazy("Obligations en retard"),
    (
        Column(gettext_lazy("Obligation"), lambda row: str(row["title"]), cell=duty),
        Column(gettext_lazy("Période"), lambda row: row["period"], absent=NONE, page=False),
        Column(gettext_lazy("Document attendu"), lambda row: str(row["expected"]), page=False),
        CONTRACT,
        *of_contract("contract"),
        Column(gettext_lazy("Chez qui"), lambda row: row["who"], cell=holder, carded=False),
        DUE,
    ),
)


def waiting(row: dict) -> Iterable[Part]:
    contract = row["contract"]
    return (
        Link(row["title"], row["url"], "row-link"),
        Note(where(contract), ref=contract["reference"]),
        Note(row["project"]),
    )


def in_line(reasons: Iterable[object]) -> str:
    """Several reasons in one cell of a file; a head that ends with a colon is followed by what it announces."""
    line = ""
    for reason in map(str, reasons):
        line += f"{(' ' if line.endswith(':') else ' ; ') if line else ''}{reason}"
    return line


WAITING = Table(
    "fonds-en-attente",
    gettext_lazy("Fonds en attente"),
    (
        Column(gettext_lazy("Tranche"), lambda row: row["title"], cell=waiting),
        *of_contract("contract"),
        Column(gettext_lazy("Projet"), lambda row: row["project"], page=False),
        Column(
            gettext_lazy("Où, chez qui"),
            lambda row: row["state"],
            cell=lambda row: (Text(row["state"]), Note(f"{row['who']}, {row['since']}")),
            carded=False,
        ),
        Column(gettext_lazy("Chez qui"), lambda row: row["who"], page=False),
        Column(gettext_lazy("Depuis le"), lambda row: row["since_on"], Kind.DAY, page=False),
        Column(
            gettext_lazy("Pourquoi"),
            lambda row: in_line(row["why"]),
            cell=lambda row: (Fragment("monitoring/_reasons.html"),),
            carded=False,
        ),
        Column(gettext_lazy("Somme"), lambda row: row["sum"], Kind.MONEY),
    ),
)


def found_on(row: dict) -> Iterable[Part]:
    """The first day it was found; what it says today is of another day, which is told."""
    yield Text(long_date(row["since"]))
    if row["told_on"] != row["since"]:
        yield Note(_("somme et délai au %s") % long_date(row["told_on"]))


FINDINGS = Table(
    "constats",
    gettext_lazy("Constats"),
    (
        Column(
            gettext_lazy("Constat et preuve"),
            lambda row: row["title"],
            cell=lambda row: (Text(row["title"]), Note(row["evidence"])),
        ),
        Column(gettext_lazy("Preuve"), lambda row: row["evidence"], page=False),
        CONTRACT,
        *of_contract("contract"),
        Column(gettext_lazy("Constaté le"), lambda row: row["since"], Kind.DAY, cell=found_on),
        Column(gettext_lazy("Somme et délai au"), lambda row: row["told_on"], Kind.DAY, page=False),
        Column(
            gettext_lazy("Somme en cause"),
            lambda row: row["amount"],
            Kind.MONEY,
            NONE,
            cell=lambda row: (Sum(row["amount"]) if row["amount"] else Text(NONE),),
        ),
    ),
)


def letter(row: dict) -> Iterable[Part]:
    told = _("le %s") % long_date(row["on"])
    if row["letter_url"]:
        return (Text(told), Note(link=Link(row["letter"], row["letter_url"])))
    return (Text(told), Note(row["letter"]))


def report(row: dict) -> Iterable[Part]:
    hidden = f"\u00a0: {row['label']}, {row['contract']['reference']}"
    return (Link(_("Lire le PDF"), row["pdf_url"], hidden=hidden),)


RECEIVED = Table(
    "rapports-recus",
    gettext_lazy("Rapports reçus"),
    (
        Column(
            gettext_lazy("Trimestre"),
            lambda row: row["label"],
            cell=lambda row: (Link(row["label"], row["url"], "row-link"),),
        ),
        CONTRACT,
        *of_contract("contract"),
        Column(gettext_lazy("Transmis"), lambda row: row["on"], Kind.DAY, cell=letter, plain=True),
        Column(gettext_lazy("Lettre"), lambda row: row["letter"], absent=NONE, page=False),
        Column(gettext_lazy("Rapport"), cell=report, file=False),
    ),
)


def awaited(row: dict) -> Iterable[Part]:
    told = f"{row['object']} · {row['since']}" if row["object"] else row["since"]
    return (
        Link(row["act"], row["url"], "row-link"),
        Note(told),
        *[Note(why, tone="why") for why in row.get("why", ())],
    )


def awaited_table(name: str, caption: str) -> Table:
    """What the follow-up waits for from a person; a list for each kind of thing."""
    return Table(
        name,
        caption,
        (
            Column(gettext_lazy("Ce qui vous attend"), lambda row: str(row["act"]), cell=awaited),
            Column(gettext_lazy("Objet"), lambda row: row["object"], absent=NONE, page=False),
            Column(
                gettext_lazy("Pourquoi"),
                lambda row: in_line(row.get("why", ())),
                absent=NONE,
                page=False,
            ),
            CONTRACT,
            *of_contract("contract"),
            Column(gettext_lazy("Depuis"), lambda row: capfirst(row["since"]), page=False),
            DUE,
        ),
    )
