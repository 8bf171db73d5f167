"""The acts of a journal as one reads them: deposits that were made together stand together."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from cper.words.clock import day_of
from cper.words.french import ngettext


def together(passages: Iterable[Any], deposits: tuple[str, ...]) -> Iterator[list[Any]]:
    """The passages, in their order, by what is told at once: each alone, but those of a row of deposits."""

    def alike(passage: Any) -> tuple:
        if passage.action not in deposits:
            return (passage.pk,)
        return (passage.action, day_of(passage.at), passage.by_name, passage.capacity, passage.comment)

    return (list(group) for _alike, group in groupby(passages, alike))


def several(told: Any, group: list[Any]) -> dict:
    """One event of these passages, as `told` tells the newest of them; further deposits add their paper to it, each
    with its own link where the papers have one."""
    first, *more = [told(passage) for passage in group]
    if not more:
        return first
    count = ngettext("%(n)s pièce déposée", "%(n)s pièces déposées", len(group)) % {"n": len(group)}
    details = [{"text": event["detail"], "url": event.get("paper_url", "")} for event in (first, *more)]
    return first | {"act": count, "detail": "", "details": [], "deposits": details, "paper": ""}
