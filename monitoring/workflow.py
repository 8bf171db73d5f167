"""The law of the follow-up, as tables: the screen to read first.

A tranche (`TRANCHE`) and a quarter's report (`REPORT`) each have a machine; the acts on the contract itself
(`CONTRACT`) have none. `DUTIES` says what nobody may forget. Sources: grille méthodologique, section 4. Delays
are dated values (`monitoring.values`); shares and thresholds are the rules of the funding windows, kept by the ANICT.
"""

from django.utils.translation import gettext_lazy as _

from cper.law.texts import FINANCING, FOLLOW_UP, WORKS
from cper.people.roles import Body, Role
from monitoring.vocabulary import (
    Action,
    Cadence,
    Demand,
    DutyRule,
    Move,
    PaperKind,
    ReportState,
    Stage,
    Task,
    TrancheState,
)

T, R = TrancheState, ReportState

# fmt: off

# The papers no tranche goes without (written request + three: methodological grid, section 4); a window's
# rules may ask for more.
TRANCHE_PAPERS = (PaperKind.DEMAND, PaperKind.PROJECT_DELIBERATION, PaperKind.PLAN, PaperKind.PROJECT_LIST)
# The papers a window's rule may add.
EXTRA_PAPERS = (PaperKind.FUNDING_AGREEMENT, PaperKind.PROGRESS, PaperKind.CERTIFICATE, PaperKind.BANK_DETAILS)

EDIT = Task("edit_tranche", "modifier", _("Modifier la demande"), _("Demande modifiée"), (Role.REGION,), awaited=True)
FILE = Task("file_paper", "deposer", _("Déposer une pièce"), _("Pièce déposée"), (Role.REGION,), awaited=True)
ANSWER = Task("answer_return", "repondre", _("Répondre au retour de l’ANICT"),
              _("Réponse au retour de l’ANICT"), (Role.REGION,), comment=True,
              awaited=True)
ASK_WAIVER = Task("ask_waiver", "demander-derogation", _("Demander une dérogation"),
                  _("Dérogation demandée"), (Role.REGION,), comment=True)
WAIVE = Task("waive", "deroger", _("Se prononcer sur une dérogation"),
             _("Décision sur une dérogation"), (Role.ANICT_HEAD,), comment=True,
             awaited=True)
REQUEST = Move("request", "demander", _("Demander la tranche à l’ANICT"),
               _("Tranche demandée à l’ANICT"), (Role.PRESIDENT,),
               targets=(T.REQUESTED,), needs=(Demand.MENDED, Demand.PAPERS, Demand.RULES), awaited=True)
# Until it is asked for, whoever prepared it may put it away.
PUT_AWAY = Move("cancel", "annuler", _("Renoncer à la tranche"),
                _("Renonciation à la tranche"), (Role.REGION, Role.PRESIDENT),
                targets=(T.CANCELLED,), comment=True, grave=True)
GIVE_UP = Move("cancel", "annuler", _("Renoncer à la tranche"), _("Renonciation à la tranche"), (Role.PRESIDENT,),
               targets=(T.CANCELLED,), comment=True, grave=True)
CANCEL = Move("cancel", "annuler", _("Annuler la tranche"), _("Tranche annulée"), (Role.ANICT_HEAD,),
              targets=(T.CANCELLED,), comment=True, grave=True)

