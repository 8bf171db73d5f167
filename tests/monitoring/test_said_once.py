"""What is said on a screen is said once, agrees with its number, and leads where it points."""

import pytest

from cper.people.roles import Role
from cper.words.french import sum_of
from monitoring.findings import LABELS
from monitoring.silences import SHARES
from monitoring.views.overview import Late, contracts_in_words, of_stopped_data
from monitoring.views.panels.found import reasons
from monitoring.views.panels.rest import grouped
from tests.monitoring.reading import chosen, read, texts


@pytest.mark.parametrize(
    ("contracts", "running", "endless", "words"),
    [
        (0, 0, 0, "0 contrat-plan"),
        (1, 0, 0, "1 contrat-plan, aucun en vigueur"),
        (1, 1, 0, "1 contrat-plan, en vigueur"),
        (8, 0, 0, "8 contrats-plans, aucun en vigueur"),
        (8, 6, 0, "8 contrats-plans, dont 6 en vigueur"),
        (8, 8, 0, "8 contrats-plans, tous en vigueur"),
        (8, 0, 7, "8 contrats-plans, aucun connu en vigueur ; fin non connue de 7"),
        (9, 1, 7, "9 contrats-plans, dont 1 en vigueur ; fin non connue de 7"),
    ],
)
def test_how_many_contracts_are_in_force_does_not_repeat_their_number(contracts, running, endless, words):
    """Those whose end is not known are said to be neither in force nor out of it."""
    told = contracts_in_words({"contracts": contracts, "running": running, "endless": endless})

    assert told.replace("\u00a0", " ") == words


def test_a_national_committee_is_not_late_of_contracts_that_may_be_over_without_saying_so():
    told = Late(duties=4, contracts=0, national=4)

    assert told.of_contracts_perhaps_over == (
        "4 du comité national, dont on ne sait pas s’il avait un contrat-plan en vigueur à suivre"
    )


@pytest.mark.parametrize(
    ("late", "contracts", "words"),
    [
        (0, 0, ""),
        (4, 1, "4 dans 1 contrat-plan, au jour où ses données s’arrêtent"),
        (5, 2, "5 dans 2 contrats-plans, au jour où leurs données s’arrêtent"),
    ],
)
def test_the_alarm_tells_what_was_late_when_data_stopped_beside_what_is_late_today(late, contracts, words):
    assert of_stopped_data({"stopped_late": late, "stopped": contracts}) == words


def test_the_reason_of_controls_that_cannot_be_run_is_told_under_one_head():
    assert [words.replace("\u00a0", " ") for words in reasons({"shares": SHARES, "own-share": SHARES})] == [
        f"La source ne donne pas les parts : {LABELS['shares']} et {LABELS['own-share']}."
    ]


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
