"""The Governor may send a synthesis back to the DRPSIAP with remarks before he adopts the report."""

from datetime import date

import pytest
from django.core import mail

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import Duty, QuarterReport
from tests.monitoring import acting
from tests.monitoring.pages import NOW, opened
from tests.monitoring.world import at, follow, on, refusal
from tests.negotiation.pages import entries, text

pytestmark = pytest.mark.django_db

DAY = date(2019, 1, 28)
WHY = "Le taux du projet 1 ne peut pas baisser : vérifiez-le."


@pytest.fixture
def report() -> QuarterReport:
    return acting.written(follow())


def send_back(report: QuarterReport, remarks: str = WHY) -> QuarterReport:
    return operations.return_report(
        report, remarks=remarks, by=on(DAY, Role.GOVERNOR, report.contract.region), at=at(DAY)
    )


def write_again(report: QuarterReport) -> QuarterReport:
    facts = {"difficulties": "Crue et pannes.", "outlook": "", "asked": [], "followed": [], "judged": acting.JUDGED}
    by = on(DAY, Role.DRPSIAP, report.contract.region)
    return operations.write_up(QuarterReport.objects.get(pk=report.pk), **facts, by=by, at=at(DAY))


def listed(client, role: Role) -> list[tuple]:
    Duty.objects.all().delete()
    page = opened(client, role, "follow-up-inbox")
    lines = [one for shown in page.context["lists"] for one in shown["table"].rows]
    return [(one["act"], text(" ".join(one.get("why", [])))) for one in lines]


def test_remarks_reach_the_drpsiap_first_and_the_governor_waits(
    client, time_machine, report, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send_back(report)
    time_machine.move_to(NOW, tick=False)

    [(act, why)] = listed(client, Role.DRPSIAP)

    assert act == "Rédiger la synthèse"
    assert why.endswith(f"« {text(WHY)} »")
    assert listed(client, Role.GOVERNOR) == []
    assert text(WHY) in text(mail.outbox[0].body)


def test_nothing_is_adopted_while_the_remarks_stand(report):
    sent = send_back(report)
    governor = on(DAY, Role.GOVERNOR, report.contract.region)

    with pytest.raises(operations.Refused) as caught:
        operations.adopt_report(sent, by=governor, at=at(DAY))

    assert [text(one) for one in caught.value.verdict.missing] == [
        "la reprise de la synthèse par la DRPSIAP : le Gouverneur l’a renvoyée avec ses remarques"
    ]


def test_the_synthesis_taken_up_again_is_back_with_the_governor(client, time_machine, report):
    send_back(report)
    write_again(report)
    time_machine.move_to(NOW, tick=False)

    assert QuarterReport.objects.get().remarks == ""
    assert [act for act, _why in listed(client, Role.GOVERNOR)] == ["Adopter le rapport"]


def test_a_return_says_why_and_is_not_made_twice(report):
    silent = refusal(send_back, report, " ")
    send_back(report)

    assert silent == "Indiquez le motif."
    assert refusal(send_back, report) == "Vos remarques sont déjà à la DRPSIAP : elle reprend la synthèse."


def test_there_is_nothing_to_send_back_before_the_synthesis():
    assert refusal(send_back, acting.held(follow())) == (
        "La synthèse n’est pas encore écrite : il n’y a rien à renvoyer."
    )


def test_the_governor_sends_back_on_a_page_and_the_drpsiap_reads_it_first(client, time_machine, report):
    time_machine.move_to(NOW, tick=False)
    place = ("quarter-act", report.contract.reference, report.quarter, "renvoyer")
    page = opened(client, Role.GOVERNOR, *place)
    client.post(page.request["PATH_INFO"], entries(page) | {"comment": WHY})

    read = text(opened(client, Role.DRPSIAP, "quarter", report.contract.reference, report.quarter).content.decode())

    assert read.index(text(WHY)) < read.index("L’essentiel")
