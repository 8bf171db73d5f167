"""The dated values of the follow-up: each delay of its duties, from which day and by which text.

`docs/sources.md` lists them. What no text gives is a parameter of the platform (`.env.example`), until one does.
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cper.law import budget_years, sessions
from cper.law.dated import Dated, Since, Unit, silent
from cper.law.texts import GRID, ORIGIN
from monitoring.vocabulary import DutyRule

SIGNATURE = _("jour de la signature")
YEAR_BEFORE = _("1er janvier de l’année qui précède l’exercice")

TRANSMISSION = Dated(
    _("Rapport transmis au ministre (O9), après la session"),
    Unit.DAYS,
    silent(15),
    _("jour de la session"),
    "CPER_TRANSMISSION_DAYS",
)
COMMITTEE = Dated(
    _("Comité régional de suivi (O10), d’une réunion à la suivante"),
    Unit.MONTHS,
    silent(6),
    _("lendemain de l’échéance précédente ; pour la première, premier jour du contrat"),
    "CPER_COMMITTEE_MONTHS",
)
TEAM = Dated(_("Équipe de mise en œuvre (O5), après la signature"), Unit.DAYS, silent(30), SIGNATURE, "CPER_TEAM_DAYS")
INDICATORS = Dated(
    _("Canevas de suivi et indicateurs (O13), après la signature"),
    Unit.DAYS,
    silent(30),
    SIGNATURE,
    "CPER_INDICATORS_DAYS",
)
OWN_SHARE_OPENS = Dated(
    _("Contribution de la collectivité (O1), l’année d’avant, dès"),
    Unit.DAY,
    silent((10, 1)),
    YEAR_BEFORE,
    "CPER_OWN_SHARE_OPENS",
)
OWN_SHARE = Dated(
    _("Contribution de la collectivité (O1), au plus tard"),
    Unit.DAY,
    silent((3, 31)),
    YEAR_BEFORE,
    "CPER_OWN_SHARE_DUE",
)
EVALUATION = Dated(
    _("Évaluation annuelle (O11), l’année d’après, au plus tard"),
    Unit.DAY,
    silent((1, 31)),
    _("1er janvier de l’année d’après"),
    "CPER_EVALUATION_DUE",
)
BEFORE_SIGNATURE = Dated(
    _("Fonds et budgets datés avant la signature, au plus"),
    Unit.MONTHS,
    silent(24),
    SIGNATURE,
    "CPER_BEFORE_SIGNATURE_MONTHS",
)


@dataclass(frozen=True)
class Delays:
    """The delays that the duties are worked out with; `horizon` alone is no law: how far ahead the calendar looks."""

    transmission: Dated[int] = TRANSMISSION
    committee: Dated[int] = COMMITTEE
    team: Dated[int] = TEAM
    indicators: Dated[int] = INDICATORS
    own_share_opens: Dated[tuple[int, int]] = OWN_SHARE_OPENS
    own_share: Dated[tuple[int, int]] = OWN_SHARE
    evaluation: Dated[tuple[int, int]] = EVALUATION
    before_signature: Dated[int] = BEFORE_SIGNATURE
    horizon: int = 366

    @property
    def dated(self) -> dict[str, Dated[Any]]:
        """All but the horizon, by name."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in held.items() if isinstance(value, Dated)}

    def set_to(self, **parameters: Any) -> "Delays":
        """The same where a platform sets some of what no text gives."""
        changed = {name: getattr(self, name).set_to(value) for name, value in parameters.items()}
        return replace(self, **changed)


LAW = Delays()


def delays() -> Delays:
    """The delays of this platform: what texts give, and what they leave open as the settings have it."""
    own = replace(LAW, horizon=settings.CPER_DUTY_HORIZON_DAYS)
    return own.set_to(**{name: settings.CPER_PARAMETERS[value.setting] for name, value in own.dated.items()})


def named() -> dict[str, Dated[Any]]:
    """Every dated value that a duty may name, those of the ground included."""
    return LAW.dated | {"canvas": sessions.SESSION_NOTICE, "bsi": budget_years.LAST_OF_BSI}


def source_of(rule: DutyRule, day: date) -> Since[Any]:
    """The row that says when a duty falls due, in force that day: of its delay, else of the grid, which says how often
    alone."""
    return named()[rule.delay].row_on(day) if rule.delay else Since(ORIGIN, None, GRID, rule.place)
