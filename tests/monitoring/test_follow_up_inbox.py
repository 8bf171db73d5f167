"""What the follow-up waits for from each person, on its own page."""

from datetime import date

import pytest
from django.urls import reverse

from cper.people.roles import Body, Role
from monitoring import operations
from monitoring.models import Duty, FollowedContract
from tests.factories import MandateFactory, institution, region
from tests.monitoring import rows
from tests.monitoring.inboxes import HOME, INBOX, ask_bsi, canvas
from tests.monitoring.pages import DAY, NOW, opened
from tests.monitoring.world import MILLION, at, bring, follow, on, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def bare(**facts) -> FollowedContract:
    """A contract whose duties are put aside, to look at the rest."""
    contract = follow(**facts)
    Duty.objects.filter(contract=contract).delete()
    return contract


def held(contract: FollowedContract):
    day = date(2019, 3, 28)
    facts = {
        "on": day,
        "kind": "ordinary",
        "place": "Kayes",
        "attendance": 30,
        "attendees": "",
        "chaired_by": "Awa Traoré",
    }
    who = on(day, Role.DRPSIAP, contract.region)
    return operations.hold_session(canvas(contract), **facts, by=who, at=at(day))


def register(contract: FollowedContract, name: str = "register", **facts) -> None:
    operations.record_budget(contract, name, year=2020, **facts, by=on(DAY, Role.DNPD), at=NOW)


def lines(page) -> list[tuple[str, str]]:
    """What waits and what it is about, list after list."""
    return [(one["act"], text(one["object"])) for shown in page.context["lists"] for one in shown["table"].rows]


def test_each_institution_is_told_its_own_duties(client):
    follow()

    told = {role: {act for act, _object in lines(opened(client, role, INBOX))} for role in (Role.ADR, Role.DRPSIAP)}

    assert told == {
        Role.ADR: {"Réunir le comité régional de suivi", "Présenter le rapport annuel d’évaluation"},
        Role.DRPSIAP: {"Proposer le canevas du rapport", "Partager le canevas de suivi et ses indicateurs"},
    }


def test_late_duties_come_first_each_with_its_act(client):
    contract = follow()

    page = opened(client, Role.ADR, INBOX)

    rows = page.context["lists"][0]["table"].rows
    assert [(row["object"], row["due"]["late"], row["url"]) for row in rows] == [
        ("2018", True, reverse("duty-act", args=[contract.reference, "evaluation", "2018"])),
        ("1re réunion", True, reverse("duty-act", args=[contract.reference, "comite-regional", "R1"])),
        ("2e réunion", False, reverse("duty-act", args=[contract.reference, "comite-regional", "R2"])),
    ]


@pytest.mark.parametrize(
    ("moves", "role", "act"),
    [
        ((), Role.PRESIDENT, "Demander la tranche à l’ANICT"),
        (("request",), Role.ANICT, "Déclarer le dossier complet"),
        (("request", "accept"), Role.ANICT_HEAD, "Approuver la tranche"),
        (("request", "accept", "approve"), Role.ANICT_HEAD, "Débloquer la somme"),
        (("request", "accept", "approve", "release"), Role.ANICT, "Constater le paiement"),
        (("request", "accept", "approve", "release", "pay"), Role.REGION, "Justifier des dépenses"),
    ],
)
def test_a_tranche_waits_for_whose_act_it_is(client, moves, role, act):
    drafted = bring(tranche(bare()), *moves)
    Duty.objects.all().delete()

    page = opened(client, role, INBOX)

    assert lines(page) == [(act, "Tranche 1 (2019) : 60 000 000 FCFA")]
    assert page.context["lists"][0]["table"].rows[0]["url"] == drafted.get_absolute_url()


@pytest.mark.parametrize(
    ("role", "act"),
    [
        (Role.REGION, "Compléter la part de la collectivité"),
        (Role.ANICT, "Compléter la part de l’ANICT"),
        (Role.DRPSIAP, "Enregistrer la session"),
    ],
)
def test_an_open_quarter_waits_for_each_part(client, role, act):
    canvas(follow())
    Duty.objects.all().delete()

    page = opened(client, role, INBOX)

    assert lines(page) == [(act, "Trimestre T4 2018")]
    assert text(page.context["lists"][0]["table"].rows[0]["due"]["note"]) == "28 mars 2019"


def test_a_part_that_is_filled_waits_no_more(client):
    report = canvas(follow())
    operations.fill_anict_part(report, [], note="Rien à signaler.", by=on(DAY, Role.ANICT), at=NOW)

    assert lines(opened(client, Role.ANICT, INBOX)) == []


def test_a_quarter_stands_for_its_duty_and_bears_its_deadline(client):
    held(follow())

    page = opened(client, Role.GOVERNOR, INBOX)

    assert [line for line in lines(page) if "T4 2018" in line[1]] == [("Adopter le rapport", "Trimestre T4 2018")]
    assert text(page.context["lists"][-1]["table"].rows[0]["due"]["note"]) == "12 avril 2019"


