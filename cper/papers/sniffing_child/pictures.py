"""What is refused in a picture: one cut short, or so wide that showing it would exhaust a reader's computer."""

import mmap
import re
import struct
from typing import BinaryIO

from PIL import Image
from verdicts import MAX_PIXELS, Refused

Image.MAX_IMAGE_PIXELS = None  # ours is stricter
JPEG_MARKER = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")
JPEG_END = b"\xff\xd9"


def look_at_picture(file: BinaryIO, data: mmap.mmap, kind: str) -> None:
    """Refuse a picture cut short, or so wide that showing it would exhaust a reader's computer."""
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
