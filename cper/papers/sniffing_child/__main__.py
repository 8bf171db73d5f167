"""The process that looks inside one uploaded file, says one word, then ends: "accepted" or the name of a refusal.

It is run by folder, apart from the site: no Django, no settings, no secret. The upload is on stdin, its format is the
argument. A document made to exhaust its reader exhausts this process, never the web worker, where the libraries that
read documents are not even loaded. Only structure is read: no page and no picture is ever decoded.
`cper.papers.sniffing` starts it, and knows the sentence for each word.
"""

import importlib
import mmap
import os
import resource
import sys
import zipfile
from typing import BinaryIO

from verdicts import MEGABYTE, Refused, edges, refuse_foreign

CPU_SECONDS = 5
OPEN_FILES = 64


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
    # Past the first, SIGXCPU: another ending than the SIGKILL of a machine short of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(file: BinaryIO, data: mmap.mmap, kind: str) -> None:
    """Refuse what is not the document that it says it is, whole and alone; the libraries load under the limits."""
    if kind in ("docx", "xlsx"):
        refuse_foreign(*edges(data))
        return importlib.import_module("offices").look_at_office(file, kind)
    if zipfile.is_zipfile(file):
        raise Refused("polyglot")
    file.seek(0)
    if kind == "pdf":
        return importlib.import_module("pdfs").look_at_pdf(file, data)
    refuse_foreign(*edges(data))
    return importlib.import_module("pictures").look_at_picture(file, data, kind)


if __name__ == "__main__":
    main(sys.argv[1])
