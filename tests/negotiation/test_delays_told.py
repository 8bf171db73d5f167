"""The overview of a dossier says how long its step takes and, where the step does not cite it, by which text."""

import pytest

from cper.people.roles import Role
from negotiation.workflow import Step
from tests.factories import NOW, ContractFactory, user_as
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step.DGCT_REVIEW, "grille méthodologique, étape 4. Délai estimé : 8 jours."),
        (Step.MINISTRY_REVIEW, "grille méthodologique, étape 5. Délai estimé : 13 jours."),
        (
            Step.PROJECT_LIST,
            "grille méthodologique, étape 6. Délai estimé : 7,5 jours pour les étapes E6 et E7 ensemble.",
        ),
        (
            Step.SELECTION,
            "grille méthodologique, étape 7. "
            "Délai estimé : 7,5 jours pour les étapes E6 et E7 ensemble (grille méthodologique, étape 6).",
        ),
        (Step.FORMALISATION, "grille méthodologique, étape 3."),
    ],
)
def test_the_step_tells_its_delay_and_by_which_text(client, time_machine, step, told):
    time_machine.move_to(NOW, tick=False)
    contract = ContractFactory(step=step, ready=True)
    client.force_login(user_as(Role.PRESIDENT, contract.region))

    page = client.get(contract.get_absolute_url())

    assert text(page.context["stage"]["help"]).endswith(told)
