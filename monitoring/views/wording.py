"""The words of each act of the follow-up: what is decided, what has been done, the button, what follows."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one act. `done` may name the sum, the year, the quarter, the paper of what was done."""

    heading: str
    done: str
    button: str = ""
    follows: tuple[str, ...] = ()


t = gettext_lazy
KEPT = t("L’acte reste au journal, avec votre nom et votre fonction.")

WORDS = {
    "open_tranche": Words(
        heading=t("Ce que le plan laisse à demander"),
        done=t("Demande préparée : %(sum)s pour %(year)s."),
        button=t("Préparer la demande"),
        follows=(
            t("Rien n’est encore demandé : vous déposez les pièces, puis le Président signe la demande."),
            t("Vous pourrez changer la somme jusque-là."),
        ),
    ),
    "edit_tranche": Words(
        heading=t("Ce que le plan laisse à demander"),
        done=t("Demande modifiée : %(sum)s pour %(year)s."),
        button=t("Enregistrer la demande"),
        follows=(t("Les pièces déjà déposées restent."),),
    ),
    "file_paper": Words(
        heading=t("Ce qui est déposé"),
        done=t("Pièce déposée : %(paper)s."),
        button=t("Déposer la pièce"),
        follows=(t("Une nouvelle version remplace la précédente, qui reste lisible et ne compte plus."),),
    ),
    "waive": Words(
        heading=t("La règle et la demande"),
        done=t("Dérogation %(outcome)s."),
        button=t("Enregistrer votre réponse"),
        follows=(
            t("Accordée, la règle ne compte plus pour cette tranche, et pour elle seule."),
            t("Votre nom et le motif restent affichés à côté de la règle."),
        ),
    ),
    "ask_waiver": Words(
        heading=t("La règle qui n’est pas remplie"),
        done=t("Dérogation demandée. Prochain à agir : le Directeur général de l’ANICT."),
        button=t("Demander la dérogation"),
        follows=(t("Le Directeur général de l’ANICT l’accorde ou la refuse, toujours avec un motif."),),
    ),
    "answer_return": Words(
        heading=t("Ce que l’ANICT demande"),
        done=t("Réponse enregistrée."),
        button=t("Enregistrer la réponse"),
        follows=(
            t("Votre réponse vaut pour tous les points encore à corriger ; l’ANICT la lit avec la demande."),
            t("Le Président peut ensuite redemander la tranche."),
        ),
    ),
    "request": Words(
        heading=t("Ce que vous demandez"),
        done=t("Tranche demandée à l’ANICT."),
        follows=(t("La somme est retenue sur le plan de financement : elle n’est plus disponible ailleurs."),),
    ),
    "accept": Words(heading=t("Ce que vous avez reçu"), done=t("Dossier déclaré complet.")),
    "send_back": Words(heading=t("Ce que vous avez reçu"), done=t("Dossier retourné à la collectivité.")),
    "approve": Words(
        heading=t("Ce qui est demandé"),
        done=t("Tranche approuvée : %(sum)s."),
        follows=(t("Ce qui n’est pas approuvé redevient disponible dans le plan de financement."),),
    ),
    "release": Words(
        heading=t("Ce qui est approuvé"),
        done=t("Somme débloquée : %(sum)s."),
        follows=(t("Elle compte comme mobilisée à partir de maintenant."),),
    ),
    "pay": Words(heading=t("Ce qui est débloqué"), done=t("Paiement constaté : %(sum)s.")),
    "justify": Words(
        heading=t("Ce qui est payé"),
        done=t("Dépenses déclarées : %(sum)s."),
        follows=(t("Rien n’est justifié avant l’examen : seul compte ce que l’ANICT accepte."),),
    ),
    "examine": Words(
        heading=t("Ce qui est déclaré"),
        done=t("Justification %(outcome)s."),
        button=t("Enregistrer votre réponse"),
        follows=(
            t("Ce que vous n’acceptez pas reste à justifier ; la collectivité lit votre motif."),
            t("Avec le dernier franc accepté, la tranche est close."),
        ),
    ),
    "cancel": Words(
        heading=t("Ce que vous annulez"),
        done=t("Tranche annulée."),
        follows=(t("Elle reste lisible, avec ses pièces ; aucun acte n’y sera plus possible."),),
    ),
    "inscribe_share": Words(
        heading=t("Ce que la convention engage"),
        done=t("Contribution inscrite au budget %(year)s : %(sum)s."),
        button=t("Enregistrer l’inscription"),
        follows=(t("La dernière inscription enregistrée pour l’année est celle qui compte."),),
    ),
    "ask_bsi": Words(
        heading=t("Ce que la convention engage"),
        done=t("Demande enregistrée pour le BSI %(year)s : %(sum)s. Prochain à agir : la DNPD."),
        button=t("Enregistrer la demande"),
        follows=(t("La DNPD inscrit le contrat-plan au répertoire national des projets, puis au BSI."),),
    ),
    "register": Words(
        heading=t("Ce qui est demandé"),
        done=t("Contrat-plan inscrit au répertoire national pour %(year)s. Reste l’inscription au BSI."),
        button=t("Enregistrer l’inscription au répertoire"),
        follows=(t("L’inscription au BSI de l’année devient possible."),),
    ),
    "inscribe_bsi": Words(
        heading=t("Ce qui est demandé"),
        done=t("Inscription au BSI %(year)s enregistrée : %(sum)s."),
        button=t("Enregistrer l’inscription au BSI"),
        follows=(t("La collectivité peut demander ses tranches de l’année à l’ANICT."),),
    ),
    "refuse_bsi": Words(
        heading=t("Ce qui est demandé"),
        done=t("Refus enregistré pour le BSI %(year)s. Prochain à agir : le Président, qui lit votre motif."),
        button=t("Enregistrer le refus"),
        follows=(t("La demande quitte votre liste ; le Président peut en faire une autre."),),
    ),
    "ask_complement": Words(
        heading=t("Ce qui est demandé"),
        done=t("Complément demandé pour le BSI %(year)s. Prochain à agir : le Président, qui lit ce qui manque."),
        button=t("Demander le complément"),
        follows=(t("La demande quitte votre liste, et y revient une fois que le Président l’a refaite."),),
    ),
    "record_movement": Words(
        heading=t("Ce qui est déjà enregistré"),
        done=t("Mouvement enregistré : %(sum)s."),
        button=t("Enregistrer le mouvement"),
        follows=(t("Un mouvement ne s’efface pas : une erreur se contre-passe avec son motif, et les deux restent."),),
    ),
    "reverse_movement": Words(
        heading=t("Le mouvement que vous annulez"),
        done=t("Mouvement contre-passé : %(sum)s."),
        button=t("Contre-passer ce mouvement"),
        follows=(
            t("Un mouvement inverse est écrit à la même date, avec votre nom ; aucun des deux ne compte plus."),
            t("Les deux restent à la liste, barrés. Enregistrez ensuite le mouvement juste."),
        ),
    ),
    "convene": Words(
        heading=t("Le trimestre à examiner"),
        done=t("CROCSAD convoqué : %(session)s. Prochain à agir : la DRPSIAP, qui propose le canevas."),
        button=t("Enregistrer la convocation"),
        follows=(
            t("La DRPSIAP, secrétariat du CROCSAD, propose le canevas pour ce jour, puis enregistre la session."),
            t("Convoquée de nouveau, la session est attendue au dernier jour donné."),
        ),
    ),
    "lapse_resources": Words(
        heading=t("Les ressources attendues"),
        done=t("Constat enregistré : ces ressources ne sont pas venues."),
        button=t("Enregistrer le constat"),
        follows=(t("L’obligation de l’année prend fin, avec votre motif ; aucune somme n’est inventée."), KEPT),
    ),
    "propose_canvas": Words(
        heading=t("Le trimestre à examiner"),
        done=t("Canevas du trimestre %(quarter)s proposé.%(remarks)s"),
        button=t("Proposer le canevas"),
        follows=(
            t("Le canevas est rempli d’avance : financement, tranches, échéances et derniers taux connus."),
            t("La collectivité et l’ANICT sont prévenues et complètent leurs parts."),
        ),
    ),
    "declare_lapse": Words(
        heading=t("Les trimestres sans session"),
        done=t("Carence constatée : %(quarters)s."),
        button=t("Constater la carence"),
        follows=(t("Un trimestre constaté en carence ne reçoit plus ni session ni rapport."), KEPT),
    ),
    "hold": Words(
        heading=t("La session"),
        done=t("Session enregistrée."),
        button=t("Enregistrer la session"),
        follows=(t("Jusqu’à l’adoption du rapport, la session se rectifie avec son motif ; après, par un erratum."),),
    ),
    "move_session": Words(
        heading=t("La session prévue"),
        done=t("Session prévue le %(day)s."),
        button=t("Changer la date"),
        follows=(t("Le motif reste au journal du trimestre, avec la date qui était prévue."),),
    ),
    "rectify_session": Words(
        heading=t("La session telle qu’elle est écrite"),
        done=t("Session rectifiée."),
        button=t("Enregistrer la rectification"),
        follows=(t("Ce qui était écrit reste affiché au trimestre, avec votre nom et le motif."),),
    ),
    "propose_erratum": Words(
        heading=t("Le rapport que vous corrigez"),
        done=t("Erratum n° %(number)s proposé."),
        button=t("Proposer l’erratum"),
        follows=(
            t("Le Gouverneur l’adopte ; jusque-là vous pouvez le reprendre."),
            t("Le rapport adopté ne change pas : l’erratum se lit et s’imprime avec lui."),
        ),
    ),
    "adopt_erratum": Words(
        heading=t("L’erratum que vous adoptez"),
        done=t("Erratum n° %(number)s adopté et figé."),
        follows=(t("L’erratum est figé en PDF avec son empreinte ; le rapport garde la sienne."),),
    ),
    "lapse": Words(
        heading=t("Le trimestre sans session"),
        done=t("Carence constatée."),
        button=t("Constater la carence"),
        follows=(t("Ce trimestre ne pourra plus recevoir de session ni de rapport."), KEPT),
    ),
    "fill_region_part": Words(
        heading=t("Chaque projet à la fin du trimestre"),
        done=t("Part de la collectivité enregistrée."),
        button=t("Enregistrer la part de la collectivité"),
        follows=(t("Vous pouvez la reprendre jusqu’à l’adoption du rapport."),),
    ),
    "fill_anict_part": Words(
        heading=t("Les tranches de chaque projet"),
        done=t("Part de l’ANICT enregistrée."),
        button=t("Enregistrer la part de l’ANICT"),
        follows=(t("Vous pouvez la reprendre jusqu’à l’adoption du rapport."),),
    ),
    "write_up": Words(
        heading=t("La session"),
        done=t("Synthèse enregistrée."),
        button=t("Enregistrer la synthèse"),
        follows=(t("Vous pouvez la reprendre jusqu’à l’adoption du rapport."),),
    ),
    "adopt_report": Words(
        heading=t("Le rapport que vous adoptez"),
        done=t("Rapport adopté et figé."),
        follows=(
            t("Le rapport est figé en PDF avec son empreinte : plus rien n’y change."),
            t("La mise en page demande quelques secondes."),
        ),
    ),
    "return_report": Words(
        heading=t("Le rapport que vous renvoyez"),
        done=t("Rapport renvoyé à la DRPSIAP avec vos remarques."),
        button=t("Renvoyer avec ces remarques"),
        follows=(
            t("La session et les parts restent telles qu’elles sont ; la DRPSIAP reprend la synthèse."),
            t("Vous adoptez le rapport quand elle l’a reprise."),
        ),
    ),
    "transmit_report": Words(
        heading=t("Le rapport que vous transmettez"),
        done=t("Rapport transmis au ministre chargé des finances. Le trimestre est terminé."),
        button=t("Enregistrer la transmission"),
        follows=(t("Le trimestre est terminé ; son rapport et la lettre restent lisibles."),),
    ),
    "designate_team": Words(
        heading=t("L’obligation"), done=t("Équipe désignée."), button=t("Enregistrer la décision")
    ),
    "sign_works": Words(
        heading=t("L’obligation"), done=t("Contrat de travaux enregistré."), button=t("Enregistrer le contrat")
    ),
    "set_indicators": Words(
        heading=t("L’obligation"), done=t("Canevas d’indicateurs partagé."), button=t("Partager le canevas")
    ),
    "hold_committee": Words(
        heading=t("L’obligation"), done=t("Comité régional : %(outcome)s."), button=t("Enregistrer la réunion")
    ),
    "file_evaluation": Words(
        heading=t("L’obligation"), done=t("Rapport d’évaluation déposé."), button=t("Déposer le rapport")
    ),
    "hold_national": Words(
        heading=t("L’obligation"), done=t("Comité national : %(outcome)s."), button=t("Enregistrer la réunion")
    ),
}
