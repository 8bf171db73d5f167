"""What the rooms of the child share: how they say no, and the bounds of what they read."""

import re

MEGABYTE = 1024 * 1024
# Bytes searched at both ends of a file, where programs look to guess what it is; a PDF may end on as much garbage.
EDGE = 1024
MAX_PIXELS = 50_000_000
FOREIGN = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?php)\b|%PDF-", re.IGNORECASE)


class Refused(Exception):
    """Its text is the name of a refusal, a key of `sniffing.SENTENCES`."""


def edges(data: bytes) -> tuple[bytes, bytes]:
    """Both ends of a file, where programs look to guess what it is, without its own first signature."""
    return data[5:EDGE], data[max(5, len(data) - EDGE) :]


def refuse_foreign(*texts: bytes) -> None:
    """Refuse the beginning of a page or of another document."""
    if any(FOREIGN.search(text) for text in texts):
        raise Refused("polyglot")