def test_a_tranche_in_preparation_stands_for_the_duty_of_its_year(client):
    tranche(follow())

    president, agent = (opened(client, role, INBOX) for role in (Role.PRESIDENT, Role.REGION))

    assert ("Demander la tranche à l’ANICT", "Tranche 1 (2019) : 60 000 000 FCFA") in lines(president)
    assert "Mobiliser la part de l’État : demander la tranche de l’année" not in text(str(lines(president)))
    assert lines(agent) == lines(president)  # the signatory is both


def test_a_demand_waits_for_the_dnpd_until_it_is_in_the_bsi(client):
    contract = bare()
    ask_bsi(contract)
    asked = lines(opened(client, Role.DNPD, INBOX))

    register(contract)
    listed = lines(opened(client, Role.DNPD, INBOX))
    register(contract, "inscribe_bsi", amount=90 * MILLION)

    about = "BSI 2020 : 90 000 000 FCFA demandés"
    assert [asked, listed] == [[("Inscrire au répertoire national des projets", about)], [("Inscrire au BSI", about)]]
    assert lines(opened(client, Role.DNPD, INBOX)) == []


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.GOVERNOR, Role.DRPSIAP, Role.ADR])
@pytest.mark.parametrize("name", [INBOX, HOME])
def test_nothing_of_another_region_is_told(client, role, name):
    held(follow(where="kayes"))
    gao = follow(where="gao")
    tranche(gao)

    page = opened(client, role, name, where="gao").content.decode()

    assert [gao.reference in page, "T4 2018" in page and "Adopter" in page] == [True, False]
    assert page.count("CPER-ESSAI") == page.count(gao.reference)


def with_a_seat_in_gao(role: Role):
    """Who holds the role in Kayes, and is an agent of the council of Gao."""
    person = on(DAY, role, region()).user
    MandateFactory(person=person, institution=institution(Body.COUNCIL, region("gao")), valid_from=date(2010, 1, 1))
    return person


def test_a_president_here_who_is_an_agent_there_is_not_asked_for_the_demands_of_there(client):
    for where in ("kayes", "gao"):
        tranche(follow(where=where))
    Duty.objects.all().delete()
    client.force_login(with_a_seat_in_gao(Role.PRESIDENT))

    rows = client.get(reverse(INBOX)).context["lists"][0]["table"].rows

    assert [(row["act"], row["contract"]["region"]) for row in rows] == [("Demander la tranche à l’ANICT", "Kayes")]


def test_two_mandates_are_each_asked_for_their_own_part_of_a_quarter(client):
    for where in ("kayes", "gao"):
        canvas(follow(where=where))
    Duty.objects.all().delete()
    client.force_login(with_a_seat_in_gao(Role.DRPSIAP))

    rows = client.get(reverse(INBOX)).context["lists"][0]["table"].rows

    assert sorted((row["contract"]["region"], row["act"]) for row in rows) == [
        ("Gao", "Compléter la part de la collectivité"),
        ("Kayes", "Enregistrer la session"),
    ]


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (Role.ANICT, "Rien ne vous attend dans le suivi"),
        (Role.DNPD, "Rien ne vous attend dans le suivi"),
        (Role.FINANCE, "Votre institution lit le suivi"),
    ],
)
def test_an_empty_inbox_says_why(client, role, title):
    follow()

    page = opened(client, role, INBOX)

    assert [page.context["lists"], page.context["nothing"]["title"]] == [[], title]


def test_each_list_has_pages_of_its_own(client):
    for _number in range(26):
        rows.tranche("requested", contract=follow())

    page = opened(client, Role.ANICT, INBOX, tranches=2)

    assert [(shown["page_name"], len(shown["table"].rows)) for shown in page.context["lists"]] == [("tranches", 1)]


def test_a_second_tranche_in_preparation_is_not_late_for_the_duty_that_the_first_has_settled(client, time_machine):
    contract = follow()
    bring(tranche(contract, requested=40 * MILLION), "request")
    tranche(contract, requested=20 * MILLION)
    time_machine.move_to(at(date(2020, 3, 2)), tick=False)
    client.force_login(on(date(2020, 3, 2), Role.PRESIDENT, contract.region).user)
    Duty.objects.exclude(code="O3", key="2019").delete()

    lists = client.get(reverse(INBOX)).context["lists"]
    box = client.get(reverse("execution", args=[contract.reference])).context["box"]

    (row,) = [one for shown in lists if shown["page_name"] == "tranches" for one in shown["table"].rows]
    (item,) = [one for one in box["items"] if "Tranche 2" in one["about"]]
    assert row["object"].startswith("Tranche 2")
    assert (row["due"], item["late"], "en retard" in box["lead"]) == (None, False, False)
