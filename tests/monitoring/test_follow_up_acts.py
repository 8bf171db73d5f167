"""The acts on a tranche, through their pages: what they say, take and lead to."""

from datetime import date

import pytest
from django.urls import reverse

from cper.people.roles import Function, Role
from monitoring.models import Tranche
from monitoring.views.act_screens import SCREENS
from monitoring.views.wording import WORDS
from tests.monitoring import world
from tests.monitoring.acting import act, on_contract, pdf, plain, said
from tests.monitoring.world import MILLION, SIGNED
from tests.negotiation.pages import notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return world.follow()


@pytest.fixture
def tranche(contract):
    return world.tranche(contract)


def state_of(tranche):
    return Tranche.objects.get(pk=tranche.pk).state


def test_every_act_has_its_words():
    assert set(WORDS) == set(SCREENS)


# A tranche


def test_a_tranche_is_prepared_and_the_page_says_what_remains_to_gather(contract, office):
    world.window()

    agent = office.enter(Role.REGION, function=Function.AGENT)
    response = agent.send(on_contract(contract, "tranche"), requested="60 000 000")

    tranche = contract.tranches.get()
    assert (tranche.requested, tranche.year, tranche.state) == (60 * MILLION, 2019, "draft")
    assert response.headers["Location"] == tranche.get_absolute_url()
    assert said(response) == (
        "Demande préparée : 60 000 000 FCFA pour 2019. Il reste 4 points à remplir avant de demander la tranche."
    )


def test_without_an_open_window_the_page_says_who_opens_them(contract, office):
    response = office.enter(Role.REGION).client.get(on_contract(contract, "tranche"))

    assert response.status_code == 200
    assert notices(response) == ["Aucun guichet n’est ouvert : l’ANICT ouvre et ferme les guichets."]


def test_the_page_of_a_demand_says_what_the_plan_leaves_each_year(tranche, office):
    world.move(tranche, "request")

    page = office.enter(Role.REGION).read(on_contract(tranche.contract, "tranche"))

    assert "2019 30 000 000 FCFA 2020 90 000 000 FCFA" in page


def test_a_demand_is_changed_before_it_is_made(tranche, office):
    response = office.enter(Role.REGION).send(act(tranche, "modifier"), requested="70 000 000", year="2020")

    changed = Tranche.objects.get(pk=tranche.pk)
    assert (changed.requested, changed.year) == (70 * MILLION, 2020)
    assert said(response).startswith("Demande modifiée : 70 000 000 FCFA pour 2020.")


def test_a_paper_is_filed_and_the_next_version_replaces_it(tranche, office):
    url = reverse("tranche-file", args=[tranche.contract.reference, tranche.number, "demand"])

    response = office.enter(Role.REGION).send(url, file=pdf("lettre.pdf"))

    assert tranche.papers.get(kind="demand", current=True).version == 2
    assert said(response) == (
        "Pièce déposée : Demande écrite adressée à l’ANICT, version 2. "
        "C’est encore à vous : « Demander la tranche à l’ANICT »."
    )


def test_the_president_asks_and_the_anict_is_next(tranche, office):
    response = office.enter(Role.PRESIDENT).send(act(tranche, "demander"))

    assert state_of(tranche) == "requested"
    assert said(response) == "Tranche demandée à l’ANICT. Prochain à agir : l’ANICT."


def test_a_demand_that_lacks_papers_says_which(contract, office):
    world.window()
    office.enter(Role.PRESIDENT).send(on_contract(contract, "tranche"), requested="1")
    url = act(contract.tranches.get(), "demander")

    page, sent = office.client.get(url), office.client.post(url, {"seen": 1})

    assert (page.status_code, sent.status_code) == (200, 409)
    assert "Manque : Délibération du conseil sur le projet Déposer" in plain(page)
    assert notices(sent) == [
        "Cet acte n’est pas encore possible : il y manque quelque chose. Rien n’a été enregistré."
    ]


def test_a_file_found_complete_waits_for_the_director(tranche, office):
    asked = world.move(tranche, "request")

    response = office.enter(Role.ANICT, function=Function.AGENT).send(act(asked, "complet"))

    assert state_of(tranche) == "complete"
    assert said(response) == "Dossier déclaré complet. Prochain à agir : le Directeur général de l’ANICT."


