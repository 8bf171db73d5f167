"""Files made in memory: GOOD ones of each kind, and HOSTILE ones, filed under the reason why they are refused."""

import functools
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


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["plan.txt"] = b"Kayes"


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


GOOD = {
    "pièce.pdf": lambda: pdf(),
    "enregistré.pdf": lambda: saved_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "lien.pdf": lambda: pdf(b"", b"<</S/URI/URI(http://x/JS /JavaScript \\) /Launch)>>", b"null"),
    "table décalée.PDF": lambda: pdf().replace(b"startxref\n", b"startxref\n9"),
    "photo.jpg": lambda: picture("JPEG"),
    "rafale.JPEG": burst,
    "carte.png": lambda: picture("PNG"),
    "note.docx": lambda: office(links=link("hyperlink")),
    "étude.docx": lambda: office(WORD, {"word/embeddings/graphique.xlsx": office(EXCEL)}),
    "plan.xlsx": lambda: office(EXCEL),
}

HOSTILE = {
    "empty": {"vide.pdf": lambda: b""},
    "too_heavy": {"21 Mo.pdf": lambda: pdf().ljust(21 * 1024 * 1024)},
    "type": {
        "programme.exe": lambda: EXE,
        "page.html": lambda: HTML,
        "logo.svg": lambda: b"<svg onload='alert(1)'/>",
        "archive.zip": lambda: archive({"a": b""}),
        "macros.docm": lambda: office(MACRO_WORD),
        "sans extension": pdf,
        "plan\u202efdp.exe": pdf,
        "plan.pdf\x00.exe": pdf,
        "plan.pdf/../page.php": pdf,
        "plan.pdf::$DATA": pdf,
    },
    "mismatch": {
        "page.pdf": lambda: HTML,
        "programme.pdf": lambda: EXE,
        "eicar.pdf": lambda: EICAR,
        "photo.pdf": lambda: picture("JPEG"),
        "carte.jpg": lambda: picture("PNG"),
        "logo.png": lambda: b"<svg onload='alert(1)'/>",
        "archive.docx": lambda: archive({"a": b""}),
        "classeur.docx": lambda: office(EXCEL),
        "programme.docx": lambda: EXE + office(),
    },
    "polyglot": {
        "page dans pdf.pdf": lambda: b"%PDF-1.7\n" + HTML + pdf()[9:],
        "page avant pdf.pdf": lambda: HTML + pdf(),
        "archive avant pdf.pdf": lambda: archive({"a": b""}) + pdf(),
        "archive après pdf.pdf": lambda: pdf() + archive({"a": b""}),
        "archive autour.pdf": lambda: archive({"a": b""}, comment=pdf()),
        "restes après pdf.pdf": lambda: pdf() + b"x" * 2000,
        "page après pdf.pdf": lambda: pdf() + HTML,
        "archive après image.png": lambda: picture("PNG") + archive({"a": b""}),
        "page dans image.jpg": lambda: commented_jpeg(HTML),
        "pdf dans image.jpg": lambda: commented_jpeg(pdf()),
        "page en commentaire.docx": lambda: office(comment=HTML),
        "restes après.docx": lambda: office() + b"x",
        "restes au milieu.docx": lambda: office().replace(b"PK\x01\x02", b"xxxxPK\x01\x02", 1),
    },
    "unreadable": {
        "coupé.pdf": lambda: pdf()[:-60],
        "en-tête seul.pdf": lambda: b"%PDF-1.7\n%%EOF",
        "sans page.pdf": lambda: pdf(pages=b"/Kids[]"),
        "pages en boucle.pdf": lambda: pdf(pages=b"/Kids[2 0 R]"),
        "pages profondes.pdf": lambda: assemble(
            [b"<</Type/Catalog/Pages 2 0 R>>"]
            + [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % n for n in range(3, 20_000)]
        ),
        "objet illisible.pdf": lambda: pdf(b"", b"<</S/JavaScript/JS(x)/X[[[)>>>>"),
        "flux illisible.pdf": lambda: packed_pdf(SCRIPT, encoding=b"/Secret"),
        "deux lectures.pdf": lambda: pdf(b"", b"<</S/Named/S/URI>>"),
        "coupé.docx": lambda: office()[:-30],
        "troué.docx": lambda: office()[:40] + office()[60:],
        "somme fausse.docx": lambda: patched(office(), b"word/document.xml", 16, b"abcd"),
        "entités.docx": lambda: office(dtd='<!DOCTYPE a [<!ENTITY b "bb">]>'),
        "entités utf-16.docx": lambda: office(WORD, {NAMES[1]: '<!DOCTYPE a [<!ENTITY b "bb">]>'.encode("utf-16")}),
    },
    "too_complex": {
        "tableau comprimé.pdf": lambda: packed_pdf(b"[" + b"0 " * 4_000_000 + b"]"),
        "objets comprimés.pdf": lambda: packed_pdf(b"[" + b"<</A[0]>>" * 200_000 + b"]"),
        "vide comprimé.pdf": lambda: packed_pdf(b" " * 64_000_000 + b"null"),
        "filtres enchaînés.pdf": lambda: packed_pdf(SCRIPT, encoding=b"[/FlateDecode/FlateDecode/FlateDecode]"),
        "tableau énorme.pdf": lambda: pdf(b"", b"[" + b"0 " * 4_000_000 + b"]"),
        "emboîté.pdf": lambda: pdf(b"", b"[" * 100_000 + b"]" * 100_000),
        "relations énormes.docx": lambda: office(links=link("hyperlink", str(list(range(700_000))))),
    },
    "pdf_encrypted": {
        "mot de passe.pdf": lambda: saved_pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")),
        "restreint.pdf": lambda: saved_pdf(encryption=pikepdf.Encryption(user="", owner="secret")),
    },
    "pdf_script": {
        "à l’ouverture.pdf": lambda: pdf(b"/OpenAction 4 0 R", SCRIPT),
        "échappé.pdf": lambda: pdf(b"/OpenAction 4 0 R", b"<</S/J#61vaScript/#4a#53(x)>>"),
        "nommé.pdf": lambda: pdf(b"/Names<</JavaScript<</Names[(a)4 0 R]>>>>", b"null"),
        "comprimé.pdf": lambda: packed_pdf(SCRIPT),
        "hors des pages.pdf": lambda: pdf(b"", SCRIPT),
    },
    "pdf_action": {
        "lance.pdf": lambda: pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
        "ouvre.pdf": lambda: pdf(b"/OpenAction<</S/GoToR/F(\\\\\\\\10.0.0.1\\\\x)/D[0/Fit]>>"),
        "envoie.pdf": lambda: pdf(b"/OpenAction<</S/SubmitForm/F(http://x)>>"),
    },
    "pdf_attachment": {
        "joint.pdf": lambda: saved_pdf(attach),
        "joint sans type.pdf": lambda: pdf(b"/AF[<</EF<</F 4 0 R>>>>]", b"<</Length 1>>stream\nx\nendstream"),
        "annoté.pdf": lambda: pdf(b"", b"<</Subtype/FileAttachment>>"),
        "flash.pdf": lambda: pdf(b"", b"<</Subtype/RichMedia>>"),
    },
    "pdf_xfa": {"formulaire.pdf": lambda: pdf(b"/AcroForm<</Fields[]/XFA[(form)4 0 R]>>", b"null")},
    "image_too_large": {"large.png": wide_png, "large.jpg": wide_jpeg},
    "image_damaged": {
        "coupée.png": lambda: picture("PNG")[:-40],
        "coupée.jpg": lambda: picture("JPEG")[:-40],
        "début seul.jpg": lambda: picture("JPEG")[:20],
        "somme fausse.png": lambda: picture("PNG").replace(b"IDAT", b"IDAT\x00", 1),
        "bruit.jpg": lambda: b"\xff\xd8\xff" + bytes(range(256)) * 40,
    },
    "office_protected": {
        "mot de passe.docx": lambda: OLE,
        "ancien.xlsx": lambda: OLE,
        "zip chiffré.docx": lambda: patched(office(), b"word/document.xml", 8, b"\x01\x00"),
    },
    "office_macro": {
        "vba.docx": lambda: office(WORD, {"word/vbaProject.bin": OLE}),
        "vba caché.docx": lambda: office(types='<Override ContentType="application/vnd.ms-office.vbaProject"/>'),
        "docm renommé.docx": lambda: office(MACRO_WORD),
        "excel 4.xlsx": lambda: office(EXCEL, {"xl/macrosheets/sheet1.xml": b"<a/>"}),
    },
    "office_object": {
        "ole.docx": lambda: office(WORD, {"word/embeddings/oleObject1.bin": OLE}),
        "activex.docx": lambda: office(WORD, {"word/activeX/activeX1.xml": b"<a/>"}),
        "programme.docx": lambda: office(WORD, {"word/media/image1.png": EXE}),
    },
    "office_link": {
        "modèle.docx": lambda: office(links=link("attachedTemplate")),
        "image liée.docx": lambda: office(links=link("image", "file://10.0.0.1/x.png")),
        "classeur lié.xlsx": lambda: office(EXCEL, {"xl/externalLinks/externalLink1.xml": b"<ddeLink/>"}),
    },
    "zip_bomb": {
        "un grand.docx": lambda: office(WORD, {"word/media/a": bytes(60_000_000)}),
        "petits.docx": lambda: office(WORD, many(60, bytes(4_000_000))),
        "nombreux.docx": lambda: office(WORD, many(2_100)),
        "taille fausse.docx": lambda: patched(office(), b"word/document.xml", 24, b"\x05\x00\x00\x00"),
    },
    "zip_nested": {
        "zip.docx": lambda: office(WORD, {"word/a.png": archive({"a": b""})}),
        "rar.docx": lambda: office(WORD, {"word/a.png": b"Rar!\x1a\x07"}),
        "poupées.docx": lambda: functools.reduce(lambda inner, _: office(WORD, {"a.docx": inner}), range(3), b""),
    },
    "zip_names": {
        "remonte.docx": lambda: office(WORD, {"../../etc/passwd": b""}),
        "absolu.docx": lambda: office(WORD, {"/etc/passwd": b""}),
        "windows.docx": lambda: office(WORD, {"..\\run.bat": b""}),
        "double.docx": lambda: office(WORD, {"WORD/document.xml": b""}),
    },
}
