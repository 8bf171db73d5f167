"""What a quarterly report of the CROCSAD is made of: its session, projects, commitments, recommendations.

Every fact is handed over by whoever draws the report up (`monitoring.quarter_report`); here it only learns to be
printed. Amounts are whole FCFA, rates hundredths of a percent (2000 is 20,00 %), None when nobody declared one.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from negotiation.french import digits, long_date
from negotiation.french_words import percent
from negotiation.parties import Signatory

WHOLE = 10_000  # 100,00 % in hundredths of a percent
# A project is marked when the share of time passed exceeds its physical rate by more than ten points.
TOLERATED_GAP = 1_000
# « Cinq jours avant la session » the DRPSIAP proposes the canevas (domain notes 10.4, O8).
CANVAS_DAYS = 5
LARGE_SUM = 10**12  # sums of this size take a smaller figure to stand five abreast
NOTHING_DECLARED = "–"
MONEY_HEADS = (
    gettext_lazy("Coût"),
    gettext_lazy("Engagé"),
    gettext_lazy("Mobilisé"),
    gettext_lazy("Payé"),
    gettext_lazy("Justifié"),
)


def rate_label(rate: int | None) -> str:
    """« 20,00 % »; a dash when nobody declared it."""
    return NOTHING_DECLARED if rate is None else percent(rate, WHOLE)


def points(gap: int) -> str:
    """« 38,33 points »."""
    return _("%(whole)d,%(rest)02d points") % {"whole": gap // 100, "rest": gap % 100}


def day_label(day: date | None) -> str:
    return long_date(day) if day else NOTHING_DECLARED


def amount_label(amount: int | None) -> str:
    return NOTHING_DECLARED if amount is None else digits(amount)


@dataclass(frozen=True)
class Mark:
    """A state as a word, a sign and a colour; `sign` is « good », « bad » or « open »."""

    label: str
    sign: str


@dataclass(frozen=True)
class Figure:
    """A sum under its name, and what it is a share of."""

    label: str
    amount: int
    note: str = ""

    @property
    def digits(self) -> str:
        return digits(self.amount)


@dataclass(frozen=True)
class Bar:
    """A rate drawn to its length; beyond a hundred percent the bar is full and the figure still tells."""

    label: str
    rate: int | None
    colour: str

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
class SessionFacts:
    """The session of the CROCSAD; `number` counts the sessions on this contract, `kind` is a French adjective."""

    number: int
    kind: str
    held_on: date
    place: str
    chair: Signatory
    attendance: int
    attendees: str = ""

    @property
    def sentence(self) -> str:
        """« 1re session ordinaire sur le contrat-plan, tenue à Kayes le 15 janvier 2019 »."""
        return _("%(number)s session %(kind)s sur le contrat-plan, tenue à %(place)s le %(day)s") % {
            "number": _("1re") if self.number == 1 else _("%de") % self.number,
            "kind": self.kind,
            "place": self.place,
            "day": long_date(self.held_on),
        }

    @property
    def attendance_label(self) -> str:
        return ngettext("%(n)s participant", "%(n)s participants", self.attendance) % {"n": digits(self.attendance)}


@dataclass(frozen=True, kw_only=True)
class PreviousRecommendation:
    """A recommendation of an earlier session; `state` is its French label, `overdue` says its day has passed."""

    number: int
    text: str
    responsible: str
    due_on: date | None
    state: str
    note: str = ""
    overdue: bool = False

    @property
    def due_label(self) -> str:
        return day_label(self.due_on)


@dataclass(frozen=True)
class Recommendation:
    number: int
    text: str
    responsible: str
    due_on: date | None

    @property
    def due_label(self) -> str:
        return day_label(self.due_on)


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """A project at the end of the quarter; `elapsed` is the share of its time that has passed."""

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
        return (
            Bar(_("Temps écoulé"), self.elapsed, "#8a7d6d"),
            Bar(_("Exécution physique"), self.physical, "#14532d"),
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


@dataclass(frozen=True)
class Commitment:
    """What a party had committed to for the year; `kept` is None while nobody can say."""

    party: str
    sentence: str
    kept: bool | None

    @property
    def mark(self) -> Mark:
        if self.kept is None:
            return Mark(_("à apprécier"), "open")
        return Mark(_("tenu"), "good") if self.kept else Mark(_("non tenu"), "bad")


@dataclass(frozen=True)
class Finding:
    """What the system found in the declared data, by itself, with its evidence and the money it bears on."""

    title: str
    evidence: str
    amount: int | None = None

    @property
    def amount_label(self) -> str:
        return amount_label(self.amount)
