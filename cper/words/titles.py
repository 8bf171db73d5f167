"""How a person and his function are written: in the feminine where she asks for it, and at the head of a letter.

« Gouverneure de la Région de Kayes », « Madame la Gouverneure, ». The choice is the person's own; until it is made a
title stands as the act of appointment gives it, and a letter opens for both.
"""

import re

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FEMININE = {
    "adjoint": "adjointe",
    "administrateur": "administratrice",
    "agent": "agente",
    "chargé": "chargée",
    "chef": "cheffe",
    "conseiller": "conseillère",
    "coordinateur": "coordinatrice",
    "coordonnateur": "coordonnatrice",
    "directeur": "directrice",
    "général": "générale",
    "gouverneur": "gouverneure",
    "national": "nationale",
    "premier": "première",
    "préfet": "préfète",
    "président": "présidente",
    "régional": "régionale",
    "vice-président": "vice-présidente",
}
# Where the function ends and what it is the function of begins.
OF_WHAT = re.compile(r"(?=\s(?:de|du|des|à|au|aux|chargée?|par|auprès)\s|\sd’|\sd'|\s\(|,)")
SPACES = re.compile(r"(\s+)")


class Styled(models.TextChoices):
    """What a person chooses to be called; blank until she or he has chosen."""

    SIR = "sir", gettext_lazy("Monsieur")
    MADAM = "madam", gettext_lazy("Madame, le titre tel qu’il est donné, comme Madame le Gouverneur")
    MADAM_FEMININE = "madam-f", gettext_lazy("Madame, le titre au féminin, comme Madame la Gouverneure")


def styled(title: str, style: str) -> str:
    """The title as its bearer has it written."""
    if style != Styled.MADAM_FEMININE:
        return title
    head = function(title)
    return "".join(map(_feminine, SPACES.split(head))) + title[len(head) :]


def function(title: str) -> str:
    """« Directeur général » of « Directeur général des collectivités territoriales »."""
    return OF_WHAT.split(title, maxsplit=1)[0]


def _feminine(word: str) -> str:
    changed = FEMININE.get(word.lower(), word.lower())
    return word if changed == word.lower() else changed[:1].upper() + changed[1:] if word[:1].isupper() else changed


def salutation(title: str, style: str, *, signs: bool) -> str:
    """What a letter calls its reader by: « Monsieur le Gouverneur », « Madame la Gouverneure »; whoever signs for no
    institution is called by no function, and who has not chosen by both."""
    called = {Styled.SIR: _("Monsieur"), Styled.MADAM: _("Madame"), Styled.MADAM_FEMININE: _("Madame")}.get(style)
    if not signs:
        return called or _("Madame, Monsieur")
    article = "la" if style == Styled.MADAM_FEMININE else "le"
    return f"{called or _('Madame ou Monsieur')} {article} {function(styled(title, style))}"


def letter(body: str, called: str) -> str:
    """A notice as the letter that leaves: it opens and closes as letters to a Governor or a Minister do."""
    close = _("Veuillez agréer, %(called)s, l’expression de notre haute considération.") % {"called": called}
    sender = _("La plateforme des contrats-plans État-Région ou District")
    return f"{called},\n\n{body.strip()}\n\n{close}\n\n{sender}\n"
