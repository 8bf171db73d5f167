"""The words in which `monitoring.workflow` writes its tables: states, papers, duties, and the shape of a row."""

from dataclasses import KW_ONLY, dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cper.people.roles import Role


class TrancheState(TextChoices):
    """Where a tranche of the FNACT (sous-guichet CPER of the DIN) stands."""

    DRAFT = "draft", _("En préparation")
    REQUESTED = "requested", _("Demandée")
    RETURNED = "returned", _("Retournée pour complément")
    COMPLETE = "complete", _("Dossier complet")
    APPROVED = "approved", _("Approuvée")
    RELEASED = "released", _("Débloquée")
    PAID = "paid", _("Payée")
    JUSTIFIED = "justified", _("Justifiée")
    CANCELLED = "cancelled", _("Annulée")


class ReportState(TextChoices):
    """Where the review of a quarter by the CROCSAD stands."""

    CANVAS = "canvas", _("Canevas proposé")
    HELD = "held", _("Session tenue")
    ADOPTED = "adopted", _("Rapport adopté")
    TRANSMITTED = "transmitted", _("Rapport transmis")
    LAPSED = "lapsed", _("Carence")


class Demand(TextChoices):
    """What a row can ask of a tranche or a report; its model answers with the list of what is missing, in words."""

    PAPERS = "papers"
    RULES = "rules"
    MENDED = "mended"
    PARTS = "parts"
    SYNTHESIS = "synthesis"


class Kept(TextChoices):
    """How a party kept what it engaged, as the CROCSAD judges it in its session."""

    WHOLLY = "kept", _("tenu")
    PARTLY = "partly", _("partiellement tenu")
    BROKEN = "broken", _("non tenu")


class PaperKind(TextChoices):
    """The papers of the follow-up; the first four are those of a tranche (methodological grid, section 4)."""

    DEMAND = "demand", _("Demande écrite adressée à l’ANICT")
    PROJECT_DELIBERATION = "project-deliberation", _("Délibération du conseil sur le projet")
    PLAN = "plan", _("Plan de développement, ou stratégie de développement économique (SDER), de la collectivité")
    PROJECT_LIST = "project-list", _("Liste des projets soumis au contrat-plan")
    PROGRESS = "progress", _("Rapport d’avancement des travaux")
    CERTIFICATE = "certificate", _("Attachement ou décompte visé")
    BANK_DETAILS = "bank-details", _("Relevé d’identité du compte au Trésor")
    FUNDING_AGREEMENT = "funding-agreement", _("Convention de financement avec l’ANICT")
    DECISION = "decision", _("Décision de l’ANICT")
    TRANSFER = "transfer", _("Ordre de virement ou avis de crédit")
    JUSTIFICATION = "justification", _("Pièces justificatives des dépenses")
    BUDGET = "budget", _("Budget voté ou délibération budgétaire")
    BSI_REQUEST = "bsi-request", _("Demande d’inscription adressée à la DNPD")
    BSI_PROOF = "bsi-proof", _("Extrait du répertoire national ou du BSI")
    MOVEMENT_PROOF = "movement-proof", _("Mandat, ordre de recette ou accord du partenaire")
    MINUTES = "minutes", _("Procès-verbal ou décision")
    CONVENING = "convening", _("Lettre de convocation")
    LETTER = "letter", _("Lettre de transmission")


@dataclass(frozen=True)
class Action:
    """Something a role may do in the follow-up.

    `name` is the name in the code and in the journal, `word` the word in the address, `label` what it asks and `done`
    what the journal tells of it afterwards. `needs` guard it; an `awaited`
    act stands in the inbox of its roles; `comment` makes the reason mandatory; `sum_of` names the amount it enters
    and `paper` the document it rests on, mandatory unless `paper_optional`. An `early` act may be dated before the
    signature (`CPER_BEFORE_SIGNATURE_MONTHS`), and is then flagged; a `redone` one is done again to correct what it
    wrote, with its reason, and both stay.
    """

    name: str
    word: str
    label: str
    done: str
    roles: tuple[Role, ...]
    _: KW_ONLY
    needs: tuple[Demand, ...] = ()
    awaited: bool = False
    comment: bool = False
    grave: bool = False
    sum_of: str = ""
    paper: PaperKind | None = None
    paper_optional: bool = False
    early: bool = False
    redone: bool = False


@dataclass(frozen=True)
class Task(Action):
    """An action that leaves the state as it is."""


@dataclass(frozen=True, kw_only=True)
class Move(Action):
    """An action that leads to another state; the second target, where there is one, is reached when a sum is whole."""

    targets: tuple[str, ...]
    returns: bool = False


@dataclass(frozen=True)
class Stage:
    """One state of a machine, what it is for, and all that may be done there."""

    state: str
    help: str
    actions: tuple[Action, ...]

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(action for action in self.actions if isinstance(action, Move))


class Cadence(TextChoices):
    """When a duty falls due; `monitoring.schedule` turns it into dates."""

    EACH_BUDGET = "each-budget"
    EACH_BSI = "each-bsi"
    EACH_STATE_YEAR = "each-state-year"
    EACH_OTHER_YEAR = "each-other-year"
    AT_START = "at-start"
    EACH_PROJECT = "each-project"
    EACH_QUARTER = "each-quarter"
    BEFORE_SESSION = "before-session"
    AFTER_SESSION = "after-session"
    EACH_COMMITTEE = "each-committee"
    AFTER_YEAR = "after-year"
    NATIONAL_QUARTER = "national-quarter"


@dataclass(frozen=True)
class DutyRule:
    """One duty of the follow-up: who, what, when, by which document, to whom, and the act that does it.

    `facts` tells that the duty is done by an act of another table (a tranche, a report, a budget line); otherwise it
    is done by its own act, which files the document. It stands at that `place` of the grid; its `delay` is the dated
    value of that name (`values.named`).
    """

    code: str
    title: str
    role: Role
    cadence: Cadence
    document: str
    recipient: str
    act: str
    _: KW_ONLY
    place: str
    delay: str = ""
    facts: bool = False
    may_lapse: bool = False


class DutyState(TextChoices):
    """What a duty is on a day; computed from its dates, never stored."""

    COMING = "coming", _("À venir")
    DUE = "due", _("À faire")
    DONE = "done", _("Fait")
    LATE = "late", _("En retard")
    LAPSED = "lapsed", _("Carence")
    UNKNOWN = "unknown", _("Non connu")
