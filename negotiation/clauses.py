"""The clauses that the region writes itself in the convention, and the rule that none is left with a blank.

The two parties sign what is written: a clause to be completed later commits nobody. Source: methodological grid,
step 8 (the convention is complete when it is approved), decree n°2014-0644.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from unicodedata import combining, normalize

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import ngettext, sequence

# What the region writes itself in the text it proposes; none may be empty.
CLAUSES = ("team", "tranches", "suspension", "disputes")
LABELS = {
    "team": gettext_lazy("Équipe de mise en œuvre (article 8)"),
    "tranches": gettext_lazy("Tranches de la contribution de l’État (article 9)"),
    "suspension": gettext_lazy("Suspension et résiliation (article 12)"),
    "disputes": gettext_lazy("Litiges, à défaut d’accord amiable (article 13)"),
}
WHAT_TO_WRITE = {
    "team": gettext_lazy("écrivez la fonction et le nom de chaque personne."),
    "tranches": gettext_lazy("écrivez le nombre des tranches, la part de chacune et la justification demandée."),
    "suspension": gettext_lazy(
        "écrivez le délai de la mise en demeure, la procédure et ce qu’il advient des projets en cours."
    ),
    "disputes": gettext_lazy("écrivez l’autorité saisie d’abord, puis la juridiction, et leurs délais."),
}
# A list of people, read line by line by the database: a line without a colon, or with nothing before it or after.
NAMELESS = r"(?n)^[^:]*$|^\s*:|:\s*$"
FEWEST_LETTERS = 20
# One person is a team: « Chef : Ali Ba ».
FEWEST = {"team": 6}
# What an answer to a remark counts at least: a sign is no answer.
FEWEST_IN_AN_ANSWER = 10
# What stands for words still to come: brackets, « à désigner », a line of dots.
HOLE = re.compile(
    r"\[[^\]\n]*\]?|\ba\s+(?:completer|definir|designer|determiner|fixer|nommer|preciser|renseigner)\b"
    r"|\.{4,}|…{2,}|_{2,}|\(\s*(?:…|\.{2,})\s*\)|(?<=:)\s*(?:…|\.{2,})",
    re.IGNORECASE,
)
# An exercice, not the number of a law (« n°2014-0644 ») nor a whole date (« 31 mars 2028 »).
YEAR = re.compile(r"(?<![\d°º/-])(?<!° )20\d\d(?![\d/-])")
MONTH_BEFORE = re.compile(rf"\b(?:{'|'.join(str(MONTHS[month]) for month in MONTHS)})\s+$", re.IGNORECASE)


def plan_years(contract: Any) -> list[int]:
    """The years in which the plan of the projects in play gives something, in order."""
    return sorted({line.year for project in contract.in_play for line in project.lines if line.year})


def usual_tranches(years: Sequence[int]) -> str:
    """What the region may propose of the tranches: by year in which the plan gives something, and never a sum that
    the rules of the ANICT would refuse at once (a tranche may be less than the share of its year)."""
    if not years:
        return ""
    within = _("leur somme ne dépasse pas le montant que donne l’article 6, et chacune, la part que l’ANICT admet.")
    justified = _(
        "Chaque tranche est justifiée par les pièces des dépenses qu’elle a payées ; la suivante est demandée dans "
        "les conditions que fixe l’ANICT pour le sous-guichet CPER."
    )
    if len(years) == 1:
        return f"{_('La contribution de l’exercice %s est versée par tranches ; %s') % (years[0], within)} {justified}"
    split = _("La contribution est versée par tranches, exercice par exercice (%(years)s) ; %(within)s")
    return f"{split % {'years': sequence(map(str, years)), 'within': within}} {justified}"


def faults(clauses: Mapping[str, str], years: Iterable[int]) -> dict[str, str]:
    """What is wrong with each clause, as a sentence that says what to write; those that hold are not in it."""
    found = {name: _fault(name, clauses[name], list(years)) for name in CLAUSES if name in clauses}
    return {name: fault for name, fault in found.items() if fault}


def sentences(clauses: Mapping[str, str], years: Iterable[int]) -> list[str]:
    """The same, each with the clause it is about."""
    return [f"{LABELS[name]}\u00a0: {fault}" for name, fault in faults(clauses, years).items()]


def _fault(name: str, text: str, years: list[int]) -> str:
    hole = _hole(text)
    if hole:
        return _("« %(hole)s » laisse un blanc ; %(what)s") % {"hole": hole, "what": WHAT_TO_WRITE[name]}
    if letters(text) < FEWEST.get(name, FEWEST_LETTERS):
        return _("cette clause est trop courte ; %s") % WHAT_TO_WRITE[name]
    return _other_years(text, years) if name == "tranches" and years else ""


def people(text: str) -> list[tuple[str, str]]:
    """Function and name of each person of a list written one a line, « Chef de projet : Awa Traoré »."""
    pairs = (line.partition(":") for line in text.splitlines())
    return [(function.strip(), name.strip()) for function, _colon, name in pairs]


def letters(text: str) -> int:
    """How many letters a text counts."""
    return sum(sign.isalpha() for sign in text)


def answer_fault(text: str) -> str:
    """What is wrong with an answer to a remark, as a sentence; empty when it says something."""
    if letters(text) >= FEWEST_IN_AN_ANSWER:
        return ""
    words = _("Répondez en toutes lettres, %s au moins : ce qui a été fait, ou pourquoi rien n’est à changer.")
    return words % FEWEST_IN_AN_ANSWER


def _hole(text: str) -> str:
    """The words that stand for a blank, as typed; empty when there are none."""
    composed = normalize("NFC", text)
    # One letter for one letter, so that what is found is shown as it was typed.
    found = HOLE.search("".join(_bare(letter) for letter in composed))
    return composed[found.start() : found.end()].strip() if found else ""


def _bare(letter: str) -> str:
    return next(sign for sign in normalize("NFD", letter) if not combining(sign)) if letter.isalpha() else letter


def _other_years(text: str, years: list[int]) -> str:
    named = {int(found[0]) for found in YEAR.finditer(text) if not MONTH_BEFORE.search(text[: found.start()])}
    others = sorted(named - set(years))
    if not others:
        return ""
    words = {"others": sequence(map(str, others)), "years": sequence(map(str, years))}
    return (
        ngettext(
            "%(others)s n’est pas une année du plan de financement (%(years)s) ; écrivez les exercices du plan.",
            "%(others)s ne sont pas des années du plan de financement (%(years)s) ; écrivez les exercices du plan.",
            len(others),
        )
        % words
    )
