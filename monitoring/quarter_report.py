"""The quarterly report of the CROCSAD on a contrat-plan, as frozen facts ready to be printed.

The Governor, who chairs the CROCSAD, adopts it and transmits it to the minister in charge of finance. No official
canevas was found (methodological grid, section 4, names it): a draft is marked as a model to be validated. As in
`negotiation.convention`, nothing here asks the database or the clock; figures are those declared, never corrected.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cper.people.signatory import Signatory
from cper.places.wording import Territory
from cper.words.french import digits, long_date, ngettext
from cper.words.in_words import difference
from cper.words.rates import percent
from monitoring.calendar import Quarter, notice
from monitoring.quarter_facts import (
    LARGE_SUM,
    MONEY_HEADS,
    Commitment,
    Figure,
    Finding,
    Mark,
    PreviousRecommendation,
    Recommendation,
    Said,
    SessionFacts,
)
from monitoring.quarter_projects import ProjectFacts
from monitoring.quarter_sources import Row, SourceFacts, SourceGroup, source_groups, sum_of
from monitoring.quarter_tranches import TrancheFacts
from negotiation.act_parts import named
from negotiation.convention import MODEL_NOTE

# A table this short is never cut by the end of a page.
FEW_LINES = 8


@dataclass(frozen=True, kw_only=True)
class QuarterReport:
    """One contract, one quarter. Before the session `session` is None, before the adoption `adopted_by` is.

    Every figure speaks of the day `as_of`: the quarter's last, or an earlier one while the quarter runs. `absent` is
    the sentence on the parts that never came, `early_reason` why it was adopted before the quarter's end.
    """

    template_name: ClassVar[str] = "pdf/quarter_report.html"

    reference: str
    contract_title: str
    ministry: str
    territory: Territory
    quarter_label: str
    starts_on: date
    ends_on: date
    session: SessionFacts | None
    canvas_on: date | None
    canvas_days_before: int | None
    late: bool
    draft: bool
    on: date
    as_of: date
    absent: str = ""
    early_reason: str = ""
    previous: tuple[PreviousRecommendation, ...] = ()
    projects: tuple[ProjectFacts, ...] = ()
    tranches: tuple[TrancheFacts, ...] = ()
    sources: tuple[SourceFacts, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    difficulties: tuple[Said, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    outlook: str = ""
    findings: tuple[Finding, ...] = ()
    adopted_by: Signatory | None = None
    adopted_on: date | None = None
    # « la Gouverneure de la Région de Gao »; empty in what was adopted before it was kept.
    presiding_office: str = ""

    @property
    def governor(self) -> str:
        return self.presiding_office or _("le %s") % self.territory.governor_title

    @property
    def model_note(self) -> str:
        """The mention stands on drafts, never on what is adopted."""
        return str(MODEL_NOTE) if self.draft else ""

    @property
    def title(self) -> str:
        return self.contract_title

    @property
    def heading(self) -> str:
        return ", ".join(self.heading_lines)

    @property
    def heading_lines(self) -> tuple[str, str]:
        return _("Rapport trimestriel du CROCSAD"), self.quarter_label

    @property
    def subtitle(self) -> str:
        return named(self.territory, self.contract_title)

    @property
    def governorate(self) -> str:
        """« Gouvernorat de la Région de Kayes »."""
        return _("Gouvernorat %s") % self.territory.of_the_full_name

    @property
    def period(self) -> str:
        """« du 1er octobre 2018 au 31 décembre 2018 »."""
        return _("du %(start)s au %(end)s") % {"start": long_date(self.starts_on), "end": long_date(self.ends_on)}

    @property
    def is_provisional(self) -> bool:
        """Whether the quarter was still to run on the day of its figures."""
        return self.as_of < self.ends_on

    @property
    def situation(self) -> str:
        """The day that every figure speaks of: « Situation au 30 septembre 2026 »."""
        words = {"day": long_date(self.as_of), "end": long_date(self.ends_on)}
        if self.is_provisional:
            return _("Situation provisoire au %(day)s, le trimestre court jusqu’au %(end)s") % words
        return _("Situation au %(day)s") % words

    @property
    def situation_short(self) -> str:
        """The same for the foot of each page: « situation au 30 septembre 2026 »."""
        words = _("situation provisoire au %s") if self.is_provisional else _("situation au %s")
        return words % long_date(self.as_of)

    @property
    def no_difficulty(self) -> str:
        """What stands where nobody wrote a difficulty: nothing is signalled only by who has spoken."""
        return _("Aucune part ni synthèse n’est encore reçue.") if self.draft else _("Aucune difficulté signalée.")

    @property
    def cost(self) -> int:
        return sum(project.cost for project in self.projects)

    @property
    def engaged(self) -> int:
        return sum(project.engaged for project in self.projects)

    @property
    def mobilised(self) -> int:
        return sum(project.mobilised for project in self.projects)

    @property
    def paid(self) -> int:
        return sum(project.paid for project in self.projects)

    @property
    def justified(self) -> int:
        return sum(project.justified for project in self.projects)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The sums of all projects, each but the cost as a share of it."""
        sums = (self.cost, self.engaged, self.mobilised, self.paid, self.justified)
        notes = ["", *(_("%s du coût") % percent(amount, self.cost) if self.cost else "" for amount in sums[1:])]
        if self.engaged != self.cost:
            notes[1] = ", ".join(filter(None, [notes[1], _("écart %s") % difference(self.engaged - self.cost)]))
        return tuple(Figure(*facts) for facts in zip(MONEY_HEADS, sums, notes, strict=True))

    @property
    def cost_digits(self) -> str:
        return digits(self.cost)

    @property
    def financial_label(self) -> str:
        """What is paid of the cost of all projects."""
        return percent(self.paid, self.cost)

    @property
    def is_dense(self) -> bool:
        """Sums so large that five of them need a smaller figure to stand abreast."""
        engaged = sum(source.engaged for source in self.sources)
        mobilised = sum(source.mobilised for source in self.sources)
        return max(self.cost, self.engaged, self.mobilised, engaged, mobilised) >= LARGE_SUM

    @property
    def projects_layout(self) -> str:
        return self._layout(len(self.projects))

    @property
    def sources_layout(self) -> str:
        return self._layout(len(self.sources))

    @property
    def tranches_layout(self) -> str:
        return self._layout(len(self.tranches))

    @property
    def source_groups(self) -> tuple[SourceGroup, ...]:
        return source_groups(self.sources, self.as_of.year)

    @property
    def sources_total(self) -> Row:
        return sum_of(self.sources, _("Total"))

    @property
    def canvas_sentence(self) -> str:
        """When the DRPSIAP proposed the canevas, and how long before the session."""
        if self.canvas_on is None:
            return _("Non proposé par la DRPSIAP")
        facts = {"day": long_date(self.canvas_on), "n": self.canvas_days_before}
        if self.canvas_days_before is None:
            return _("Proposé par la DRPSIAP le %(day)s") % facts
        if self.canvas_days_before <= 0 and self.session is None:
            return _("Proposé par la DRPSIAP le %(day)s, jour prévu pour la session") % facts
        if self.canvas_days_before <= 0:
            return _("Proposé par la DRPSIAP le %(day)s, une fois la session ouverte") % facts
        return (
            ngettext(
                "Proposé par la DRPSIAP le %(day)s, %(n)s jour avant la session",
                "Proposé par la DRPSIAP le %(day)s, %(n)s jours avant la session",
                self.canvas_days_before,
            )
            % facts
        )

    @property
    def canvas_mark(self) -> Mark | None:
        """The days are not a courtesy: that they were not kept is printed."""
        asked = notice(Quarter.of(self.starts_on))
        if self.canvas_days_before is None or self.canvas_days_before >= asked:
            return None
        return Mark(_("délai non respecté : %d jours au moins sont prévus") % asked, "bad")

    @property
    def attention(self) -> str:
        """What the reader of a single page must know, counted; empty when all is well."""
        behind = sum(project.is_behind for project in self.projects)
        overdue = sum(recommendation.overdue for recommendation in self.previous)
        broken = sum(commitment.mark.sign == "bad" for commitment in self.commitments)
        silent = sum(project.physical is None for project in self.projects)
        fallen = sum(project.has_fallen for project in self.projects)
        counts = (
            ngettext("%d projet en retard sur le temps écoulé", "%d projets en retard sur le temps écoulé", behind),
            ngettext("%d projet sans taux déclaré", "%d projets sans taux déclaré", silent),
            ngettext("%d taux physique en baisse", "%d taux physiques en baisse", fallen),
            ngettext("%d recommandation antérieure échue", "%d recommandations antérieures échues", overdue),
            ngettext("%d engagement non tenu", "%d engagements non tenus", broken),
            ngettext("%d constat du système", "%d constats du système", len(self.findings)),
        )
        numbers = (behind, silent, fallen, overdue, broken, len(self.findings))
        return " · ".join(words % number for words, number in zip(counts, numbers, strict=True) if number)

    @property
    def adoption_sentence(self) -> str:
        """Who adopted the report and when; empty while nobody has."""
        if self.adopted_by is None or self.adopted_on is None:
            return ""
        names = (self.adopted_by.name, self.adopted_by.after_name)
        return _("%(who)s, a adopté le présent rapport le %(day)s.") % {
            "day": long_date(self.adopted_on),
            "who": ", ".join(name for name in names if name),
        }

    @property
    def transmission_sentence(self) -> str:
        return _("%s le transmet au ministre chargé des finances.") % capfirst(self.governor)

    @property
    def blank_adoption(self) -> str:
        return _("[rapport à adopter par %s]") % self.governor

    @property
    def signatory(self) -> Signatory:
        """Whose signature the paper waits for: who adopted it, or the Governor."""
        return self.adopted_by or Signatory(self.governor)

    def _layout(self, lines: int) -> str:
        """The classes of a table: figures closer when sums are large, one page when lines are few."""
        return " ".join(["close"] * self.is_dense + ["few"] * (lines <= FEW_LINES))
