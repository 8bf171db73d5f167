"""What an uploaded file really is: `examine` says so, or refuses it with a sentence that tells how to mend it.

Five formats are admitted: PDF, JPEG, PNG, DOCX, XLSX. Name, size and first bytes are looked at here; the inside of the
document by `sniffing_child`, in a process apart that may fail, hang or be attacked without harm here.
Source of the rules: OWASP ASVS 5, chapter V5 (file handling).
"""

import hashlib
import logging
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MAX_SIZE = 20 * MEGABYTE
MAX_NAME = 150
MAX_NAME_BYTES = 240  # the longest name that every disk takes is 255
CHUNK = 64 * 1024
EDGE = 1024  # bytes in which PDF readers look for the start of a document

KINDS = {
    "pdf": "pdf",
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), "jpg"),
    "png": "png",
    "docx": "docx",
    "xlsx": "xlsx",
}
# What offices send that is not admitted as it is: the refusal names the way to what is.
OTHERS = {
    **dict.fromkeys(("odt", "ods", "odp", "odg"), "type_opendocument"),
    **dict.fromkeys(("doc", "xls", "rtf", "dot", "xlsb"), "type_old_office"),
    **dict.fromkeys(("ppt", "pptx", "pps", "ppsx"), "type_slides"),
    **dict.fromkeys(("docm", "xlsm", "dotm", "xltm"), "office_macro"),
    **dict.fromkeys(("heic", "heif"), "type_heic"),
    **dict.fromkeys(("tif", "tiff", "bmp", "gif", "webp", "svg"), "type_picture"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), "type_archive"),
    **dict.fromkeys(("txt", "csv", "tsv", "md", "log"), "type_text"),
    **dict.fromkeys(("html", "htm", "mht", "mhtml", "eml", "msg", "pub", "dwg", "pages", "numbers"), "type_printable"),
    **dict.fromkeys(("mp4", "mov", "avi", "3gp", "mp3", "m4a", "wav", "amr", "ogg", "opus"), "type_recording"),
}
MIMES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SIGNATURES = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
}
# Lines of text that programs and printers' queues write before a PDF, and every reader passes over; no other format.
BEFORE_PDF = re.compile(rb"(?!PK|MZ|#!|GIF8|Rar!|\{\\rtf)[^<\x01-\x08\x0e-\x19\x7f]*?(?=%PDF-)")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007, and any later document under a password

CHILD = (sys.executable, "-I", "-B", str(Path(__file__).with_name("sniffing_child")))
WALL_SECONDS = 20  # the child stops itself after 5 s of processor
AT_ONCE = 2  # children in a process: each may take 96 MB

logger = logging.getLogger(__name__)
slots = threading.BoundedSemaphore(AT_ONCE)

