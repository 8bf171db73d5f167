"""The whole job by HTTP, from an empty dossier to the signed convention through every return, as in the manual."""

from tests.journeys.cast import Cast, journal, text_of
from tests.journeys.chapters import (
    BAOBAB,
    PASTURES,
    TITLE,
    convene_the_ceremony,
    correct_general_data,
    describe_project,
    do,
    examine,
    file_all_pieces,
    file_new_version,
    file_piece,
    give_opinion,
    open_a_dossier,
    propose_the_convention,
    record_session,
    sign,
)

LIST = "Approuver la liste des projets"
SIGN = "Signer le contrat-plan"
SUBMIT = "Transmettre la demande à la DGCT"
PROPOSE = "Proposer la convention"
GENERATION = "quatrième génération"
OPINION = "Donner l’avis du ministère"


def test_a_region_s_request_becomes_a_signed_convention(cast):
    dossier = the_region_prepares_its_request(cast)
    the_dgct_sends_it_back_then_finds_it_eligible(cast, dossier)
    the_ministries_have_it_corrected_then_agree(cast, dossier)
    the_list_is_approved_and_the_crocsad_selects(cast, dossier)
    the_convention_is_written_twice_then_signed_by_both(cast, dossier)

    convention = text_of(cast("anict").download(f"{dossier}convention.pdf"))
    minutes = text_of(cast("dnpd").download(f"{dossier}proces-verbal.pdf"))
    assert [words for words in IN_THE_CONVENTION if words not in convention] == []
    assert [words for words in IN_THE_MINUTES if words not in minutes] == []
    assert journal(cast("kayes.adr"), dossier) == ALL_ACTS


def the_region_prepares_its_request(cast: Cast) -> str:
    """E1 to E3, and the DGCT is awaited; nobody of another region knows of it."""
    agent, president = cast("kayes.agent"), cast("kayes.president")

    dossier = open_a_dossier(agent)
    everyone = ["Enregistrer la délibération adoptée"]
    assert cast.awaited(dossier) == {"kayes.agent": everyone, "kayes.president": everyone}
    file_piece(agent, dossier, "Délibération autorisant")
    do(agent, dossier, "Enregistrer la délibération adoptée")

    describe_project(agent, dossier, PASTURES)
    describe_project(agent, dossier, BAOBAB)
    file_all_pieces(agent, dossier)
    do(agent, dossier, "Déclarer la demande prête")
    assert cast.awaited(dossier) == {"kayes.president": [SUBMIT]}

    do(president, dossier, SUBMIT)
    assert cast.awaited(dossier) == {"dgct": ["Examiner les quatre critères"]}
    assert is_told_it_does_not_exist(cast, "gao.president", dossier)
    return dossier


def the_dgct_sends_it_back_then_finds_it_eligible(cast: Cast, dossier: str) -> None:
    """E4: a return with its remarks, the request once more, the four criteria, the ministries asked."""
    dgct = cast("dgct")

    do(dgct, dossier, "Retourner pour mise en conformité", {"Ce qui est à mettre en conformité": "Datez la demande."})
    work = ["Répondre aux remarques", "Compléter ou corriger le dossier"]
    assert cast.awaited(dossier) == {"kayes.agent": work, "kayes.president": work}
    file_new_version(cast("kayes.agent"), dossier, "Demande de CPER")
    assert cast.awaited(dossier) == {"kayes.president": [SUBMIT]}
    do(cast("kayes.president"), dossier, SUBMIT)

    examine(dgct, dossier)
    assert cast.awaited(dossier) == {"dgct": ["Transmettre aux ministères"]}
    do(dgct, dossier, "Transmettre aux ministères")
    assert cast.awaited(dossier) == {"finances": [OPINION], "elevage": [OPINION]}
    assert is_told_it_does_not_exist(cast, "culture", dossier)


def the_ministries_have_it_corrected_then_agree(cast: Cast, dossier: str) -> None:
    """E5: one ministry asks for corrections and gives a second opinion; the other need not."""
    again = "Transmettre le dossier corrigé aux ministères"

    give_opinion(cast("elevage"), dossier, "Insuffisances à corriger", "L’étude ne chiffre pas le second puits.")
    give_opinion(cast("finances"), dossier, "Favorable", envelope="1 600 000 000")
    work = ["Répondre aux remarques", "Corriger le dossier"]
    assert cast.awaited(dossier) == {"kayes.agent": work, "kayes.president": work}
    file_new_version(cast("kayes.agent"), dossier, "Étude de faisabilité")
    assert cast.awaited(dossier) == {"kayes.president": [again]}
    do(cast("kayes.president"), dossier, again, {"Ce qui a été corrigé": "Le second puits est chiffré."})

    assert cast.awaited(dossier) == {"elevage": [OPINION]}
    give_opinion(cast("elevage"), dossier, "Favorable avec réserves", "Suivre la nappe chaque année.")
    assert cast.awaited(dossier) == {"dgct": ["Transmettre les avis et ouvrir la négociation"]}
    do(cast("dgct"), dossier, "Transmettre les avis et ouvrir la négociation")


