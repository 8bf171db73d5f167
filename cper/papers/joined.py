"""PDFs that the site itself has printed, one after the other in one file: nothing of their pages changes."""

import io
from collections.abc import Iterable
from typing import BinaryIO


def joined(files: Iterable[BinaryIO], title: str) -> bytes:
    """Their pages in their order, under that title; the files are closed."""
    import pikepdf  # noqa: PLC0415 -- 8 MB, for the workers of which such a file is asked

    whole, made = io.BytesIO(), pikepdf.new()
    for file in files:
        with file, pikepdf.open(file) as read:
            made.pages.extend(read.pages)
    with made.open_metadata() as said:
        said["dc:title"] = title
        said["dc:language"] = ["fr"]
    made.save(whole)
    return whole.getvalue()
