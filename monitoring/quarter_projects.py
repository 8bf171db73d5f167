"""A project in a quarterly report of the CROCSAD: its sums, its three rates, what is said of it.

As in `monitoring.quarter_facts`: amounts are whole FCFA as declared, rates hundredths of a percent, None when nobody
declared one.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cper.words.french import digits, long_date
from cper.words.rates import WHOLE
from monitoring.quarter_facts import MONEY_HEADS, NOTHING_DECLARED, Figure, points, rate_label

# A project is marked when the share of time passed exceeds its physical rate by more than ten points.
TOLERATED_GAP = 1_000


@dataclass(frozen=True)
class Bar:
    """A rate drawn to its length; beyond a hundred percent the bar is full and the figure still tells."""

    label: str
    rate: int | None
    colour: str
    silence: str = ""

    @property
    def rate_label(self) -> str:
        return rate_label(self.rate)

    @property
    def is_declared(self) -> bool:
        return self.rate is not None

    @property
    def length(self) -> int:
        return max(0, min(self.rate or 0, WHOLE))


@dataclass(frozen=True, kw_only=True)
class Known:
    """The last rate declared before the quarter: for which one, on what day, and whether a report adopted it."""

    rate: int
    quarter: str
    on: date
    adopted: bool = True

    @property
    def rate_label(self) -> str:
        return rate_label(self.rate)

    @property
    def day_label(self) -> str:
        """« au 31 décembre 2025 »."""
        told = _("au %s") % long_date(self.on)
        return told if self.adopted else _("%s, déclaré et non adopté") % told

    @property
    def source(self) -> str:
        """« T4 2025, au 31 décembre 2025 »."""
        words = {"quarter": self.quarter, "day": long_date(self.on)}
        told = _("%(quarter)s, au %(day)s") % words
        return told if self.adopted else _("%s, déclaré et non adopté") % told

    @property
    def sentence(self) -> str:
        """« 24,00 % au 31 décembre 2025 (T4 2025) »: a figure carried over never goes without its day."""
        return _("%(rate)s (%(source)s)") % {"rate": self.rate_label, "source": self.source}


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """A project on the day of the report; `elapsed` is the share of its time that has passed.

    `physical` is what the region declared for this quarter, None where it said nothing; `before` the last rate it had
    declared, and `fall_reason` why the rate went down from there. `heard` tells that the region's part came.
    """

    number: int
    title: str
    cost: int
    engaged: int
    mobilised: int
    paid: int
    justified: int
    physical: int | None
    financial: int | None
    elapsed: int | None
    before: Known | None = None
    fall_reason: str = ""
    heard: bool = True
    works: str = ""
    difficulties: str = ""
    anict_note: str = ""
    sites: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        sums = (self.cost, self.engaged, self.mobilised, self.paid, self.justified)
        return tuple(Figure(label, amount) for label, amount in zip(MONEY_HEADS, sums, strict=True))

    @property
    def bars(self) -> tuple[Bar, ...]:
        silence = _("non déclarée ; dernière connue : %s") % self.before.sentence if self.before else ""
        return (
            Bar(_("Temps écoulé"), self.elapsed, "#8a7d6d"),
            Bar(_("Exécution physique"), self.physical, "#14532d", silence),
            Bar(_("Exécution financière"), self.financial, "#c8894b"),
        )

    @property
    def is_behind(self) -> bool:
        """Time has run more than ten points ahead of the work done, where both are known."""
        return None not in (self.elapsed, self.physical) and self.elapsed - self.physical > TOLERATED_GAP

    @property
    def behind_sentence(self) -> str:
        """What the gap is, empty when there is none to tell."""
        if not self.is_behind:
            return ""
        return _("En retard : le temps écoulé dépasse les travaux faits de %s.") % points(self.elapsed - self.physical)

    @property
    def silence(self) -> str:
        """That no rate was declared for the quarter, beside the last known one with its day; empty where one was."""
        if self.physical is not None:
            return ""
        if self.before is None:
            return _("Taux non déclaré.")
        return _("Taux non déclaré ; dernier connu : %s.") % self.before.sentence

    @property
    def has_fallen(self) -> bool:
        return self.before is not None and self.physical is not None and self.physical < self.before.rate

    @property
    def fall_sentence(self) -> str:
        """« En baisse de 10,00 points depuis T1 2026 : … »; empty while the rate does not fall."""
        if not self.has_fallen:
            return ""
        return _("En baisse de %(points)s depuis %(quarter)s : %(reason)s") % {
            "points": points(self.before.rate - self.physical),
            "quarter": self.before.quarter,
            "reason": self.fall_reason,
        }

    @property
    def works_label(self) -> str:
        return self.works or self._said_nothing(_("Non renseignée."))

    @property
    def difficulties_label(self) -> str:
        """Nothing signalled is what the region says; of a region that says nothing, only its silence is told."""
        return self.difficulties or self._said_nothing(_("Aucune difficulté signalée."))

    def _said_nothing(self, words: str) -> str:
        return words if self.heard else _("Part de la collectivité non reçue.")

    @property
    def before_label(self) -> str:
        return self.before.rate_label if self.before else NOTHING_DECLARED

    @property
    def cost_digits(self) -> str:
        return digits(self.cost)

    @property
    def physical_label(self) -> str:
        return rate_label(self.physical)

    @property
    def financial_label(self) -> str:
        return rate_label(self.financial)

    @property
    def elapsed_label(self) -> str:
        return rate_label(self.elapsed)
