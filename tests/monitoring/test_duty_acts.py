"""The acts on a contract’s budgets, movements and duties, through their pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cper.people.roles import Role
from monitoring import renewal
from monitoring.models import BudgetEntry, Fulfilment, Movement, Passage
from tests.monitoring import world
from tests.monitoring.acting import MARCH, budget, duty, on_contract, pdf, said
from tests.monitoring.world import MILLION
from tests.negotiation.pages import notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return world.follow()


# Budgets and movements


def test_the_own_share_is_inscribed_with_its_proof(contract, office):
    response = office.enter(Role.REGION).send(
        budget(contract, "inscrire", 2019), reference="Délibération n° 3", file=pdf()
    )

    entry = BudgetEntry.objects.get()
    assert (entry.source, entry.year, entry.kind, entry.amount) == ("region", 2019, "inscribed", 10 * MILLION)
    assert (entry.reference, entry.paper.kind, entry.on) == ("Délibération n° 3", "budget", MARCH)
    assert said(response) == "Contribution inscrite au budget 2019 : 10 000 000 FCFA."
    assert response.headers["Location"] == reverse("budget", args=[contract.reference])


def test_the_state_s_share_is_asked_for_registered_then_inscribed(contract, office):
    asked = office.enter(Role.PRESIDENT).send(budget(contract, "demander-bsi", 2020), file=pdf())
    dnpd = office.enter(Role.DNPD)
    registered = dnpd.send(budget(contract, "repertoire", 2020))
    inscribed = dnpd.send(budget(contract, "bsi", 2020), amount="80 000 000")

    assert said(asked) == "Demande enregistrée pour le BSI 2020 : 90 000 000 FCFA. Prochain à agir : la DNPD."
    assert said(registered).startswith("Contrat-plan inscrit au répertoire national pour 2020.")
    assert said(inscribed) == "Inscription au BSI 2020 enregistrée : 80 000 000 FCFA."
    assert list(BudgetEntry.objects.values_list("kind", "amount")) == [
        ("asked", 90 * MILLION),
        ("registered", None),
        ("inscribed", 80 * MILLION),
    ]


def test_a_register_without_a_demand_says_who_must_ask_first(contract, office):
    response = office.enter(Role.DNPD).client.get(budget(contract, "repertoire", 2020))

    assert notices(response) == ["La collectivité n’a pas encore demandé cette inscription."]


def test_a_year_for_which_nothing_is_planned_says_so(contract, office):
    response = office.enter(Role.REGION).client.get(budget(contract, "inscrire", 2018))

    assert notices(response) == ["Le plan de financement ne prévoit rien de cette source en 2018."]


def test_the_demand_to_the_dnpd_says_the_rule_of_30_june_with_its_money(contract, office):
    in_time = office.enter(Role.PRESIDENT).client.get(budget(contract, "demander-bsi", 2020))
    too_late = office.enter(Role.PRESIDENT, date(2019, 7, 1)).client.get(budget(contract, "demander-bsi", 2020))

    assert notices(in_time)[0].startswith(
        "À demander au plus tard le 30 juin 2019 pour le BSI 2020 : 90 000 000 FCFA."
    )
    assert notices(too_late)[0].startswith(
        "Aucune demande à la DNPD au 30 juin 2019 : au plus tôt le BSI 2021 ; 90 000 000 FCFA attendent un an."
    )


def test_money_of_another_source_is_recorded_with_its_proof(contract, office):
    contract.projects.first().financing.create(source="partner", year=2019, amount=30 * MILLION)
    typed = {"kind": "mobilised", "source": "partner", "amount": "20 000 000", "on": "20/02/2019"}

    response = office.enter(Role.REGION).send(on_contract(contract, "mouvement"), **typed, file=pdf())

    movement = Movement.objects.get()
    assert (movement.source, movement.kind, movement.amount) == ("partner", "mobilised", 20 * MILLION)
    assert (movement.year, movement.on, movement.paper.kind) == (2019, date(2019, 2, 20), "movement-proof")
    assert said(response) == "Mouvement enregistré : 20 000 000 FCFA."


# Duties


def test_a_duty_is_done_with_its_document(contract, office):
    response = office.enter(Role.REGION).send(duty(contract, "equipe"), on="25/09/2018", file=pdf())

    done = Fulfilment.objects.get()
    assert (done.code, done.key, done.on, done.lapsed) == ("O5", "", date(2018, 9, 25), False)
    assert said(response) == "Équipe désignée."
    assert response.headers["Location"] == reverse("calendar", args=[contract.reference])


@pytest.mark.parametrize(
    ("role", "word", "key", "code"),
    [
        (Role.REGION, "travaux", "P1", "O6"),
        (Role.DRPSIAP, "indicateurs", "une-fois", "O13"),
        (Role.ADR, "comite-regional", "R1", "O10"),
        (Role.ADR, "evaluation", "2018", "O11"),
    ],
)
def test_each_duty_is_done_by_its_own_act(contract, office, role, word, key, code):
    response = office.enter(role).send(duty(contract, word, key), outcome="held", file=pdf())

    assert response.status_code == 302
    assert Fulfilment.objects.get().code == code


def test_a_committee_that_did_not_meet_lapses_with_its_reason(contract, office):
    url = duty(contract, "comite-regional", "R1")

    response = office.enter(Role.ADR).send(url, outcome="lapsed", note="Le comité n’est pas nommé.")
    again = office.client.get(url)

    assert (Fulfilment.objects.get().lapsed, Fulfilment.objects.get().paper) == (True, None)
    assert said(response) == "Comité régional : carence constatée."
    assert notices(again)[1].startswith("La carence de cette obligation est constatée, le 1er mars 2019 : ")


def test_the_national_committee_s_minutes_are_filed_by_the_dgct(contract, office):
    renewal.renew_nation(MARCH)
    url = reverse("national-act", args=["comite-national", "2019-T1"])

    response = office.enter(Role.DGCT).send(url, outcome="held", file=pdf())

    done = Fulfilment.objects.get()
    assert (done.contract, done.code, done.key) == (None, "O12", "2019-T1")
    assert said(response) == "Comité national : procès-verbal enregistré."
    assert Passage.objects.get().contract is None
    assert office.enter(Role.ADR).client.get(url).status_code == 403


def test_a_meeting_can_lapse_only_once_its_day_has_passed(contract, office):
    due = contract.duties.get(code="O10", key="R1").due_on
    url = duty(contract, "comite-regional", "R1")

    shown = [
        [name for name, _label in office.enter(Role.ADR, day).client.get(url).context["form"]["outcome"].field.choices]
        for day in (due, due + timedelta(days=1))
    ]

    assert shown == [["held"], ["held", "lapsed"]]


def test_a_duty_to_come_offers_no_form_before_it_opens(contract, office):
    response = office.enter(Role.ADR, date(2019, 2, 1)).client.get(duty(contract, "comite-regional", "R2"))

    assert notices(response) == ["Cette obligation ne s’ouvre que le 1er mars 2019."]
