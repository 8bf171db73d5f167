"""The law of the negotiation as one table: four phases, eight steps, who does what, with which papers, how fast.

Pure data, read from top to bottom: vocabulary first, then `PIECES`, then `STAGES`, then the few questions one can ask
the table. Source: the DGCT procedure as told by the methodological grid on Kayes (décret n°2014-0644/P-RM, art. 2
and 11; manual of November 2015). Where the source is silent the choice is noted beside the row.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Body(TextChoices):
    """The kinds of institution that meet around a CPER."""

    COUNCIL = "council", _("conseil régional ou de District")
    GOVERNORATE = "governorate", _("gouvernorat")
    DRPSIAP = "drpsiap", _("direction régionale de la planification (DRPSIAP)")
    ADR = "adr", _("agence de développement régional (ADR)")
    DGCT = "dgct", _("direction générale des collectivités territoriales (DGCT)")
    CT_MINISTRY = "ct-ministry", _("ministère chargé des collectivités territoriales")
    FINANCE = "finance", _("ministère chargé des finances")
    SECTOR = "sector", _("ministère sectoriel")
    ANICT = "anict", _("agence nationale d’investissement des collectivités (ANICT)")
    DNPD = "dnpd", _("direction nationale de la planification du développement (DNPD)")
    DNAT = "dnat", _("direction nationale de l’aménagement du territoire (DNAT)")
    PLATFORM = "platform", _("administration de la plateforme")


class Function(TextChoices):
    """What a person is in an institution; only a signatory commits it."""

    AGENT = "agent", _("agent")
    SECRETARIAT = "secretariat", _("secrétariat")
    SIGNATORY = "signatory", _("signataire")


class Scope(TextChoices):
    """How far a body sees: its region, the nation, or the dossiers that hold a project of its sector."""

    TERRITORY = "territory"
    NATION = "nation"
    SECTOR = "sector"


class Role(TextChoices):
    """A body and the functions in it that may act; the label is the subject of a sentence."""

    REGION = "region", _("le conseil de la collectivité")
    PRESIDENT = "president", _("le Président du conseil régional (ou le Maire du District)")
    GOVERNOR = "governor", _("le Gouverneur")
    DRPSIAP = "drpsiap", _("la DRPSIAP, secrétariat du CROCSAD")
    DGCT = "dgct", _("la DGCT")
    DGCT_HEAD = "dgct-head", _("le Directeur général des collectivités territoriales")
    FINANCE = "finance", _("le ministère chargé des finances")
    SECTOR = "sector", _("le ministère sectoriel concerné")
    ADMIN = "admin", _("l’administrateur de la plateforme")


ANYONE_IN_IT = frozenset(Function)
SIGNATORY_ONLY = frozenset({Function.SIGNATORY})

ROLES = {
    Role.REGION: (Body.COUNCIL, ANYONE_IN_IT),
    Role.PRESIDENT: (Body.COUNCIL, SIGNATORY_ONLY),
    Role.GOVERNOR: (Body.GOVERNORATE, SIGNATORY_ONLY),
    Role.DRPSIAP: (Body.DRPSIAP, ANYONE_IN_IT),
    Role.DGCT: (Body.DGCT, ANYONE_IN_IT),
    Role.DGCT_HEAD: (Body.DGCT, SIGNATORY_ONLY),
    Role.FINANCE: (Body.FINANCE, SIGNATORY_ONLY),
    Role.SECTOR: (Body.SECTOR, SIGNATORY_ONLY),
    Role.ADMIN: (Body.PLATFORM, ANYONE_IN_IT),
}


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
    PDESC = "pdesc"
    CRITERIA = "criteria"
    OPINIONS = "opinions"
    CORRECTIONS_ASKED = "corrections-asked"
    LIST = "list"
    SESSION = "session"
    ENVELOPE = "envelope"
    PROPOSED = "proposed"
    APPROVED = "approved"


class Criterion(TextChoices):
    """The four eligibility criteria the DGCT checks for each project (E4)."""

    PDESC = "pdesc", _("Le projet est prévu dans le PDESC de la collectivité signataire")
    STRUCTURING = "structuring", _("Le projet est un investissement structurant")
    IMPACT = "impact", _("Le projet crée des emplois ou des richesses pour la population de toute la région")
    FORM = "form", _("Le projet respecte les exigences de forme et comprend toutes les pièces justificatives")


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
    YEAR = "year"  # each of the three last years


@dataclass(frozen=True)
class PieceRule:
    """A kind of piece, the step that cannot be left without it (None: never required), and who files it."""

    kind: PieceKind
    due_at: Step | None
    per: Per = Per.CONTRACT
    filed_by: tuple[Role, ...] = (Role.REGION,)
    filed_at: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Days:
    """An estimated delay: a fixed part (half days allowed) and a part for each technical dossier, i.e. each project."""

    fixed: Decimal
    per_project: Decimal = Decimal(0)

    def total(self, projects: int) -> Decimal:
        return self.fixed + self.per_project * projects


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something a role may do to a contract while it stands at a step.

    `name` is the name in the code, `word` the word in the address. `needs` guard it. It is awaited from its roles
    (it stands in their inbox) when `awaited`, once all of `waits_for` holds and as long as not all of `until` holds.
    `joint` means that every role must do it, in any order. `silent` acts leave the version of the contract unchanged:
    they may be done side by side, and none makes the page of another stale.
    """

    name: str
    word: str
    label: str
    roles: tuple[Role, ...]
    needs: tuple[Need, ...] = ()
    waits_for: tuple[Need, ...] = ()
    until: tuple[Need, ...] = ()
    awaited: bool = False
    comment: bool = False
    joint: bool = False
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Task(Action):
    """An action that leaves the step as it is."""


