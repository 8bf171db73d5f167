"""Words and tables of the pages made from the law."""

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def first_up(words: object) -> str:
    return capfirst(str(words))