TRANCHE = (
    Stage(T.DRAFT, _("La collectivité réunit les pièces et chiffre sa demande ; rien n’est encore demandé."),
          (REQUEST, FILE, EDIT, ASK_WAIVER, WAIVE, PUT_AWAY)),
    Stage(T.REQUESTED, _("L’ANICT examine le dossier : il est complet, ou il est retourné avec ce qui manque."),
          (Move("accept", "complet", _("Déclarer le dossier complet"), _("Dossier déclaré complet"), (Role.ANICT,),
                targets=(T.COMPLETE,), needs=(Demand.PAPERS, Demand.RULES), awaited=True),
           Move("send_back", "retourner", _("Retourner pour complément"),
                _("Dossier retourné pour complément"), (Role.ANICT,),
                targets=(T.RETURNED,), comment=True, returns=True),
           WAIVE, GIVE_UP)),
    Stage(T.RETURNED, _("La collectivité corrige ce que le retour nomme, ou y répond ; le Président redemande alors "
                        "la tranche."),
          (REQUEST, ANSWER, FILE, EDIT, ASK_WAIVER, WAIVE, GIVE_UP)),
    Stage(T.COMPLETE, _("Le Directeur général de l’ANICT approuve une somme, au plus celle qui est demandée."),
          (Move("approve", "approuver", _("Approuver la tranche"), _("Tranche approuvée"), (Role.ANICT_HEAD,),
                targets=(T.APPROVED,), awaited=True, sum_of="approved", paper=PaperKind.DECISION,
                paper_optional=True),
           CANCEL)),
    Stage(T.APPROVED, _("L’ANICT met la somme à disposition sur le sous-guichet CPER de la DIN."),
          (Move("release", "debloquer", _("Débloquer la somme"), _("Somme débloquée"), (Role.ANICT_HEAD,),
                targets=(T.RELEASED,), awaited=True, sum_of="released", paper=PaperKind.DECISION,
                paper_optional=True),
           CANCEL)),
    Stage(T.RELEASED, _("L’ANICT paie la collectivité."),
          (Move("pay", "payer", _("Constater le paiement"), _("Paiement constaté"), (Role.ANICT,),
                targets=(T.PAID,), awaited=True, sum_of="paid", paper=PaperKind.TRANSFER, paper_optional=True),
           CANCEL)),
    Stage(T.PAID, _("La collectivité déclare l’emploi de la somme, en une ou plusieurs fois ; l’ANICT l’examine, et "
                    "seul ce qu’elle accepte est justifié."),
          (Task("justify", "justifier", _("Justifier des dépenses"), _("Dépenses déclarées"), (Role.REGION,),
                awaited=True, sum_of="declared", paper=PaperKind.JUSTIFICATION),
           Move("examine", "examiner", _("Examiner une justification"), _("Justification examinée"), (Role.ANICT,),
                targets=(T.PAID, T.JUSTIFIED), awaited=True))),
    Stage(T.JUSTIFIED, _("La tranche est entièrement justifiée."), ()),
    Stage(T.CANCELLED, _("La tranche est annulée ; sa somme est de nouveau disponible."), ()),
)

REGION_PART = Task("fill_region_part", "part-region", _("Compléter la part de la collectivité"),
                   _("Part de la collectivité complétée"), (Role.REGION,),
                   awaited=True)
ANICT_PART = Task("fill_anict_part", "part-anict", _("Compléter la part de l’ANICT"),
                  _("Part de l’ANICT complétée"), (Role.ANICT,), awaited=True)

# An adopted report never changes: what it says wrong is told beside it.
ERRATUM = (
    Task("propose_erratum", "erratum", _("Proposer un erratum"), _("Erratum proposé"), (Role.DRPSIAP,), comment=True),
    Task("adopt_erratum", "adopter-erratum", _("Adopter l’erratum"),
         _("Erratum adopté"), (Role.GOVERNOR,), awaited=True),
)

