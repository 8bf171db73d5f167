"""A share of the State that can no longer enter the BSI of its year: never « à venir », never « sans constat », and
no BSI is promised after the contract's end."""

from datetime import date

import pytest

from monitoring import renewal
from monitoring.figures import Gap, Reading
from monitoring.guard import Share, judge
from monitoring.models import FollowedContract
from monitoring.values import Delays
from monitoring.views.panels.found import findings
from negotiation.models.project import Source
from tests.factories import stamp
from tests.monitoring.world import MILLION, SIGNED, at, follow

SEPTEMBER = date(2018, 9, 3)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (2028, "Le 30 juin 2025 précède la signature : au plus tôt le BSI 2028 ; 400 000 000 FCFA attendent un an."),
        (
            2027,
            "Le 30 juin 2025 précède la signature : aucun BSI ne reste avant la fin du contrat-plan, en 2027 ; "
            "400 000 000 FCFA n’ont plus de BSI.",
        ),
    ],
)
def test_no_bsi_is_promised_after_the_end_of_the_contract(ends, words):
    share = Share(2026, 400 * MILLION, ends=ends)
    signed = date(2026, 11, 28)

    said = plain(judge(share, signed=signed, day=signed).sentence)

    assert said == words.replace("FCFA attendent un an", "FCFA attendent deux ans")


@pytest.mark.parametrize(
    ("facts", "day", "missed"),
    [
        ({}, date(2026, 6, 30), False),
        ({}, date(2026, 7, 1), True),
        ({"asked_on": date(2026, 3, 2)}, date(2026, 12, 31), False),
        ({"asked_on": date(2026, 3, 2)}, date(2027, 1, 1), True),
        ({"asked_on": date(2026, 7, 1)}, date(2026, 7, 1), True),
        ({"asked_on": date(2026, 3, 2), "refused": True}, date(2026, 7, 1), True),
        ({"asked_on": date(2026, 3, 2), "to_complete": True}, date(2026, 7, 1), False),
        ({"inscribed_on": date(2026, 11, 2)}, date(2027, 7, 1), False),
        ({"mobilised": 400 * MILLION}, date(2027, 7, 1), False),
        ({"told": False}, date(2027, 7, 1), False),
    ],
)
def test_when_a_share_has_missed_its_bsi(facts, day, missed):
    assert Share(2027, 400 * MILLION, **facts).has_missed(day) is missed


@pytest.fixture
def contract(db) -> FollowedContract:
    """Signed after the 30 June of 2019's BSI."""
    return follow()


def loaded(contract: FollowedContract) -> FollowedContract:
    return FollowedContract.objects.for_pages().get(pk=contract.pk).load()


def to_inscribe(contract: FollowedContract, year: int, day: date) -> Gap:
    reading = Reading.of(loaded(contract), day, Delays())
    return reading.gap("to_inscribe", [row for row in reading.lines if (row.source, row.year) == (Source.STATE, year)])


def test_what_is_out_of_time_is_not_to_come(contract):
    assert to_inscribe(contract, 2019, SIGNED) == Gap(due=90 * MILLION)
    assert to_inscribe(contract, 2020, SIGNED) == Gap(coming=90 * MILLION)


def test_what_is_missed_is_due_from_1_july_and_what_is_asked_in_time_once_its_year_begins(contract):
    assert to_inscribe(contract, 2020, date(2019, 6, 30)) == Gap(coming=90 * MILLION)
    assert to_inscribe(contract, 2020, date(2019, 7, 1)) == Gap(due=90 * MILLION)

    asked = {"source": "state", "year": 2020, "amount": 90 * MILLION, "at": at(date(2019, 5, 2))}
    contract.budget.create(kind="asked", on=date(2019, 5, 2), **asked, **stamp())

    assert to_inscribe(contract, 2020, date(2019, 12, 31)) == Gap(coming=90 * MILLION)
    assert to_inscribe(contract, 2020, date(2020, 1, 1)) == Gap(due=90 * MILLION)


def test_the_control_of_the_bsi_finds_what_was_out_of_time_at_the_signature(contract):
    contract.budget.create(source="region", year=2019, kind="inscribed", amount=1, on=SEPTEMBER, **stamp())
    renewal.renew(FollowedContract.objects.get(pk=contract.pk), SEPTEMBER)

    found = contract.findings.get(rule="missed-bsi")

    assert (plain(found.title), found.amount) == ("Part de l’État au BSI 2019 : hors délai", 90 * MILLION)
    assert plain(found.evidence).startswith("Le 30 juin 2018 précède la signature : au plus tôt le BSI 2020 ; ")
    assert "BSI manqué" not in findings(loaded(contract), every=True)["quiet"]