SENTENCES = {
    "empty": _("Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre ordinateur, puis joignez-le de nouveau."),
    "too_heavy": _("Ce fichier dépasse %(limit)s. Réduisez-le, ou scannez-le avec moins de points par pouce."),
    "type": _("Ce type de fichier n’est pas admis. Joignez un fichier PDF, JPEG, PNG, DOCX ou XLSX."),
    "type_opendocument": _(
        "Ce document est au format OpenDocument. Dans LibreOffice, choisissez « Fichier », puis « Exporter vers », "
        "« Exporter au format PDF » ; joignez ce PDF."
    ),
    "type_old_office": _(
        "Ce document est dans un ancien format de Word ou d’Excel. Choisissez « Fichier », « Enregistrer sous », puis "
        "le type PDF, DOCX ou XLSX ; joignez cette version."
    ),
    "type_slides": _(
        "Cette présentation n’est pas admise telle quelle. Dans PowerPoint, choisissez « Fichier », « Enregistrer "
        "sous », puis le type PDF ; joignez ce PDF."
    ),
    "type_heic": _(
        "Cette photo est au format HEIC. Sur l’iPhone, choisissez « Réglages », « Appareil photo », « Formats », « Le "
        "plus compatible » ; ou enregistrez la photo en JPEG, puis joignez-la."
    ),
    "type_picture": _(
        "Ce format d’image n’est pas admis. Ouvrez-la, choisissez « Enregistrer sous », puis le type JPEG, PNG ou "
        "PDF ; pour un document scanné, demandez un PDF au scanner."
    ),
    "type_archive": _("Une archive n’est pas admise. Sortez-en les fichiers, puis joignez-les un à un."),
    "type_text": _(
        "Ce fichier ne contient que du texte brut. Ouvrez-le dans Word ou dans Excel, choisissez « Fichier », "
        "« Enregistrer sous », puis le type DOCX, XLSX ou PDF ; joignez cette version."
    ),
    "type_printable": _(
        "Ce document ne s’ouvre que dans son propre programme. Ouvrez-le, choisissez « Imprimer », puis l’imprimante "
        "« Enregistrer au format PDF » ou « Microsoft Print to PDF » ; joignez ce PDF."
    ),
    "type_recording": _(
        "Un film ou un enregistrement sonore n’est pas admis. Joignez le document écrit qui en rend compte, en PDF ou "
        "en DOCX."
    ),
    "mismatch": _(
        "L’extension de ce fichier ne correspond pas à son contenu. "
        "Ouvrez le document et enregistrez-le de nouveau en PDF, JPEG, PNG, DOCX ou XLSX."
    ),
    "unreadable": _(
        "Ce fichier est abîmé ou incomplet. Enregistrez-le ou scannez-le de nouveau, puis joignez la nouvelle version."
    ),
    "too_complex": _(
        "Ce fichier est trop complexe pour être vérifié. Imprimez-le en PDF ou scannez-le, puis joignez cette version."
    ),
    "interrupted": _("La vérification de ce fichier a été interrompue par la machine. Joignez-le de nouveau."),
    "polyglot": _(
        "Ce fichier cache un autre contenu que le document, comme une page web ou une archive. "
        "Enregistrez de nouveau le document, puis joignez cette version."
    ),
    "pdf_encrypted": _(
        "Ce PDF demande un mot de passe pour s’ouvrir. Enregistrez-en une copie sans mot de passe, puis joignez-la."
    ),
    "pdf_script": _("Ce PDF contient du code JavaScript. Imprimez-le en PDF, puis joignez cette version."),
    "pdf_action": _(
        "Ce PDF contient une action qui ouvre un programme ou un autre fichier, ou qui envoie des données. "
        "Imprimez-le en PDF, puis joignez cette version."
    ),
    "pdf_attachment": _(
        "Ce PDF contient un fichier joint, un son ou une vidéo. Retirez-le du PDF et joignez-le à part."
    ),
    "pdf_xfa": _("Ce PDF est un formulaire dynamique (XFA). Imprimez-le en PDF, puis joignez cette version."),
    "image_too_large": _(
        "Cette image dépasse 50 millions de pixels. Réduisez ses dimensions, puis joignez-la de nouveau."
    ),
    "image_damaged": _(
        "Cette image est abîmée ou incomplète. Copiez-la de nouveau depuis l’appareil, puis joignez cette copie."
    ),
    "office_protected": _(
        "Ce document est protégé par un mot de passe, ou dans un ancien format de Word ou d’Excel. "
        "Enregistrez-le sans mot de passe en DOCX ou en XLSX."
    ),
    "office_macro": _(
        "Ce document contient des macros. Enregistrez-le sans macros en DOCX ou en XLSX, ou bien en PDF."
    ),
    "office_object": _(
        "Ce document contient un objet incorporé ou un contrôle actif. "
        "Remplacez-le par une image, ou enregistrez le document en PDF."
    ),
    "office_field": _(
        "Ce document contient un champ qui va chercher ailleurs une image, un texte ou des données. Dans Word, faites "
        "Ctrl+A puis Ctrl+Maj+F9 pour le remplacer par son contenu ; dans Excel, remplacez la formule par sa valeur."
    ),
    "office_link": _(
        "Ce document prend ailleurs une partie de son contenu, comme un modèle, une image ou un classeur lié. "
        "Rompez ces liaisons, ou enregistrez-le en PDF."
    ),
    "zip_bomb": _(
        "Ce document est anormalement compressé. Enregistrez-le de nouveau depuis Word ou Excel, ou bien en PDF."
    ),
    "zip_nested": _(
        "Ce document contient une archive. Retirez-la, puis joignez à part les fichiers qu’elle contient."
    ),
    "zip_names": _(
        "L’intérieur de ce document est mal formé. Enregistrez-le de nouveau depuis Word ou Excel, ou bien en PDF."
    ),
}


