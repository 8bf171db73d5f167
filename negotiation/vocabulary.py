"""The words in which `negotiation.workflow` writes its table: steps, papers, and the shape of a row."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cper.law.dated import Dated
from cper.people.roles import Role


class Phase(TextChoices):
    PRELIMINARY = "I", _("Préliminaire")
    REVIEW = "II", _("Examen")
    NEGOTIATION = "III", _("Négociation")
    SIGNATURE = "IV", _("Signature")


class Step(TextChoices):
    """Where a contract stands; stored as a code, never as its label."""

    DELIBERATION = "deliberation", _("Délibération du conseil")
    PREPARATION = "preparation", _("Préparation de la demande")
    FORMALISATION = "formalisation", _("Formalisation de la demande")
    DGCT_REVIEW = "dgct-review", _("Examen par la DGCT")
    MINISTRY_REVIEW = "ministry-review", _("Avis des ministères")
    PROJECT_LIST = "project-list", _("Élaboration de la liste des projets")
    SELECTION = "selection", _("Sélection par le CROCSAD élargi")
    SIGNATURE = "signature", _("Signature de la convention")
    SIGNED = "signed", _("Signé")
    WITHDRAWN = "withdrawn", _("Retiré par la collectivité")
    CLOSED = "closed", _("Classé sans suite")


class Need(TextChoices):
    """Conditions a row can ask for; `models.requirements` answers each with the list of what is missing, in words."""

    PIECES = "pieces"
    PROJECTS = "projects"
    BALANCE = "balance"
    DURATION = "duration"
    TERM = "term"
    PDESC = "pdesc"
    EXAMINED = "examined"
    CRITERIA = "criteria"
    OPINIONS = "opinions"
    CORRECTIONS_ASKED = "corrections-asked"
    LIST = "list"
    SESSION = "session"
    ENVELOPE = "envelope"
    PROPOSED = "proposed"
    WRITTEN = "written"
    UNPROPOSED = "unproposed"
    APPROVED = "approved"
    CEREMONY = "ceremony"
    UNSIGNED = "unsigned"
    REMARKS = "remarks"
    ANSWERED = "answered"


class Criterion(TextChoices):
    """The four eligibility criteria the DGCT checks for each project (E4)."""

    PDESC = "pdesc", _("Le projet est prévu dans le PDESC de la collectivité signataire")
    STRUCTURING = "structuring", _("Le projet est un investissement structurant")
    IMPACT = (
        "impact",
        _("Le projet crée des emplois ou des richesses pour la population de toute la région (ou du District)"),
    )
    FORM = "form", _("Le projet respecte les exigences de forme et comprend toutes les pièces justificatives")


# The criteria in two words, for lists and reminders; the whole sentence stands where they are answered.
IN_SHORT = {
    Criterion.PDESC: _("inscription au PDESC"),
    Criterion.STRUCTURING: _("caractère structurant"),
    Criterion.IMPACT: _("emplois et richesses"),
    Criterion.FORM: _("forme et pièces"),
}


class PieceKind(TextChoices):
    NEGOTIATION_DELIBERATION = "deliberation-negotiate", _("Délibération autorisant à négocier et à signer le CPER")
    PDESC = "pdesc", _("PDESC en cours de validité")
    STRATEGY = "strategy", _("Stratégies de mise en œuvre du PDESC (SDER et documents de planification en vigueur)")
    STAFFING = "staffing", _("État de mise en œuvre des cadres organiques")
    CROCSAD_REPORT = "crocsad-report", _("Compte rendu du CROCSAD examinant les projets au regard des critères")
    ACCOUNTS = "accounts", _("Compte administratif")
    ACCOUNTS_APPROVAL = "accounts-approval", _("Décision d’approbation du compte administratif")
    FEASIBILITY = "feasibility", _("Étude de faisabilité, étude d’impact environnemental et social comprise")
    PROJECT_SHEET = "project-sheet", _("Fiche de présentation du projet")
    PARTNER_AGREEMENT = "partner-agreement", _("Accord de financement du partenaire (à défaut, lettre d’intention)")
    REQUEST = "request", _("Demande de CPER adressée au ministre chargé des collectivités territoriales")
    CHOICE_DELIBERATION = "deliberation-choice", _("Délibération sur le choix des projets")
    SESSION_MINUTES = "session-minutes", _("Procès-verbal du CROCSAD élargi au comité de suivi")
    ANNEX = "annex", _("Autre annexe")


class Per(TextChoices):
    """What one copy of a piece is filed for."""

    CONTRACT = "contract"
    PROJECT = "project"
    PARTNER_PROJECT = "partner-project"  # only the projects a partner pays part of
    YEAR = "year"  # each of the last years (`values.YEARS_OF_ACCOUNTS`)


class Mark(TextChoices):
    """What a piece is known by, asked where it is filed; the value is its field."""

    NUMBER = "number"
    DAY = "dated_on"
    SESSION = "session"
    TITLE = "title"


@dataclass(frozen=True)
class PieceRule:
    """A kind of piece, the step that cannot be left without it (None: never required), and who files it.

    `marks` are what it is known by; those of `may_lack` are asked and may be left out. It is dated no earlier than
    the paper that it `follows`.
    """

    kind: PieceKind
    due_at: Step | None
    per: Per = Per.CONTRACT
    filed_by: tuple[Role, ...] = (Role.REGION,)
    filed_at: tuple[Step, ...] = ()
    marks: tuple[Mark, ...] = ()
    may_lack: tuple[Mark, ...] = ()
    follows: PieceKind | None = None


@dataclass(frozen=True)
class Days:
    """An estimated delay: a fixed part (half days allowed) and a part for each technical dossier, one per project."""

    fixed: Decimal
    per_project: Decimal = Decimal(0)

    def total(self, projects: int) -> Decimal:
        return self.fixed + self.per_project * projects


@dataclass(frozen=True)
class Action:
    """Something a role may do to a contract while it stands at a step.

    `name` is the name in the code, `word` the word in the address, `label` what it asks and `done`
    what the journal tells of it afterwards. `needs` guard it. It is awaited from its roles
    (it stands in their inbox) when `awaited`, once all of `waits_for` holds and as long as not all of `until` holds.
    `joint` means that every role must do it, in any order. `silent` acts leave the version of the contract unchanged:
    they may be done side by side, and none makes the page of another stale. The step's delay does not run against
    an `untimed` act: the source gives it to somebody else. An act that `commits` binds a party to the contract: a
    delegate does it only where the act of his delegation says so. Of a `joint` act, `part` is what the journal tells
    of a consent while another is awaited: a contract is signed with the last signature.
    """

    name: str
    word: str
    label: str
    done: str
    roles: tuple[Role, ...]
    _: KW_ONLY
    needs: tuple[Need, ...] = ()
    waits_for: tuple[Need, ...] = ()
    until: tuple[Need, ...] = ()
    awaited: bool = False
    comment: bool = False
    joint: bool = False
    silent: bool = False
    untimed: bool = False
    commits: bool = False
    part: str = ""


@dataclass(frozen=True)
class Task(Action):
    """An action that leaves the step as it is."""


@dataclass(frozen=True, kw_only=True)
class Move(Action):
    """An action that leads to another step; `returns` counts it as a return, `grave` asks to confirm it."""

    target: Step
    returns: bool = False
    grave: bool = False


@dataclass(frozen=True)
class Stage:
    """One step: its place, its delay, what it is for, and all that may be done there."""

    number: int
    phase: Phase
    step: Step
    help: str
    actions: tuple[Action, ...]
    _: KW_ONLY
    delay: Dated[Days] | None = None
    delay_from: Step | None = None

    @property
    def code(self) -> str:
        return f"E{self.number}"

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(action for action in self.actions if isinstance(action, Move))


def sharing_its_delay(stage: Stage, stages: Iterable[Stage]) -> list[Stage]:
    """The steps that one delay counts together, this one among them (E6 and E7); none where the step has its own."""
    together = [other for other in stages if stage.delay and other.delay is stage.delay]
    return together if len(together) > 1 else []
