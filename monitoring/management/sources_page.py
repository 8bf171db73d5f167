"""The texts and what they give, as a page to read, in French: `docs/sources.md` is what `page()` makes of the tables.

The texts stand in `cper.law.texts`; the dated values, in `cper.law`, `negotiation.values` and `monitoring.values`.
"""

from collections.abc import Iterator
from typing import Any

from cper.law.budget_years import LAST_OF_BSI
from cper.law.dated import Dated, Since, Unit
from cper.law.sessions import SESSION_NOTICE
from cper.law.texts import TEXTS, Text
from cper.words.french import day_of_a_year, long_date
from monitoring.values import LAW
from negotiation.management.markdown import table
from negotiation.management.workflow_page import in_words
from negotiation.values import VALUES
from negotiation.vocabulary import Days

OPENING = """
# Les sources, et ce qu’elles donnent

<!-- Page produite à partir de cper/law/texts.py et des valeurs datées par « manage.py sources_doc --write » : ne la
modifiez pas. -->

Tout ce que le site applique vient d’un de ces textes, ou d’un paramètre là où ils se taisent. Aucun autre texte n’est
cité, ni dans le site, ni dans son code : un test le vérifie.
"""
GIVEN = """
Chaque délai, chaque seuil est une ligne datée. Un dossier prend la valeur en vigueur le jour dit dans la colonne
« Prise au », et la garde : un texte nouveau ne change que ce qui commence après lui. « Paramètre » : le texte est
muet ; la plateforme règle la valeur par la variable nommée, jusqu’à ce qu’un texte la donne.
"""
NO_DAY = """
La grille [2] ne date pas la procédure qu’elle rapporte : ses valeurs sont tenues pour celles du décret [1], dès son
premier jour. Les parts et les seuils des tranches ne sont dans aucun texte lu : ce sont les règles des guichets, que
l’ANICT tient dans le site.
"""
NEW_TEXT = """
1. Ajoutez le texte à `cper/law/texts.py`, avec son numéro et ce que vous en avez lu.
2. Ajoutez une ligne à la valeur qu’il change : le jour de son entrée en vigueur, la valeur, le texte et sa place. Ne
   touchez pas aux lignes d’avant.
3. Récrivez les pages : `manage.py sources_doc --write`, `manage.py workflow_doc --write`, `manage.py follow_up_doc
   --write`.
"""
UNITS = {Unit.DAYS: "jours", Unit.MONTHS: "mois", Unit.YEARS: "années"}
COUNTS = {"calendar": "tous les jours", "working": "jours ouvrables"}


def page() -> str:
    """The whole page, in Markdown."""
    read = table(("N°", "Texte", "Ce que le site en connaît"), map(text_row, TEXTS))
    heads = ("Valeur", "Combien", "À compter du", "Par quel texte", "Prise au")
    given = table(heads, (row for value in every_value() for row in rows(value)))
    parts = [OPENING, "## Les textes", read, "## Les délais et les seuils", GIVEN, given, NO_DAY]
    return "\n\n".join(part.strip() for part in [*parts, "## Quand un texte change", NEW_TEXT]) + "\n"


def every_value() -> tuple[Dated[Any], ...]:
    """Every dated value of the two halves, in the order of the procedure."""
    return (*VALUES, LAST_OF_BSI, SESSION_NOTICE, *LAW.dated.values())


def text_row(text: Text) -> tuple[str, ...]:
    return (f"[{text.number}]", text.title, text.known)


def rows(value: Dated[Any]) -> Iterator[tuple[str, ...]]:
    for since in value.rows:
        held, day = said(value, since.value), long_date(since.day)
        yield (str(value.label), held, day, source(value, since), str(value.taken))


def said(value: Dated[Any], held: Any) -> str:
    """« 10 jours, et 3 jours par projet », « 30 juin », « 6 mois »."""
    if isinstance(held, Days):
        return in_words(held)
    if value.unit == Unit.DAY:
        return day_of_a_year(*held)
    return COUNTS[held] if value.unit == Unit.COUNT else f"{held} {UNITS[value.unit]}"


def source(value: Dated[Any], since: Since[Any]) -> str:
    """« [2], étape 4 »; of a parameter, its variable."""
    if since.text is None:
        return f"paramètre, le texte est muet (`{value.setting}`)"
    return ", ".join(filter(None, (f"[{since.text.number}]", since.place)))
