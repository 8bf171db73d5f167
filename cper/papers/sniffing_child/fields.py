"""What is refused in the text of an Office document: a document type, fields and formulas that fetch or run."""

import re
import zipfile
from typing import BinaryIO
from xml.parsers import expat

from verdicts import Refused

# A field of Word that fetches or runs, however its words are cut; a formula of Excel that calls a program (DDE).
FETCHING_FIELD = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|RD)\b", re.IGNORECASE)
CALLING_FORMULA = re.compile(
    r"[^\s\"'=(]+\|[^!\"]*!|.*\b(?:_xlfn\.)?(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC)\s*\(", re.IGNORECASE
)
FORMULAS = ("f", "formula", "formula1", "formula2", "definedName", "oldFormula")
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
    with archive.open(part) as file:  # wherever it lies: Office follows the relationships, not the names
        refuse_fetching(file)


def refuse_fetching(file: BinaryIO) -> None:
    """Read the instructions of fields (« instrText », « instr ») and the formulas (« f »), joined as Office does."""
    said: list[str] = []
    inside = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        said_of = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "fldChar" and said_of.get("fldCharType") != "end":
            said.append("")
        inside.append(name)
        if name == "fldSimple":
            said.append(said_of.get("instr", ""))
        if name in FORMULAS:
            said.append("=")

    def text(words: str) -> None:
        if inside and inside[-1] in ("instrText", *FORMULAS):
            said[-1:] = [(said[-1] if said else "") + words]

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _tag: inside.pop()
    parser.ParseFile(file)
    for words in said:
        if (CALLING_FORMULA if words.startswith("=") else FETCHING_FIELD).match(words.removeprefix("=")):
            raise Refused("office_field")