REPORT = (
    Stage(R.CANVAS, _("La DRPSIAP a proposé le canevas ; la collectivité et l’ANICT complètent leurs parts."),
          (Move("hold", "tenir", _("Enregistrer la session"),
                _("Session enregistrée"), (Role.DRPSIAP,), targets=(R.HELD,), awaited=True,
                paper=PaperKind.MINUTES, paper_optional=True),
           REGION_PART, ANICT_PART,
           Task("move_session", "reporter", _("Changer la date prévue de la session"),
                _("Date prévue de la session changée"), (Role.DRPSIAP,), comment=True),
           Move("lapse", "carence", _("Constater la carence"), _("Carence constatée"), (Role.DRPSIAP, Role.GOVERNOR),
                targets=(R.LAPSED,), comment=True, grave=True))),
    Stage(R.HELD, _("La session est tenue ; la DRPSIAP rédige la synthèse, le Gouverneur adopte le rapport."),
          (Move("adopt_report", "adopter", _("Adopter le rapport"), _("Rapport adopté"), (Role.GOVERNOR,),
                targets=(R.ADOPTED,), needs=(Demand.PARTS, Demand.SYNTHESIS), awaited=True),
           Task("write_up", "synthese", _("Rédiger la synthèse"),
                _("Synthèse rédigée"), (Role.DRPSIAP,), awaited=True),
           Task("return_report", "renvoyer", _("Renvoyer à la DRPSIAP avec des remarques"),
                _("Renvoyé à la DRPSIAP avec des remarques"), (Role.GOVERNOR,),
                comment=True),
           REGION_PART, ANICT_PART,
           Task("rectify_session", "rectifier", _("Rectifier la session"),
                _("Session rectifiée"), (Role.DRPSIAP,), comment=True))),
    Stage(R.ADOPTED, _("Le Gouverneur transmet le rapport au ministre chargé des finances."),
          (Move("transmit_report", "transmettre", _("Transmettre le rapport au ministre"),
                _("Rapport transmis au ministre"), (Role.GOVERNOR,),
                targets=(R.TRANSMITTED,), awaited=True, paper=PaperKind.LETTER), *ERRATUM)),
    Stage(R.TRANSMITTED, _("Le rapport est transmis."), ERRATUM),
    Stage(R.LAPSED, _("La session n’a pas été tenue ; le motif reste inscrit."), ()),
)

# The acts on the contract itself: what opens a tranche or a quarter, the budgets, and the duties that have no machine.
CONTRACT = (
    Task("open_tranche", "tranche", _("Préparer une demande de tranche"),
         _("Demande de tranche préparée"), (Role.REGION,)),
    Task("propose_canvas", "canevas", _("Proposer le canevas d’un trimestre"),
         _("Canevas d’un trimestre proposé"), (Role.DRPSIAP,)),
    Task("convene", "convoquer", _("Convoquer le CROCSAD"), _("CROCSAD convoqué"), (Role.GOVERNOR,),
         paper=PaperKind.CONVENING, paper_optional=True),
    Task("declare_lapse", "carence", _("Constater une carence"),
         _("Carence constatée"), (Role.DRPSIAP, Role.GOVERNOR),
         comment=True, grave=True),
    Task("inscribe_share", "inscrire", _("Inscrire la contribution au budget"),
         _("Contribution inscrite au budget"), (Role.REGION,),
         sum_of="inscribed", paper=PaperKind.BUDGET, early=True, redone=True),
    Task("ask_bsi", "demander-bsi", _("Demander l’inscription au répertoire national"),
         _("Inscription au répertoire national demandée"), (Role.PRESIDENT,),
         sum_of="asked", paper=PaperKind.BSI_REQUEST, early=True, redone=True),
    Task("register", "repertoire", _("Inscrire au répertoire national des projets"),
         _("Inscription au répertoire national des projets"), (Role.DNPD,),
         paper=PaperKind.BSI_PROOF, paper_optional=True, early=True, redone=True),
    Task("inscribe_bsi", "bsi", _("Inscrire au BSI"), _("Inscription au BSI"), (Role.DNPD,),
         sum_of="inscribed", paper=PaperKind.BSI_PROOF, paper_optional=True, early=True, redone=True),
    Task("ask_complement", "complement-bsi", _("Demander un complément"),
         _("Complément demandé"), (Role.DNPD,), comment=True),
    Task("refuse_bsi", "refuser-bsi", _("Refuser l’inscription"),
         _("Inscription refusée"), (Role.DNPD,), comment=True, grave=True),
    Task("record_movement", "mouvement", _("Enregistrer un mouvement de fonds"),
         _("Mouvement de fonds enregistré"), (Role.REGION,),
         sum_of="amount", paper=PaperKind.MOVEMENT_PROOF, early=True),
    Task("reverse_movement", "contre-passer", _("Contre-passer un mouvement"),
         _("Mouvement contre-passé"), (Role.REGION,),
         comment=True, grave=True, early=True),
    Task("lapse_resources", "ressources-non-venues", _("Constater que des ressources ne sont pas venues"),
         _("Ressources constatées non venues"),
         (Role.REGION,), comment=True, grave=True),
    Task("designate_team", "equipe", _("Désigner l’équipe de mise en œuvre"),
         _("Équipe de mise en œuvre désignée"), (Role.REGION,),
         paper=PaperKind.MINUTES, redone=True),
    Task("sign_works", "travaux", _("Enregistrer le contrat de travaux"),
         _("Contrat de travaux enregistré"), (Role.REGION,),
         paper=PaperKind.MINUTES, redone=True),
    Task("set_indicators", "indicateurs", _("Partager le canevas de suivi et ses indicateurs"),
         _("Canevas de suivi et indicateurs partagés"), (Role.DRPSIAP,),
         paper=PaperKind.MINUTES, redone=True),
    Task("hold_committee", "comite-regional", _("Enregistrer la réunion du comité régional"),
         _("Réunion du comité régional enregistrée"), (Role.ADR,),
         paper=PaperKind.MINUTES, redone=True),
    Task("file_evaluation", "evaluation", _("Déposer le rapport annuel d’évaluation"),
         _("Rapport annuel d’évaluation déposé"), (Role.ADR,),
         paper=PaperKind.MINUTES, redone=True),
    Task("hold_national", "comite-national", _("Enregistrer la réunion du comité national"),
         _("Réunion du comité national enregistrée"), (Role.DGCT,),
         paper=PaperKind.MINUTES, redone=True),
)

