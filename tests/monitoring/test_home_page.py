"""The follow-up on everyone’s first page; what inboxes cost however many contracts."""

import pytest
from django.urls import reverse

from cper.people.roles import Role
from negotiation.vocabulary import Step
from tests.factories import ContractFactory, region
from tests.monitoring.inboxes import HOME, INBOX, ask_bsi, canvas
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import bring, follow, on, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


QUERIES = (
    (Role.PRESIDENT, HOME, 9),
    (Role.ANICT, HOME, 8),
    (Role.DNPD, HOME, 7),
    (Role.PRESIDENT, INBOX, 10),
    (Role.ANICT, INBOX, 8),
    (Role.DNPD, INBOX, 6),
)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize("role", [Role.ANICT, Role.ADR, Role.DNPD])
def test_who_only_follows_meets_the_follow_up_first_on_the_home_page(client, role):
    contract = follow()
    bring(tranche(contract), "request")
    ask_bsi(contract)

    page = opened(client, role, HOME)

    body = text(page.content.decode())
    assert page.context["follow_up"]["count"] > 0
    assert "Votre institution suit les dossiers" not in body
    assert body.index("Suivi de l’exécution") < body.index("En attente ailleurs")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.ANICT, "Rien ne vous attend dans le suivi"),
        (Role.ADR, "Rien ne vous attend dans le suivi"),
        (Role.PRESIDENT, "Aucun dossier ne vous attend"),
    ],
)
def test_a_home_page_without_anything_says_what_would_fill_it(client, role, sentence):
    page = opened(client, role, HOME)

    assert sentence in text(page.content.decode())


def test_the_home_page_shows_the_eight_most_urgent_and_how_many_there_are(client):
    for _number in range(3):
        follow()

    page = opened(client, Role.PRESIDENT, HOME)

    shown = page.context["follow_up"]
    late = [bool(one["due"] and one["due"]["late"]) for one in shown["lines"]]
    assert [late, shown["count"]] == [[True] * 6 + [False] * 2, 15]
    assert text(shown["more"]) == "Voir les 15 actes du suivi"


def test_dossiers_to_decide_come_before_the_follow_up(client):
    ContractFactory(step=Step.FORMALISATION, ready=True, entered_step_at=NOW, opened_on=DAY, pdesc_from=DAY)
    follow()

    page = opened(client, Role.PRESIDENT, HOME)

    body = text(page.content.decode())
    assert body.index("Dossiers en négociation") < body.index("Suivi de l’exécution")
    assert page.context["lead"].startswith("1 dossier vous attend. ")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_inboxes_cost_the_same_however_many_contracts(client, django_assert_num_queries, count):
    for _number in range(count):
        contract = follow()
        bring(tranche(contract), "request")
        tranche(contract, year=2020)
        canvas(contract)
        ask_bsi(contract)

    for role, name, queries in QUERIES:
        client.force_login(on(DAY, role, region()).user)
        with django_assert_num_queries(queries):
            client.get(reverse(name))
