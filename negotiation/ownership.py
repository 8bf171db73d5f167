"""Who has the works of each project done (maître d'ouvrage), as article 8 of the convention and the pages say it.

The contracting collectivité by default; the State or several collectivités for an interregional project; for a
communal or local one a delegate, by a specific convention (methodological grid, scale of the project).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.places.wording import Territory
from cper.words.french import NBSP, ngettext, sequence

COUNCIL, STATE, COUNCILS, DELEGATE = "council", "state", "councils", "delegate"


@dataclass(frozen=True)
class Owner:
    """What kind of owner, its name, and the specific convention that delegates to it."""

    kind: str = COUNCIL
    name: str = ""
    act: str = ""

    def said(self, territory: Territory) -> str:
        """« la Région de Kayes », « l’État (Direction nationale des routes) », the name of a delegate."""
        if self.kind == COUNCIL:
            return territory.the_full_name
        if self.kind == STATE:
            return _("l’État (%s)") % self.name if self.name else _("l’État")
        return self.name or _("non précisé")

    @property
    def by(self) -> str:
        """By what the works are delegated; empty for who owns them in its own right."""
        if self.kind != DELEGATE:
            return ""
        return self.act or str(TO_COME)


TO_COME = gettext_lazy("par une convention spécifique à conclure")
CONTRACTING = Owner()


class Owned(Protocol):
    number: int
    owner: Owner


def own(projects: Iterable[Owned]) -> list[int]:
    """The numbers of the projects that the contracting collectivité has done itself."""
    return [project.number for project in projects if project.owner.kind == COUNCIL]


def numbered(numbers: list[int], *, of: int) -> str:
    """« des projets » when all are meant (`of` in all); else « du projet n° 2 », « des projets n° 1 et 3 »."""
    if len(numbers) == of:
        return ngettext("du projet", "des projets", of)
    if len(numbers) == 1:
        return _("du projet n°") + NBSP + str(numbers[0])
    return _("des projets n°") + NBSP + sequence(map(str, numbers))


def sentences(projects: tuple[Owned, ...], territory: Territory) -> list[str]:
    """Who owns which project: the contracting collectivité first, then each other in the order of the projects."""
    mine = own(projects)
    said = []
    if mine:
        words = {"the": territory.words.the_first, "which": numbered(mine, of=len(projects))}
        said.append(_("%(the)s, collectivité contractante, assure la maîtrise d’ouvrage %(which)s.") % words)
    others = (project for project in projects if project.number not in mine)
    return said + [_of_another(project, len(projects), territory) for project in others]


def _of_another(project: Owned, count: int, territory: Territory) -> str:
    owner = project.owner
    words = {"which": numbered([project.number], of=count), "who": owner.said(territory), "by": owner.by}
    if owner.kind == DELEGATE and not owner.act:
        return _("La maîtrise d’ouvrage %(which)s sera déléguée, %(by)s ; délégataire prévu : %(who)s.") % words
    if owner.kind == DELEGATE:
        return _("La maîtrise d’ouvrage %(which)s est déléguée, %(by)s ; délégataire : %(who)s.") % words
    if owner.kind == STATE:
        return _("La maîtrise d’ouvrage %(which)s revient à %(who)s.") % words
    return _("La maîtrise d’ouvrage %(which)s revient à des inter-collectivités régionales : %(who)s.") % words
