"""The demand of a BSI by its day and its sum: what completes it keeps its day, what is left out of it is told."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import bsi, entries, guard, ledger, operations, renewal
from monitoring.models import BudgetEntry, FollowedContract
from tests.monitoring.acting import budget
from tests.monitoring.world import MILLION, at, follow, on, paper, refusal
from tests.negotiation.pages import entries as fields
from tests.negotiation.pages import notices, text

pytestmark = pytest.mark.django_db

ASKED, ANSWERED, JULY, AUGUST = date(2019, 5, 2), date(2019, 6, 20), date(2019, 7, 5), date(2019, 8, 1)
WHY = "La fiche du projet n’est pas jointe."


@pytest.fixture
def contract() -> FollowedContract:
    return follow()


def ask(contract: FollowedContract, day: date, amount: int = 90 * MILLION, **more) -> BudgetEntry:
    facts = {"year": 2020, "amount": amount, "reference": "n°12", "file": paper()} | more
    by = on(day, Role.PRESIDENT, contract.region)
    return operations.record_budget(contract, "ask_bsi", **facts, by=by, at=at(day))


def answer(contract: FollowedContract, name: str, day: date = ANSWERED, **more) -> BudgetEntry:
    by = on(day, Role.DNPD)
    return operations.answer_bsi(contract, name, year=2020, reason=WHY, by=by, at=at(day), **more)


def told(contract: FollowedContract, day: date) -> tuple[str, str, str]:
    """What the guard says of 2020 that day."""
    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    share = bsi.share(loaded, 2020, ledger.lines(loaded))
    verdict = guard.judge(share, signed=loaded.signed_on, day=day)
    return verdict.tone, verdict.label, text(verdict.sentence)


def due(contract: FollowedContract, day: date) -> tuple[date | None, str]:
    """When the duty of asking for 2020 was done, and what its page says beside it."""
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), day)
    row = contract.duties.get(code="O2", key="2020")
    return row.settled_on, text(row.note)


def found(contract: FollowedContract, day: date) -> dict[str, tuple[str, int | None]]:
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), day)
    return {row.key: (text(row.title), row.amount) for row in contract.findings.filter(rule="missed-bsi")}


def test_a_demand_completed_after_30_june_keeps_the_day_it_was_made(contract):
    ask(contract, ASKED)
    answer(contract, "ask_complement")
    ask(contract, JULY)

    loaded = FollowedContract.objects.get(pk=contract.pk).load()
    assert entries.demanded(loaded, 2020).on == ASKED
    assert told(contract, AUGUST)[:2] == ("info", "Demandée")
    assert due(contract, AUGUST)[0] == ASKED
    assert "2020" not in found(contract, AUGUST)


def test_a_demand_made_after_a_refusal_is_another_with_its_own_day(contract):
    ask(contract, ASKED)
    answer(contract, "refuse_bsi")
    ask(contract, JULY)

    assert told(contract, AUGUST)[:2] == ("late", "Demandée trop tard")
    assert due(contract, AUGUST)[0] == JULY


def test_a_complement_asked_in_time_is_to_be_given_and_is_no_fault_yet(contract):
    ask(contract, ASKED)
    answer(contract, "ask_complement")

    said = f"Complément demandé par la DNPD le 20 juin 2019 : « {WHY} »"
    assert told(contract, AUGUST) == ("todo", "À compléter", said)
    assert due(contract, AUGUST) == (ASKED, said)
    assert told(contract, date(2020, 1, 2))[:2] == ("late", "À refaire")


def test_a_demand_of_less_than_the_plan_tells_its_own_sum_and_what_it_leaves(contract):
    ask(contract, ASKED, 60 * MILLION, reason="La part est étalée.")

    assert told(contract, AUGUST)[2] == (
        "60 000 000 FCFA : demande faite à la DNPD le 2 mai 2019, pas encore au répertoire national. "
        "Il n’est pas demandé 30 000 000 FCFA."
    )
    assert "2020" not in found(contract, date(2019, 6, 30))
    assert found(contract, JULY)["2020"] == ("Part de l’État au BSI 2020 : demandée en partie", 30 * MILLION)


def test_what_is_written_of_a_year_is_not_written_over_by_a_page_made_before(contract):
    first = ask(contract, ASKED)

    late = refusal(answer, contract, "refuse_bsi", seen=0)

    assert late == (
        "Quelqu’un a écrit au budget de 2020 depuis que cette page s’est ouverte : "
        f"{text(first.signatory)}, « demandée à la DNPD, 90 000 000 FCFA », le 2 mai 2019 à 10 h 00."
    )
    assert answer(contract, "refuse_bsi", seen=first.pk).kind == "refused"


def test_the_page_of_a_budget_year_says_who_was_faster_and_keeps_what_was_typed(contract, office):
    url = budget(contract, "demander-bsi", 2020)
    desk = office.enter(Role.PRESIDENT, ASKED)
    page = fields(desk.client.get(url))
    ask(contract, ASKED)

    second = desk.client.post(url, page | {"amount": "80 000 000", "reference": "n°13"})

    assert second.status_code == 409
    assert "Quelqu’un a écrit au budget de 2020" in " ".join(text(one) for one in notices(second))
    assert second.context["form"]["amount"].value() == "80 000 000"
    assert BudgetEntry.objects.filter(kind="asked").count() == 1
