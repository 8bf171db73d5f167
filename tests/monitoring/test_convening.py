"""The Governor's duty to hold the CROCSAD has its act: he convenes it; the DRPSIAP is then asked for that day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.calendar import Quarter
from monitoring.models import Convening, FollowedContract
from tests.monitoring.world import at, follow, on, refusal
from tests.negotiation.pages import entries, text

pytestmark = pytest.mark.django_db

T4 = Quarter(2018, 4)
DAY, SESSION = date(2018, 11, 5), date(2018, 12, 12)


def convene(contract: FollowedContract, quarter: Quarter = T4, session_on: date = SESSION, day: date = DAY):
    by = on(day, Role.GOVERNOR, contract.region)
    return operations.convene(contract, quarter, session_on=session_on, place="Kayes", by=by, at=at(day))


def duties(contract: FollowedContract) -> dict:
    rows = contract.duties.filter(key=T4.code, code__in=("O7", "O8"))
    return {duty.code: (duty.opens_on, duty.due_on, duty.settled_on) for duty in rows}


def test_once_convened_the_governor_waits_for_the_day_and_the_canvas_is_due_for_it():
    contract = follow()
    before = duties(contract)

    convene(contract)

    assert before == {
        "O7": (date(2018, 10, 1), date(2018, 12, 31), None),
        "O8": (date(2018, 10, 1), date(2018, 12, 26), None),
    }
    assert duties(contract) == {
        "O7": (SESSION, date(2018, 12, 31), None),
        "O8": (date(2018, 10, 1), date(2018, 12, 7), None),
    }


@pytest.mark.parametrize(
    ("quarter", "session_on", "sentence"),
    [
        (Quarter(2019, 1), SESSION, "Ce trimestre n’attend pas de session : un autre est ouvert, ou il est réglé."),
        (T4, date(2018, 11, 4), "Une session se convoque avant de se tenir : cette date est passée."),
    ],
)
def test_a_session_is_called_for_the_quarter_that_waits_and_for_a_day_to_come(quarter, session_on, sentence):
    assert refusal(convene, follow(), quarter, session_on) == sentence


def test_the_last_call_counts_and_both_stay():
    contract = follow()
    convene(contract)
    convene(contract, session_on=date(2018, 12, 20))

    assert duties(contract)["O8"][1] == date(2018, 12, 15)
    assert Convening.objects.count() == 2


def test_the_database_refuses_a_call_for_a_day_gone_by():
    called = convene(follow())

    with pytest.raises(IntegrityError, match="convening_calls_for_a_day_to_come"), transaction.atomic():
        called.pk, called.session_on = None, date(2018, 11, 1)
        called.save(force_insert=True)


def test_the_duty_leads_the_governor_to_the_act_and_the_canvas_takes_the_day(client, time_machine):
    contract = follow()
    time_machine.move_to(at(DAY), tick=False)
    client.force_login(on(DAY, Role.GOVERNOR, contract.region).user)
    inbox = client.get(reverse("follow-up-inbox")).context["lists"][0]["table"].rows
    url = reverse("contract-act", args=[contract.reference, "convoquer"])
    offered = client.get(inbox[0]["url"]).content.decode()
    page = client.get(url)
    done = client.post(url, entries(page) | {"session_on": "12/12/2018"})
    client.force_login(on(DAY, Role.DRPSIAP, contract.region).user)
    canvas = client.get(reverse("contract-act", args=[contract.reference, "canevas"]))

    assert url in offered
    assert done.status_code == 302
    assert canvas.context["form"]["session_on"].value() == SESSION
    assert "Session convoquée le 12 décembre 2018, à Kayes" in text(canvas.content.decode())


def test_resources_that_never_came_end_their_duty_with_a_reason(client, time_machine):
    contract = follow()
    contract.projects.first().financing.create(source="partner", year=2019, amount=30_000_000)
    late = date(2020, 2, 3)
    region = on(date(2019, 3, 1), Role.REGION, contract.region)
    renewed(contract, date(2019, 3, 1))
    early = refusal(
        operations.lapse_resources, contract, "2019", reason="Retrait.", by=region, at=at(date(2019, 3, 1))
    )
    time_machine.move_to(at(late), tick=False)
    renewed(contract, late)
    url = reverse("duty-act", args=[contract.reference, "ressources-non-venues", "2019"])
    client.force_login(on(late, Role.REGION, contract.region).user)
    budget = client.get(reverse("budget", args=[contract.reference])).content.decode()

    done = client.post(url, entries(client.get(url)) | {"comment": "Le partenaire s’est retiré."})

    duty = contract.duties.get(code="O4", key="2019")
    assert early == "L’échéance n’est pas passée : il est encore temps de le faire."
    assert url in budget
    assert (done.status_code, duty.settled_on, duty.lapsed, duty.note) == (
        302,
        late,
        True,
        "Le partenaire s’est retiré.",
    )


def renewed(contract: FollowedContract, day: date) -> None:
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), day)
