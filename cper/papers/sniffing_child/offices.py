"""What is refused in a Word or Excel document: programs, objects, bombs, other archives, what is fetched elsewhere."""

import contextlib
import io
import os
import re
import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.parsers import expat

from fields import refuse_odd_text
from verdicts import EDGE, MAX_PIXELS, MEGABYTE, Refused

MAX_PARTS = 2_000
MAX_INFLATED = 200 * MEGABYTE
MAX_RATIO = 200  # of inflated to packed bytes, for parts of more than USUAL bytes
USUAL = 4 * MEGABYTE
DIRECTORY_END = struct.Struct("<4s8xLL2x")  # magic, length and place of the directory
MAIN_PART = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
DECLARED = {
    "office_macro": re.compile(r"vbaproject|vbadata|macroenabled|macrosheet", re.IGNORECASE),
    "office_object": re.compile(r"activex|oleobject", re.IGNORECASE),
    "office_link": re.compile(r"externallink|/connections(?:\.xml)?$|\.connections\+xml", re.IGNORECASE),
}
# A template on the author's own computer: nobody else's reader goes there.
OWN_TEMPLATE = re.compile(r"(?:file:///)?(?:[A-Za-z]:[\\/]|[^\\/:]+$)")
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff")
ZIP = b"PK\x03\x04"
LINE_END = b"\r\n"
ARCHIVES = (b"Rar!", b"7z\xbc\xaf")
PROGRAMS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")


def look_at_office(file: BinaryIO, kind: str = "") -> None:
    """Refuse an archive that is not just a document of that kind (of either, inside another), or is more than one."""
    main_part = MAIN_PART.get(kind)
    refuse_odd_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            refuse_odd_names(parts)
            refuse_bombs(archive, parts)
            declared = declarations(archive, parts)
            refuse_declared(declared)
            if (main_part or "[Content_Types].xml") not in declared:
                raise Refused("mismatch" if main_part else "zip_nested")
            refuse_odd_parts(archive, parts, nested=main_part is None)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError) as error:
        raise Refused("unreadable") from error


def refuse_odd_directory(file: BinaryIO) -> None:
    """Refuse an archive that does not end with its directory, nor the directory with the file, line ends aside."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - len(LINE_END)))
    size -= len(LINE_END) if (tail := file.read()) == LINE_END else int(tail.endswith(b"\n"))
    file.seek(max(0, size - DIRECTORY_END.size))
    magic, length, place = DIRECTORY_END.unpack(file.read(DIRECTORY_END.size).rjust(DIRECTORY_END.size))
    if magic != b"PK\x05\x06":
        raise Refused("polyglot" if zipfile.is_zipfile(file) else "unreadable")
    surplus = size - place - length - DIRECTORY_END.size
    if surplus:
        raise Refused("polyglot" if surplus > 0 else "unreadable")


def refuse_odd_names(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse names that leave the folder or that two readers take differently, parts under a password, a crowd."""
    if len(parts) > MAX_PARTS:
        raise Refused("zip_bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("office_protected")
    names = [part.orig_filename for part in parts]
    odd = any(name.startswith("/") or ".." in name.split("/") or re.search(r"[\\:\x00-\x1f]", name) for name in names)
    if odd or len({name.casefold() for name in names}) < len(names):
        raise Refused("zip_names")


def refuse_bombs(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Inflate every part, piece by piece and past the length it announces, within the limits."""
    total = 0
    for part in parts:
        announced, part.file_size = part.file_size, MAX_INFLATED + 1
        with archive.open(part) as file:
            length = 0
            while piece := file.read(65536):
                length += len(piece)
                if total + length > MAX_INFLATED or length > max(USUAL, MAX_RATIO * part.compress_size):
                    raise Refused("zip_bomb")
        if length != announced:
            raise Refused("zip_bomb")
        part.file_size = announced
        total += length


def declarations(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> list[str]:
    """Every name of a part, and every value in the list of content types and in the relationships."""
    found = []

    def note(tag: str, attributes: dict[str, str]) -> None:
        found.extend(attributes.values())
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if kind.endswith("/aFChunk"):
            raise Refused("office_object")
        own = kind.endswith("/attachedTemplate") and OWN_TEMPLATE.match(target)
        if attributes.get("TargetMode") == "External" and not (kind.endswith("/hyperlink") or own):
            raise Refused("office_link")

    for part in parts:
        found.append(part.filename)
        if part.filename.casefold().endswith((".rels", "[content_types].xml")):
            if part.file_size > USUAL:
                raise Refused("too_complex")
            parser = expat.ParserCreate()
            parser.StartElementHandler = note
            parser.Parse(archive.read(part), True)
    return found


def refuse_declared(declared: list[str]) -> None:
    for refusal, words in DECLARED.items():
        if any(words.search(value) for value in declared):
            raise Refused(refusal)


def refuse_odd_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], *, nested: bool) -> None:
    """Refuse programs, archives and XML entities. A chart brings its workbook: that one is looked into, once."""
    for part in parts:
        with archive.open(part) as file:
            head = file.read(EDGE)
        if head.startswith(PROGRAMS):
            raise Refused("office_object")
        if head.startswith(ARCHIVES) or (nested and head.startswith(ZIP)):
            raise Refused("zip_nested")
        if head.startswith(ZIP):
            look_at_office(io.BytesIO(archive.read(part)))
        if head.startswith((b"\x89PNG", b"\xff\xd8\xff")):
            refuse_wide(archive, part)
        if part.filename.casefold().endswith((".xml", ".rels")) or XML.match(head):
            refuse_odd_text(archive, part)


def refuse_wide(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a picture whose declared size would exhaust who opens the document; a broken one shows as broken."""
    from PIL import Image  # noqa: PLC0415 -- loaded under the limits, and for pictures alone

    Image.MAX_IMAGE_PIXELS = None  # ours is stricter
    with archive.open(part) as file, contextlib.suppress(OSError, SyntaxError, ValueError, struct.error):
        with Image.open(file, formats=["PNG", "JPEG"]) as image:
            wide = image.width * image.height > MAX_PIXELS
        if wide:
            raise Refused("image_too_large")
