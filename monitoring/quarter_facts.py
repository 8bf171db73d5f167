"""What a quarterly report of the CROCSAD is made of: its session, commitments, recommendations, findings.

Every fact is handed over by whoever draws the report up (`monitoring.quarter_report`); here it only learns to be
printed. Amounts are whole FCFA, rates hundredths of a percent (2000 is 20,00 %), None when nobody declared one.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.words.french import digits, long_date, ngettext, ordinal, sequence
from cper.words.rates import written

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
    return written(rate)


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


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """The session of the CROCSAD; `number` is its rank among the sittings on this contract, `kind` a French adjective.

    `late_days` counts the days from the end of the quarter to a session held after it; `also` names the other quarters
    that the same sitting examined; `chaired_by` is who presided, name and function (empty where nobody wrote it).
    """

    number: int
    kind: str
    held_on: date
    place: str
    attendance: int
    attendees: str = ""
    chaired_by: str = ""
    late_days: int = 0
    also: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """« 1re session ordinaire sur le contrat-plan, tenue à Kayes le 15 janvier 2019 »."""
        return _("%(number)s session %(kind)s sur le contrat-plan, tenue à %(place)s le %(day)s") % {
            "number": ordinal(self.number),
            "kind": self.kind,
            "place": self.place,
            "day": long_date(self.held_on),
        }

    @property
    def chair_label(self) -> str:
        return self.chaired_by or _("non renseigné")

    @property
    def attendance_label(self) -> str:
        return ngettext("%(n)s participant", "%(n)s participants", self.attendance) % {"n": digits(self.attendance)}

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be known of a session that was not held in its quarter, or not for it alone."""
        late = ngettext(
            "tenue hors délai, %(n)s jour après la fin du trimestre",
            "tenue hors délai, %(n)s jours après la fin du trimestre",
            self.late_days,
        ) % {"n": digits(self.late_days)}
        remarks = [late] if self.late_days else []
        if self.also:
            remarks.append(_("la même séance a aussi examiné %s") % sequence(self.also))
        return tuple(remarks)


@dataclass(frozen=True, kw_only=True)
class PreviousRecommendation:
    """A recommendation of an earlier session, that of the quarter `quarter`; `state` is its French label, `overdue`
    says its day had passed."""

    quarter: str
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


@dataclass(frozen=True)
class Commitment:
    """What a party had engaged for the year and has mobilised, a fact (`sentence`); how the CROCSAD judges that it
    kept its word, and why (`verdict`, `judged`; none before the synthesis)."""

    party: str
    sentence: str
    verdict: Mark | None = None
    judged: str = ""

    @property
    def mark(self) -> Mark:
        return self.verdict or Mark(_("à apprécier"), "open")


@dataclass(frozen=True)
class Said:
    """A text under its head, as somebody wrote it."""

    title: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What the system found in the declared data, by itself, with its evidence and the money it bears on; `rule` and
    `key` name the control and its object, empty in what was frozen before they were kept."""

    title: str
    evidence: str
    amount: int | None = None
    rule: str = ""
    key: str = ""

    @property
    def amount_label(self) -> str:
        return amount_label(self.amount)
