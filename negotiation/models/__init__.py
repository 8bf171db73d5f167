"""The nouns of the negotiation, each resting on the former: contract, project, papers, records."""

from negotiation.models.answer import Answer
from negotiation.models.contract import Contract
from negotiation.models.convention import ConventionDraft, ConventionModel, SignatureRecord
from negotiation.models.incident import Incident, IncidentKind
from negotiation.models.kept_file import KeptFile
from negotiation.models.kept_form import KeptForm
from negotiation.models.law import LegalText
from negotiation.models.piece import Piece
from negotiation.models.project import Domain, FinancingLine, Project, Site, Source
from negotiation.models.record import Assent, Milestone, Notice, Passage, Turn
from negotiation.models.review import CriterionVerdict, Opinion, OpinionVerdict
from negotiation.models.sector import ContractSector
from negotiation.models.sent_form import SentForm
from negotiation.models.session import Decision, Outcome, Session
from negotiation.models.snapshot import Snapshot
from negotiation.models.terms import Terms

__all__ = [
    "Answer",
    "Assent",
    "Contract",
    "ContractSector",
    "ConventionDraft",
    "ConventionModel",
    "CriterionVerdict",
    "Decision",
    "Domain",
    "FinancingLine",
    "Incident",
    "IncidentKind",
    "KeptFile",
    "KeptForm",
    "LegalText",
    "Milestone",
    "Notice",
    "Opinion",
    "OpinionVerdict",
    "Outcome",
    "Passage",
    "Piece",
    "Project",
    "SentForm",
    "Session",
    "SignatureRecord",
    "Site",
    "Snapshot",
    "Source",
    "Terms",
    "Turn",
]
