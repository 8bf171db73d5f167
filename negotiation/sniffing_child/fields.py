"""What is refused in the text of an Office document: a document type, fields and formulas that fetch or run."""

import re
import zipfile
from typing import BinaryIO
from xml.parsers import expat

from verdicts import Refused

# A field of Word that fetches or runs, however its words are cut; a formula of Excel that calls a program (DDE).
FETCHING_FIELD = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|RD)\b", re.IGNORECASE)
CALLING_FORMULA = re.compile(r"[^\s\"'=(]+\|[^!\"]*!")
DOCTYPE = b"<!DOCTYPE"


def refuse_odd_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse, wherever it stands in a part, a document type, and a field or a formula that fetches or runs."""
    with archive.open(part) as file:
        last = b""
        while piece := file.read(65536):
            plain = last + piece.replace(b"\x00", b"")
            if DOCTYPE in plain:
                raise Refused("unreadable")
            last = plain[-len(DOCTYPE) :]
    if part.filename.casefold().startswith(("word/", "xl/worksheets/")):
        with archive.open(part) as file:
            refuse_fetching(file)


def refuse_fetching(file: BinaryIO) -> None:
    """Read the instructions of fields (« instrText », « instr ») and the formulas (« f »), joined as Office does."""
    said: list[str] = []
    inside = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "fldChar" and attributes.get("w:fldCharType") != "end":
            said.append("")
        inside.append(name)
        if name == "fldSimple":
            said.append(attributes.get("w:instr", ""))
        if name == "f":
            said.append("=")

    def text(words: str) -> None:
        if inside and inside[-1] in ("instrText", "f"):
            said[-1:] = [(said[-1] if said else "") + words]

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _tag: inside.pop()
    parser.ParseFile(file)
    for words in said:
        if (CALLING_FORMULA if words.startswith("=") else FETCHING_FIELD).match(words.removeprefix("=")):
            raise Refused("office_field")