@dataclass(frozen=True, kw_only=True)
class Move(Action):
    """An action that leads to another step; `returns` counts it as a return, `grave` asks to confirm it."""

    target: Step
    returns: bool = False
    grave: bool = False


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step: its place, its delay, what it is for, and all that may be done there."""

    number: int
    step: Step
    phase: Phase
    help: str
    actions: tuple[Action, ...]
    delay: Days | None = None
    delay_from: Step | None = None

    @property
    def code(self) -> str:
        return f"E{self.number}"

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(action for action in self.actions if isinstance(action, Move))


REGION_STEPS = (Step.DELIBERATION, Step.PREPARATION, Step.FORMALISATION)
CORRECTED_AT = (*REGION_STEPS, Step.MINISTRY_REVIEW)

PIECES = (
    PieceRule(PieceKind.NEGOTIATION_DELIBERATION, Step.DELIBERATION, filed_at=REGION_STEPS),
    PieceRule(PieceKind.PDESC, Step.PREPARATION, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.STRATEGY, Step.PREPARATION, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.STAFFING, Step.PREPARATION, filed_at=CORRECTED_AT),
    PieceRule(
        PieceKind.CROCSAD_REPORT, Step.PREPARATION, filed_by=(Role.REGION, Role.DRPSIAP), filed_at=CORRECTED_AT
    ),
    PieceRule(PieceKind.ACCOUNTS, Step.PREPARATION, Per.YEAR, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.ACCOUNTS_APPROVAL, Step.FORMALISATION, Per.YEAR, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.FEASIBILITY, Step.PREPARATION, Per.PROJECT, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.PROJECT_SHEET, Step.PREPARATION, Per.PROJECT, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.PARTNER_AGREEMENT, Step.PREPARATION, Per.PARTNER_PROJECT, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.REQUEST, Step.FORMALISATION, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.CHOICE_DELIBERATION, Step.FORMALISATION, filed_at=CORRECTED_AT),
    PieceRule(PieceKind.SESSION_MINUTES, Step.SELECTION, filed_by=(Role.DRPSIAP,), filed_at=(Step.SELECTION,)),
    PieceRule(PieceKind.ANNEX, None, filed_at=CORRECTED_AT),
)

# What a complete request is: asked before E2 is left, again at submission, again when corrections are resubmitted.
SOUND_PROJECTS = (Need.PROJECTS, Need.BALANCE, Need.DURATION)
COMPLETE_REQUEST = (Need.PIECES, *SOUND_PROJECTS, Need.PDESC)

WITHDRAW = Move(
    name="withdraw",
    word="retirer",
    label=_("Retirer la demande"),
    roles=(Role.PRESIDENT,),
    target=Step.WITHDRAWN,
    comment=True,
    grave=True,
)
# The source does not say when the DGCT may close a file: from its own examination to the eve of signature.
CLOSE = Move(
    name="close",
    word="classer",
    label=_("Classer sans suite"),
    roles=(Role.DGCT_HEAD,),
    target=Step.CLOSED,
    comment=True,
    grave=True,
)
# `edit` and `attach` are the region's work on its dossier; each has its own pages rather than one form.
EDIT = Task(name="edit", word="preparer", label=_("Compléter le dossier"), roles=(Role.REGION,))
ATTACH = Task(name="attach", word="deposer", label=_("Déposer une pièce"), roles=(Role.REGION, Role.DRPSIAP))

STAGES = (
    Stage(
        number=1,
        step=Step.DELIBERATION,
        phase=Phase.PRELIMINARY,
        help=_(
            "Le conseil autorise son Président (ou le Maire du District) à négocier et à signer un contrat-plan avec "
            "l’État. Joignez la délibération adoptée en session. Source : grille méthodologique, étape 1."
        ),
        actions=(
            Move(
                name="adopt",
                word="adopter",
                label=_("Enregistrer la délibération adoptée"),
                roles=(Role.REGION,),
                target=Step.PREPARATION,
                needs=(Need.PIECES,),
                awaited=True,
            ),
            EDIT,
            ATTACH,
            WITHDRAW,
        ),
    ),
    Stage(
        number=2,
        step=Step.PREPARATION,
        phase=Phase.PRELIMINARY,
        help=_(
            "Les services de la collectivité réunissent les documents, les projets et leur plan de financement ; le "
            "CROCSAD examine les projets au regard des critères. Source : grille méthodologique, étape 2."
        ),
        actions=(
            Move(
                name="complete",
                word="completer",
                label=_("Déclarer la demande prête"),
                roles=(Role.REGION,),
                target=Step.FORMALISATION,
                needs=COMPLETE_REQUEST,
                awaited=True,
            ),
            EDIT,
            ATTACH,
            WITHDRAW,
        ),
    ),
    Stage(
        number=3,
        step=Step.FORMALISATION,
        phase=Phase.PRELIMINARY,
        help=_(
            "Le Président (ou le Maire du District) adresse la demande au ministre chargé des collectivités "
            "territoriales, avec une copie allégée au Gouverneur. Source : grille méthodologique, étape 3."
        ),
        actions=(
            Move(
                name="submit",
                word="transmettre",
                label=_("Transmettre la demande à la DGCT"),
                roles=(Role.PRESIDENT,),
                target=Step.DGCT_REVIEW,
                needs=COMPLETE_REQUEST,
                awaited=True,
            ),
            Task(
                name="edit",
                word="preparer",
                label=_("Compléter le dossier"),
                roles=(Role.REGION,),
                until=COMPLETE_REQUEST,
                awaited=True,
            ),
            ATTACH,
            WITHDRAW,
        ),
    ),
    Stage(
        number=4,
        step=Step.DGCT_REVIEW,
        phase=Phase.REVIEW,
        delay=Days(Decimal(8)),
        help=_(
            "La DGCT examine chaque projet au regard des quatre critères d’éligibilité ; un dossier non conforme "
            "retourne au conseil. Source : décret n°2014-0644, grille méthodologique, étape 4."
        ),
        actions=(
            Task(
                name="assess",
                word="examiner",
                label=_("Examiner les quatre critères"),
                roles=(Role.DGCT,),
                until=(Need.CRITERIA,),
                awaited=True,
                silent=True,
            ),
            Move(
                name="transmit",
                word="saisir-les-ministeres",
                label=_("Transmettre aux ministères"),
                roles=(Role.DGCT_HEAD,),
                target=Step.MINISTRY_REVIEW,
                needs=(Need.CRITERIA,),
                waits_for=(Need.CRITERIA,),
                awaited=True,
            ),
            Move(
                name="send_back",
                word="retourner",
                label=_("Retourner pour mise en conformité"),
                roles=(Role.DGCT_HEAD,),
                target=Step.FORMALISATION,
                comment=True,
                returns=True,
            ),
            WITHDRAW,
            CLOSE,
        ),
    ),
    Stage(
        number=5,
        step=Step.MINISTRY_REVIEW,
        phase=Phase.REVIEW,
        delay=Days(Decimal(10), per_project=Decimal(3)),
        help=_(
            "Le ministère chargé des finances vérifie les engagements attendus de l’État ; les ministères sectoriels, "
            "la légalité, la conformité aux orientations et la faisabilité. Source : grille méthodologique, étape 5."
        ),
        actions=(
            Task(
                name="give_opinion",
                word="donner-un-avis",
                label=_("Donner l’avis du ministère"),
                roles=(Role.FINANCE, Role.SECTOR),
                awaited=True,
                silent=True,
            ),
            Move(
                name="resubmit",
                word="corriger",
                label=_("Transmettre le dossier corrigé aux ministères"),
                roles=(Role.PRESIDENT,),
                target=Step.MINISTRY_REVIEW,
                needs=(Need.CORRECTIONS_ASKED, *COMPLETE_REQUEST),
                waits_for=(Need.CORRECTIONS_ASKED,),
                awaited=True,
                comment=True,
                returns=True,
            ),
            Task(
                name="edit",
                word="preparer",
                label=_("Corriger le dossier"),
                roles=(Role.REGION,),
                needs=(Need.CORRECTIONS_ASKED,),
                waits_for=(Need.CORRECTIONS_ASKED,),
                awaited=True,
            ),
            Task(
                name="attach",
                word="deposer",
                label=_("Déposer une pièce corrigée"),
                roles=(Role.REGION, Role.DRPSIAP),
                needs=(Need.CORRECTIONS_ASKED,),
            ),
            Move(
                name="open_negotiation",
                word="ouvrir-la-negociation",
                label=_("Transmettre les avis et ouvrir la négociation"),
                roles=(Role.DGCT_HEAD,),
                target=Step.PROJECT_LIST,
                needs=(Need.OPINIONS,),
                waits_for=(Need.OPINIONS,),
                awaited=True,
            ),
            WITHDRAW,
            CLOSE,
        ),
    ),
    Stage(
        number=6,
        step=Step.PROJECT_LIST,
        phase=Phase.NEGOTIATION,
        delay=Days(Decimal("7.5")),
        help=_(
            "Sur la base des avis, le Président (ou le Maire) et le Gouverneur dressent ensemble la liste des projets "
            "à inscrire. La négociation s’ouvre à réception des avis. Source : décret n°2014-0644, art. 11."
        ),
        actions=(
            Task(
                name="draw_list",
                word="dresser-la-liste",
                label=_("Dresser la liste des projets"),
                roles=(Role.PRESIDENT, Role.GOVERNOR),
            ),
            Move(
                name="approve_list",
                word="approuver-la-liste",
                label=_("Approuver la liste des projets"),
                roles=(Role.PRESIDENT, Role.GOVERNOR),
                target=Step.SELECTION,
                needs=(Need.LIST,),
                awaited=True,
                joint=True,
            ),
            WITHDRAW,
            CLOSE,
        ),
    ),
    Stage(
        number=7,
        step=Step.SELECTION,
        phase=Phase.NEGOTIATION,
        # "7,5 jours" is printed once for the page that holds steps 6 and 7: one clock for both.
        delay=Days(Decimal("7.5")),
        delay_from=Step.PROJECT_LIST,
        help=_(
            "Le CROCSAD élargi au comité de suivi réexamine les projets, revoit leur priorité selon l’enveloppe "
            "proposée par les finances et adopte la liste définitive. Source : grille méthodologique, étape 7."
        ),
        actions=(
            Task(
                name="record_session",
                word="consigner-la-session",
                label=_("Consigner la session du CROCSAD élargi"),
                roles=(Role.DRPSIAP,),
                until=(Need.SESSION, Need.PIECES),
                awaited=True,
            ),
            Task(
                name="attach",
                word="deposer",
                label=_("Déposer le procès-verbal"),
                roles=(Role.DRPSIAP,),
            ),
            Move(
                name="adopt_selection",
                word="adopter-la-selection",
                label=_("Adopter la liste définitive"),
                roles=(Role.GOVERNOR,),
                target=Step.SIGNATURE,
                needs=(Need.SESSION, Need.ENVELOPE, Need.PIECES),
                waits_for=(Need.SESSION, Need.PIECES),
                awaited=True,
            ),
            Move(
                name="return_list",
                word="revoir-la-liste",
                label=_("Renvoyer la liste à l’étape 6"),
                roles=(Role.GOVERNOR,),
                target=Step.PROJECT_LIST,
                comment=True,
                returns=True,
            ),
            WITHDRAW,
            CLOSE,
        ),
    ),
    Stage(
        number=8,
        step=Step.SIGNATURE,
        phase=Phase.SIGNATURE,
        delay=Days(Decimal(7)),
        help=_(
            "La collectivité propose la convention avec l’appui de la DGCT ; le Gouverneur l’approuve et convoque la "
            "cérémonie ; tous deux signent, en cinq originaux. Source : grille méthodologique, étape 8."
        ),
        actions=(
            Task(
                name="propose_convention",
                word="proposer-la-convention",
                label=_("Proposer la convention au Gouverneur"),
                roles=(Role.PRESIDENT,),
                until=(Need.PROPOSED,),
                awaited=True,
            ),
            Task(
                name="approve_convention",
                word="approuver-la-convention",
                label=_("Approuver la convention et convoquer la cérémonie"),
                roles=(Role.GOVERNOR,),
                needs=(Need.PROPOSED,),
                waits_for=(Need.PROPOSED,),
                until=(Need.APPROVED,),
                awaited=True,
            ),
            Task(
                name="return_convention",
                word="revoir-la-convention",
                label=_("Demander une autre rédaction"),
                roles=(Role.GOVERNOR,),
                needs=(Need.PROPOSED,),
                comment=True,
            ),
            Move(
                name="sign",
                word="signer",
                label=_("Signer le contrat-plan"),
                roles=(Role.PRESIDENT, Role.GOVERNOR),
                target=Step.SIGNED,
                needs=(Need.APPROVED,),
                waits_for=(Need.APPROVED,),
                awaited=True,
                joint=True,
            ),
        ),
    ),
)

# What each body sees, and from which step on (a dossier once seen stays seen when it is returned). The light copy of
# the request goes to the Governor, so the region's own services see it from the start; copies of the convention go to
# DNPD, DRPSIAP and ANICT, so those follow from the signature step.
SIGHT = {
    Body.COUNCIL: (Scope.TERRITORY, 1),
    Body.GOVERNORATE: (Scope.TERRITORY, 1),
    Body.DRPSIAP: (Scope.TERRITORY, 1),
    Body.ADR: (Scope.TERRITORY, 1),
    Body.DGCT: (Scope.NATION, 4),
    Body.CT_MINISTRY: (Scope.NATION, 4),
    Body.FINANCE: (Scope.NATION, 5),
    Body.SECTOR: (Scope.SECTOR, 5),
    Body.ANICT: (Scope.NATION, 8),
    Body.DNPD: (Scope.NATION, 8),
    Body.DNAT: (Scope.NATION, 8),
}

STAGE = {stage.step: stage for stage in STAGES}
ENDED = (Step.SIGNED, Step.WITHDRAWN, Step.CLOSED)
MOVE_NAMES = tuple(dict.fromkeys(move.name for stage in STAGES for move in stage.moves))
TASK_NAMES = tuple(
    dict.fromkeys(action.name for stage in STAGES for action in stage.actions if isinstance(action, Task))
)


def at(step: str, name: str) -> Action | None:
    """The row named `name` of the stage `step`, or None where the law knows no such act at that step."""
    stage = STAGE.get(Step(step))
    return next((action for action in stage.actions if action.name == name), None) if stage else None


def steps_of(name: str) -> tuple[Step, ...]:
    """The steps at which an action may be done, in order."""
    return tuple(stage.step for stage in STAGES if any(action.name == name for action in stage.actions))


def example(name: str) -> Action:
    """The first row of that name, for what all its rows share: its word, its roles, whether it wants a comment."""
    return next(action for stage in STAGES for action in stage.actions if action.name == name)


def by_word(word: str) -> Action | None:
    """The first row with that word of the address, or None."""
    return next((action for stage in STAGES for action in stage.actions if action.word == word), None)


def arcs(name: str) -> tuple[tuple[Step, Step], ...]:
    """The (source, target) pairs of a move."""
    return tuple((stage.step, move.target) for stage in STAGES for move in stage.moves if move.name == name)


def number(step: str) -> int:
    """1 to 8 for the eight steps, 9 once signed; 0 for a dossier withdrawn or closed, which reaches nobody new."""
    stage = STAGE.get(Step(step))
    if stage:
        return stage.number
    return len(STAGES) + 1 if step == Step.SIGNED else 0


def piece_rule(kind: str) -> PieceRule:
    return next(rule for rule in PIECES if rule.kind == kind)
