"""What is refused in a PDF: what acts by itself, carries files, hides, or cannot be read to its last object."""

import mmap
import re
from typing import BinaryIO

import pikepdf
from verdicts import EDGE, MEGABYTE, Refused, edges, refuse_foreign

PDF_NAMES = {
    "pdf_script": "JavaScript JS",
    "pdf_action": "Launch GoToR GoToE SubmitForm ImportData",
    "pdf_attachment": "EmbeddedFile EmbeddedFiles EF FileAttachment RichMedia Rendition Movie Sound 3D",
    "pdf_xfa": "XFA",
}
REFUSAL_OF_NAME = {f"/{name}".encode(): refusal for refusal, names in PDF_NAMES.items() for name in names.split()}
PDF_NAME = re.compile(rb"/[^\s()<>\[\]{}/%]+")
PDF_STRING = re.compile(rb"\((?:[^\\()]++|\\.)*+\)", re.DOTALL)
# The same, or one that the edge of what is looked at cuts short.
PDF_STRING_CUT = re.compile(rb"\((?:[^\\()]++|\\.)*+(?:\)|\\?\Z)", re.DOTALL)
# The rights that a reader's maker grants (« /EF [/Create…] ») are no file.
PDF_RIGHTS = re.compile(rb"/EF \[")
# A file or an address taken from the local network: \\server, file:, in any of the ways qpdf writes a string. A page
# saved on one's own computer and printed from there keeps its links to other pages of its own, which run nothing.
OWN_PAGE = rb"(?!///[a-z0-9][^()\\?#]*\.(?:x?html?|pdf|png|jpe?g|txt)(?:#[^()\\]*)?\))"
PDF_NETWORK = re.compile(
    rb"/(?:F|UF|URI) (?:\((?:\\\\\\\\|//|file:" + OWN_PAGE + rb")"
    rb"|<(?:feff005c005c|feff002f002f|feff00660069006c0065003a|5c5c|2f2f))",
    re.I,
)
# Actions that follow one another at an opening: honest files have one.
LONGEST_CHAIN = 20
# What may follow the end of a PDF: padding, and what a printers' queue adds.
AFTER_PDF = re.compile(rb"%%EOF(?:[\s\x00\x1a]|\x1b%-12345X|@PJL[^\r\n]*)*\Z")
# A PDF for the web ends twice: what goes on with its objects is one whose second end has not come.
CUT = re.compile(rb"%%EOF\s+\d+ \d+ obj\b")
# qpdf inflates cross-reference and object streams alone, for which these limits are ample.
PDF_LIMITS = {"max_stream_filters": 2} | dict.fromkeys(
    ("flate_max_memory", "png_max_memory", "run_length_max_memory", "tiff_max_memory"), 8 * MEGABYTE
)
PDF_EXHAUSTED = re.compile("memory limit|bad_alloc")


def without_strings(text: bytes) -> bytes:
    """The text of a PDF without its strings: a title or a comment may speak of HTML, and is none.

    The innermost parentheses go first; what begins before the text, or ends after it, is cut with it.
    """
    header = text.find(b"%PDF-")
    text = text[header + 5 :] if 0 <= header < EDGE // 2 else text
    while (shorter := PDF_STRING.sub(b" ", text)) != text:
        text = shorter
    return PDF_STRING_CUT.sub(b" ", text)


def look_at_pdf(file: BinaryIO, data: mmap.mmap) -> None:
    """Refuse a PDF that is encrypted, acts, carries files, or that qpdf cannot read to its last object."""
    refuse_foreign(*map(without_strings, edges(data)))
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused("unreadable")
    if len(data) - end > EDGE and not AFTER_PDF.match(data, end):
        raise Refused("unreadable" if CUT.match(data, end) else "polyglot")
    pikepdf.settings.set_qpdf_limits(**PDF_LIMITS)
    try:
        with pikepdf.open(file, conversion_mode="explicit") as pdf:
            refuse_active_names(pdf)
            refuse_opening(pdf)
            refuse_doubt(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("pdf_encrypted") from error
    except pikepdf.PdfError as error:
        raise Refused("unreadable") from error


def refuse_active_names(pdf) -> None:
    """Search every object, compressed ones included, whether or not a page leads to it.

    qpdf writes names back without their escapes, so that `/J#61vaScript` is found; text in strings is left out.
    """
    for item in pdf.objects:
        if item is not None:
            stream = isinstance(item, pikepdf.Stream)
            text = (item.stream_dict if stream else item).unparse(resolved=True)
            if PDF_NETWORK.search(text) or (stream and ("/F" in item or "/Ref" in item)):
                raise Refused("pdf_action")
            for name in PDF_NAME.findall(PDF_STRING.sub(b" ", PDF_RIGHTS.sub(b"[", text))):
                if name in REFUSAL_OF_NAME:
                    raise Refused(REFUSAL_OF_NAME[name])


def refuse_opening(pdf) -> None:
    """Refuse an address that opens by itself, with the document or with one of its pages; a link waits for a click."""

    def goes_out(action, chained: int = 0) -> bool:
        """Whether it, or one that follows it, opens an address; a chain without end is one too."""
        if isinstance(action, pikepdf.Array):
            return any(goes_out(one, chained + 1) for one in action) if chained else False
        if not isinstance(action, pikepdf.Dictionary):
            return False
        return chained > LONGEST_CHAIN or action.get("/S") == "/URI" or goes_out(action.get("/Next"), chained + 1)

    if goes_out(pdf.Root.get("/OpenAction")):
        raise Refused("pdf_action")
    for item in pdf.objects:
        events = item.get("/AA") if isinstance(item, pikepdf.Dictionary) else None
        if isinstance(events, pikepdf.Dictionary) and any(goes_out(events[key]) for key in events):
            raise Refused("pdf_action")


def refuse_doubt(pdf) -> None:
    """Refuse a file of which another reader could see something else: called last, when all has been read.

    Where qpdf reaches a limit or fails to read an object it warns, then reads null. A damaged table of references
    alone is forgiven: scanners write some, and every reader rebuilds it.
    """
    warnings = [str(warning) for warning in pdf.get_warnings()]
    if pikepdf.settings.qpdf_limit_errors() or any(map(PDF_EXHAUSTED.search, warnings)):
        raise Refused("too_complex")
    unread = bool(warnings) and any(item is None for item in pdf.objects)
    if unread or any("duplicated key" in warning for warning in warnings) or not len(pdf.pages):
        raise Refused("unreadable")
