"""The share of the State that was not inscribed stays found until it is inscribed or comes in another way."""

from datetime import date

import pytest

from cper.people.roles import Role
from monitoring import operations, renewal
from monitoring.models import BudgetEntry, Finding, FollowedContract
from tests.factories import stamp
from tests.monitoring.world import MILLION, TO_PAID, at, bring, follow, kayes, on, paper, tranche

pytestmark = pytest.mark.django_db

LATER = date(2024, 2, 1)


def found(contract: FollowedContract, day: date, rule: str = "missed-bsi") -> dict[str, tuple[str, str, int | None]]:
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), day)
    rows = Finding.objects.filter(contract=contract, rule=rule)
    return {row.key: (plain(row.title), plain(row.evidence), row.amount) for row in rows}


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def fact(contract: FollowedContract, kind: str, day: date, **facts) -> BudgetEntry:
    whole = {"source": "state", "year": 2020, "amount": 90 * MILLION, "at": at(day)} | facts
    return contract.budget.create(kind=kind, on=day, **whole, **stamp())


def ask(contract: FollowedContract, *, dated: date, written: date, **more) -> BudgetEntry:
    facts = {"year": 2020, "amount": 90 * MILLION, "reference": "n°12", "file": paper(), "on": dated} | more
    by = on(written, Role.PRESIDENT, contract.region)
    return operations.record_budget(contract, "ask_bsi", **facts, by=by, at=at(written))


def test_what_was_missed_years_ago_is_still_found_with_its_money():
    missed = found(follow(), LATER)

    assert list(missed) == ["2019", "2020", "2021", "2022"]
    assert missed["2020"] == (
        "Part de l’État au BSI 2020 : manquée",
        "Aucune demande à la DNPD au 30 juin 2019 : aucun BSI ne reste avant la fin du contrat-plan, en 2023 ; "
        "90 000 000 FCFA n’ont plus de BSI.",
        90 * MILLION,
    )


def test_once_inscribed_it_is_found_no_more():
    contract = follow()
    for kind in ("asked", "registered", "inscribed"):
        fact(contract, kind, date(2019, 5, 2))

    assert "2020" not in found(contract, LATER)


def test_what_came_by_tranches_without_an_inscription_is_missed_for_the_rest_alone():
    contract = follow()
    bring(tranche(contract, year=2020, requested=60 * MILLION), *TO_PAID)

    assert found(contract, LATER)["2020"][2] == 30 * MILLION


def test_a_demand_that_was_refused_is_not_a_demand_made():
    contract = follow()
    fact(contract, "asked", date(2019, 5, 2))
    fact(contract, "refused", date(2019, 6, 3), amount=None, reason="Hors enveloppe.")

    assert found(contract, LATER)["2020"] == (
        "Part de l’État au BSI 2020 : à refaire",
        "Refusée par la DNPD le 3 juin 2019 : « Hors enveloppe. » Rien n’est inscrit : aucun BSI ne reste avant "
        "la fin du contrat-plan, en 2023 ; 90 000 000 FCFA n’ont plus de BSI.",
        90 * MILLION,
    )


def test_a_demand_never_answered_is_found_from_the_first_day_of_its_year():
    contract = follow()
    fact(contract, "asked", date(2019, 5, 2))

    assert "2020" not in found(contract, date(2019, 12, 31))
    assert found(contract, date(2020, 1, 1))["2020"] == (
        "Part de l’État au BSI 2020 : sans suite",
        "Demandée à la DNPD le 2 mai 2019, sans réponse ; absente du BSI 2020 : au plus tôt le BSI 2021 ; "
        "90 000 000 FCFA attendent un an.",
        90 * MILLION,
    )


def test_a_demand_dated_in_time_and_entered_after_keeps_its_finding_which_says_so():
    contract = follow()
    entry = ask(contract, dated=date(2019, 6, 20), written=date(2019, 7, 15))

    title, evidence, amount = found(contract, date(2019, 8, 1))["2020"]
    assert (title, amount) == ("Part de l’État au BSI 2020 : demandée, saisie tardive", 90 * MILLION)
    assert evidence.endswith(
        f"Saisie tardive : écrite le 15 juillet 2019, datée du 20 juin 2019, par {plain(entry.signatory)}."
    )


def test_a_demand_entered_on_its_day_says_nothing_more():
    contract = follow()
    ask(contract, dated=date(2019, 6, 30), written=date(2019, 6, 30))

    assert "2020" not in found(contract, date(2019, 8, 1))


def test_an_own_share_dated_in_time_and_entered_after_says_so_until_its_year_is_over():
    contract = follow()
    written = date(2019, 5, 2)
    by = on(written, Role.REGION, contract.region)
    facts = {"year": 2019, "amount": 10 * MILLION, "file": paper(), "on": date(2019, 3, 20)}
    operations.record_budget(contract, "inscribe_share", **facts, by=by, at=at(written))

    title, evidence, amount = found(contract, date(2019, 12, 31), "own-share")["2019"]
    assert (title, amount) == ("La contribution de 2019 est inscrite, saisie tardive", None)
    assert evidence.startswith("Saisie tardive : écrite le 2 mai 2019, datée du 20 mars 2019, par ")
    assert evidence.endswith("Échéance : le 31 mars 2019.")
    assert "2019" not in found(contract, date(2020, 1, 1), "own-share")


def test_an_own_share_corrected_to_nothing_is_not_inscribed():
    contract = follow()
    for amount in (10 * MILLION, 0):
        fact(contract, "inscribed", date(2019, 2, 1), source="region", year=2019, amount=amount)

    assert found(contract, date(2019, 4, 1), "own-share")["2019"][2] == 10 * MILLION
    assert contract.duties.get(code="O1", key="2019").settled_on is None


def test_a_source_that_does_not_tell_of_demands_is_neither_late_nor_in_order():
    contract = kayes()

    assert found(contract, date(2026, 11, 20)) == {}
    duty = contract.duties.on(date(2026, 11, 20)).get(code="O2", key="2020")
    assert duty.state == "unknown"
