"""Who comes second, who may not, what does not exist: what the pages of acts answer."""

import pytest
from django.urls import reverse

from cper.people.roles import Function, Role
from monitoring.models import Tranche
from tests.factories import region
from tests.monitoring import world
from tests.monitoring.acting import act, budget, duty, on_contract, plain
from tests.monitoring.world import MILLION
from tests.negotiation.pages import entries, notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return world.follow()


@pytest.fixture
def tranche(contract):
    return world.tranche(contract)


# Who came second, who may not, what does not exist


def test_who_comes_second_reads_what_happened_keeps_what_was_typed_and_may_send_again(tranche, office):
    url = act(tranche, "modifier")
    desk = office.enter(Role.REGION)
    made_before = {"seen": tranche.version, "project": tranche.project_id, "window": tranche.window_id}
    desk.send(url, requested="70 000 000")

    response = desk.client.post(url, made_before | {"year": 2019, "requested": "80 000 000"})
    again = desk.client.post(
        url, made_before | {"seen": response.context["form"]["seen"].value(), "year": 2019, "requested": "80 000 000"}
    )

    assert response.status_code == 409
    assert "Quelqu’un a agi depuis que cette page s’est ouverte" in notices(response)[-1]
    assert response.context["form"]["requested"].value() == "80 000 000"
    assert (again.status_code, Tranche.objects.get(pk=tranche.pk).requested) == (302, 80 * MILLION)


def test_who_comes_after_the_state_has_changed_reads_who_did_it_and_what_he_had_typed(tranche, office):
    complete = world.bring(tranche, "request", "accept")
    world.move(complete, "approve", 60 * MILLION)

    response = office.enter(Role.ANICT_HEAD).client.post(
        act(complete, "approuver"), {"seen": complete.version, "amount": "50 000 000", "on": "01/03/2019"}
    )

    assert response.status_code == 409
    assert "« Tranche approuvée »" in notices(response)[0]
    assert "Vous pouvez le copier. Somme approuvée 50 000 000" in plain(response)


def test_an_act_of_another_state_explains_itself(tranche, office):
    response = office.enter(Role.ANICT_HEAD).client.get(act(tranche, "approuver"))

    assert response.status_code == 200
    assert notices(response) == ["À l’état « En préparation », cet acte ne se fait pas."]


def test_an_act_without_the_mandate_is_forbidden_with_who_may(tranche, office):
    url = act(tranche, "demander")
    agent = office.enter(Role.REGION, function=Function.AGENT)

    page, sent = agent.client.get(url), agent.client.post(url, {"seen": tranche.version})

    assert (page.status_code, sent.status_code) == (403, 403)
    sentence = "Seul le Président du Conseil régional peut faire cet acte."
    assert sentence in plain(page)
    assert sentence in plain(sent)


def test_another_region_finds_neither_the_act_nor_the_contract(tranche, office):
    elsewhere = office.enter(Role.PRESIDENT, where=region("gao"))
    contract = tranche.contract
    urls = [act(tranche, "demander"), on_contract(contract, "tranche"), budget(contract, "inscrire", 2019)]
    urls += [duty(contract, "equipe"), reverse("tranche-file", args=[contract.reference, 1, "demand"])]

    assert [elsewhere.client.get(url).status_code for url in urls] == [404] * 5
    assert [elsewhere.client.post(url).status_code for url in urls] == [404] * 5


@pytest.mark.parametrize(
    "path",
    [
        "tranches/1/inconnu/",
        "tranches/1/tenir/",
        "tranches/1/deposer/",
        "tranches/9/demander/",
        "tranches/1/deposer/letter/",
        "tranches/1/deposer/inconnue/",
        "tranches/1/deroger/inconnue/",
        "actes/inconnu/",
        "actes/inscrire/",
        "actes/tranche/2019/",
        "actes/inscrire/1999/",
        "actes/inscrire/99999/",
        "obligations/equipe/R1/",
        "obligations/equipe/%00/",
        "obligations/comite-national/2019-T1/",
        "trimestres/2018-T4/tenir/",
    ],
)
def test_what_the_law_does_not_know_does_not_exist(tranche, office, path):
    response = office.enter(Role.REGION).client.get(f"/suivi/{tranche.contract.reference}/{path}")

    assert response.status_code == 404


def test_a_contract_whose_data_have_stopped_is_read_and_not_acted_upon(office):
    contract = world.kayes()
    desk = office.enter(Role.REGION)

    response = desk.client.get(budget(contract, "inscrire", 2019))
    sent = desk.client.post(budget(contract, "inscrire", 2019), {"amount": "1"})

    assert (response.status_code, sent.status_code) == (200, 409)
    assert notices(response) == ["Les données de ce contrat-plan sont arrêtées : il se lit, il ne se modifie plus."]


def test_a_double_click_opens_one_tranche(contract, office):
    world.window()
    desk, url = office.enter(Role.REGION), on_contract(contract, "tranche")
    typed = entries(desk.client.get(url)) | {"requested": "1 000"}

    landed = [desk.client.post(url, typed).headers["Location"] for _click in range(2)]

    assert landed == [contract.tranches.get().get_absolute_url()] * 2
