"""The stage of the follow-up's journeys: a contract signed in Kayes, and a year that passes day after day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from cper.people.models import User
from monitoring import renewal
from monitoring.models import FollowedContract
from negotiation.vocabulary import Step
from tests.factories import ContractFactory, ProjectFactory
from tests.journeys import by_http
from tests.journeys.by_words import QUESTION
from tests.journeys.chapters import BAOBAB, PASTURES
from tests.journeys.follow_up_chapters import TITLE
from tests.journeys.stage import load_mali

MILLION = 1_000_000
YEARS = 4
# The caption of a table of the calendar, and the duties that stand under it.
DUTIES = '//table[caption="{}"]//th[@scope="row"]'
AWAITED = '//table[caption="Suivi de l’exécution"]//th[@scope="row"]'
REFERENCE = "CPER-KAYES-ESSAI"


def signed_contract(signed: date, first_year: int) -> FollowedContract:
    """A contract of Kayes for five years from that day: in each of four years the region gives 10 millions and the
    State 90 to the first project, the State 50 to the second."""
    load_mali()
    call_command("load_follow_up_reference", verbosity=0)
    contract = ContractFactory(
        step=Step.SIGNED, title=TITLE, reference=REFERENCE, signed_on=signed, opened_on=signed, reached=9
    )
    plan = ((PASTURES.title, {"region": 10, "state": 90}), (BAOBAB.title, {"state": 50}))
    for title, shares in plan:
        cost = YEARS * sum(shares.values()) * MILLION
        project = ProjectFactory(contract=contract, title=title, cost=cost, whole=False)
        for source, millions in shares.items():
            for year in range(first_year, first_year + YEARS):
                project.financing.create(source=source, year=year, amount=millions * MILLION)
    renewal.pull(signed)
    return FollowedContract.objects.get(pk=contract.pk)


class Reader(by_http.Visitor):
    """Someone who also reads what the pages of the follow-up say."""

    def press_in_vain(self, words: str) -> list[str]:
        """Press a button and be asked to mend something: what."""
        with pytest.raises(AssertionError):
            self.press(words)
        return self.errors

    def fill_under(self, question: str, entries: dict[str, str]) -> None:
        """Write in entries that stand under a question, where others have the same labels."""
        for label, value in entries.items():
            self._write(self._labelled(label, QUESTION.format(question))[0], value)

    def rows(self, caption: str) -> list[dict]:
        """The cells of each row of a table, by the heads of their columns."""
        table = f'//table[caption[starts-with(normalize-space(), "{caption}")]]'
        heads = self.texts(f"{table}/thead//th")
        return [dict(zip(heads, row, strict=True)) for row in self.page.xpath(f"{table}/tbody/tr")]

    @property
    def said(self) -> list[str]:
        """What the page says has just been done."""
        return self.texts('//main//*[@role="status"]//p')

    def duties(self, state: str) -> list[str]:
        """The duties of the calendar in that state, without what stands beside their names."""
        rows = self.page.xpath(DUTIES.format(state))
        return [by_http.plain(" ".join(row.xpath('text() | span[@class="ref"]/text()'))) for row in rows]

    def is_told_it_does_not_exist(self, address: str) -> bool:
        self.open(address)
        return self.status == 404


class Year:
    """Days one after the other; each night the duties are worked out again. Everybody stays signed in all year."""

    def __init__(self, move_to: Callable[..., None]):
        self.move_to = move_to
        self.readers: dict[str, Reader] = {}

    def come(self, day: date) -> None:
        """Go to ten o'clock on that day, after the night's pull."""
        self.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), tick=False)
        call_command("pull_duties", verbosity=0)

    def __call__(self, account: str) -> Reader:
        """The person of that account, signed in and at their inbox when first called."""
        if account not in self.readers:
            self.readers[account] = Reader()
            self.readers[account].client.force_login(User.objects.get(username=account))
            self.readers[account].open("/")
        return self.readers[account]

    def awaited(self, account: str) -> list[str]:
        """What the follow-up waits for from somebody, the most urgent first, as their inbox says."""
        reader = self(account)
        reader.open("/")
        return [sentence(row) for row in reader.page.xpath(AWAITED)]

    def late(self) -> list[str]:
        """Which duties are late, and with whom, as the national page says."""
        rows = self._national("/suivi/retards/", "Obligations en retard")
        return [f"{sentence(row['Obligation'])}, {words(row['Chez qui'])}" for row in rows]

    def findings(self) -> list[str]:
        """What the controls find of the contract, as the national page says."""
        rows = self._national("/suivi/constats/", "Constats")
        return [first_words(row["Constat et preuve"]) for row in rows if REFERENCE in words(row["Contrat-plan"])]

    def waiting(self) -> list[str]:
        """Where money waits and how much, as the national page says."""
        rows = self._national("/suivi/fonds/", "Fonds en attente")
        return [
            f"{first_words(row['Tranche'])}, {first_words(row['Où, chez qui'])}, {words(row['Somme'])}" for row in rows
        ]

    def _national(self, address: str, caption: str) -> list[dict]:
        reader = self("finances")
        reader.open(address)
        return reader.rows(caption)


def sentence(cell) -> str:
    """« Réunir le comité national de suivi (T4 2025) »: what a row is about, and its period."""
    period, *rest = cell.xpath('span[@class="note"]')[0].text.split(" · ")
    return f"{first_words(cell)} ({by_http.plain(period)})" if rest else first_words(cell)


def words(cell) -> str:
    return by_http.plain(cell.text_content())


def first_words(cell) -> str:
    """What a cell says before its notes."""
    return next(filter(None, map(by_http.plain, cell.itertext())))
