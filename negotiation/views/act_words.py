"""What the pages of the acts say: the heading of what is decided, the button, what follows, what has been done."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cper.people.models import Actor, Mandate
from cper.people.rights import fills
from cper.people.roles import Role
from cper.words.french import long_date, ngettext, sequence
from negotiation.models import Contract, Turn, requirements
from negotiation.views.awaited import awaited, houses, without_a_day
from negotiation.views.standing import is_mine
from negotiation.vocabulary import sharing_its_delay
from negotiation.workflow import ENDED, STAGE, STAGES, Action, Move, Stage, Step, at


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one act.

    `then` replaces the usual sentence on who is next, when a delay runs; `also` says whose consent a joint act still
    needs.
    """

    heading: str
    done: str
    button: str = ""
    follows: tuple[str, ...] = ()
    then: str = ""
    also: str = ""


t = gettext_lazy
DEFINITIVE = t("Le dossier s’arrête là : aucun acte n’y sera plus possible.")
READABLE = t("Il reste lisible, avec ses pièces et son journal.")

WORDS = {
    "adopt": Words(
        heading=t("Ce que vous enregistrez"),
        done=t("Délibération enregistrée."),
        follows=(t("La collectivité réunit alors ses projets, leur financement et les pièces de la demande."),),
    ),
    "complete": Words(
        heading=t("Ce que vous déclarez prêt"),
        done=t("Demande déclarée prête."),
        follows=(t("Le dossier reste modifiable jusqu’à sa transmission."),),
    ),
    "submit": Words(
        heading=t("Ce que vous transmettez"),
        done=t("Demande transmise à la DGCT."),
        follows=(
            t("La demande est adressée au ministre chargé des collectivités territoriales."),
            t("Le Gouverneur en a la copie allégée et lit déjà ce dossier."),
            t(
                "Le dossier ne se modifie plus, sauf si la DGCT le retourne, si un ministère demande des corrections, "
                "ou si une autre rédaction de la convention est demandée."
            ),
        ),
        then=t("Elle a jusqu’au %(day)s."),
    ),
    "answer_remarks": Words(
        heading=t("Ce qui vous est demandé"),
        done=t("Réponses enregistrées."),
        button=t("Enregistrer les réponses"),
        follows=(
            t("Qui a fait la remarque lit votre réponse avant de décider de nouveau."),
            t("Une réponse enregistrée reste au dossier ; si vous en écrivez une autre, la dernière compte."),
        ),
    ),
    "assess": Words(
        heading=t("Où en est l’examen"),
        done=t("Examen enregistré."),
        button=t("Enregistrer l’examen"),
        follows=(
            t("Vous pouvez enregistrer une partie des réponses et reprendre plus tard."),
            t("Transmettre aux ministères ou retourner le dossier reste un acte du Directeur général."),
        ),
    ),
    "transmit": Words(
        heading=t("Ce que vous transmettez"),
        done=t("Dossier transmis aux ministères."),
        follows=(t("Chaque ministère concerné est invité à donner son avis."),),
        then=t("Ils ont jusqu’au %(day)s."),
    ),
    "send_back": Words(
        heading=t("Ce qui n’est pas conforme"),
        done=t("Dossier retourné à la collectivité."),
        follows=(
            t("La collectivité corrige son dossier et le transmet à nouveau ; les quatre critères sont réexaminés."),
        ),
    ),
    "give_opinion": Words(
        heading=t("Ce sur quoi porte l’avis"),
        done=t("Avis rendu."),
        button=t("Rendre cet avis"),
        follows=(t("Un avis rendu ne se modifie pas."),),
    ),
    "resubmit": Words(
        heading=t("Ce que vous transmettez"),
        done=t("Dossier corrigé transmis."),
        follows=(
            t("Les ministères qui ont demandé des corrections rendent un nouvel avis ; le premier reste lisible."),
            t("Un avis qui laisse passer le dossier reste acquis, sauf si ce qu’il a examiné a changé depuis."),
        ),
    ),
    "open_negotiation": Words(
        heading=t("Les avis que vous transmettez"),
        done=t("Avis transmis : la négociation est ouverte."),
        follows=(t("Les avis sont transmis au Président (ou au Maire du District) et au Gouverneur."),),
    ),
    "draw_list": Words(
        heading=t("Les projets du dossier"),
        done=t("Liste des projets enregistrée."),
        button=t("Enregistrer la liste"),
        follows=(t("Chacun approuve ensuite la liste : le Président (ou le Maire) et le Gouverneur."),),
    ),
    "approve_list": Words(
        heading=t("La liste que vous approuvez"),
        done=t("Liste approuvée."),
        also=t("%(who)s doit l’approuver aussi : le dossier passe alors à l’étape E7."),
    ),
    "record_session": Words(
        heading=t("La session"),
        done=t("Session consignée."),
        button=t("Consigner la session"),
        follows=(
            t("Vous pouvez corriger ce compte rendu jusqu’à son adoption par le Gouverneur."),
            t("Le Gouverneur adopte la liste définitive quand le procès-verbal est déposé."),
        ),
    ),
    "adopt_selection": Words(
        heading=t("Ce que vous adoptez"),
        done=t("Liste définitive adoptée."),
        follows=(t("La collectivité propose la convention avec l’appui de la DGCT."),),
    ),
    "return_list": Words(
        heading=t("Ce que vous renvoyez"),
        done=t("Liste renvoyée."),
        follows=(t("Les deux approbations tombent ; la session consignée reste lisible mais ne compte plus."),),
    ),
    "propose_convention": Words(
        heading=t("La convention que vous proposez"),
        done=t("Convention proposée."),
        follows=(
            t("Ces clauses s’impriment dans la convention ; le reste du texte vient du dossier."),
            t("Le Gouverneur la lit, puis l’approuve ou demande une autre rédaction."),
        ),
        then=t("Le Gouverneur a jusqu’au %(day)s."),
    ),
    "approve_convention": Words(
        heading=t("La convention que vous approuvez"),
        done=t("Convention approuvée, cérémonie convoquée."),
        follows=(
            t("Le texte est figé avec son empreinte : il ne change plus."),
            t("Il nomme qui signe pour chaque partie le jour de la cérémonie : personne d’autre ne signe."),
            t("Chacun enregistre sa signature dès le jour de la cérémonie, dans un ordre ou dans l’autre."),
            t("La mise en page demande quelques secondes."),
        ),
    ),
    "return_convention": Words(
        heading=t("La convention que vous renvoyez"),
        done=t("Autre rédaction demandée."),
        follows=(
            t("La collectivité récrit ses clauses, corrige son dossier, puis propose une autre convention."),
            t("Une approbation est reprise ; une signature déjà enregistrée est annulée et reste lisible."),
            t("Ce que le CROCSAD élargi a retenu reste le même."),
        ),
    ),
    "sign": Words(
        heading=t("Ce que vous signez"),
        done=t("Signature enregistrée."),
        button=t("Enregistrer ma signature"),
        follows=(t("Le contrat-plan est daté de la dernière des deux signatures."),),
        also=t("%(who)s doit signer aussi : le contrat-plan est alors signé."),
    ),
    "withdraw": Words(heading=t("Ce que vous retirez"), done=t("Demande retirée."), follows=(DEFINITIVE, READABLE)),
    "close": Words(
        heading=t("Ce que vous classez"), done=t("Dossier classé sans suite."), follows=(DEFINITIVE, READABLE)
    ),
}


