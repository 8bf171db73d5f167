"""A region asks that a rule be set aside; the ANICT's Director gives or refuses it, the rule told as a fact."""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from cper.people.roles import Function, Role
from monitoring import operations
from monitoring.models import Duty, Tranche, WaiverRequest
from monitoring.operations import Rule
from tests.monitoring.pages import NOW, opened
from tests.monitoring.world import MILLION, TO_PAID, at, bring, follow, move, on, refusal, ruled, tranche
from tests.negotiation.pages import entries, text

pytestmark = pytest.mark.django_db

DAY = date(2019, 3, 1)
FACT = "Tranche 1 justifiée à 43,8 % ; il en faut 80 %"


@pytest.fixture
def held() -> Tranche:
    """A second tranche, whole but for the rule on the first."""
    ruled(Rule(2, justified=8_000))
    contract = follow()
    first = bring(tranche(contract, requested=30 * MILLION), *TO_PAID, amount=30 * MILLION)
    move(first, "justify", 13_138_686)
    return tranche(contract, requested=10 * MILLION)


def ask(held: Tranche, reason: str = "Crue du fleuve.") -> WaiverRequest:
    return operations.ask_waiver(held, "justified", reason=reason, by=on(DAY, Role.REGION), at=at(DAY))


def head() -> dict:
    return {"by": on(DAY, Role.ANICT_HEAD), "at": at(DAY)}


def listed(client, role: Role, function: Function | None = None) -> list[tuple]:
    Duty.objects.all().delete()
    page = opened(client, role, "follow-up-inbox")
    return [(one["act"], text(" ".join(one["why"]))) for shown in page.context["lists"] for one in shown["table"].rows]


def test_what_is_asked_reaches_the_director_with_the_fact_and_the_reason(
    client, time_machine, held, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(held)
    time_machine.move_to(NOW, tick=False)

    [(act, why)] = listed(client, Role.ANICT_HEAD)

    assert (text(asked.fact), act) == (FACT, "Se prononcer sur une dérogation")
    assert why.startswith(f"{FACT}. Dérogation demandée par ")
    assert why.endswith("« Crue du fleuve. »")
    assert "Se prononcer sur une dérogation" in text(mail.outbox[0].body)


def test_given_it_opens_the_demand(held):
    ask(held)

    operations.waive(held, "justified", reason="Les travaux sont constatés.", **head())

    assert WaiverRequest.objects.values_list("granted", "reason").get() == (True, "Les travaux sont constatés.")
    assert move(Tranche.objects.get(pk=held.pk), "request").waivers_asked == []


def test_refused_it_is_back_with_the_region_and_the_reason_first(client, time_machine, held):
    ask(held)
    operations.refuse_waiver(held, "justified", reason="Justifiez d’abord.", **head())
    time_machine.move_to(NOW, tick=False)

    region = dict(listed(client, Role.REGION))
    page = opened(client, Role.REGION, "tranche", held.contract.reference, held.number)

    assert listed(client, Role.ANICT_HEAD) == []
    assert region["Modifier la demande"].endswith("« Justifiez d’abord. »")
    assert "Justifiez d’abord." in text(page.content.decode())


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("paper-plan", "Cette exigence ne se déroge pas."), ("inconnu", "Cette exigence ne se déroge pas.")],
)
def test_what_no_one_may_set_aside_is_not_asked_for(held, code, sentence):
    agent = on(DAY, Role.REGION)

    assert refusal(operations.ask_waiver, held, code, reason="Crue.", by=agent, at=at(DAY)) == sentence


def test_one_waits_at_a_time_and_says_why(held):
    empty = refusal(ask, held, " ")
    ask(held)

    assert (empty, refusal(ask, held)) == (
        "Indiquez le motif.",
        "Une dérogation à cette règle est déjà demandée.",
    )


def test_nothing_is_refused_that_was_not_asked(held):
    assert refusal(operations.refuse_waiver, held, "justified", reason="Non.", **head()) == (
        "Aucune dérogation à cette règle n’est demandée."
    )


def test_the_database_wants_an_answer_signed_and_motivated(held):
    ask(held)

    for change in (
        "UPDATE monitoring_waiverrequest SET granted = true",
        "UPDATE monitoring_waiverrequest SET granted = false, answered_at = now(), answered_on = now(), "
        "answered_by_id = by_id",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(change)


def test_the_agent_asks_and_the_director_answers_on_the_pages(client, time_machine, held):
    time_machine.move_to(NOW, tick=False)
    asking = ("tranche-ask-waiver", held.contract.reference, held.number, "justified")
    page = opened(client, Role.REGION, *asking)
    client.post(page.request["PATH_INFO"], entries(page) | {"comment": "Crue du fleuve."})

    page = opened(client, Role.ANICT_HEAD, "tranche-waive", *asking[1:])
    held_back = {name: value for name, value in entries(page).items() if name != "outcome"}
    silent = client.post(page.request["PATH_INFO"], held_back | {"comment": "Non."})
    client.post(page.request["PATH_INFO"], entries(page) | {"outcome": "refused", "comment": "Justifiez d’abord."})

    assert "Crue du fleuve." in text(page.content.decode())
    assert "Dites si la dérogation est accordée ou refusée." in text(silent.content.decode())
    assert WaiverRequest.objects.get().granted is False


def test_a_condition_is_a_fact_wherever_it_is_told(client, time_machine, held):
    time_machine.move_to(NOW, tick=False)

    page = opened(client, Role.PRESIDENT, "tranche", held.contract.reference, held.number)

    said = text(page.content.decode())
    assert FACT in said
    assert "Demander une dérogation" in said
    assert "est justifiée à 80 % au moins" not in said
