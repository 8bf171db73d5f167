"""What is said on a screen is said once, agrees with its number, and leads where it points."""

import pytest

from cper.people.roles import Role
from cper.words.french import sum_of
from monitoring.views.overview import contracts_in_words
from monitoring.views.panels.rest import grouped
from tests.monitoring.reading import chosen, read, texts


@pytest.mark.parametrize(
    ("contracts", "running", "words"),
    [
        (0, 0, "0 contrat-plan"),
        (1, 0, "1 contrat-plan, aucun en vigueur"),
        (1, 1, "1 contrat-plan, en vigueur"),
        (8, 0, "8 contrats-plans, aucun en vigueur"),
        (8, 6, "8 contrats-plans, dont 6 en vigueur"),
        (8, 8, "8 contrats-plans, tous en vigueur"),
    ],
)
def test_how_many_contracts_are_in_force_does_not_repeat_their_number(contracts, running, words):
    assert contracts_in_words({"contracts": contracts, "running": running}) == words


@pytest.mark.parametrize(
    ("amount", "words"), [(0, "0 FCFA justifié"), (1, "1 FCFA justifié"), (2_000, "2 000 FCFA justifiés")]
)
def test_what_is_said_of_a_sum_agrees_with_it(amount, words):
    assert sum_of(amount, "%s justifié", "%s justifiés").replace("\u00a0", " ") == words


def test_a_project_is_named_on_the_first_of_its_rows_alone():
    rows = [{"project": name} for name in ("Piste", "Piste", "Marché", "Piste")]

    assert [row["again"] for row in grouped(rows)] == [False, True, False, False]


@pytest.mark.django_db
def test_papers_told_in_one_event_are_each_a_link(scene_contract):
    page = read(Role.FINANCE, "follow-up-journal", scene_contract.reference)

    told = [event for event in texts(page, ".event") if "pièces déposées" in event]
    links = [link.get("href") for link in chosen(page, ".event__details a")]
    assert len(told) >= 1
    assert len(links) == len(set(links)) == sum(int(event.split(" pièces déposées")[0].split()[-1]) for event in told)
