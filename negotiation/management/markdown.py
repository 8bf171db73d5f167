"""Words and tables of the pages made from the law."""

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst

from cper.words.french import digits
from negotiation.management.exploring import Explored


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def first_up(words: object) -> str:
    return capfirst(str(words))


def walked(explored: Explored, end: str) -> str:
    """How far the law was explored, and what was found to hold; `end` is where one wants to arrive: « à la
    signature »."""
    if explored.faults:
        return f"**Fautes trouvées dans la table : {[fault.what for fault in explored.faults]}**"
    return (
        f"La table a été parcourue tout entière : {digits(explored.states)} situations distinctes (étape ou état, ce "
        "qui manque, qui a déjà donné son accord). De chacune, quelqu’un est attendu pour un acte qu’il peut faire, "
        f"et l’on peut arriver {end}. Le chemin le plus court compte {explored.shortest} actes ; le plus long détour, "
        f"{explored.longest}."
    )
