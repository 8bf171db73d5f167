"""A worker of the site is light: what reads and prints documents lives in the processes it starts, never in it."""

import subprocess
import sys

from django.conf import settings

# Tens of megabytes each, for the children alone; and what belongs to tests.
HEAVY = (
    "PIL",
    "fontTools",
    "pikepdf",
    "pydyf",
    "tinycss2",
    "weasyprint",
    "lxml",
    "numpy",
    "pytest",
    "hypothesis",
    "xlsxwriter",
)
# Everything a worker loads, then all that starts a child: a file is examined, a page is printed, a page is answered.
PROGRAM = """
import io, os, sys
os.environ["CPER_DEMO"] = "1"
from cper.wsgi import application
from django.test import Client
from django.urls import get_resolver
get_resolver().url_patterns
from cper.papers.rendering import render_pdf
from cper.papers.sniffing import examine
pdf = render_pdf("<!DOCTYPE html><html lang='fr'><head><title>Essai</title></head><body>Bonjour</body></html>")
examine(io.BytesIO(pdf), name="essai.pdf")
assert Client(SERVER_NAME="127.0.0.1").get("/style/").status_code == 200
print(*sorted(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_a_worker_never_loads_what_reads_or_prints_documents():
    command = [sys.executable, "-c", PROGRAM, *HEAVY]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=settings.BASE_DIR)

    assert (ended.stdout, ended.returncode) == ("\n", 0), ended.stderr
