"""The DNPD may refuse a demand or ask for a complement; the demand is back with the President, and nothing waits for
ever: one whose year is over ends by itself."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cper.people.roles import Role
from monitoring import operations
from monitoring.models import BudgetEntry, Duty, FollowedContract
from tests.monitoring.pages import NOW, opened
from tests.monitoring.world import MILLION, at, follow, on, paper, refusal
from tests.negotiation.pages import entries, text

pytestmark = pytest.mark.django_db

ASKED, ANSWERED = date(2019, 5, 2), date(2019, 5, 20)
WHY = "La fiche du projet n’est pas jointe."


@pytest.fixture
def contract(time_machine) -> FollowedContract:
    """One whose BSI of 2020 is asked for, its duties put aside."""
    time_machine.move_to(NOW, tick=False)
    followed = follow()
    ask(followed)
    Duty.objects.all().delete()
    return followed


def ask(contract: FollowedContract, day: date = ASKED, year: int = 2020, **more) -> BudgetEntry:
    facts = {"year": year, "amount": 90 * MILLION, "reference": "n°12", "file": paper()} | more
    return operations.record_budget(
        contract, "ask_bsi", **facts, by=on(day, Role.PRESIDENT, contract.region), at=at(day)
    )


def answer(contract: FollowedContract, name: str = "ask_complement", day: date = ANSWERED, **more) -> BudgetEntry:
    facts = {"year": 2020, "reason": WHY} | more
    return operations.answer_bsi(contract, name, **facts, by=on(day, Role.DNPD), at=at(day))


def register(contract: FollowedContract, day: date = ANSWERED) -> BudgetEntry:
    return operations.record_budget(contract, "register", year=2020, by=on(day, Role.DNPD), at=at(day))


def listed(client, role: Role) -> list[tuple]:
    Duty.objects.all().delete()
    page = opened(client, role, "follow-up-inbox")
    lines = [one for shown in page.context["lists"] for one in shown["table"].rows]
    return [(one["act"], text(" ".join(one.get("why", [])))) for one in lines]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("refuse_bsi", f"Refusée par la DNPD le 20 mai 2019 : « {WHY} »"),
        ("ask_complement", f"Complément demandé par la DNPD le 20 mai 2019 : « {WHY} »"),
    ],
)
def test_an_answer_leaves_the_dnpd_for_the_president_with_its_reason(client, contract, name, said):
    before = listed(client, Role.DNPD)

    answer(contract, name)

    assert before == [("Inscrire au répertoire national des projets", "")]
    assert listed(client, Role.DNPD) == []
    assert listed(client, Role.PRESIDENT) == [("Demander l’inscription au répertoire national", said)]


def test_a_new_demand_takes_the_place_of_the_answered_one(client, contract):
    answer(contract)
    early = refusal(register, contract)

    ask(contract, date(2019, 5, 25))

    assert early == (
        f"Complément demandé par la DNPD le 20 mai 2019 : « {WHY} » Le Président fait d’abord une nouvelle demande."
    )
    assert listed(client, Role.PRESIDENT) == []
    assert listed(client, Role.DNPD) == [("Inscrire au répertoire national des projets", "")]
    assert register(contract, date(2019, 5, 28)).kind == "registered"


def test_nothing_is_answered_twice_nor_without_a_demand_nor_a_reason(contract):
    silent = refusal(answer, contract, reason=" ")
    none = refusal(answer, contract, year=2021)
    answer(contract)

    assert (silent, none) == ("Indiquez le motif.", "La collectivité n’a pas encore demandé cette inscription.")
    assert refusal(answer, contract).startswith("Complément demandé par la DNPD le 20 mai 2019")


def test_what_is_inscribed_is_refused_no_more(contract):
    register(contract)
    facts = {"year": 2020, "amount": 90 * MILLION, "by": on(ANSWERED, Role.DNPD), "at": at(ANSWERED)}
    operations.record_budget(contract, "inscribe_bsi", **facts)

    assert refusal(answer, contract) == "Cette part est déjà inscrite au BSI 2020."


def test_an_answer_is_no_inscription(contract):
    answer(contract)

    page_lines = FollowedContract.objects.get().load()
    assert {entry.kind for entry in page_lines.budget.all()} == {"asked", "complement"}
    assert BudgetEntry.objects.filter(kind="inscribed").count() == 0


def test_the_database_wants_the_reason(contract):
    answer(contract)

    with pytest.raises(IntegrityError, match="budget_answer_is_motivated"), transaction.atomic():
        copy = BudgetEntry.objects.get(kind="complement")
        copy.pk, copy.reason = None, " "
        copy.save(force_insert=True)
    assert connection.is_usable()


def test_a_demand_whose_year_is_over_waits_for_nobody(client, contract, time_machine):
    time_machine.move_to(date(2021, 1, 4), tick=False)
    client.force_login(on(date(2021, 1, 4), Role.DNPD).user)

    waiting = client.get(reverse("follow-up-inbox")).context["lists"]
    page = client.get(reverse("budget-act", args=[contract.reference, "refuser-bsi", 2020]))

    assert waiting == []
    assert "La demande est sans suite : l’exercice 2020 est passé." in text(page.content.decode())


def test_the_dnpd_answers_on_a_page_found_from_the_budget(client, contract):
    budget = opened(client, Role.DNPD, "budget", contract.reference)
    url = reverse("budget-act", args=[contract.reference, "complement-bsi", 2020])
    page = client.get(url)

    done = client.post(url, entries(page) | {"comment": WHY, "on": "20/05/2019"})

    assert url in budget.content.decode()
    assert done.status_code == 302
    assert BudgetEntry.objects.get(kind="complement").reason == WHY
    assert WHY in text(opened(client, Role.PRESIDENT, "budget", contract.reference).content.decode())


def former(client, contract: FollowedContract) -> list[tuple[str, bool]]:
    page = opened(client, Role.DNPD, "budget", contract.reference)
    state = next(source for source in page.context["sources"] if source["label"] == "État")
    rows = [*state["rows"], *state["later"]]
    return [(text(f"{one['was']} {one['why']}"), one["struck"]) for row in rows for one in row["former"]]


def test_a_demand_made_again_after_an_answer_is_a_new_demand_and_no_correction(client, contract):
    answer(contract)
    again = ask(contract, date(2019, 5, 25), reason="La fiche est jointe.")

    assert former(client, contract) == [
        (f"complément demandé par la DNPD le 20 mai 2019 « {WHY} »", False),
        (
            "90 000 000 FCFA demandé à la DNPD le 2 mai 2019 Nouvelle demande le 25 mai 2019, par "
            f"{text(again.signatory)} : La fiche est jointe.",
            False,
        ),
    ]


def test_the_years_of_a_source_follow_one_another(client, contract):
    ask(contract, year=2022)

    page = opened(client, Role.DNPD, "budget", contract.reference)

    state = next(source for source in page.context["sources"] if source["label"] == "État")
    assert [row["year"] for row in (*state["rows"], *state["later"])] == [2019, 2020, 2021, 2022]


@pytest.mark.parametrize(("day", "due"), [(ANSWERED, "30 juin 2019"), (date(2019, 7, 5), "")])
def test_the_inbox_and_the_page_hold_the_answered_demand_with_the_same_day(client, contract, day, due, time_machine):
    answer(contract, "refuse_bsi", day=day)
    time_machine.move_to(at(max(day, NOW.date())), tick=False)
    reader = on(max(day, NOW.date()), Role.PRESIDENT, contract.region)
    client.force_login(reader.user)
    Duty.objects.all().delete()

    (row,) = client.get(reverse("follow-up-inbox")).context["lists"][0]["table"].rows
    box = client.get(reverse("execution", args=[contract.reference])).context["box"]

    assert box["lead"] == "1 acte vous attend."
    (item,) = box["items"]
    assert item["label"] == row["act"] == "Demander l’inscription au répertoire national"
    assert WHY in item["reason"]
    assert bool(row["due"]) == (due in text(item["when"]) and bool(due))
    assert (text(row["due"]["label"]) if row["due"] else "") == due


def test_the_dnpd_reads_on_the_page_what_its_inbox_holds(client, contract):
    Duty.objects.all().delete()

    box = opened(client, Role.DNPD, "execution", contract.reference).context["box"]

    assert [item["label"] for item in box["items"]] == ["Inscrire au répertoire national des projets"]
