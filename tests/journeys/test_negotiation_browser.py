"""The eight steps in Chromium, from an empty dossier to the words of the PDF; by keyboard; without script."""

import pytest

from tests.journeys.cast import Cast, text_of
from tests.journeys.chapters import (
    PASTURES,
    TITLE,
    convene_the_ceremony,
    describe_project,
    do,
    examine,
    file_all_pieces,
    file_piece,
    give_opinion,
    open_a_dossier,
    propose_the_convention,
    record_session,
    sign,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("manner", ["mouse", "keyboard", "without script"])
def test_the_eight_steps_are_walked(cast_in_browser, manner):
    cast = cast_in_browser(manner)

    dossier = play(cast)

    words = text_of(cast("kayes.adr").download(f"{dossier}convention.pdf"))
    assert [fact for fact in IN_THE_CONVENTION if fact not in words] == []
    assert cast.troubles == []


def play(cast: Cast) -> str:
    """Everyone's part when nothing goes wrong; the address of the dossier."""
    agent, president, governor = cast("kayes.agent"), cast("kayes.president"), cast("kayes.gouverneur")
    dgct, drpsiap = cast("dgct"), cast("kayes.drpsiap")

    dossier = open_a_dossier(agent)
    file_piece(agent, dossier, "Délibération autorisant")
    do(agent, dossier, "Enregistrer la délibération adoptée")
    describe_project(agent, dossier, PASTURES)
    file_all_pieces(agent, dossier)
    do(agent, dossier, "Déclarer la demande prête")
    do(president, dossier, "Transmettre la demande à la DGCT")
    examine(dgct, dossier)
    do(dgct, dossier, "Transmettre aux ministères")
    give_opinion(cast("finances"), dossier, "Favorable", envelope="1 600 000 000")
    give_opinion(cast("elevage"), dossier, "Favorable avec réserves", "Suivre la nappe chaque année.")
    do(dgct, dossier, "Transmettre les avis et ouvrir la négociation")
    do(president, dossier, "Approuver la liste des projets")
    do(governor, dossier, "Approuver la liste des projets")
    record_session(drpsiap, dossier, deferring=False)
    file_piece(drpsiap, dossier, "Procès-verbal du CROCSAD élargi")
    do(governor, dossier, "Adopter la liste définitive")
    propose_the_convention(president, dossier)
    convene_the_ceremony(governor, dossier)
    sign(president, dossier)
    sign(governor, dossier)
    return dossier


IN_THE_CONVENTION = (
    TITLE,
    PASTURES.title,
    "entre l’État et la Région de Kayes",
    "un milliard sept cent quatre-vingt-un millions sept cent quinze mille cent soixante-quatre francs CFA",
)
