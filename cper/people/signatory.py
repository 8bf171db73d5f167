"""In which capacity somebody commits a party: title, mention, office stood in for, with the grammar of a sentence."""

import re
from dataclasses import dataclass

from cper.words.french import NBSP, elides


@dataclass(frozen=True)
class Signatory:
    """Who commits a party: function and name; P.I. or P.O. with the office stood in for, and the act that gives it."""

    title: str
    name: str = ""
    mention: str = ""
    act: str = ""
    office: str = ""
    feminine: bool = False

    @property
    def in_sentence(self) -> str:
        """The title as a sentence needs it: « le Gouverneur… », « la Gouverneure… », « Madame le Maire… » as typed; of
        a title that has one form for all, « la Maire… » where its bearer has asked for the feminine."""
        said = capacity(self.title, self.mention, self.office, feminine=self.feminine)
        return _with_article(said, feminine=self.feminine)

    @property
    def after_name(self) -> str:
        """The title as it follows a name: « Bakary Kɔnɛ, Gouverneur de la Région de Kayes P.I. »."""
        return capacity(self.title, self.mention, self.office, feminine=self.feminine)

    @property
    def printed_title(self) -> str:
        """At the head of a line: « Le Président du Conseil régional de Kayes, P.O. le Premier Vice-président »,
        « La Maire du District de Bamako »."""
        printed = self.in_sentence
        return printed[:1].upper() + printed[1:]


# How the titles of women that have a form of their own end; a title that has none says nothing of its bearer.
FEMININE = ("présidente", "gouverneure", "directrice", "conseillère", "adjointe", "préfète", "première", "générale")
ADDRESSED = ("Madame ", "Monsieur ")
ARTICLE = re.compile(r"^(le |la |l’)")


def capacity(title: str, mention: str = "", office: str = "", *, feminine: bool = False) -> str:
    """In which capacity somebody signs, one wording for the act, its record, the journal and the pages.

    The holder has his title; who stands in under that same title, his mention after it: « Gouverneur de la Région de
    Kayes P.I. ». Whoever signs under another title names the office first, as the country writes it: « le Président du
    Conseil régional de Kayes, P.O. le Premier Vice-président ».
    """
    if not mention:
        return title
    if not office or title.casefold().startswith(ARTICLE.sub("", office).split()[0].casefold()[:8]):
        return f"{title}{NBSP}{mention}"
    return f"{_with_article(office)}, {mention}{NBSP}{_with_article(title, feminine=feminine)}"


def _with_article(title: str, *, feminine: bool = False) -> str:
    if title.startswith(ADDRESSED) or ARTICLE.match(title):
        return title
    if elides(title):
        return f"l’{title}"
    feminine = feminine or any(word.casefold().endswith(FEMININE) for word in title.split()[:2])
    return f"la {title}" if feminine else f"le {title}"
