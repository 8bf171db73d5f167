"""The erratum of an adopted quarterly report, as frozen facts ready to be printed: what is corrected, why, by whom."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from cper.people.signatory import Signatory
from cper.places.wording import Territory
from cper.words.french import long_date
from negotiation.act_parts import named

SHA256_GROUP = 8


@dataclass(frozen=True)
class CorrectedLine:
    """One thing that the report says: as it is printed, as it must be read, by how much a sum or a rate differs."""

    what: str
    was: str
    is_: str
    gap: str = ""


@dataclass(frozen=True, kw_only=True)
class Erratum:
    """Number so many of the report of that quarter, whose bytes bear that fingerprint."""

    template_name: ClassVar[str] = "pdf/erratum.html"

    reference: str
    contract_title: str
    ministry: str
    territory: Territory
    quarter_label: str
    number: int
    report_adopted_on: date
    report_sha256: str
    lines: tuple[CorrectedLine, ...]
    reason: str
    proposed_by: str
    proposed_on: date
    adopted_by: Signatory
    on: date
    draft: bool = False
    model_note: str = ""

    @property
    def title(self) -> str:
        return self.contract_title

    @property
    def heading(self) -> str:
        return ", ".join(self.heading_lines)

    @property
    def heading_lines(self) -> tuple[str, str]:
        words = {"number": self.number, "quarter": self.quarter_label}
        return _("Erratum n°\u00a0%(number)s") % words, _("Rapport trimestriel du CROCSAD, %(quarter)s") % words

    @property
    def subtitle(self) -> str:
        return named(self.territory, self.contract_title)

    @property
    def governorate(self) -> str:
        return _("Gouvernorat %s") % self.territory.of_the_full_name

    @property
    def opening(self) -> str:
        words = {"quarter": self.quarter_label, "day": long_date(self.report_adopted_on)}
        return _("Le rapport du trimestre %(quarter)s, adopté le %(day)s, est à lire comme suit.") % words

    @property
    def proposal(self) -> str:
        words = {"who": self.proposed_by, "day": long_date(self.proposed_on)}
        return _("Proposé par %(who)s, le %(day)s.") % words

    @property
    def adoption_sentence(self) -> str:
        words = {"who": f"{self.adopted_by.name}, {self.adopted_by.after_name}", "day": long_date(self.on)}
        sentence = _("%(who)s, a adopté le présent erratum le %(day)s. Le rapport reste tel qu’il a été figé.")
        return sentence % words

    @property
    def fingerprint(self) -> str:
        """The report's whole sha256, in groups that a person can compare."""
        starts = range(0, len(self.report_sha256), SHA256_GROUP)
        return " ".join(self.report_sha256[start : start + SHA256_GROUP] for start in starts)