# The parameters of the money's way, kept by the ANICT.
RULES = (
    Task("keep_rules", "regles", _("Tenir les règles des guichets"),
         _("Règles des guichets changées"), (Role.ANICT_RULES,)),
)

# Code, what, who must act, when, by which document, to whom, the act that does it (methodological grid, section 4).
DUTIES = (
    DutyRule("O1", _("Inscrire la contribution de la collectivité à son budget"), Role.REGION,
             Cadence.EACH_BUDGET, _("budget ou délibération"), _("la tutelle"), "inscribe_share",
             facts=True, place=FINANCING, delay="own_share"),
    DutyRule("O2", _("Demander l’inscription au répertoire national, puis au BSI"), Role.PRESIDENT,
             Cadence.EACH_BSI, _("demande"), _("la DNPD"), "ask_bsi", facts=True, place=FINANCING, delay="bsi"),
    DutyRule("O3", _("Mobiliser la part de l’État : demander la tranche de l’année"), Role.REGION,
             Cadence.EACH_STATE_YEAR, _("demande et ses trois pièces"), _("l’ANICT"), "open_tranche",
             facts=True, place=FINANCING),
    DutyRule("O4", _("Mobiliser les autres ressources prévues"), Role.REGION,
             Cadence.EACH_OTHER_YEAR, _("accord du partenaire"), _("la collectivité"), "record_movement", facts=True,
             may_lapse=True,
             place=FINANCING),
    DutyRule("O5", _("Désigner par décision l’équipe de mise en œuvre"), Role.REGION,
             Cadence.AT_START, _("décision"), _("le comité régional"), "designate_team",
             place=WORKS, delay="team"),
    DutyRule("O6", _("Signer le contrat de travaux"), Role.REGION,
             Cadence.EACH_PROJECT, _("marché"), _("l’entreprise"), "sign_works",
             place=WORKS),
    DutyRule("O7", _("Réunir le CROCSAD sur le contrat-plan"), Role.GOVERNOR,
             Cadence.EACH_QUARTER, _("procès-verbal et rapport"), _("les parties"), "declare_lapse",
             facts=True, may_lapse=True,
             place=FOLLOW_UP),
    DutyRule("O8", _("Proposer le canevas du rapport"), Role.DRPSIAP,
             Cadence.BEFORE_SESSION, _("canevas"), _("les acteurs de la mise en œuvre"), "propose_canvas",
             facts=True, may_lapse=True,
             place=FOLLOW_UP, delay="canvas"),
    DutyRule("O9", _("Transmettre le rapport du trimestre"), Role.GOVERNOR,
             Cadence.AFTER_SESSION, _("rapport et lettre"), _("le ministre chargé des finances"), "transmit_report",
             facts=True, place=FOLLOW_UP, delay="transmission"),
    DutyRule("O10", _("Réunir le comité régional de suivi"), Role.ADR,
             Cadence.EACH_COMMITTEE, _("procès-verbal"), _("les membres du comité"), "hold_committee",
             may_lapse=True,
             place=FOLLOW_UP, delay="committee"),
    DutyRule("O11", _("Présenter le rapport annuel d’évaluation"), Role.ADR,
             Cadence.AFTER_YEAR, _("rapport d’évaluation"), _("le comité régional, puis le comité national"),
             "file_evaluation",
             place=FOLLOW_UP, delay="evaluation"),
    DutyRule("O12", _("Réunir le comité national de suivi"), Role.DGCT,
             Cadence.NATIONAL_QUARTER, _("procès-verbal et propositions"), _("les conseils régionaux"),
             "hold_national", may_lapse=True,
             place=FOLLOW_UP),
    DutyRule("O13", _("Partager le canevas de suivi et ses indicateurs"), Role.DRPSIAP,
             Cadence.AT_START, _("canevas d’indicateurs"), _("les services concernés"), "set_indicators",
             place=FOLLOW_UP, delay="indicators"),
)

