"""Real contracts and invented ones told apart; figures that follow the list they stand over."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import FollowedContract, Standing
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import MILLION, bring, follow, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def both() -> tuple[FollowedContract, FollowedContract]:
    """A real contract of Kayes and an invented one of Gao, each with a tranche that waits, renewed that day."""
    contracts = follow(), follow(where="gao", invented=True)
    for contract in contracts:
        bring(tranche(contract), "request")
        renewal.renew(FollowedContract.objects.get(pk=contract.pk), DAY)
    renewal.renew_nation(date(2019, 1, 10))  # the national committee of the first quarter is late on 3 June
    renewal.renew_nation(DAY)
    return contracts


def test_real_and_invented_contracts_have_totals_of_their_own(client):
    both()

    groups = opened(client, Role.ANICT, "nation").context["groups"]

    assert [(group["title"], text(group["bar"].label), group["bar"].steps[0].amount) for group in groups] == [
        ("Contrats réels", "1 contrat-plan, en vigueur", 400 * MILLION),
        ("Contrats inventés pour la démonstration", "1 contrat-plan, en vigueur", 400 * MILLION),
    ]


def test_money_that_waits_is_summed_by_kind(client):
    both()

    groups = opened(client, Role.ANICT, "waiting").context["groups"]

    assert [(group["title"], [place["sum"] for place in group["places"]]) for group in groups] == [
        ("Contrats réels", [60 * MILLION]),
        ("Contrats inventés pour la démonstration", [60 * MILLION]),
    ]


@pytest.mark.parametrize("kind", [0, 1])
def test_a_tile_counts_what_its_list_holds(client, kind):
    both()
    late, _waiting, found = opened(client, Role.DGCT, "nation").context["groups"][kind]["alarms"]

    for alarm, name in ((late, "late"), (found, "findings")):
        query = dict(pair.split("=") for pair in alarm["url"].partition("?")[2].split("&"))
        page = opened(client, Role.DGCT, name, **query)
        assert alarm["figure"] == str(page.context["page_obj"].paginator.count)


def test_the_nation_s_own_duties_are_counted_in_the_tile_and_in_the_list(client):
    follow()
    renewal.renew_nation(date(2019, 1, 10))
    renewal.renew_nation(DAY)

    tile = opened(client, Role.DGCT, "nation").context["groups"][0]["alarms"][0]
    rows = opened(client, Role.DGCT, "late").context["page_obj"].paginator

    assert tile["figure"] == str(rows.count)
    national = sum(duty.code == "O12" for duty in rows.object_list)
    assert national
    assert text(tile["note"]) == (f"{rows.count - national} dans 1 contrat-plan, {national} du comité national")


def test_the_figures_follow_the_search(client):
    both()

    groups = opened(client, Role.ANICT, "nation", region="gao").context["groups"]
    nothing = opened(client, Role.ANICT, "nation", q="introuvable").context["groups"]

    assert [group["title"] for group in groups] == ["Contrats inventés pour la démonstration"]
    assert nothing == []


@pytest.mark.parametrize(("words", "found"), [("bétail", 1), ("Kayes betail", 1), ("betail Gao", 0), ("ambidedi", 1)])
def test_the_search_finds_projects_and_places(client, words, found):
    contract = follow()
    project = contract.projects.get()
    project.title = "Deux marchés à bétail"
    project.save()
    project.sites.create(number=2, name="Ambidédi")

    assert len(opened(client, Role.ANICT, "nation", q=words).context["table"].rows) == found


def test_a_contract_without_known_shares_is_not_counted_as_nothing(client):
    first, _other = follow(), follow(where="gao")
    Standing.objects.filter(contract=first).update(engaged=None, paid=None, cost=5_183_865_852)

    page = opened(client, Role.ANICT, "nation")
    engaged, _mobilised, paid, _justified = page.context["groups"][0]["bar"].steps

    assert engaged.amount == 400 * MILLION
    assert text(engaged.notes[-1].text) == "1 contrat-plan non connu : coût déclaré 5 183 865 852 FCFA"
    assert text(paid.notes[-1].text) == "1 contrat-plan non connu"
    assert "non connu" in page.content.decode()


def test_money_that_waits_is_unknown_where_no_payment_is_known(client):
    follow()
    Standing.objects.update(paid=None)

    _late, waiting, _found = opened(client, Role.ANICT, "nation").context["groups"][0]["alarms"]

    assert (waiting["figure"], text(waiting["note"])) == ("non connu", "1 contrat-plan non connu")