def test_a_file_is_returned_with_what_is_missing(tranche, office):
    asked = world.move(tranche, "request")

    response = office.enter(Role.ANICT).send(
        act(asked, "retourner"), concerns=["paper-plan"], comment="Le plan est illisible."
    )

    assert state_of(tranche) == "returned"
    last = tranche.passages.first()
    assert (last.comment, last.detail) == (
        "Le plan est illisible.",
        "Plan de développement, ou stratégie de développement économique (SDER), de la collectivité",
    )
    assert said(response).startswith(
        "Dossier retourné à la collectivité. Prochain à agir : le conseil de la collectivité"
    )


def test_the_most_possible_is_written_in_advance_and_less_may_be_approved(tranche, office):
    complete = world.bring(tranche, "request", "accept")
    head = office.enter(Role.ANICT_HEAD, date(2019, 3, 4))
    form = head.client.get(act(complete, "approuver")).context["form"]

    response = head.send(act(complete, "approuver"), amount="50 000 000", on="02/03/2019", file=pdf())

    tranche.refresh_from_db()
    last = tranche.passages.first()
    assert (form["amount"].value(), tranche.approved) == (60 * MILLION, 50 * MILLION)
    assert (last.on, last.amount, last.paper.kind) == (date(2019, 3, 2), 50 * MILLION, "decision")
    assert said(response) == "Tranche approuvée : 50 000 000 FCFA. C’est encore à vous : « Débloquer la somme »."


def test_a_sum_is_released_paid_then_justified_in_two_times(tranche, office):
    approved = world.bring(tranche, "request", "accept", "approve")
    office.enter(Role.ANICT_HEAD).send(act(approved, "debloquer"))
    paid = office.enter(Role.ANICT).send(act(approved, "payer"))
    region_desk = office.enter(Role.REGION)

    first = region_desk.send(act(approved, "justifier"), amount="20 000 000", file=pdf())
    last = region_desk.send(act(approved, "justifier"), file=pdf("suite.pdf"))

    assert said(paid).startswith("Paiement constaté : 60 000 000 FCFA. Prochain à agir : le conseil")
    assert said(first).endswith("C’est encore à vous : « Justifier des dépenses ».")
    assert said(last) == "Dépenses déclarées : 40 000 000 FCFA. Prochain à agir : l’ANICT."
    assert state_of(tranche) == "paid"  # until the ANICT has examined what is declared


def test_an_annulment_asks_once_with_the_name_of_the_tranche_and_its_reason(tranche, office):
    complete = world.bring(tranche, "request", "accept")
    head = office.enter(Role.ANICT_HEAD)
    page = head.read(act(complete, "annuler"))

    response = head.send(act(complete, "annuler"), comment="Crédits gelés.")

    assert "Tranche 1, exercice 2019 : 60 000 000 FCFA" in page
    assert state_of(tranche) == "cancelled"
    assert said(response) == "Tranche annulée."


def test_a_rule_is_waived_with_a_reason_that_stays_on_the_checklist(contract, office):
    window = world.window()
    window.rules.create(since=SIGNED, rank=1, papers=["progress"])
    tranche = world.tranche(contract, window=window)
    url = reverse("tranche-waive", args=[contract.reference, tranche.number, "paper-progress"])

    response = office.enter(Role.ANICT_HEAD).send(url, comment="Travaux non commencés.")
    page = office.enter(Role.PRESIDENT).read(act(tranche, "demander"))

    assert said(response).startswith("Dérogation accordée.")
    assert ": Travaux non commencés. La somme" not in page
    assert "Travaux non commencés." in page


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("paper-demand", "Cette pièce est exigée par les textes : elle ne se déroge pas."),
        ("share", "Cette règle est respectée : il n’y a rien à écarter."),
    ],
)
def test_what_needs_no_waiver_has_none(contract, office, code, sentence):
    window = world.window()
    window.rules.create(since=SIGNED, rank=1, share=10_000)
    tranche = world.tranche(contract, window=window)
    url = reverse("tranche-waive", args=[contract.reference, tranche.number, code])

    response = office.enter(Role.ANICT_HEAD).client.post(url, {"seen": tranche.version, "comment": "Motif."})

    assert response.status_code == 409
    assert notices(response) == [f"{sentence} Rien n’a été enregistré."]