def what_will_happen(contract: Contract, action: Action, mandate: Mandate, day: date) -> list[str]:
    """The lines above the button: where the dossier goes, and what else the act does."""
    own = [str(line) for line in WORDS[action.name].follows]
    if action.name == "draw_list" and any(
        one.action == "approve_list" and not one.voided for one in contract.assents.all()
    ):
        own = [_("Une approbation déjà donnée tombe : chacun approuve la nouvelle liste.")]
    waiting = others_to_consent(contract, action, mandate)
    if waiting:
        who = capfirst(sequence(str(role.label) for role in waiting))
        return [str(WORDS[action.name].also) % {"who": who}, *own]
    if not isinstance(action, Move) or action.target == contract.step:
        return own
    if action.target == Step.SIGNED:
        return [_("Le contrat-plan est signé ; le procès-verbal de signature est établi aussitôt."), *own]
    if action.target in ENDED:
        return own
    if action.returns:
        words = {"code": STAGE[action.target].code, "step": action.target.label}
        return [_("Le dossier retourne à l’étape %(code)s, « %(step)s ».") % words, *own]
    return [arrival(STAGE[action.target], len(contract.projects.all()), day), *own]


def others_to_consent(contract: Contract, action: Action, mandate: Mandate) -> list[Role]:
    """The roles whose consent a joint act still needs beside this one."""
    if not action.joint:
        return []
    given = {assent.role for assent in contract.assents.all() if assent.action == action.name and not assent.voided}
    return [role for role in action.roles if role.value not in given and not fills(mandate, role)]


