"""The law of the negotiation as one table: four phases, eight steps, who does what, with which papers, how fast.

Pure data, read from top to bottom; the words it uses are told in `negotiation.vocabulary`. Source: the DGCT procedure
as told by the methodological grid on Kayes (décret n°2014-0644/P-RM, art. 2 and 11; manual of November 2015). Where
the source is silent the choice is noted beside the row.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cper.people.roles import Body, Role
from negotiation import values
from negotiation.vocabulary import (
    Action,
    Criterion,
    Days,
    Mark,
    Move,
    Need,
    Per,
    Phase,
    PieceKind,
    PieceRule,
    Stage,
    Step,
    Task,
)

# fmt: off
__all__ = [
    "ACTION_NAMES", "ENDED", "MOVE_NAMES", "PIECES", "SIGHT", "STAGE", "STAGES", "TASK_NAMES", "Action", "Criterion",
    "Days", "Mark", "Move", "Need", "Per", "Phase", "PieceKind", "PieceRule", "Stage", "Step", "Task",
]

REQUESTING = (Step.DELIBERATION, Step.PREPARATION, Step.FORMALISATION)
CORRECTING = (*REQUESTING, Step.MINISTRY_REVIEW)

# What a deliberation, a decision and a record are known by. Records are not all numbered.
DELIBERATED = (Mark.NUMBER, Mark.DAY, Mark.SESSION)
DECIDED = (Mark.NUMBER, Mark.DAY)
UNNUMBERED = (Mark.NUMBER,)

# Kind, the step that cannot be left without it, one copy for what, who files it, at which steps, what it is known by.
PIECES = (
    PieceRule(PieceKind.NEGOTIATION_DELIBERATION, Step.DELIBERATION, filed_at=REQUESTING, marks=DELIBERATED),
    PieceRule(PieceKind.PDESC, Step.PREPARATION, filed_at=CORRECTING),
    PieceRule(PieceKind.STRATEGY, Step.PREPARATION, filed_at=CORRECTING),
    PieceRule(PieceKind.STAFFING, Step.PREPARATION, filed_at=CORRECTING),
    PieceRule(PieceKind.CROCSAD_REPORT, Step.PREPARATION, filed_by=(Role.REGION, Role.DRPSIAP), filed_at=CORRECTING,
              marks=DELIBERATED, may_lack=UNNUMBERED, follows=PieceKind.NEGOTIATION_DELIBERATION),
    PieceRule(PieceKind.ACCOUNTS, Step.PREPARATION, Per.YEAR, filed_at=CORRECTING),
    PieceRule(PieceKind.ACCOUNTS_APPROVAL, Step.FORMALISATION, Per.YEAR, filed_at=CORRECTING, marks=DECIDED),
    PieceRule(PieceKind.FEASIBILITY, Step.PREPARATION, Per.PROJECT, filed_at=CORRECTING),
    PieceRule(PieceKind.PROJECT_SHEET, Step.PREPARATION, Per.PROJECT, filed_at=CORRECTING),
    PieceRule(PieceKind.PARTNER_AGREEMENT, Step.PREPARATION, Per.PARTNER_PROJECT,
              filed_at=(*CORRECTING, Step.SIGNATURE)),
    PieceRule(PieceKind.REQUEST, Step.FORMALISATION, filed_at=CORRECTING),
    PieceRule(PieceKind.CHOICE_DELIBERATION, Step.FORMALISATION, filed_at=CORRECTING, marks=DELIBERATED,
              follows=PieceKind.NEGOTIATION_DELIBERATION),
    PieceRule(PieceKind.SESSION_MINUTES, Step.SELECTION, filed_by=(Role.DRPSIAP,), filed_at=(Step.SELECTION,),
              marks=DELIBERATED, may_lack=UNNUMBERED),
    PieceRule(PieceKind.ANNEX, None, filed_at=CORRECTING, marks=(Mark.TITLE,)),
)

# What a complete request is: asked to leave E2, to submit, to resubmit corrections.
COMPLETE_REQUEST = (Need.PIECES, Need.PROJECTS, Need.BALANCE, Need.DURATION, Need.TERM, Need.PDESC)
SENT_AGAIN = (Need.ANSWERED, *COMPLETE_REQUEST)
# What the text of a convention stands on; the PDESC, valid when the request was made, may have ended since.
SOUND_TEXT = (Need.PIECES, Need.PROJECTS, Need.BALANCE, Need.DURATION, Need.TERM, Need.ENVELOPE)

BOTH = (Role.PRESIDENT, Role.GOVERNOR)
WITHDRAW = Move("withdraw", "retirer", _("Retirer la demande"), _("Demande retirée"), (Role.PRESIDENT,),
                target=Step.WITHDRAWN, comment=True, grave=True)
# The source does not say until when the council may withdraw, nor when the DGCT may close a file: from its own
# examination for the DGCT, and for both until somebody has signed.
CLOSE = Move("close", "classer", _("Classer sans suite"), _("Dossier classé sans suite"), (Role.DGCT_HEAD,),
             target=Step.CLOSED, comment=True, grave=True)
# What the examiners ask is met by a change in what it touches, or by an answer in words (docs/decisions/0024).
ANSWER = Task("answer_remarks", "repondre-aux-remarques", _("Répondre aux remarques"),
              _("Réponse aux remarques"), (Role.REGION,), needs=(Need.REMARKS,), waits_for=(Need.REMARKS,),
              until=(Need.ANSWERED,), awaited=True, silent=True, untimed=True)
# The region's work on its dossier, and the papers: pages of their own rather than one form.
EDIT = Task("edit", "preparer", _("Compléter le dossier"), _("Dossier complété"), (Role.REGION,))
ATTACH = Task("attach", "deposer", _("Déposer une pièce"), _("Pièce déposée"), (Role.REGION, Role.DRPSIAP))

STAGES = (
    Stage(
        1, Phase.PRELIMINARY, Step.DELIBERATION,
        _("Le conseil autorise son Président (ou le Maire du District) à négocier et à signer un contrat-plan avec "
          "l’État. Joignez la délibération adoptée en session. Source : grille méthodologique, étape 1."),
        (
            Move("adopt", "adopter", _("Enregistrer la délibération adoptée"),
                 _("Délibération enregistrée"), (Role.REGION,), target=Step.PREPARATION, needs=(Need.PIECES,),
                 awaited=True),
            EDIT, ATTACH, WITHDRAW,
        ),
    ),
    Stage(
        2, Phase.PRELIMINARY, Step.PREPARATION,
        _("Les services de la collectivité réunissent les documents, les projets et leur plan de financement ; le "
          "CROCSAD examine les projets au regard des critères. Source : grille méthodologique, étape 2."),
        (
            Move("complete", "completer", _("Déclarer la demande prête"), _("Demande déclarée prête"), (Role.REGION,),
                 target=Step.FORMALISATION, needs=COMPLETE_REQUEST, awaited=True),
            EDIT, ATTACH, WITHDRAW,
        ),
    ),
    Stage(
        3, Phase.PRELIMINARY, Step.FORMALISATION,
        _("Le Président (ou le Maire du District) adresse la demande au ministre chargé des collectivités "
          "territoriales, avec une copie allégée au Gouverneur. Source : grille méthodologique, étape 3."),
        (
            Move("submit", "transmettre", _("Transmettre la demande à la DGCT"),
                 _("Demande transmise à la DGCT"), (Role.PRESIDENT,),
                 target=Step.DGCT_REVIEW, needs=SENT_AGAIN, waits_for=(Need.ANSWERED,), awaited=True),
            ANSWER,
            Task("edit", "preparer", _("Compléter ou corriger le dossier"),
                 _("Dossier complété ou corrigé"), (Role.REGION,), until=SENT_AGAIN, awaited=True),
            ATTACH, WITHDRAW,
        ),
    ),
    Stage(
        4, Phase.REVIEW, Step.DGCT_REVIEW,
        _("La DGCT examine chaque projet au regard des quatre critères d’éligibilité ; un dossier non conforme "
          "retourne au conseil. Source : décret n°2014-0644, grille méthodologique, étape 4."),
        (
            Task("assess", "examiner", _("Examiner les quatre critères"), _("Quatre critères examinés"), (Role.DGCT,),
                 until=(Need.EXAMINED,), awaited=True, silent=True),
            Move("transmit", "saisir-les-ministeres", _("Transmettre aux ministères"),
                 _("Dossier transmis aux ministères"), (Role.DGCT_HEAD,),
                 target=Step.MINISTRY_REVIEW, needs=(Need.CRITERIA,), waits_for=(Need.CRITERIA,), awaited=True),
            Move("send_back", "retourner", _("Retourner pour mise en conformité"),
                 _("Dossier retourné pour mise en conformité"), (Role.DGCT_HEAD,),
                 target=Step.FORMALISATION, waits_for=(Need.EXAMINED,), until=(Need.CRITERIA,), awaited=True,
                 comment=True, returns=True),
            WITHDRAW, CLOSE,
        ),
        delay=values.EXAMINATION,
    ),
    Stage(
        5, Phase.REVIEW, Step.MINISTRY_REVIEW,
        _("Le ministère chargé des finances vérifie les engagements attendus de l’État ; les ministères sectoriels, "
          "la légalité, la conformité aux orientations et la faisabilité. Source : grille méthodologique, étape 5."),
        (
            Task("give_opinion", "donner-un-avis", _("Donner l’avis du ministère"),
                 _("Avis du ministère donné"), (Role.FINANCE, Role.SECTOR), awaited=True, silent=True),
            Move("resubmit", "corriger", _("Transmettre le dossier corrigé aux ministères"),
                 _("Dossier corrigé transmis aux ministères"), (Role.PRESIDENT,),
                 target=Step.MINISTRY_REVIEW, needs=(Need.CORRECTIONS_ASKED, *SENT_AGAIN), comment=True, returns=True,
                 waits_for=(Need.CORRECTIONS_ASKED, Need.ANSWERED), awaited=True, untimed=True),
            ANSWER,  # the delay of the step is that of the opinions: the source gives the region none
            Task("edit", "preparer", _("Corriger le dossier"), _("Dossier corrigé"), (Role.REGION,),
                 needs=(Need.CORRECTIONS_ASKED,), waits_for=(Need.CORRECTIONS_ASKED,), until=SENT_AGAIN,
                 awaited=True, untimed=True),
            Task("attach", "deposer", _("Déposer une pièce corrigée"),
                 _("Pièce corrigée déposée"), (Role.REGION, Role.DRPSIAP), needs=(Need.CORRECTIONS_ASKED,)),
            Move("open_negotiation", "ouvrir-la-negociation", _("Transmettre les avis et ouvrir la négociation"),
                 _("Avis transmis, négociation ouverte"), (Role.DGCT_HEAD,),
                 target=Step.PROJECT_LIST, needs=(Need.OPINIONS,), waits_for=(Need.OPINIONS,), awaited=True),
            WITHDRAW, CLOSE,
        ),
        delay=values.OPINIONS,
    ),
    Stage(
        6, Phase.NEGOTIATION, Step.PROJECT_LIST,
        _("Sur la base des avis, le Président (ou le Maire) et le Gouverneur dressent ensemble la liste des projets "
          "à inscrire. La négociation s’ouvre à réception des avis (décret n°2014-0644, art. 11). Source : grille "
          "méthodologique, étape 6."),
        (
            Task("draw_list", "dresser-la-liste", _("Dresser la liste des projets"),
                 _("Liste des projets dressée"), BOTH,
                 waits_for=(Need.REMARKS,), until=(Need.ANSWERED,), awaited=True),
            ANSWER,
            Move("approve_list", "approuver-la-liste", _("Approuver la liste des projets"),
                 _("Liste des projets approuvée"), BOTH,
                 target=Step.SELECTION, needs=(Need.LIST, Need.ANSWERED), waits_for=(Need.ANSWERED,),
                 awaited=True, joint=True, part=_("Accord donné à la liste des projets")),
            WITHDRAW, CLOSE,
        ),
        delay=values.LIST_AND_SELECTION,
    ),
    Stage(
        7, Phase.NEGOTIATION, Step.SELECTION,
        _("Le CROCSAD élargi au comité de suivi réexamine les projets, revoit leur priorité selon l’enveloppe "
          "proposée par les finances et adopte la liste définitive. Source : grille méthodologique, étape 7."),
        (
            Task("record_session", "consigner-la-session", _("Consigner la session du CROCSAD élargi"),
                 _("Session du CROCSAD élargi consignée"), (Role.DRPSIAP,),
                 until=(Need.SESSION, Need.PIECES), awaited=True),
            Task("attach", "deposer", _("Déposer le procès-verbal"), _("Procès-verbal déposé"), (Role.DRPSIAP,)),
            Move("adopt_selection", "adopter-la-selection", _("Adopter la liste définitive"),
                 _("Liste définitive adoptée"), (Role.GOVERNOR,),
                 target=Step.SIGNATURE, needs=(Need.SESSION, Need.ENVELOPE, Need.PIECES),
                 waits_for=(Need.SESSION, Need.PIECES), awaited=True),
            Move("return_list", "revoir-la-liste", _("Renvoyer la liste à l’étape E6"),
                 _("Liste renvoyée à l’étape E6"), (Role.GOVERNOR,),
                 target=Step.PROJECT_LIST, comment=True, returns=True),
            WITHDRAW, CLOSE,
        ),
        delay=values.LIST_AND_SELECTION, delay_from=Step.PROJECT_LIST,
    ),
    Stage(
        8, Phase.SIGNATURE, Step.SIGNATURE,
        _("La collectivité propose la convention avec l’appui de la DGCT ; le Gouverneur l’approuve et convoque la "
          "cérémonie ; tous deux signent, en cinq originaux. Source : grille méthodologique, étape 8."),
        (
            Task("propose_convention", "proposer-la-convention", _("Proposer la convention"),
                 _("Convention proposée"),
                 (Role.PRESIDENT,), needs=SOUND_TEXT, until=(Need.PROPOSED,), awaited=True),
            Task("approve_convention", "approuver-la-convention",
                 _("Approuver la convention et convoquer la cérémonie"), _("Convention approuvée, cérémonie fixée"),
                 (Role.GOVERNOR,), needs=(Need.PROPOSED, Need.WRITTEN), waits_for=(Need.PROPOSED,),
                 until=(Need.APPROVED,), awaited=True, commits=True),
            Task("return_convention", "revoir-la-convention", _("Demander une autre rédaction"),
                 _("Autre rédaction demandée"), (Role.GOVERNOR,), needs=(Need.PROPOSED,), comment=True),
            ANSWER,
            # The source names no way back from E8: its text is written here, before a proposal or after a return.
            Task("edit", "preparer", _("Corriger le dossier que la convention imprime"),
                 _("Dossier que la convention imprime corrigé"), (Role.REGION,), needs=(Need.UNPROPOSED,),
                 waits_for=(Need.UNPROPOSED,), until=(Need.ANSWERED, *SOUND_TEXT), awaited=True),
            Task("attach", "deposer", _("Déposer l’accord d’un partenaire"), _("Accord d’un partenaire déposé"),
                 (Role.REGION,), needs=(Need.UNPROPOSED,)),
            Move("sign", "signer", _("Signer le contrat-plan"), _("Contrat-plan signé"), BOTH,
                 target=Step.SIGNED, needs=(Need.APPROVED, Need.CEREMONY), waits_for=(Need.APPROVED,), awaited=True,
                 joint=True, commits=True, part=_("Signature donnée")),
            replace(WITHDRAW, needs=(Need.UNSIGNED,)), replace(CLOSE, needs=(Need.UNSIGNED,)),
        ),
        delay=values.SIGNING,
    ),
)

# From which step on each body sees what it reaches (`people.roles.REACH`). The light copy of the request goes to the
# Governor, so the region's own services see it from the start; copies of the convention go to DNPD, DRPSIAP and ANICT:
# from the signature step.
SIGHT = {
    Body.COUNCIL: 1,
    Body.GOVERNORATE: 1,
    Body.DRPSIAP: 1,
    Body.ADR: 1,
    Body.DGCT: 4,
    Body.CT_MINISTRY: 4,
    Body.FINANCE: 5,
    Body.SECTOR: 5,
    Body.ANICT: 8,
    Body.DNPD: 8,
    Body.DNAT: 8,
}

# fmt: on

STAGE = {stage.step: stage for stage in STAGES}
ENDED = (Step.SIGNED, Step.WITHDRAWN, Step.CLOSED)
MOVE_NAMES = tuple(dict.fromkeys(move.name for stage in STAGES for move in stage.moves))
TASK_NAMES = tuple(
    dict.fromkeys(action.name for stage in STAGES for action in stage.actions if isinstance(action, Task))
)
ACTION_NAMES = (*MOVE_NAMES, *TASK_NAMES)


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
