"""What people read in the year of follow-up: who owes what, what stands in the way, what is printed."""

from tests.journeys.chapters import BAOBAB, PASTURES
from tests.journeys.follow_up_chapters import TITLE, Advice

MEETING = "Réunir le comité régional de suivi"
EVALUATION = "Présenter le rapport annuel d’évaluation"
DGCT = "Direction générale des collectivités territoriales (DGCT)"
COMMITTEE = "Réunir le comité national de suivi"
ROAD = Advice("Ouvrir la piste de Goungoto.", "Conseil régional de Kayes", "15/05/2026")
WELL = Advice("Vérifier la nappe du second puits.", "Direction régionale de l’hydraulique", "31/12/2026")
STORE = Advice("Livrer le magasin de stockage.", "Conseil régional de Kayes", "31/03/2027")
PLEA = "Les factures du second décompte arrivent en juin."
FLOOD = "Crue du fleuve : les factures arrivent en juin."

OWED_AT_ONCE = [
    "Désigner par décision l’équipe de mise en œuvre",
    "Partager le canevas de suivi et ses indicateurs",
    "Inscrire la contribution de la collectivité à son budget (2026)",
    "Réunir le comité régional de suivi (1re réunion)",
    "Signer le contrat de travaux (projet 1)",
    "Signer le contrat de travaux (projet 2)",
]
DONE_IN_JANUARY = [OWED_AT_ONCE[0], OWED_AT_ONCE[1], OWED_AT_ONCE[4]]
OWED_IN_JANUARY = [
    "Présenter le rapport annuel d’évaluation (2025)",
    "Proposer le canevas du rapport (T1 2026)",
    "Inscrire la contribution de la collectivité à son budget (2026)",
    "Réunir le CROCSAD sur le contrat-plan (T1 2026)",
    "Réunir le comité régional de suivi (1re réunion)",
    "Demander l’inscription au répertoire national, puis au BSI (BSI 2027)",
    "Mobiliser la part de l’État : demander la tranche de l’année (2026)",
    "Signer le contrat de travaux (projet 2)",
]
LATE_IN_JANUARY = [
    f"{COMMITTEE} (T2 2026), {DGCT}",
    f"{COMMITTEE} (T3 2026), {DGCT}",
    f"{MEETING} (2e réunion), Agence de développement régional de Kayes",
    f"{COMMITTEE} (T4 2026), {DGCT}",
]
RULES = [
    "70 % de la part prévue pour l’année, au plus",
    "Pièces en plus : Convention de financement avec l’ANICT",
    "Tranche précédente justifiée à 80 %, au moins",
]
GUARD_OF_30_JUNE = [
    "Le 30 juin 2025 précède la signature : au plus tôt le BSI 2027 ; 140 000 000 FCFA attendent un an.",
    "140 000 000 FCFA au BSI 2027, le 3 février 2026.",
    "À demander au plus tard le 30 juin 2027 pour le BSI 2028 : 140 000 000 FCFA.",
    "À demander au plus tard le 30 juin 2028 pour le BSI 2029 : 140 000 000 FCFA.",
]
TRANCHE_PAPERS = [
    "Demande écrite adressée à l’ANICT",
    "Délibération du conseil sur le projet",
    "Plan de développement, ou stratégie de développement économique (SDER), de la collectivité",
    "Liste des projets soumis au contrat-plan",
    "Convention de financement avec l’ANICT",
]
IN_THE_REPORT = (
    TITLE,
    "T1 2026",
    "27 mars 2026",
    "42 participants",
    "20,00 %",
    "12,50 %",
    PASTURES.title,
    BAOBAB.title,
    "400 000 000",
    "55 000 000",
    "40 000 000",
    "Les pistes sont coupées.",
    "Une tranche payée sur deux.",
    "Retard des marchés.",
    ROAD.text,
    ROAD.responsible,
    "15 mai 2026",
    WELL.text,
    "Réception en fin d’année.",
)
OUT_OF_TIME = "Part de l’État au BSI 2026 : hors délai"
OVERDUE = "1 recommandation du CROCSAD a passé son échéance"
STILL_OPEN = "Le trimestre T2 2026 est encore ouvert (« Session tenue ») : terminez-le avant d’en ouvrir un autre."
THIRD_QUARTER = ["Proposer le canevas du rapport (T3 2026)", "Réunir le CROCSAD sur le contrat-plan (T3 2026)"]
# A tranche, from its preparation to its request; a quarter, from its canvas to its transmission.
DEMAND = ["Demande de tranche préparée", "Pièce déposée"]
REVIEW = [
    "Canevas d’un trimestre proposé",
    "Part de la collectivité complétée",
    "Part de l’ANICT complétée",
    "Session enregistrée",
    "Synthèse rédigée",
    "Rapport adopté",
    "Rapport transmis au ministre",
]
ALL_ACTS = [
    "Équipe de mise en œuvre désignée",
    "Contrat de travaux enregistré",
    "Canevas de suivi et indicateurs partagés",
    "Rapport annuel d’évaluation déposé",
    "Inscription au répertoire national demandée",
    "Inscription au répertoire national des projets",
    "Inscription au BSI",
    *DEMAND,
    "Tranche demandée à l’ANICT",
    "Dossier retourné pour complément",
    "Pièce déposée",
    "Tranche demandée à l’ANICT",
    "Dossier déclaré complet",
    "Tranche approuvée",
    "Somme débloquée",
    "Paiement constaté",
    "Dépenses déclarées",
    "Justification examinée",
    *REVIEW,
    "Contribution inscrite au budget",
    *DEMAND,
    "Dérogation demandée",
    "Décision sur une dérogation",
    "Tranche demandée à l’ANICT",
    "Dossier déclaré complet",
    "Tranche annulée",
    "Dépenses déclarées",
    "Justification examinée",
    "Réunion du comité régional enregistrée",
    *REVIEW,
    "Carence constatée",
    *REVIEW,
    "Rapport annuel d’évaluation déposé",
]

CONTRACT = "/suivi/CPER-KAYES-ESSAI/"
# Where the pages say what is missing, what stands in the way, what a checklist asks, the fingerprint of the report.
MISSING = '//main//ul[@class="missing"]/li'
REFUSED = '//main//*[@class="refusal__why"]//*[self::p or self::li]'
NEEDS = '//main//li[@class="needs__item"]/p[1]'
PROOFS = "//main//table//td//a"
HASH = '//main//*[@class="hash"]/@title'
