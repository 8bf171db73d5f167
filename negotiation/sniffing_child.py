"""The process that looks inside one uploaded file, says one word, then ends: "accepted" or the name of a refusal.

It is run by file, apart from the site: no Django, no settings, no secret. The upload is on stdin, its format is the
argument. A document made to exhaust its reader exhausts this process, never the web worker, where the libraries that
read documents are not even loaded. Only structure is read: no page and no picture is ever decoded.
`negotiation.sniffing` starts it, and knows the sentence for each word.
"""

import io
import mmap
import os
import re
import resource
import struct
import sys
import zipfile
import zlib
from typing import BinaryIO
from xml.parsers import expat

MEGABYTE = 1024 * 1024
CPU_SECONDS = 5
OPEN_FILES = 64

# Bytes searched at both ends of a file, where programs look to guess what it is; a PDF may end on as much garbage.
EDGE = 1024
FOREIGN = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?php)\b|%PDF-", re.IGNORECASE)

PDF_NAMES = {
    "pdf_script": "JavaScript JS",
    "pdf_action": "Launch GoToR GoToE SubmitForm ImportData",
    "pdf_attachment": "EmbeddedFile EmbeddedFiles EF FileAttachment RichMedia Rendition Movie Sound 3D",
    "pdf_xfa": "XFA",
}
REFUSAL_OF_NAME = {f"/{name}".encode(): refusal for refusal, names in PDF_NAMES.items() for name in names.split()}
PDF_NAME = re.compile(rb"/[^\s()<>\[\]{}/%]+")
PDF_STRING = re.compile(rb"\((?:[^\\()]++|\\.)*+\)", re.DOTALL)
# qpdf inflates cross-reference and object streams alone, for which these limits are ample.
PDF_LIMITS = {"max_stream_filters": 2} | dict.fromkeys(
    ("flate_max_memory", "png_max_memory", "run_length_max_memory", "tiff_max_memory"), 8 * MEGABYTE
)
PDF_EXHAUSTED = re.compile("memory limit|bad_alloc")

MAX_PIXELS = 50_000_000
JPEG_MARKER = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")
JPEG_END = b"\xff\xd9"

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
    "office_link": re.compile(r"externallink", re.IGNORECASE),
}
ZIP = b"PK\x03\x04"
ARCHIVES = (b"Rar!", b"7z\xbc\xaf")
PROGRAMS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")


class Refused(Exception):
    """Its text is the name of a refusal, a key of `sniffing.SENTENCES`."""


def main(kind: str) -> None:
    """This will print the verdict on stdin, a file of the format `kind`: pdf, jpg, png, docx or xlsx."""
    confine(os.fstat(0).st_size)
    try:
        with open(0, "rb") as file, mmap.mmap(0, 0, access=mmap.ACCESS_READ) as data:
            look(file, data, kind)
    except Refused as refusal:
        verdict = str(refusal)
    except MemoryError:
        verdict = "too_complex"
    else:
        verdict = "accepted"
    sys.stdout.write(verdict)


def confine(size: int) -> None:
    """Take 5 s of processor and 36 to 96 MB at most; no file can be written, no core dumped.

    The memory grows with the file's `size` in bytes: an honest PDF of 400 tagged pages wants 80 MB for 2.5 MB of
    file, while a bomb is small and wants much.
    """
    memory = min(36 * MEGABYTE + 24 * size, 96 * MEGABYTE)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(file: BinaryIO, data: mmap.mmap, kind: str) -> None:
    """Refuse what is not the document that it says it is, whole and alone."""
    if FOREIGN.search(data[5:EDGE]) or FOREIGN.search(data[max(5, len(data) - EDGE) :]):
        raise Refused("polyglot")
    if kind in MAIN_PART:
        return look_at_office(file, MAIN_PART[kind])
    if zipfile.is_zipfile(file):
        raise Refused("polyglot")
    file.seek(0)
    return look_at_pdf(file, data) if kind == "pdf" else look_at_image(file, data, kind)


