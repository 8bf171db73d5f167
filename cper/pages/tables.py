"""A list as a table: its columns are declared once, with what each holds and how it is read.

From them the page is drawn (`_fragments/table.html`) and the list is written as a file (`cper.pages.sheets`). A row is
whatever the list says of one thing; a column takes its value from it, typed, and may draw it with more beside it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cper.words.french import digits, long_date
from cper.words.rates import written

UNKNOWN = _("non connu")
NONE = _("–")  # nothing to tell: no zero, and nothing that one would know
FORMATS = {"xlsx": _("tableur (XLSX)"), "csv": _("texte (CSV)")}
ASKED = "fichier"  # the parameter of an address that asks for the list as a file: « dossiers.xlsx »


class Kind(StrEnum):
    """What a column holds: a text, whole FCFA, a count, hundredths of a percent, a day."""

    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    DAY = "day"


NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.RATE)
WRITTEN = {Kind.COUNT: digits, Kind.RATE: written, Kind.DAY: long_date}


# What a cell is drawn of, from left to right then downwards.


@dataclass(frozen=True)
class Text:
    shape: ClassVar[str] = "text"
    text: str | Promise
    tone: str = ""  # of the style sheet: late, muted, absent, due
    struck: bool = False


@dataclass(frozen=True)
class Sum:
    """Whole FCFA, with the unit where the caption does not say it."""

    shape: ClassVar[str] = "sum"
    amount: int
    unit: bool = True


@dataclass(frozen=True)
class Link:
    """`row-link`: the way to what the row is about; `ref`: the way to what it belongs to."""

    shape: ClassVar[str] = "link"
    text: str | Promise
    url: str
    tone: str = ""
    hidden: str = ""  # read aloud only: of what it is the link


@dataclass(frozen=True)
class Note:
    """A line of lighter text under the rest; `ref` stands before it as a reference, `link` in it."""

    shape: ClassVar[str] = "note"
    text: str | Promise = ""
    ref: str = ""
    tone: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Mark:
    """A state: its word, its sign and its tone."""

    shape: ClassVar[str] = "mark"
    tone: str
    label: str | Promise


@dataclass(frozen=True)
class Phase:
    """The code of a step in the tint of its phase."""

    shape: ClassVar[str] = "phase"
    code: str
    tint: int
    title: str


@dataclass(frozen=True)
class Fragment:
    """What needs more than a line: a template, which reads the row as `row`."""

    shape: ClassVar[str] = "fragment"
    template: str


Part = Text | Sum | Link | Note | Mark | Phase | Fragment


@dataclass(frozen=True)
class Column:
    """One thing told of each row.

    `value` takes it from the row; None is read as `absent`. `cell` draws it on the page, the value alone unless said.
    A column without `page` stands in the files only; one without `file` on the page only, where it draws together what
    other columns spell out. `name` is that by which the list can be sorted.
    """

    label: str | Promise
    value: Callable[[Any], Any] = lambda row: None
    kind: Kind = Kind.TEXT
    absent: str | Promise = UNKNOWN
    cell: Callable[[Any], Iterable[Part]] | None = None
    page: bool = True
    file: bool = True
    unit: bool = True
    carded: bool = True  # on a narrow screen its label stands before it
    name: str = ""
    tone: str = ""
    plain: bool = False  # placed as a text, whatever it holds

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    def drawn(self, row: Any) -> list[Part]:
        if self.cell:
            return list(self.cell(row))
        value = self.value(row)
        if value is None or value == "":
            return [Text(self.absent, "" if self.absent is NONE else "absent")]
        if self.kind == Kind.MONEY and not isinstance(value, str):
            return [Sum(value, self.unit)]
        return [Text(value if isinstance(value, str) else WRITTEN.get(self.kind, str)(value), self.tone)]

    @property
    def header(self) -> str:
        """The label in a file, with the unit."""
        return f"{self.label} (FCFA)" if self.kind == Kind.MONEY else str(self.label)


@dataclass(frozen=True)
class Head:
    """A column as it is headed on the page, and as its cells are placed."""

    label: str | Promise
    css: str
    carded: bool = True
    url: str = ""
    sort: str | None = None


@dataclass(frozen=True)
class Cell:
    head: Head
    parts: list[Part]


@dataclass(frozen=True)
class Drawn:
    """A table as the page shows it."""

    caption: str | Promise
    heads: list[Head]
    lines: list[tuple[Any, list[Cell]]]
    files: list[dict]
    caption_note: str | Promise = ""
    css: str = ""
    caption_shown: bool = False

    @property
    def rows(self) -> list[Any]:
        return [row for row, _cells in self.lines]


@dataclass(frozen=True)
class Table:
    """A list: `name` begins the name of its files and is that of no other list of its page. The first column of the
    page heads the row."""

    name: str
    caption: str | Promise
    columns: tuple[Column, ...]
    caption_note: str | Promise = ""  # the caption is shown where there is one
    css: str = ""

    def drawn(self, rows: Iterable[Any], request: HttpRequest | None = None, sorts: dict | None = None) -> Drawn:
        """As the page shows it. With the `request`, it offers the list as files, narrowed as the page is; `sorts`:
        by column's name, the address that sorts by it and how it is sorted now."""
        shown = [column for column in self.columns if column.page]
        heads = [self._head(column, (sorts or {}).get(column.name)) for column in shown]
        lines = [
            (row, [Cell(head, column.drawn(row)) for head, column in zip(heads, shown, strict=True)]) for row in rows
        ]
        files = self.files(request) if request and lines else []
        return Drawn(
            self.caption, heads, lines, files, self.caption_note, self.css, caption_shown=bool(self.caption_note)
        )

    def _head(self, column: Column, sort: dict | None) -> Head:
        css = "num" if column.is_number else "day" if column.kind == Kind.DAY and not column.plain else ""
        return Head(column.label, css, column.carded, **(sort or {}))

    def files(self, request: HttpRequest) -> list[dict]:
        """The addresses of the list as files: the filters of the page, without its pages."""
        kept = request.GET.copy()
        for name in [name for name in kept if name in (ASKED, "page")]:
            del kept[name]
        found = []
        for extension, label in FORMATS.items():
            kept[ASKED] = f"{self.name}.{extension}"
            found.append({"url": f"?{kept.urlencode()}", "label": capfirst(str(label))})
        return found

    @property
    def filed(self) -> list[Column]:
        """The columns of a file, in their order."""
        return [column for column in self.columns if column.file]
