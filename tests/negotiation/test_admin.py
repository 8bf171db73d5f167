"""The reference data are no second door to a dossier."""

import pytest
from django.urls import reverse

from cper.people.roles import Role
from negotiation import operations
from negotiation.models import Contract
from tests.factories import NOW, ContractFactory, actor, region, user_as
from tests.interruptions import fields

pytestmark = pytest.mark.django_db


def test_a_past_version_is_read_and_never_put_back(client):
    contract = ContractFactory(title="Premier titre")
    operations.revise_contract(contract, {"title": "Second titre"}, by=actor(Role.REGION), at=NOW)
    client.force_login(user_as(Role.ADMIN))
    first = Contract.history.filter(id=contract.pk).earliest("history_id")
    address = reverse("admin:negotiation_contract_simple_history", args=[contract.pk, first.pk])

    read = client.get(address)
    forged = client.post(address, {"title": "Forgé", "region": region("gao").pk, "opened_on": "02/03/2026"})

    assert (read.status_code, forged.status_code) == (200, 403)
    assert Contract.objects.values_list("title", "region__slug", "version").get() == ("Second titre", "kayes", 2)


def test_who_comes_second_on_a_row_of_reference_data_undoes_nothing(client):
    kayes = region("kayes")
    client.force_login(user_as(Role.ADMIN))
    url = reverse("admin:negotiation_region_change", args=[kayes.pk])
    first, second = (fields(client.get(url)).held for _desk in range(2))
    client.post(url, first | {"chef_lieu": "Kita"})

    answer = client.post(url, second | {"name": "Kayes-Nord"})
    client.post(url, fields(answer).held)

    kayes.refresh_from_db()
    assert " a enregistré cette fiche depuis" in answer.text
    assert (kayes.name, kayes.chef_lieu) == ("Kayes-Nord", "Kita")


def test_who_is_no_administrator_is_told_who_is(client):
    client.force_login(user_as(Role.GOVERNOR))

    answer = client.get(reverse("admin:negotiation_region_add"))

    assert answer.status_code == 403
    assert "administrateur" in answer.text