# Who takes part in the follow-up; a body reads what it read of the signed contract (`people.roles.REACH`).
FOLLOWERS = (Body.COUNCIL, Body.GOVERNORATE, Body.DRPSIAP, Body.ADR, Body.DGCT, Body.CT_MINISTRY, Body.FINANCE,
             Body.SECTOR, Body.ANICT, Body.DNPD, Body.DNAT)

# fmt: on

MACHINES = {TrancheState: TRANCHE, ReportState: REPORT}
DUTY = {rule.code: rule for rule in DUTIES}
# The duties done by an act of their own, which files their document.
OWN_ACTS = {rule.act: rule for rule in DUTIES if not rule.facts}
# The duty that ends by an act that says why it cannot be done, its own act being another.
ENDED_BY = {"lapse_resources": DUTY["O4"]}


def every_action() -> tuple[Action, ...]:
    """All rows of all tables, in the order they are written."""
    stages = tuple(action for table in MACHINES.values() for stage in table for action in stage.actions)
    return (*stages, *CONTRACT, *RULES)


def at(state: TrancheState | ReportState, name: str) -> Action | None:
    """The row of that name in that state of its machine, or None."""
    stage = stage_of(state)
    return next((action for action in stage.actions if action.name == name), None)


def stage_of(state: TrancheState | ReportState) -> Stage:
    return next(stage for stage in MACHINES[type(state)] if stage.state == state)


def example(name: str) -> Action:
    """The first row of that name."""
    return next(action for action in every_action() if action.name == name)


def roles_of(name: str) -> tuple[Role, ...]:
    """Whoever may do the act in one state or another; the subject tells which of them here."""
    return tuple(dict.fromkeys(role for action in every_action() if action.name == name for role in action.roles))


def by_word(table: tuple, word: str) -> Action | None:
    """The first row of the table (of stages or of actions) with that word of the address, or None."""
    rows = (action for row in table for action in (row.actions if isinstance(row, Stage) else (row,)))
    return next((action for action in rows if action.word == word), None)


def arcs(table: tuple[Stage, ...], name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The source and the targets of each row of that name."""
    return tuple((stage.state, move.targets) for stage in table for move in stage.moves if move.name == name)


def steps(table: tuple[Stage, ...]) -> list[tuple[str, str]]:
    """Every (source, target) the machine allows, for the database's own guard."""
    pairs = ((stage.state, target) for stage in table for move in stage.moves for target in move.targets)
    return [(source.value, target.value) for source, target in pairs if source != target]
