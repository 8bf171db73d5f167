"""What an act is made of: its projects with their sites, the lines of its yearly plan, its team, its annexes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cper.places.wording import Territory
from cper.words import search
from cper.words.french import digits
from cper.words.in_words import francs_in_words
from negotiation.financing_plan import Share
from negotiation.ownership import CONTRACTING, Owner

# Enough of a fingerprint to tell two versions apart on paper; the whole of it is kept with the piece.
SHA256_PRINTED = 12


def named(territory: Territory, title: str) -> str:
    """« Contrat-plan entre l’État et la Région de Kayes – Pistes du lait »; a title that says itself what it is stands
    alone."""
    if search.key(title).startswith(search.key(_("Contrat-plan"))):
        return title
    return f"{between(territory)} – {title}"


def between(territory: Territory) -> str:
    return _("Contrat-plan entre l’État et %s") % territory.the_full_name


@dataclass(frozen=True)
class Site:
    """A place of a project as declared; the note says where it lies today when that has changed."""

    name: str
    cercle: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """« Zambougou (cercle de Diéma ; aujourd’hui Région de Nioro) »."""
        details = " ; ".join(detail for detail in (self.cercle, self.note) if detail)
        return f"{self.name} ({details})" if details else self.name


@dataclass(frozen=True)
class Project:
    number: int
    title: str
    nature: str
    scale: str
    months: int
    cost: int
    sites: tuple[Site, ...] = ()
    shares: tuple[Share, ...] = ()
    domain: str = ""
    # « d’intérêt communal ou local » for a project of the territorial part; empty for a structuring one.
    interest: str = ""
    owner: Owner = CONTRACTING

    @property
    def kind(self) -> str:
        """« Élevage · infrastructure · projet régional ou de District »."""
        return " · ".join(fact for fact in (self.domain, self.nature, _("projet %s") % self.scale) if fact)

    @property
    def cost_digits(self) -> str:
        return digits(self.cost)

    @property
    def cost_in_words(self) -> str:
        return francs_in_words(self.cost)


@dataclass(frozen=True)
class PlannedAction:
    """One line of the yearly execution plan."""

    year: int
    project: int
    action: str
    amount: int | None = None

    @property
    def amount_label(self) -> str:
        return "–" if self.amount is None else digits(self.amount)


@dataclass(frozen=True)
class TeamMember:
    function: str
    name: str = ""


@dataclass(frozen=True)
class Piece:
    """A document annexed to the convention, in the version that was approved."""

    label: str
    version: int
    sha256: str
    about: str = ""

    @property
    def fingerprint(self) -> str:
        return self.sha256[:SHA256_PRINTED]
