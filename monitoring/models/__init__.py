"""The nouns of the follow-up, each resting on the former: contract in force, rules, tranche, report, papers, records,
and the rows that the daily pull works out."""

from monitoring.models.budget import BudgetEntry, Movement
from monitoring.models.convening import Convening
from monitoring.models.duty import Duty, Fulfilment
from monitoring.models.erratum import Erratum, Rectification
from monitoring.models.followed import Cutoff, FollowedContract
from monitoring.models.justification import Justification
from monitoring.models.paper import Paper
from monitoring.models.record import Passage
from monitoring.models.report import QuarterReport
from monitoring.models.report_content import Appraisal, Recommendation, ReportLine
from monitoring.models.rules import FundingWindow, TrancheRule
from monitoring.models.standing import DatedStanding, Finding, Standing
from monitoring.models.tranche import Tranche
from monitoring.models.waiver import Waiver, WaiverRequest

__all__ = [
    "Appraisal",
    "BudgetEntry",
    "Convening",
    "Cutoff",
    "DatedStanding",
    "Duty",
    "Erratum",
    "Finding",
    "FollowedContract",
    "Fulfilment",
    "FundingWindow",
    "Justification",
    "Movement",
    "Paper",
    "Passage",
    "QuarterReport",
    "Recommendation",
    "Rectification",
    "ReportLine",
    "Standing",
    "Tranche",
    "TrancheRule",
    "Waiver",
    "WaiverRequest",
]