def look_at_pdf(file: BinaryIO, data: mmap.mmap) -> None:
    """Refuse a PDF that is encrypted, acts, carries files, or that qpdf cannot read to its last object."""
    import pikepdf  # noqa: PLC0415 -- loaded under the limits, and for PDFs alone

    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused("unreadable")
    if len(data) - end > EDGE:
        raise Refused("polyglot")
    pikepdf.settings.set_qpdf_limits(**PDF_LIMITS)
    try:
        with pikepdf.open(file, conversion_mode="explicit") as pdf:
            if pdf.is_encrypted:
                raise Refused("pdf_encrypted")
            refuse_active_names(pdf)
            refuse_doubt(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("pdf_encrypted") from error
    except pikepdf.PdfError as error:
        raise Refused("unreadable") from error


def refuse_active_names(pdf) -> None:
    """Search every object, compressed ones included, whether or not a page leads to it.

    qpdf writes names back without their escapes, so that `/J#61vaScript` is found; text in strings is left out.
    """
    import pikepdf  # noqa: PLC0415 -- loaded under the limits, and for PDFs alone

    for item in pdf.objects:
        if item is not None:
            text = (item.stream_dict if isinstance(item, pikepdf.Stream) else item).unparse(resolved=True)
            for name in PDF_NAME.findall(PDF_STRING.sub(b" ", text)):
                if name in REFUSAL_OF_NAME:
                    raise Refused(REFUSAL_OF_NAME[name])


def refuse_doubt(pdf) -> None:
    """Refuse a file of which another reader could see something else: called last, when all has been read.

    Where qpdf reaches a limit or fails to read an object it warns, then reads null. A damaged table of references
    alone is forgiven: scanners write some, and every reader rebuilds it.
    """
    import pikepdf  # noqa: PLC0415 -- loaded under the limits, and for PDFs alone

    warnings = [str(warning) for warning in pdf.get_warnings()]
    if pikepdf.settings.qpdf_limit_errors() or any(map(PDF_EXHAUSTED.search, warnings)):
        raise Refused("too_complex")
    unread = bool(warnings) and any(item is None for item in pdf.objects)
    if unread or any("duplicated key" in warning for warning in warnings) or not len(pdf.pages):
        raise Refused("unreadable")


def look_at_image(file: BinaryIO, data: mmap.mmap, kind: str) -> None:
    """Refuse a picture cut short, or so wide that showing it would exhaust a reader's computer."""
    from PIL import Image  # noqa: PLC0415 -- loaded under the limits, and for pictures alone

    Image.MAX_IMAGE_PIXELS = None  # ours is stricter
    try:
        with Image.open(file, formats=["PNG" if kind == "png" else "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("image_too_large")
            image.verify()  # reads every block of a PNG, and nothing of a JPEG
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise Refused("image_damaged") from error
    if kind == "jpg" and not jpeg_ends(data):
        raise Refused("image_damaged")


def jpeg_ends(data: mmap.mmap) -> bool:
    """Go from marker to marker as far as the end of the first picture; telephones add others after it."""
    at = 2
    while match := JPEG_MARKER.search(data, at):
        if match[0] == JPEG_END:
            return True
        at = match.end() + int.from_bytes(data[match.end() : match.end() + 2])
    return False


def look_at_office(file: BinaryIO, main_part: str | None) -> None:
    """Refuse an archive that is not just a document, or that is more than one.

    `main_part` is the content type that the document must declare; None for a document inside a document.
    """
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
    """Refuse an archive that does not end with its directory, nor the directory with the file."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - DIRECTORY_END.size))
    magic, length, place = DIRECTORY_END.unpack(file.read().rjust(DIRECTORY_END.size))
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
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
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
            look_at_office(io.BytesIO(archive.read(part)), None)
        if part.filename.casefold().endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\x00", b""):
            raise Refused("unreadable")


if __name__ == "__main__":
    main(sys.argv[1])