class RefusedFile(ValueError):
    """The file cannot be accepted; the message is a French sentence for the person who sent it."""

    def __init__(self, reason: str, **values: str) -> None:
        self.reason = reason  # a key of SENTENCES
        super().__init__(SENTENCES[reason] % values)


@dataclass(frozen=True)
class Examined:
    """What is known of an accepted file.

    `name` is what may be shown and saved; `extension` is one of pdf, jpg, png, docx, xlsx; `size` is in bytes.
    """

    name: str
    mime: str
    extension: str
    size: int
    sha256: str


def examine(file: File | BinaryIO, *, name: str, limit: int = MAX_SIZE) -> Examined:
    """This will read the file through, within `limit` bytes, and rewind it; `RefusedFile` says what is wrong with it.

    Half a megabyte of memory is used here, and nothing is left on disk: the copy that the child reads has no name.
    """
    name, kind = clean_name(name)
    refuse_false_start(file, kind)
    with tempfile.TemporaryFile() as copy:
        size, sha256 = duplicate(file, copy, limit)
        inspect(copy, kind)
    return Examined(name=name, mime=MIMES[kind], extension=kind, size=size, sha256=sha256)


def clean_name(name: str) -> tuple[str, str]:
    """This will return the name without folders, invisible or reversing characters, and the kind its extension says.

    The extension stays as it was written; at most 150 characters and 240 bytes are kept.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem, _dot, extension = " ".join(seen.split()).rstrip(" .").rpartition(".")
    kind = KINDS.get(extension.lower())
    if kind is None:
        raise RefusedFile(OTHERS.get(extension.lower(), "type"))
    stem = stem[: MAX_NAME - len(extension) - 1]
    stem = stem.encode()[: MAX_NAME_BYTES - len(extension) - 1].decode(errors="ignore").strip(" .") or "document"
    return f"{stem}.{extension}", kind


def refuse_false_start(file: File | BinaryIO, kind: str) -> None:
    """Refuse first bytes that are not those of the kind announced by the extension."""
    file.seek(0)
    head = file.read(EDGE)
    if not head:
        raise RefusedFile("empty")
    if head.startswith(SIGNATURES[kind]) or (kind == "pdf" and BEFORE_PDF.match(head)):
        return
    if kind in ("docx", "xlsx") and head.startswith(OLE):
        raise RefusedFile("office_protected")
    raise RefusedFile("polyglot" if SIGNATURES["pdf"] in head and kind == "pdf" else "mismatch")


def duplicate(file: File | BinaryIO, copy: BinaryIO, limit: int) -> tuple[int, str]:
    """This will copy the file chunk by chunk, and return its size and hash; beyond the limit nothing is read."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise RefusedFile("too_heavy", limit=f"{limit // MEGABYTE}\u00a0Mo")
        digest.update(chunk)
        copy.write(chunk)
    file.seek(0)
    copy.seek(0)
    return size, digest.hexdigest()


def inspect(copy: BinaryIO, kind: str) -> None:
    """This will have the child look inside; a child that is stopped, late or broken means a refusal."""
    child = look_inside(copy, kind)
    if child.returncode == -signal.SIGKILL:  # by the machine: the file has no part in it
        copy.seek(0)
        child = look_inside(copy, kind)
    if child.returncode == -signal.SIGKILL:
        raise RefusedFile("interrupted")
    if child.returncode < 0:  # out of processor, or a crash in a library
        raise RefusedFile("too_complex")
    if child.returncode > 0:
        logger.error("sniffing_child failed: %s", child.stderr.decode(errors="replace")[-500:])
        raise RefusedFile("unreadable")
    if (verdict := child.stdout.decode()) != "accepted":
        raise RefusedFile(verdict)


def look_inside(copy: BinaryIO, kind: str) -> subprocess.CompletedProcess:
    """Run the child on the copy, within its time."""
    with slots:
        try:
            return subprocess.run(  # noqa: S603 -- our interpreter, our file, one of five words
                [*CHILD, kind],
                stdin=copy,
                capture_output=True,
                env={"LANG": "C.UTF-8"},
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RefusedFile("too_complex") from error
