"""The page of the convention tells what was agreed, version by version, what each changes, what is not known."""

from datetime import date

import pytest
from django.urls import reverse

from cper.people.roles import Role
from negotiation.operations.agreed import begin_terms
from negotiation.workflow import Step
from tests.amendments import agreed, amend, with_plan
from tests.factories import NOW, ContractFactory, ProjectFactory, user_as
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db

SIGNED, AMENDED = date(2026, 11, 5), date(2026, 11, 19)
SHARES = (("state", 2027, 90_000_000), ("region", 2027, 10_000_000))


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def contract(*plans, was_here=True, **facts):
    """Signed; a project of 100 millions for each plan."""
    whole = {"signed_on": SIGNED, "opened_on": SIGNED, "reached": 9, "duration_months": 60}
    made = ContractFactory(step=Step.SIGNED, **(whole | facts))
    for plan in plans:
        project = ProjectFactory(contract=made, whole=False, cost=100_000_000)
        for source, year, amount in plan:
            project.financing.create(source=source, year=year, amount=amount)
    begin_terms(made, at=NOW, was_here=was_here)
    return made


def cards(client, made) -> list[dict]:
    client.force_login(user_as(Role.PRESIDENT))
    return client.get(reverse("dossier-convention", args=[made.reference])).context["versions"]


def told(card) -> list[tuple[str, str, str]]:
    return [tuple(map(text, (row["label"], row["value"], row["note"]))) for row in card["facts"]]


def test_what_was_signed_is_told_with_its_day_its_act_and_its_sums(client):
    [card] = cards(client, contract(SHARES))

    assert (text(card["title"]), card["changed"]) == ("Version n° 0", None)
    assert told(card) == [
        ("En vigueur depuis", "Le 5 novembre 2026", ""),
        ("Par quel acte", "Contrat-plan signé", "enregistrée le 20 novembre 2026"),
        ("Ce qui est convenu", "1 projet, 100 000 000 FCFA", ""),
        ("Parts", "100 000 000 FCFA", ""),
    ]


def test_costs_and_shares_that_differ_stand_together_with_their_gap(client):
    [card] = cards(client, contract((("state", 2027, 150_000_000),)))

    assert told(card)[2:] == [
        ("Ce qui est convenu", "1 projet, 100 000 000 FCFA", ""),
        ("Parts", "150 000 000 FCFA", "écart avec les coûts : +50 000 000 FCFA"),
    ]


@pytest.mark.parametrize(
    ("plans", "shares"),
    [
        (((), ()), ("Parts", "non connues", "")),
        ((SHARES, ()), ("Parts", "100 000 000 FCFA", "celles d’autres projets ne sont pas connues")),
    ],
)
def test_shares_that_no_source_gives_are_not_known(client, plans, shares):
    [card] = cards(client, contract(*plans))

    assert told(card)[3] == shares
    assert card["object"][-1]["state"] is None


def test_a_contract_of_an_older_source_names_it_and_no_day_of_recording(client):
    facts = {"source": "Grille, tableau 2.2", "signed_on": date(2018, 8, 1), "signed_precision": "month"}
    [card] = cards(client, contract(SHARES, was_here=False, **facts))

    assert told(card)[:2] == [
        ("En vigueur depuis", "En août 2018", ""),
        ("Par quel acte", "Contrat-plan signé", "d’après : Grille, tableau 2.2"),
    ]


def test_an_amendment_stands_first_with_what_it_changes(client):
    made = contract(SHARES)
    amend(made, with_plan(agreed(made), 1, ("state", 2028, 100_000_000), title="Marché"), since=AMENDED)

    last, first = cards(client, made)

    assert [text(card["title"]) for card in (last, first)] == ["Version n° 1", "Version n° 0"]
    assert text(last["changed"]["caption"]) == "Ce qui a changé depuis la version n° 0"
    [subject] = last["changed"]["subjects"]
    assert [text(change.what) for change in subject["changes"]] == [
        "Intitulé",
        "Collectivité (ressources propres), 2027",
        "État, 2027",
        "État, 2028",
    ]


@pytest.mark.parametrize("amendments", [0, 3])
def test_the_page_costs_the_same_however_many_versions(client, django_assert_num_queries, amendments):
    made = contract(SHARES)
    for rank in range(amendments):
        amend(made, with_plan(agreed(made), 1, *SHARES, title=f"Marché {rank}"), since=AMENDED)
    client.force_login(user_as(Role.PRESIDENT))

    with django_assert_num_queries(8):
        client.get(reverse("dossier-convention", args=[made.reference]))