def arrival(stage: Stage, projects: int, day: date) -> str:
    """« Le dossier passe à l’étape E4, « Examen par la DGCT » : délai estimé, 8 jours. »"""
    words = {"code": stage.code, "step": stage.step.label}
    if stage.delay is None:
        return _("Le dossier passe à l’étape %(code)s, « %(step)s ».") % words
    words["days"] = days_of(stage, stage.delay.value_on(day).total(projects))
    if stage.delay_from:
        return _("Le dossier passe à l’étape %(code)s, « %(step)s » ; le délai en cours continue.") % words
    return _("Le dossier passe à l’étape %(code)s, « %(step)s » : délai estimé, %(days)s.") % words


def days(number: Decimal) -> str:
    """« 8 jours », « 7,5 jours »."""
    return _("%s jours") % f"{number:f}".replace(".", ",")


def days_of(stage: Stage, number: Decimal) -> str:
    """The days of a step; « 7,5 jours pour les étapes E6 et E7 ensemble » where one delay counts several."""
    together = [one.code for one in sharing_its_delay(stage, STAGES)]
    if not together:
        return days(number)
    return _("%(days)s pour les étapes %(steps)s ensemble") % {"days": days(number), "steps": sequence(together)}


def outcome(contract: Contract, action: Action, actor: Actor) -> str:
    """What has happened and who is next: « Demande transmise à la DGCT. Elle a jusqu’au 30 novembre 2026. »"""
    words = WORDS[action.name]
    done = str(words.done)
    if contract.step == Step.SIGNED:
        done = _("Le contrat-plan est signé. Le procès-verbal de signature est établi.")
    return (
        f"{done} {what_remains(contract, action, actor) or what_comes_next(contract, actor, str(words.then))}".strip()
    )


def what_remains(contract: Contract, action: Action, actor: Actor) -> str:
    """What is still missing where the same act goes on being awaited of this person; empty otherwise."""
    if not any(turn.action == action.name and is_mine(turn, actor) for turn in contract.turns.all()):
        return ""
    contract.load(action.until)
    return next(iter(requirements.missing(contract, action.until, actor.day)), "")


def what_comes_next(contract: Contract, actor: Actor, then: str = "") -> str:
    """Whose turn it is now, and until when if that day is to come; empty once the dossier has ended."""
    turns = list(contract.turns.all())
    mine = next((turn for turn in turns if is_mine(turn, actor)), None)
    if mine:
        return still_yours(contract, mine, actor.day)
    if not turns:
        return ""
    timed = [turn for turn in turns if turn.due_on and turn.due_on >= actor.day]
    if not timed:
        sentence = ngettext("Prochain à agir : %(who)s.", "Prochains à agir : %(who)s.", houses(turns))
        return sentence % {"who": sequence(awaited(turns))}
    sentence = then or ngettext("%(who)s a jusqu’au %(day)s.", "%(who)s ont jusqu’au %(day)s.", houses(timed))
    said = sentence % {"who": capfirst(sequence(awaited(timed))), "day": long_date(timed[0].due_on)}
    return " ".join(part for part in (said, without_a_day(turns, timed)) if part)


def still_yours(contract: Contract, turn: Turn, day: date) -> str:
    """The act awaited of this person; where it cannot be done yet, how much the step still lacks before it ends."""
    action = at(contract.step, turn.action)
    wanted = action.needs if isinstance(action, Move) else action.needs or action.until
    contract.load(wanted)
    lacking = len(requirements.missing(contract, wanted, day))
    if not lacking:
        return _("C’est encore à vous : « %(what)s ».") % {"what": action.label}
    last = next((move for move in contract.stage.moves if move.awaited and not move.returns), action)
    sentence = ngettext(
        "C’est encore à vous : un point manque avant « %(what)s ».",
        "C’est encore à vous : %(n)s points manquent avant « %(what)s ».",
        lacking,
    )
    return sentence % {"n": lacking, "what": last.label}
