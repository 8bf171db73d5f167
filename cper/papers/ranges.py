"""Parts of a file, for a reader whose link broke and who asks for the rest (RFC 9110, section 14)."""

import re

from django.http import HttpRequest

ONE_RANGE = re.compile(r"bytes=(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<suffix>[0-9]{1,18}))", re.ASCII)


class OutOfRange(Exception):
    """Nothing of the file lies in the part that is asked for: answered 416."""


def part_asked(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes asked for, of a file of that size; None for the whole.

    Several parts at once, what is not understood, and the rest of another version (`If-Range`) get the whole file, as
    the rule allows.
    """
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    if asked["suffix"]:
        part = range(max(0, size - int(asked["suffix"])), size)
    else:
        first, last = int(asked["first"]), int(asked["last"] or size)
        if asked["last"] and last < first:
            return None
        part = range(first, min(last + 1, size))
    if not part:
        raise OutOfRange
    return part
