"""The figures we are held to, as patterns over the names of the figures; the first that matches is the one asked.

They are ratios inside one run wherever speed is meant: the machine's own speed says nothing about the site.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

Goal = tuple[str, float | None]

# A kilobyte of the goals is a thousand bytes.
GOALS: tuple[Goal, ...] = (
    ("migrate.seconds", 10),
    ("seed.*.seconds", 60),
    ("*.queries_growth", 0),
    # The goal for a deep page, a search, a sort is to stay near the first page.
    ("list_*.growth_*", None),
    ("*.growth_*", 1.3),
    ("inbox*.ratio_floor", 10),
    ("list.*.ratio_floor", 10),
    ("list_*.ratio_list", 3),
    ("dossier*.ratio_floor", 15),
    ("move*.ratio_floor", 11.5),
    ("inbox*.p95_over_p50", 2),
    ("list*.p95_over_p50", 2),
    ("inbox*.queries", 10),
    ("list*.queries", 10),
    ("dossier*.queries", 15),
    ("move*.queries", 15),
    ("first_load.gzip_bytes", 40_000),
    ("first_load.requests", 6),
    ("*.nodes", 1000),
    # Each rendering starts a process of its own: the goal is the cold one.
    ("pdf*.p50_ms", 2500),
    ("pdf*.bytes", 150_000),
    ("floor.*", None),
    ("move*.gzip_bytes", None),
    ("*.gzip_bytes", 10_000),
)


def verdicts(
    figures: Mapping[str, float], goals: tuple[Goal, ...] = GOALS
) -> Iterator[tuple[str, float, float, bool]]:
    """Each figure that a goal holds, with its limit, and whether it keeps to it."""
    for name, value in figures.items():
        limit = next((limit for pattern, limit in goals if fnmatchcase(name, pattern)), None)
        if limit is not None:
            yield name, value, limit, value <= limit
