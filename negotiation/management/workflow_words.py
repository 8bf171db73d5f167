"""What the page of the law says of what its table only names: conditions, pieces, reaches."""

from cper.people.roles import Scope
from negotiation.workflow import Need, Per

# Each condition as a clause, then what the site checks.
CONDITIONS = {
    Need.PIECES: (
        "les pièces exigées sont jointes",
        "Chaque pièce exigée à cette étape, ou à une étape précédente, a une version en vigueur.",
    ),
    Need.PROJECTS: (
        "les projets sont décrits",
        "Le dossier compte au moins un projet, et aucun projet n’a de rubrique obligatoire vide.",
    ),
    Need.BALANCE: ("les parts couvrent le coût", "Pour chaque projet, la somme des parts est égale au coût déclaré."),
    Need.DURATION: ("les durées s’accordent", "Le contrat a une durée, et aucun projet ne la dépasse."),
    Need.TERM: (
        "l’argent tombe dans la durée du contrat",
        "Aucune somme n’est prévue dans une année que le contrat ne touche pas.",
    ),
    Need.PDESC: ("le PDESC est valide", "Le PDESC est en cours de validité le jour de l’acte."),
    Need.EXAMINED: (
        "l’examen est complet",
        "Chaque projet a une réponse aux quatre critères, de ce passage ou, pour ce qui n’a pas changé, d’un autre.",
    ),
    Need.CRITERIA: ("les critères sont remplis", "L’examen est complet, et chaque projet remplit les critères."),
    Need.OPINIONS: (
        "les avis sont favorables",
        "Tous les avis demandés sont rendus, favorables ou favorables avec réserves.",
    ),
    Need.CORRECTIONS_ASKED: (
        "un ministère demande des corrections",
        "Un avis en cours relève des insuffisances ou est défavorable.",
    ),
    Need.LIST: ("la liste est dressée", "Au moins un projet est inscrit sur la liste."),
    Need.SESSION: (
        "la session a décidé",
        "La session est consignée, décide de chaque projet inscrit et en retient au moins un.",
    ),
    Need.ENVELOPE: (
        "l’enveloppe suffit",
        "La part de l’État retenue tient dans l’enveloppe donnée par le ministère chargé des finances.",
    ),
    Need.PROPOSED: (
        "la convention est proposée",
        "La collectivité a proposé une convention, non renvoyée depuis.",
    ),
    Need.WRITTEN: (
        "aucune clause ne laisse de blanc",
        "Aucune clause n’est à compléter, et les tranches ne nomment que les exercices du plan de financement.",
    ),
    Need.UNPROPOSED: (
        "aucune convention n’est chez le Gouverneur",
        "Aucune convention n’est proposée, ou la dernière est renvoyée.",
    ),
    Need.CEREMONY: (
        "le jour de la cérémonie est venu",
        "La cérémonie convoquée est d’aujourd’hui ou passée : la signature s’enregistre dès son jour.",
    ),
    Need.APPROVED: ("la convention est approuvée", "Le Gouverneur a approuvé la convention proposée."),
    Need.REMARKS: ("une remarque attend une suite", "Un retour ou un avis demande quelque chose à la collectivité."),
    Need.ANSWERED: ("chaque remarque a sa suite", "Ce qu’elle touche a changé depuis, ou il y est répondu par écrit."),
    Need.UNSIGNED: ("personne n’a signé", "Ni le Gouverneur ni le Président (ou le Maire du District) n’a signé."),
}
COMPLETE = "la demande est complète"
COPIES = {
    Per.CONTRACT: "le dossier",
    Per.PROJECT: "chaque projet",
    Per.PARTNER_PROJECT: "chaque projet dont un partenaire paie une part",
    Per.YEAR: "chacune des trois dernières années",
}
SEES = {
    Scope.TERRITORY: "les dossiers de sa région ou du District",
    Scope.NATION: "tous les dossiers",
    Scope.SECTOR: "les dossiers qui comptent un projet de son domaine",
}
