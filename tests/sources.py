"""The files of the project, for the tests that read them."""

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("cper", "negotiation", "monitoring")
BINARY = {".ttf", ".png", ".jpg", ".pdf", ".ico"}


@cache
def every_text() -> tuple[Path, ...]:
    """Every file that is committed or about to be, binaries aside."""
    command = [shutil.which("git"), "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run([*command, "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = (ROOT / name for name in names if name)
    return tuple(path for path in paths if path.is_file() and path.suffix not in BINARY)


def code() -> list[Path]:
    """The modules of the site, migrations aside: Django writes those."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> dict[str, str]:
    """Each template's text by its name."""
    folder = ROOT / "templates"
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.*"))}


def template_words() -> dict[str, str]:
    """Each template's text, its comments aside."""
    return {name: re.sub(r"(?s){#.*?#}", "", text) for name, text in templates().items()}


def strings(path: Path) -> list[str]:
    """What a module says in words, its docstrings aside."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    found = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in alone)
    return [node.value for node in found if isinstance(node.value, str)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
