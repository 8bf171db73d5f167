"""Reading the data files of the repository's `fixtures` folder."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings


def table(name: str) -> list[dict[str, str | None]]:
    """The rows of a CSV file by column; an empty cell is None."""
    with path(name).open(encoding="utf-8", newline="") as file:
        return [{column: cell or None for column, cell in row.items()} for row in csv.DictReader(file)]


def document(name: str) -> dict[str, Any]:
    """The content of a TOML file."""
    return tomllib.loads(path(name).read_text(encoding="utf-8"))


def path(name: str) -> Path:
    return Path(settings.FIXTURE_DIRS[0]) / name