def the_list_is_approved_and_the_crocsad_selects(cast: Cast, dossier: str) -> None:
    """E6 and E7: both approve the list; the DRPSIAP records the session; the Governor adopts what it decided."""
    drpsiap, governor = cast("kayes.drpsiap"), cast("kayes.gouverneur")

    assert cast.awaited(dossier) == {"kayes.president": [LIST], "kayes.gouverneur": [LIST]}
    do(governor, dossier, LIST)
    assert cast.awaited(dossier) == {"kayes.president": [LIST]}
    do(cast("kayes.president"), dossier, LIST)

    assert cast.awaited(dossier) == {"kayes.drpsiap": ["Consigner la session du CROCSAD élargi"]}
    record_session(drpsiap, dossier, deferring=True)
    file_piece(drpsiap, dossier, "Procès-verbal du CROCSAD élargi")
    assert cast.awaited(dossier) == {"kayes.gouverneur": ["Adopter la liste définitive"]}
    do(governor, dossier, "Adopter la liste définitive")


def the_convention_is_written_twice_then_signed_by_both(cast: Cast, dossier: str) -> None:
    """E8: the Governor asks for another text, approves it, convenes; both sign what names them, not the delegate."""
    president, governor = cast("kayes.president"), cast("kayes.gouverneur")
    remarks = {"Ce qui est à revoir dans la rédaction": "Dites la génération du contrat-plan."}
    correct = "Corriger le dossier que la convention imprime"

    assert cast.awaited(dossier) == {"kayes.president": [PROPOSE]}
    propose_the_convention(president, dossier)
    do(governor, dossier, "Demander une autre rédaction", remarks)
    answer = "Répondre aux remarques"
    assert cast.awaited(dossier) == {
        "kayes.agent": [correct, answer],
        "kayes.president": [PROPOSE, correct, answer],
    }
    correct_general_data(cast("kayes.agent"), dossier, {"Génération": GENERATION})
    propose_the_convention(president, dossier, {"Équipe de mise en œuvre (article 8)": TEAM})
    convene_the_ceremony(governor, dossier)

    assert cast.awaited(dossier) == {"kayes.president": [SIGN], "kayes.gouverneur": [SIGN]}
    cast("kayes.delegue").open(f"{dossier}signer/")
    assert "Votre délégation ne couvre pas la signature du contrat-plan" in cast("kayes.delegue").text
    sign(president, dossier)
    assert cast.awaited(dossier) == {"kayes.gouverneur": [SIGN]}
    sign(governor, dossier)
    assert cast.awaited(dossier) == {}


def is_told_it_does_not_exist(cast: Cast, account: str, dossier: str) -> bool:
    cast(account).open(dossier)
    return cast(account).status == 404


TEAM = "Chef de projet : Salimata Fofana"
IN_THE_CONVENTION = (
    "Salimata Fofana",
    "entre l’État et la Région de Kayes",
    TITLE,
    PASTURES.title,
    GENERATION,
    "Goungoto (cercle de Bafoulabé)",
    "un milliard sept cent quatre-vingt-un millions sept cent quinze mille cent soixante-quatre francs CFA",
    "un milliard six cents millions de francs CFA",
    "Gouverneur de la Région de Kayes",
    "Présidente du Conseil régional de Kayes",
)
IN_THE_MINUTES = (
    "Version approuvée n° 2",
    "Gouverneur de la Région de Kayes",
    "Présidente du Conseil régional de Kayes",
)
ALL_ACTS = [
    "Dossier ouvert",
    "Pièce déposée",
    "Délibération enregistrée",
    "Dossier complété",
    "Pièce déposée",
    "Demande déclarée prête",
    "Demande transmise à la DGCT",
    "Dossier retourné pour mise en conformité",
    "Pièce déposée",
    "Demande transmise à la DGCT",
    "Quatre critères examinés",
    "Dossier transmis aux ministères",
    "Avis du ministère donné",
    "Pièce corrigée déposée",
    "Dossier corrigé transmis aux ministères",
    "Avis du ministère donné",
    "Avis transmis, négociation ouverte",
    "Accord donné à la liste des projets",
    "Liste des projets approuvée",
    "Session du CROCSAD élargi consignée",
    "Procès-verbal déposé",
    "Liste définitive adoptée",
    "Convention proposée",
    "Autre rédaction demandée",
    "Dossier que la convention imprime corrigé",
    "Convention proposée",
    "Convention approuvée, cérémonie fixée",
    "Signature donnée",
    "Contrat-plan signé",
]
