"""The test files that a change touches, nearest first, until about a minute and a half of tests is found.

    python tools/quick.py [CHANGED FILE…]     without a file: what differs from the branch main, or is not committed

Near is told by the imports, by the names of the addresses that a changed view serves, and by the templates that it
draws: a page is tested by its address. Times are those of the last run on this machine (`.local/durations.json`).
"""

import ast
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("cper", "negotiation", "monitoring", "tests")
DURATIONS = ROOT / ".local" / "durations.json"
# Seconds of tests, shared by two workers; what a file is thought to take before it has been run here.
MOST, UNKNOWN = 130, 5
# The same of those that walk everything: they are left to `make test`, unless nothing else is near.
LONG = dict.fromkeys(
    (
        *("tests/test_demo.py", "tests/test_urls_matrix.py", "tests/negotiation/test_bench.py"),
        *(f"tests/journeys/test_{one}_http.py" for one in ("follow_up", "negotiation")),
        *(f"tests/monitoring/test_follow_up_{one}.py" for one in ("bench", "demo", "kept", "matrix")),
        *("tests/monitoring/test_quarter_report.py", "tests/negotiation/test_demo_data.py"),
    ),
    MOST,
)
ALWAYS = "tests/test_consistency.py"
SERVED = re.compile(r'\bpath\(\s*"[^"]*",\s*(\w+)\.\w+,\s*name="([\w-]+)"')


def main(changed: list[str]) -> None:
    sys.stdout.write(" ".join(chosen(changed or differing(), durations())))


def chosen(changed: Iterable[str], seconds: dict[str, float]) -> list[str]:
    """The test files to run for these changed files: the nearest that the time holds, then the habits of the code."""
    found, left = [], MOST
    for file in nearest(list(changed)):
        takes = seconds.get(file, LONG.get(file, UNKNOWN))
        if takes <= left or not found:
            found.append(file)
            left -= takes
    return [file for file in found if file != ALWAYS] + [ALWAYS]


def nearest(changed: list[str]) -> list[str]:
    """Every test file that the change reaches, by its distance; of two as near, first one called like the change."""
    graph = imports()
    start = {name_of(file): 0 for file in changed if name_of(file) in graph}
    views = [*start, *drawing(changed, graph)]
    words = {Path(file).stem for file in changed}
    called = [name for name in graph if name.rpartition(".test_")[2] in words]
    start |= {test: start.get(test, 1) for test in [*called, *naming(addresses(views, graph), graph)]}
    far = distances(start, graph)
    tests = {str(graph[name].path): rank for name, rank in far.items() if is_test(name)}
    return sorted(tests, key=lambda file: (tests[file], not any(word in file for word in words), file))


def differing() -> list[str]:
    """The files that differ from where the branch left main, those that are not committed included."""
    base = git("merge-base", "main", "HEAD") or ["HEAD"]
    return git("diff", "--name-only", base[0]) + git("ls-files", "--others", "--exclude-standard")


def git(*words: str) -> list[str]:
    done = subprocess.run(["git", "-c", "safe.directory=*", *words], cwd=ROOT, capture_output=True, text=True)  # noqa: S603, S607 -- git, with our words
    return done.stdout.splitlines()


class Module:
    """A module of the project: its file, its text, and the names it imports."""

    def __init__(self, file: Path):
        self.path, self.text = file.relative_to(ROOT), file.read_text()
        self.imports = set(imported(ast.parse(self.text)))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imports() -> dict[str, Module]:
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return {name_of(file.relative_to(ROOT)): Module(file) for file in files if "migrations" not in file.parts}


def name_of(file: str | Path) -> str:
    return ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")


def is_test(name: str) -> bool:
    return name.startswith("tests.") and name.rpartition(".")[2].startswith("test_")


def is_view(name: str) -> bool:
    return ".views." in f"{name}."


def drawing(changed: list[str], graph: dict[str, Module]) -> list[str]:
    """The modules that draw a changed template: they have its name, or, where they make the name, its last word."""
    found = []
    for file in changed:
        if file.startswith("templates/"):
            name = file.removeprefix("templates/")
            words = (f'"{name}"', f'"{Path(name).stem}"')
            found += [module for module, read in graph.items() if is_view(module) and has(read, words)]
    return found


def addresses(views: Iterable[str], graph: dict[str, Module]) -> set[str]:
    """The names of the addresses that these modules of views serve, themselves or by the views that import them."""
    serving = {view for view in distances(dict.fromkeys(views, 0), graph, among=is_view)}
    named = [found for name, read in graph.items() if name.endswith(".urls") for found in SERVED.findall(read.text)]
    return {name for module, name in named if any(view.endswith(serves(module)) for view in serving)}


def serves(module: str) -> tuple[str, str]:
    return f".views.{module}", f".{module}.views"


def naming(names: set[str], graph: dict[str, Module]) -> list[str]:
    words = tuple(f'"{name}"' for name in names)
    return [module for module, read in graph.items() if module.startswith("tests.") and has(read, words)]


def has(module: Module, words: tuple[str, ...]) -> bool:
    return any(word in module.text for word in words)


def distances(
    start: dict[str, int], graph: dict[str, Module], among: Callable[[str], bool] = lambda name: True
) -> dict[str, int]:
    """How many imports lie between each module and the nearest of those it starts from."""
    importers = defaultdict(set)
    for name, module in graph.items():
        for wanted in module.imports:
            importers[wanted].add(name)
    far, waiting = dict(start), sorted(start, key=start.get)
    for name in waiting:
        for importer in sorted(importers[name]):
            if among(importer) and far.get(importer, sys.maxsize) > far[name] + 1:
                far[importer] = far[name] + 1
                waiting.append(importer)
    return far


def durations() -> dict[str, float]:
    return json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}


if __name__ == "__main__":
    main(sys.argv[1:])
