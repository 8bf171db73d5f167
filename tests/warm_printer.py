"""The process that prints for the tests: `pdf_child`, which has read its libraries once and forks for each page.

To read them takes longer than to print most of our pages. Each page is printed by `pdf_child.main` in a process of its
own, under its own limits, as on the site. On stdin: three limits, the length of the page, the page. On stdout: the
length of the PDF, the PDF; none where the page could not be printed.
"""

import io
import os
import sys
from pathlib import Path
from struct import Struct

HEAD, LENGTH = Struct("=4Q"), Struct("=Q")


def main() -> None:
    while head := sys.stdin.buffer.read(HEAD.size):
        *limits, length = HEAD.unpack(head)
        pdf = printed(sys.stdin.buffer.read(length), limits)
        sys.stdout.buffer.write(LENGTH.pack(len(pdf)) + pdf)
        sys.stdout.buffer.flush()


def printed(page: bytes, limits: list[int]) -> bytes:
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(ours)
        begin_and_end(page, limits, theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        pdf = answer.read()
    return b"" if os.waitpid(pid, 0)[1] else pdf


def begin_and_end(page: bytes, limits: list[int], answer: int) -> None:
    """In the process of one page: read it, print it, and never come back."""
    status = 1
    try:
        sys.stdin = io.TextIOWrapper(io.BytesIO(page))
        with os.fdopen(answer, "w") as sys.stdout:
            status = pdf_child.main(*limits)
    finally:
        os._exit(status)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent / "cper" / "papers"))
    import pdf_child
    import weasyprint  # noqa: F401 -- read here, once

    main()
