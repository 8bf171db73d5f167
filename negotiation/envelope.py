"""What the ministry in charge of finance says the State can bring to a contract: an amount, and the years it is for.

Amounts are whole FCFA. Zero is a figure: the State brings nothing. No envelope at all is another thing (None).
Source: methodological grid, step 7 (« enveloppe proposée par le ministère en charge des finances »).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cper.people.roles import Body
from cper.words.french import money


@dataclass(frozen=True)
class Envelope:
    """An amount and its first and last exercice, both included."""

    amount: int
    first: int
    last: int

    @property
    def label(self) -> str:
        """« 2 700 000 000 FCFA, exercices 2027 à 2031 »."""
        return _("%(amount)s, %(years)s") % {"amount": money(self.amount), "years": self.years}

    @property
    def years(self) -> str:
        """« exercice 2027 », « exercices 2027 à 2031 »."""
        if self.first == self.last:
            return _("exercice %s") % self.first
        return _("exercices %(first)s à %(last)s") % {"first": self.first, "last": self.last}

    def excess(self, asked: int) -> str:
        """By how much the State is asked more than this; empty when it fits."""
        if asked <= self.amount:
            return ""
        words = {"asked": money(asked), "over": money(asked - self.amount), "envelope": self.label}
        return (
            _(
                "La part de l’État retenue (%(asked)s) dépasse de %(over)s l’enveloppe donnée par le "
                "ministère chargé des finances (%(envelope)s)."
            )
            % words
        )

    def misfits(self, projects: Iterable[Any]) -> list[str]:
        """Why what these projects ask of the State does not fit: beyond the amount, then outside the years project by
        project; empty when it does."""
        projects = list(projects)
        excess = self.excess(sum(line.amount for line in state_lines(projects)))
        beyond = [
            _("Projet %(number)s : l’État apporte %(amount)s en %(year)s, hors des années de l’enveloppe (%(years)s).")
            % {
                "number": project.number,
                "amount": money(line.amount),
                "year": line.year or _("année inconnue"),
                "years": self.years,
            }
            for project in projects
            for line in state_lines([project])
            if line.amount and not self._covers(line.year)
        ]
        return [excess, *beyond] if excess else beyond

    def remedied(self, projects: Iterable[Any]) -> list[str]:
        """The same for a selection on record, with what can be done then."""
        misfits = self.misfits(projects)
        remedy = _(
            "La DRPSIAP peut consigner de nouveau la session avec moins de projets retenus ; le Gouverneur peut aussi "
            "renvoyer la liste à l’étape E6."
        )
        return [*misfits, remedy] if misfits else []

    def moved(self, projects: Iterable[Any]) -> list[str]:
        """The same for the text of a convention, where the projects are settled and their years still move."""
        misfits = self.misfits(projects)
        remedy = _(
            "Remettez les parts de l’État dans les années de l’enveloppe ; si elle ne suffit plus, la DGCT peut "
            "classer le dossier sans suite, ou la collectivité retirer sa demande."
        )
        return [*misfits, remedy] if misfits else []

    def refusal(self, projects: Iterable[Any]) -> str:
        """Why a session that retains these projects is not recorded, and what can be done; empty when they fit."""
        misfits = self.misfits(projects)
        remedy = _(
            "Différez ou écartez un projet ; si aucun choix ne convient, ne consignez pas la session : le Gouverneur "
            "renvoie la liste à l’étape E6."
        )
        return " ".join([*misfits, remedy]) if misfits else ""

    def outside(self, shares: Iterable[Any]) -> str:
        """What of these shares of the State (lines with `year` and `amount`) falls in no year of the envelope."""
        amounts = sum(line.amount for line in shares if not self._covers(line.year))
        if not amounts:
            return ""
        words = {"amount": money(amounts), "years": self.years}
        return _("dont %(amount)s hors des années de l’enveloppe (%(years)s)") % words

    def _covers(self, year: int | None) -> bool:
        return year is not None and self.first <= year <= self.last


def finance_opinion(contract: Any) -> Any | None:
    """The opinion of the ministry in charge of finance that counts; its `granted` is the State's envelope."""
    found = (opinion for opinion in contract.opinions.all() if not opinion.superseded)
    return next((opinion for opinion in found if opinion.institution.body == Body.FINANCE), None)


def granted_to(contract: Any) -> Envelope | None:
    """The State's envelope for this contract, as the ministry in charge of finance gave it; None before it has."""
    opinion = finance_opinion(contract)
    return opinion.granted if opinion else None


def state_lines(projects: Iterable[Any]) -> list:
    """The shares asked of the State by these projects, year by year."""
    return [line for project in projects for line in project.lines if line.source == "state"]
