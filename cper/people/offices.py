"""The offices around a contract, named in the gender of who holds them: the one door of every sentence that names one.

The law writes its sentences once, in the masculine: « le Président (ou le Maire du District) », « au Gouverneur ».
Where a contract is known, so are its collectivité and who holds its offices that day, and each has his or her title
written as chosen (`cper.words.titles`). An office held ad interim by somebody of another title (a Directrice de
cabinet) is no Gouverneure's: it keeps the words of the law.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cper.people.roles import Body
from cper.places.wording import said
from cper.words.titles import Styled, styled

INTERIM = "interim"
# How the sentences of the law write each office.
WRITTEN = {
    Body.COUNCIL: r"Président|Maire",
    Body.GOVERNORATE: r"Gouverneur",
    Body.DGCT: r"Directeur général(?! de l’ANICT)",
}
# What stands before an office, and before a woman's.
BEFORE = {"le": "la", "du": "de la", "au": "à la", "son": "sa", "un": "une", "votre": "votre"}
SEVERAL = re.compile(r"^Seuls (?=la \w)((?:(?!\ble\b).)*? peuvent)")


@dataclass(frozen=True)
class Offices:
    """The collectivité's kind, and how whoever holds the office of each body is called (`Styled`, or `INTERIM`)."""

    is_district: bool = False
    called: Mapping[str, str] = field(default_factory=dict)

    def is_hers(self, body: str) -> bool:
        """Whether the office is that of a woman who has its title written in the feminine."""
        return self.called.get(body) == Styled.MADAM_FEMININE

    def said(self, sentence: str) -> str:
        """The sentence as it reads for this contract: « au Gouverneur » becomes « à la Gouverneure »."""
        told = said(sentence, is_district=self.is_district)
        for body, written in WRITTEN.items():
            if self.is_hers(body):
                told = _feminine(told, written)
        return SEVERAL.sub(r"Seules \1", told)

    def title(self, body: str, title: str) -> str:
        """The title of the office alone: « Présidente du Conseil régional de Dioïla »."""
        return styled(title, self.called.get(body, ""))

    def named(self, body: str, title: str) -> str:
        """The same with its article, as a sentence takes it: « la Maire du District de Bamako »."""
        return f"{'la' if self.is_hers(body) else 'le'} {self.title(body, title)}"


def _feminine(sentence: str, written: str) -> str:
    before = "|".join(BEFORE)
    office = re.compile(rf"\b([Ss]eul )?({before}|{before.title()})([ \u00a0])({written})\b(?!-)")
    return office.sub(_changed, sentence)


def _changed(found: re.Match) -> str:
    alone, before, space, title = found.groups()
    joined = BEFORE[before.lower()]
    joined = joined[:1].upper() + joined[1:] if before[:1].isupper() else joined
    return f"{alone[:-1] + 'e ' if alone else ''}{joined}{space}{styled(title, Styled.MADAM_FEMININE)}"
