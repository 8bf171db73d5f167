"""A tranche returned says first why and names what it is about; it is asked again once that is mended or answered."""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cper.people.roles import Function, Role
from monitoring import operations
from monitoring.models import Duty, Tranche
from monitoring.vocabulary import PaperKind
from tests.monitoring.pages import NOW, opened
from tests.monitoring.world import MILLION, at, bring, follow, move, on, paper, refusal, tranche
from tests.negotiation.pages import text

pytestmark = pytest.mark.django_db
THE_DEMAND = "Le projet, l’exercice ou la somme demandée, sans correction ni explication depuis le retour"
THE_PLAN = "Plan de développement, ou stratégie de développement économique (SDER), de la collectivité"

DAY = date(2019, 3, 1)
PLAN, WHY = "paper-plan", "Le plan n’est pas signé."


@pytest.fixture
def returned() -> Tranche:
    return send_back(bring(tranche(follow()), "request"), PLAN, "figures")


def send_back(asked: Tranche, *concerns: str) -> Tranche:
    return move(asked, "send_back", comment=WHY, concerns=concerns)


def region() -> dict:
    return {"by": on(DAY, Role.REGION), "at": at(DAY)}


def refused(held: Tranche) -> list[str]:
    """What stands in the way of a new demand."""
    with pytest.raises(operations.Refused) as caught:
        move(Tranche.objects.get(pk=held.pk), "request")
    return [text(one) for one in caught.value.verdict.missing]


def edit(held: Tranche, requested: int) -> None:
    facts = {"project": held.project, "window": held.window, "year": held.year}
    operations.edit_tranche(Tranche.objects.get(pk=held.pk), requested=requested, **facts, **region())


def test_nothing_is_asked_again_while_what_the_return_names_is_as_it_was(returned):
    edit(returned, returned.requested)

    assert refused(returned) == [
        f"{THE_PLAN}, sans correction ni explication depuis le retour",
        THE_DEMAND,
    ]


def test_each_point_is_mended_by_its_own_act(returned):
    operations.file_paper(returned, PaperKind.PROJECT_LIST, paper(), **region())
    other = len(refused(returned))
    operations.file_paper(returned, PaperKind.PLAN, paper(), **region())
    left = refused(returned)
    edit(returned, 50 * MILLION)
    operations.file_paper(returned, PaperKind.DEMAND, paper(), **region())

    assert (other, left) == (2, [THE_DEMAND])
    assert move(Tranche.objects.get(), "request").state == "requested"


def test_the_same_file_mends_nothing(returned):
    new = paper()
    operations.file_paper(returned, PaperKind.PLAN, new, **region())

    assert refusal(operations.file_paper, returned, PaperKind.PLAN, new, **region()) == (
        "C’est le même fichier que celui qui est déposé : rien ne changerait."
    )


def test_an_answer_in_words_stands_for_what_is_not_mended(returned):
    operations.answer_return(returned, reason="Le plan est signé en page 40.", **region())

    asked = move(Tranche.objects.get(), "request")

    assert (asked.state, asked.to_mend) == ("requested", [])
    assert refusal(operations.answer_return, asked, reason="Encore.", **region()) == (
        "À l’état « Demandée », cet acte ne se fait pas."
    )


@pytest.mark.parametrize("concerns", [(), ("paper-inconnu",)])
def test_a_return_names_points_of_the_file(concerns):
    asked = bring(tranche(follow()), "request")

    assert refusal(send_back, asked, *concerns) == "Dites quelles pièces ou quels points le retour concerne."


def test_the_database_asks_nothing_again_that_is_not_mended(returned):
    with pytest.raises(IntegrityError, match="tranche_asked_again_once_mended"), transaction.atomic():
        connection.cursor().execute("UPDATE monitoring_tranche SET state = 'requested', version = version + 1")


def listed(client, role: Role, function: Function | None = None) -> list[tuple]:
    Duty.objects.all().delete()
    client.force_login(on(NOW.date(), role, None, function).user)
    page = client.get(reverse("follow-up-inbox"))
    return [(one["act"], text(" ".join(one["why"]))) for shown in page.context["lists"] for one in shown["table"].rows]


@pytest.mark.parametrize("function", [Function.AGENT, Function.SIGNATORY])
def test_a_returned_tranche_is_the_work_of_the_whole_council_with_the_reason(client, time_machine, returned, function):
    time_machine.move_to(NOW, tick=False)

    rows = listed(client, Role.REGION, function)

    assert [act for act, _why in rows] == ["Répondre au retour de l’ANICT"]
    assert rows[0][1].startswith("Retournée le 1er mars 2019 par ")
    assert rows[0][1].endswith("« Le plan n’est pas signé. »")


def test_once_mended_the_president_asks_again_and_the_agent_waits_for_him(client, time_machine, returned):
    operations.answer_return(returned, reason="Voir la page 40.", **region())
    time_machine.move_to(NOW, tick=False)

    agent, president = (listed(client, Role.REGION, one) for one in (Function.AGENT, Function.SIGNATORY))
    client.force_login(on(NOW.date(), Role.REGION, None, Function.AGENT).user)
    page = client.get(returned.get_absolute_url())

    assert (agent, [act for act, _why in president]) == ([], ["Demander la tranche à l’ANICT"])
    assert text(page.context["box"]["title"]) == "En attente de : votre Président"


def test_the_page_says_first_why_and_what_to_replace_and_nothing_named_is_green(client, time_machine, returned):
    time_machine.move_to(NOW, tick=False)

    page = opened(client, Role.REGION, "tranche", returned.contract.reference, returned.number)

    said = text(page.content.decode())
    states = {need["label"]: str(need["status"]["label"]) for need in page.context["needs"]}
    plan = next(need for need in page.context["needs"] if need["label"].startswith("Plan de développement"))
    assert said.index(WHY) < said.index("Les pièces et les règles")
    assert states[THE_PLAN] == "À corriger"
    assert (str(plan["url_label"]), plan["button"]) == ("Remplacer", True)


def test_a_return_is_told_to_the_region_by_mail(django_capture_on_commit_callbacks):
    asked = bring(tranche(follow()), "request")

    with django_capture_on_commit_callbacks(execute=True):
        send_back(asked, PLAN)

    body = text(mail.outbox[0].body)
    assert "Répondre au retour de l’ANICT" in body
    assert WHY in body


def test_the_anict_reads_the_answer_with_the_new_demand(client, time_machine, returned):
    operations.answer_return(returned, reason="Voir la page 40.", **region())
    move(Tranche.objects.get(), "request")
    time_machine.move_to(NOW, tick=False)

    page = opened(client, Role.ANICT, "tranche-act", returned.contract.reference, returned.number, "complet")

    assert "Voir la page 40." in text(page.content.decode())


def test_a_draft_waits_for_the_agent_with_what_is_missing_then_for_the_president(client, time_machine):
    drafted = tranche(follow())
    drafted.papers.filter(kind="plan").update(current=False)
    operations.file_paper(drafted, PaperKind.DEMAND, paper(), **region())
    time_machine.move_to(NOW, tick=False)

    agent = listed(client, Role.REGION, Function.AGENT)
    operations.file_paper(drafted, PaperKind.PLAN, paper(), **region())

    assert agent == [
        (
            "Déposer une pièce",
            f"Il manque : {THE_PLAN}",
        )
    ]
    assert [act for act, _why in listed(client, Role.REGION, Function.SIGNATORY)] == ["Demander la tranche à l’ANICT"]
    assert listed(client, Role.REGION, Function.AGENT) == []
