"""A list as a file: a workbook whose columns are typed, or a text that any program reads.

What a person typed is never read as a formula. A workbook says where it comes from on a sheet of its own; a file has
at most `CPER_FILE_ROWS` lines, beyond which the search is to be narrowed.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cper.pages.tables import ASKED, FORMATS, NONE, Column, Kind, Table
from cper.words.french import digits, long_moment
from cper.words.rates import decimal

BATCH = 200
# Signs that a spreadsheet may take for the beginning of a formula when it opens a text.
ACTIVE = ("=", "+", "-", "@", "\t", "\r")
MIMES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
FORMATTED = {Kind.MONEY: "#,##0", Kind.COUNT: "#,##0", Kind.RATE: "0.00%", Kind.DAY: "dd/mm/yyyy"}
WIDTHS = {Kind.TEXT: 34, Kind.MONEY: 20, Kind.COUNT: 12, Kind.RATE: 12, Kind.DAY: 13}
WHOLE = 10_000  # hundredths of a percent in one


@dataclass(frozen=True)
class Source:
    """Where the lines come from, told in the workbook: of when, for whom, narrowed by what, found where."""

    at: str
    who: str
    narrowed: str
    url: str


def download(
    request: HttpRequest,
    table: Table,
    found: QuerySet | Sequence[Any],
    rows: Callable[[list], Iterable[Any]],
    *,
    filters: dict | None = None,
    name: str = "",
    situation: str = "",
) -> HttpResponse | None:
    """The list as the file that the address asks for; None where it asks for none of this table.

    `found` is the whole list, as the page reads it; `rows` makes the rows of the table of a part of it; `name` is what
    the list is of, for the name of the file. Too long a list leads back to the page, which says so.
    """
    asked, _dot, extension = request.GET.get(ASKED, "").rpartition(".")
    if asked != table.name or extension not in FORMATS:
        return None
    count = found.count() if isinstance(found, QuerySet) else len(found)
    if count > settings.CPER_FILE_ROWS:
        return _too_long(request, count)
    lines = ([column.value(row) for column in table.filed] for part in _parts(found) for row in rows(part))
    write = {"xlsx": _workbook, "csv": _text}[extension]
    file = write(table, lines, source_of(request, filters, situation))
    whole_name = "-".join(filter(None, (table.name, name, request.actor.day.isoformat())))
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{whole_name}.{extension}",
        content_type=MIMES[extension],
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


def _parts(found: QuerySet | Sequence[Any]) -> Iterator[list]:
    each = found.iterator(chunk_size=BATCH) if isinstance(found, QuerySet) else iter(found)
    while part := list(islice(each, BATCH)):
        yield part


def _too_long(request: HttpRequest, count: int) -> HttpResponse:
    words = {"count": digits(count), "most": digits(settings.CPER_FILE_ROWS)}
    messages.error(
        request,
        _("La liste a %(count)s lignes, et un fichier en porte au plus %(most)s. Resserrez la recherche.") % words,
    )
    return redirect(_kept(request))


def source_of(request: HttpRequest, filters: dict | None, situation: str = "") -> Source:
    actor, now = request.actor, long_moment(request.now)
    return Source(
        at=_("%(situation)s (lue le %(now)s)") % {"situation": situation, "now": now} if situation else now,
        who=f"{actor.user.name}, {actor.title}",
        narrowed=narrowed(filters),
        url=request.build_absolute_uri(_kept(request) if situation else request.path),
    )


def narrowed(filters: dict | None) -> str:
    """What the list is narrowed by, in words: « Étape : E3 ; Région : Kayes »."""
    told = []
    search = (filters or {}).get("search")
    if search and search.get("value"):
        told.append(f"{search['label']}\u00a0: {search['value']}")
    for select in (filters or {}).get("selects", ()):
        told += [
            f"{select['label']}\u00a0: {one['label']}" for one in select["options"] if one["selected"] and one["value"]
        ]
    return "\u00a0; ".join(told) or _("aucun filtre")


def _workbook(table: Table, lines: Iterable[list], source: Source) -> io.IOBase:
    import xlsxwriter  # noqa: PLC0415 -- 8 MB, for the workers of which a workbook is asked

    file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the answer that sends it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": FORMATTED[Kind.DAY]})
    book.set_properties({"title": str(table.caption), "author": source.who, "comments": source.url})
    columns = table.filed
    sheet = book.add_worksheet(_("Liste"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    styles = [book.add_format({"valign": "top"} | _style(column)) for column in columns]
    for place, (column, style) in enumerate(zip(columns, styles, strict=True)):
        sheet.set_column(place, place, WIDTHS[column.kind], style)
        sheet.write_string(0, place, column.header, head)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, line in enumerate(lines, start=1):
        for place, (column, value) in enumerate(zip(columns, line, strict=True)):
            _put(sheet, last, place, column, value, styles[place])
    sheet.autofilter(0, 0, last, len(columns) - 1)
    _provenance(book, table, source, last, head)
    book.close()
    file.seek(0)
    return file


def _style(column: Column) -> dict:
    return {"num_format": FORMATTED[column.kind]} if column.kind in FORMATTED else {"text_wrap": True}


def _put(sheet: Any, line: int, place: int, column: Column, value: Any, style: Any) -> None:
    """A value in its cell, as what it is; a text is a text, whatever it begins with."""
    if value is None or value == "":
        value = "" if column.absent is NONE else str(column.absent)
    if isinstance(value, date):
        sheet.write_datetime(line, place, value, style)
    elif isinstance(value, int) and column.is_number:
        sheet.write_number(line, place, value / WHOLE if column.kind == Kind.RATE else value, style)
    else:
        sheet.write_string(line, place, str(value), style)


def _provenance(book: Any, table: Table, source: Source, count: int, head: Any) -> None:
    sheet = book.add_worksheet(_("Provenance"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    told = (
        (_("Liste"), str(table.caption)),
        (_("Situation au"), source.at),
        (_("Telle que la lit"), source.who),
        (_("Filtres"), source.narrowed),
        (_("Lignes"), digits(count)),
        (_("Adresse"), source.url),
        (_("Montants"), _("en francs CFA, sans décimale ; « non connu » n’est pas zéro")),
    )
    for place, (label, value) in enumerate(told):
        sheet.write_string(place, 0, label, head)
        sheet.write_string(place, 1, value)


def _kept(request: HttpRequest) -> str:
    """The address of the page itself, with the day that it asks for."""
    kept = request.GET.copy()
    kept.pop(ASKED, None)
    return f"{request.path}?{kept.urlencode()}"


def _text(table: Table, lines: Iterable[list], _source: Source) -> io.IOBase:
    """Semicolons and a decimal comma, as a French spreadsheet expects; days as every one reads them (ISO 8601)."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the answer that sends it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    columns = table.filed
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.header for column in columns])
    for line in lines:
        writer.writerow([_plain(column, value) for column, value in zip(columns, line, strict=True)])
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _plain(column: Column, value: Any) -> str:
    if value is None or value == "":
        return "" if column.absent is NONE else str(column.absent)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and column.is_number:
        return decimal(value) if column.kind == Kind.RATE else str(value)
    told = str(value)
    return f"'{told}" if told.startswith(ACTIVE) else told
