"""Files made in memory, part by part: PDFs, pictures, archives and Office documents, honest or not."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
SCHEMAS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HTML = b"<html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00" + bytes(60)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
NAMES = "[Content_Types].xml", "word/document.xml"


# PDF


def pdf(catalog: bytes = b"", *objects: bytes, pages: bytes = b"/Kids[3 0 R]") -> bytes:
    """One empty page; `catalog` is added to the root, `objects` are numbered from 4."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"
    root = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog
    return assemble([root, b"<</Type/Pages/Count 1%s>>" % pages, page, *objects])


def assemble(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))


def packed_pdf(packed: bytes, times: int = 1, encoding: bytes = b"/FlateDecode") -> bytes:
    """A PDF whose object 1000, and following, is `packed`, each alone in a compressed object stream."""
    stream = zlib.compress(b"1000 0 " + packed, 9)
    stream = b"<</Type/ObjStm/N 1/First 7/Filter%s/Length %d>>stream\n%s\nendstream" % (encoding, len(stream), stream)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>", *[stream] * times]
    body, entries = b"%PDF-1.7\n", {0: (0, 0, 255)}
    for number, content in enumerate(objects, start=1):
        entries[number] = (1, len(body), 0)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    entries |= {1000 + rank: (2, 4 + rank, 0) for rank in range(times)} | {999: (1, len(body), 0)}
    size = max(entries) + 1
    table = b"".join(struct.pack(">BIB", *entries.get(number, (0, 0, 255))) for number in range(size))
    table = b"<</Type/XRef/W[1 4 1]/Size %d/Root 1 0 R/Length %d>>stream\n%s\nendstream" % (size, len(table), table)
    return body + b"999 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def saved_pdf(change: Callable[[pikepdf.Pdf], object] = lambda document: None, **options: object) -> bytes:
    """A PDF as a program saves it, `change` being done to it first."""
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(saved := io.BytesIO(), **options)
    return saved.getvalue()


def leaf_through(document: pikepdf.Pdf) -> None:
    """A hundred pages, each with its words."""
    for number in range(100):
        document.add_blank_page()
        document.pages[-1].Contents = document.make_stream(f"BT (Page {number}) Tj ET".encode() * 20)


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["plan.txt"] = b"Kayes"


def scanned() -> bytes:
    """A page as scanners make it: one picture."""
    Image.effect_noise((320, 200), 40).save(saved := io.BytesIO(), "PDF")
    return saved.getvalue()


# Pictures


def picture(kind: str) -> bytes:
    Image.effect_noise((320, 200), 40).save(saved := io.BytesIO(), kind)
    return saved.getvalue()


def burst() -> bytes:
    """A JPEG as telephones write it: a second picture follows the first."""
    views = [Image.effect_noise((64, 64), 40) for _ in range(2)]
    views[0].save(saved := io.BytesIO(), "MPO", save_all=True, append_images=views[1:])
    return saved.getvalue()


def wide_png() -> bytes:
    """The header alone says 50 000 x 50 000."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    original = picture("PNG")
    return original[:12] + header + struct.pack(">I", zlib.crc32(header)) + original[33:]


def wide_jpeg() -> bytes:
    original = picture("JPEG")
    frame = original.index(b"\xff\xc0") + 5
    return original[:frame] + struct.pack(">HH", 50_000, 50_000) + original[frame + 4 :]


def commented_jpeg(comment: bytes) -> bytes:
    return b"\xff\xd8\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + picture("JPEG")[2:]


# Archives and Office documents


def archive(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    with zipfile.ZipFile(saved := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        file.comment = comment
    return saved.getvalue()


def office(
    main: str = WORD,
    more: dict[str, bytes] | None = None,
    *,
    types: str = "",
    links: str = "",
    dtd: str = "",
    **options,
) -> bytes:
    """A document of one empty part, with `more` parts, content `types` and relationships (`links`)."""
    content_types = f'{dtd}<Types><Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>'
    relationships = f"<Relationships>{links}</Relationships>"
    parts = {NAMES[0]: content_types.encode(), NAMES[1]: b"<document/>"}
    return archive(parts | {"word/_rels/document.xml.rels": relationships.encode()} | (more or {}), **options)


def link(kind: str, target: str = "http://example.org/x") -> str:
    return f'<Relationship Id="r1" Type="{SCHEMAS}/{kind}" Target="{target}" TargetMode="External"/>'


def patched(document: bytes, part: bytes, offset: int, change: bytes) -> bytes:
    """Overwrite bytes of the entry of `part` in the directory of an archive."""
    place = document.rindex(part) - 46 + offset
    return document[:place] + change + document[place + len(change) :]


def many(count: int, content: bytes = b"") -> dict[str, bytes]:
    return {f"word/media/{rank}": content for rank in range(count)}


def field(*runs: str) -> dict[str, bytes]:
    """A Word document whose field says this, its words cut over several runs."""
    said = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return {NAMES[1]: f'<w:document xmlns:w="w"><w:p>{begin}{said}{end}</w:p></w:document>'.encode()}


def formula(text: str) -> bytes:
    return office(EXCEL, {"xl/worksheets/sheet1.xml": f"<worksheet><c><f>{text}</f></c></worksheet>".encode()})


def own_template(target: str) -> str:
    return link("attachedTemplate", target)
