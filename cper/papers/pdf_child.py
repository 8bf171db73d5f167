"""The process that turns one HTML page into one PDF, then ends: HTML on stdin, PDF on stdout.

It is run by file, apart from the site: no Django, no settings, no database, no secret. Before reading a byte it
limits its own time, memory and files; while it renders it opens no connection, starts no process and reads nothing
but its libraries. `cper.papers.rendering` starts it, watches it and kills it when it is late.
"""

import gc
import logging
import os
import resource
import sys

LIBRARIES = tuple(os.path.join(prefix, "") for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix})
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "ctypes.dlopen",
)
OPEN_FILES = 64
TOO_LARGE = 3


def main(cpu_seconds: int, memory_bytes: int, pdf_bytes: int) -> int:
    """This will print the PDF and return 0, or print nothing; anything unforeseen ends in a non-zero status."""
    limit(cpu_seconds, memory_bytes)
    gc.disable()  # The process is short and its memory bounded: looking for garbage takes a tenth of its time.
    pdf = render(sys.stdin.buffer.read())
    if len(pdf) > pdf_bytes:
        return TOO_LARGE
    sys.stdout.buffer.write(pdf)
    return 0


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Take less than the machine gives, for good: no file can be written (0 byte), no core dumped."""
    # Past the first, SIGXCPU: another ending than the SIGKILL of a machine short of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def render(html: bytes) -> bytes:
    """This will lay the page out and declare it PDF/A-3 with tags.

    Only `data:` addresses are followed; any other stops the rendering, because no template of ours holds one.
    """
    from weasyprint import HTML  # noqa: PLC0415 -- loaded under the limits, never in the web process
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 -- loaded under the limits, never in the web process

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    sys.addaudithook(guard)
    return HTML(string=html.decode(), url_fetcher=fetcher).write_pdf(pdf_variant="pdf/a-3a")


def guard(event: str, args: tuple) -> None:
    """A second lock behind the fetcher: Python itself refuses networks, processes and files other than libraries."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and not isinstance(args[0], int):
        path = os.path.realpath(os.fsdecode(args[0]))
        if not path.startswith(LIBRARIES):
            raise PermissionError(f"open {path}")


if __name__ == "__main__":
    sys.exit(main(*(int(value) for value in sys.argv[1:])))
