"""The nouns of the negotiation, each resting on the former: territory, people, contract, project, papers, records."""

from negotiation.models.answer import Answer
from negotiation.models.contract import Contract
from negotiation.models.convention import ConventionDraft, ConventionModel, SignatureRecord
from negotiation.models.incident import Incident, IncidentKind
from negotiation.models.kept_file import KeptFile
from negotiation.models.kept_form import KeptForm
from negotiation.models.law import LegalText
from negotiation.models.mandate import Mandate
from negotiation.models.people import Actor, Institution, User
from negotiation.models.piece import Piece
from negotiation.models.project import Domain, FinancingLine, Project, Site, Source
from negotiation.models.record import Assent, Milestone, Notice, Passage, Turn
from negotiation.models.review import CriterionVerdict, Opinion, OpinionVerdict
from negotiation.models.sector import ContractSector
from negotiation.models.sent_form import SentForm
from negotiation.models.session import Decision, Outcome, Session
from negotiation.models.sign_in import KnownPlace, SignInTry
from negotiation.models.snapshot import Snapshot
from negotiation.models.territory import Cercle, CerclePlacement, Region

__all__ = [
    "Actor",
    "Answer",
    "Assent",
    "Cercle",
    "CerclePlacement",
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
    "Institution",
    "KeptFile",
    "KeptForm",
    "KnownPlace",
    "LegalText",
    "Mandate",
    "Milestone",
    "Notice",
    "Opinion",
    "OpinionVerdict",
    "Outcome",
    "Passage",
    "Piece",
    "Project",
    "Region",
    "SentForm",
    "Session",
    "SignInTry",
    "SignatureRecord",
    "Site",
    "Snapshot",
    "Source",
    "Turn",
    "User",
]
